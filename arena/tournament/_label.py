"""A person labels what a run's judges judged: blind, on the same rubric, into a journal of their own."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeVar

from arena import scenarios
from arena.errors import UsageError
from arena.journal import Journal, RunFolder, StoredAnswers, read
from arena.judges import Brief, Job, by_hand
from arena.models import Reply, Request, Sampling
from arena.models.human import HUMAN
from arena.schema.event import Event, JudgingStarted, VerdictGiven
from arena.schema.judging import Judging
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import ModelSpec
from arena.store import PlayedMatch, Recorded, Store
from arena.text.canonical import key_of
from arena.tournament._bench_again import Shelf, brief_of, name_of, versions
from arena.tournament._marks import known_prompts

A = TypeVar("A", bound=Record)

AskLabels = Callable[[Question[Any]], Awaitable[Mapping[str, str]]]
"""Shows a question and waits for the label of each key (see `judges.by_hand.asked`). Raises Skipped, or Enough."""

_CODE = "code"
_FIRST = ("judge/acknowledge", "judge/helpful")
"""Asked before the question that shows the preference: who has read it finds it acknowledged more easily."""


class Skipped(Exception):
    """The person passes this one over; nothing is recorded of it."""


class Enough(Exception):
    """The person stops; what they labelled is kept."""


@dataclass(slots=True)
class _Person:
    """The backend of a labelling: one question at a time, those that show least first."""

    ask: AskLabels
    labels: dict[str, Mapping[str, str]] = field(default_factory=dict)
    n_asked: int = 0
    _stop: Skipped | Enough | None = None
    _waiting: list[tuple[bool, int]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _turn: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """What the person says. Raises Skipped or Enough."""
        mine = (question.prompt not in _FIRST, next(self._numbers))
        self._waiting.append(mine)
        for _ in range(3):
            await asyncio.sleep(0)  # until all questions of this moment wait
        began = time.perf_counter()
        async with self._turn:
            await self._turn.wait_for(lambda: self._stop is not None or min(self._waiting) == mine)
            try:
                labels = await self._ask(question)
            finally:
                self._waiting.remove(mine)
                self._turn.notify_all()
        self.n_asked += 1
        self.labels[request.sha256] = labels
        given = by_hand.answer(question, labels)
        if not isinstance(given, question.answer):
            raise TypeError(f"{question.prompt}: nobody can type {question.answer.__name__}")
        return Reply(given, latency_s=time.perf_counter() - began)

    async def _ask(self, question: Question[Any]) -> Mapping[str, str]:
        """Whoever waits for a moment that was passed over is not asked any more."""
        if self._stop is not None:
            raise self._stop
        try:
            return await self.ask(question)
        except (Skipped, Enough) as stop:
            self._stop = stop
            raise

    async def close(self) -> None:
        """Nothing to give back."""

    async def rest(self) -> None:
        """Ready for the next moment: nobody of the last one waits any more."""
        while self._waiting:
            await asyncio.sleep(0)
        self._stop = None

    def unsure(self) -> list[str]:
        """Keys of which the person could not say, since this was last asked."""
        found = [key for labels in self.labels.values() for key, label in labels.items() if label == by_hand.UNSURE]
        self.labels.clear()
        return found


@dataclass(frozen=True, slots=True)
class Labelled:
    """What came of a sitting."""

    moments: int
    """Replies, decisions and messages labelled now."""
    before: int
    """Labelled by the same person earlier."""
    left: int
    """Moments of the run that are not labelled."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """Something to be labelled: the judging of one reply, decision, message or probe."""

    played: PlayedMatch
    job: Job
    order: str


def label(store: Store, run: str, rater: str, ask: AskLabels, options: Sitting) -> Labelled:
    """Have a person label moments of a run, in an order that is their own and tells nothing of the contestant.

    What they labelled in an earlier sitting is not asked again.

    Raises:
        UsageError: no match is over, or nothing in the run can be labelled on these measures.
        RunStopped: somebody is labelling under this name already.
    """
    person = _Person(ask)
    judging = Judging(
        kind="label", judge=ModelSpec(id=HUMAN), rater=rater, prompts=versions(), measures=options.measures
    )
    path = options.runs_dir / run / f"{name_of(judging)}.jsonl"
    events = read(path).events if path.exists() else []
    journal = Journal(path)
    try:
        if not any(isinstance(event, JudgingStarted) for event in events):
            journal.append(JudgingStarted(at=time.time(), judging=judging))
        recorded = store.recorded(run)
        shelf = Shelf(
            store=store,
            recorded=recorded,
            judging=judging,
            backend=lambda *_: person,
            sampling=Sampling(HUMAN),
            norms=scenarios.load_norms(recorded.spec.norms),
            emit=journal.append,
            prompts_seen=known_prompts(events),
        )
        desk = _Desk(shelf, brief_of(judging), _known(events))
        return asyncio.run(_sit(desk, person, StoredAnswers.by_match(events), options.moments))
    finally:
        journal.close()
        store.ingest(RunFolder(path.parent))


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is to be labelled in one sitting: at most so many moments, on these measures (empty for all)."""

    moments: int
    measures: tuple[str, ...]
    runs_dir: Path


@dataclass(frozen=True, slots=True)
class _Desk:
    """The dialogues, and the labels that the journal already holds: (match, measure, session, turn, about)."""

    shelf: Shelf
    brief: Brief
    known: frozenset[tuple[str, str, int, int, str]]


async def _sit(desk: _Desk, person: _Person, stored: dict[str, StoredAnswers], limit: int) -> Labelled:
    moments = sorted(_moments(desk, stored), key=lambda moment: moment.order)
    if not moments:
        raise _nothing(desk.shelf.recorded)
    came: Counter[Outcome] = Counter()
    try:
        for moment in moments:
            if came["now"] >= limit:
                break
            came[await _label(desk, person, moment)] += 1
    except Enough:
        pass
    finally:
        for moment in moments:
            moment.job.close()
    left = len(moments) - came["now"] - came["before"] - came["by code"]
    return Labelled(came["now"], came["before"], left)


Outcome = Literal["now", "before", "passed over", "by code"]


async def _label(desk: _Desk, person: _Person, moment: _Moment) -> Outcome:
    """Have one moment labelled; what code decides without a question is not a person's to label."""
    asked, plan = person.n_asked, moment.played.plan
    try:
        rows = await moment.job
    except Skipped:
        return "passed over"
    finally:
        await person.rest()
    if all(row.judge == _CODE for row in rows):
        return "by code"
    for verdict in by_hand.verdicts(rows, person.unsure()):
        place = (plan.key, verdict.measure, verdict.session, verdict.turn, verdict.about)
        if desk.brief.wants(verdict.measure) and (person.n_asked > asked or place not in desk.known):
            desk.shelf.emit(
                VerdictGiven(at=time.time(), match=plan.key, attempt=moment.played.attempt, verdict=verdict)
            )
    return "now" if person.n_asked > asked else "before"


def _nothing(recorded: Recorded) -> UsageError:
    if not recorded.matches:
        return UsageError(f"no match of {recorded.run_id} is over yet", next_step="label it once one has been played")
    return UsageError(
        f"nothing in {recorded.run_id} can be labelled on these measures",
        next_step="choose other measures, or all of them: --measures all",
    )


def _moments(desk: _Desk, stored: Mapping[str, StoredAnswers]) -> Iterator[_Moment]:
    """All there are, each with its place in this person's order: contestants come mixed."""
    run, who = desk.shelf.recorded.run_id, desk.shelf.judging.rater
    for played in desk.shelf.recorded.matches:
        jobs = desk.shelf.jobs(played, stored.get(played.plan.key, StoredAnswers()), desk.brief)
        for number, job in enumerate(jobs):
            yield _Moment(played, job, key_of("label", run, who, played.plan.key, str(number)))


def _known(events: Iterable[Event]) -> frozenset[tuple[str, str, int, int, str]]:
    given = (event for event in events if isinstance(event, VerdictGiven))
    return frozenset((e.match, e.verdict.measure, e.verdict.session, e.verdict.turn, e.verdict.about) for e in given)
