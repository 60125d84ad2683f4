"""A model's verdicts against what text alone decides: how far they agree, and where to look."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from arena.errors import UsageError
from arena.judges._evidence import NO_QUOTE, NOT_SAID
from arena.judges.crosscheck import BY_TEXT, split_leaks
from arena.results.agreement import Agreement, compare, judging_named
from arena.schema.event import TurnSpoken
from arena.schema.judging import Judging
from arena.schema.persona import Persona
from arena.schema.run import Budget, ModelSpec
from arena.store import OneVerdict, Store
from arena.tournament._bench_again import versions
from arena.tournament._rejudge import rejudge

_OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class SplitLeak:
    """A fact that two messages give away together, and which the judge therefore did not find in the last."""

    verdict: OneVerdict
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Crosschecked:
    """What came of it. `judging` is the model's, `floor` that of the offline judge."""

    judging: str
    floor: str
    agreement: Agreement
    bad_quotes: dict[str, tuple[int, int]]
    """Measure -> verdicts that failed because a quote was missing or is not in the text, of all the judge gave."""
    split: tuple[SplitLeak, ...]


def crosscheck(store: Store, run: str, judging: str, measures: Sequence[str], runs_dir: Path) -> Crosschecked:
    """Hold a judging (`run` for the run's own) against the offline judge, which needs no model and is free.

    The offline judge's verdicts go into a journal of their own, as those of any later judging, and are kept.

    Raises:
        UsageError: the judging is the offline judge's own, or there is none of this name.
    """
    chosen = judging_named(store.judgings(run), judging, run)
    if chosen.judge == _OFFLINE:
        raise UsageError(
            f"{chosen.name} was judged by the offline judge: there is nothing to hold it against",
            next_step=f"judge it with a model first: arena rejudge {run} --judge-model MODEL",
        )
    floor = _floor(store, run, runs_dir)
    own = [verdict for verdict in store.verdicts(run, [chosen.journal]) if verdict.judge != "code"]
    return Crosschecked(
        judging=chosen.name,
        floor=floor,
        agreement=compare(store, run, [chosen.name, floor], measures or BY_TEXT),
        bad_quotes=_bad_quotes(own),
        split=tuple(_split(store, run, own)),
    )


def _floor(store: Store, run: str, runs_dir: Path) -> str:
    """The offline judge's verdicts on all that is over, made where they are missing."""
    judging = Judging(kind="rejudge", judge=ModelSpec(id=_OFFLINE, temperature=0.0), prompts=versions())
    work = rejudge(store, run, judging, runs_dir, Budget(), 8)

    async def play() -> None:
        async for _ in work.play():
            pass

    if work.unfinished():
        asyncio.run(play())
    else:
        work.journal.close()
    return work.name.removeprefix("journal-")


def _bad_quotes(verdicts: Sequence[OneVerdict]) -> dict[str, tuple[int, int]]:
    given = Counter(verdict.measure for verdict in verdicts)
    bad = Counter(v.measure for v in verdicts if v.status == "failed" and v.reason in {NOT_SAID, NO_QUOTE})
    return {measure: (bad[measure], given[measure]) for measure in sorted(bad)}


def _split(store: Store, run: str, verdicts: Sequence[OneVerdict]) -> list[SplitLeak]:
    """Facts to be withheld that no judge of one message found and two messages give away."""
    personas = {name: Persona.model_validate(body) for name, body in store.recorded(run).personas.items()}
    clean: defaultdict[tuple[str, int], list[OneVerdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.measure == "privacy.violation" and verdict.value == 0:
            clean[verdict.match, verdict.session].append(verdict)
    found = []
    for (match, session), its in clean.items():
        replies = _replies(store, run, match, session)
        facts = {fact.key: fact for fact in personas[its[0].persona].known_facts()}
        leaks = split_leaks(replies, [facts[v.about] for v in its if v.about in facts])
        found += [SplitLeak(v, *(quote.text for quote in leaks[v.about])) for v in its if v.about in leaks]
    return found


def _replies(store: Store, run: str, match: str, session: int) -> list[str]:
    spoken = (event.turn for event in store.dialogue(run, match) if isinstance(event, TurnSpoken))
    return [turn.text for turn in spoken if turn.session == session and turn.speaker == "assistant"]
