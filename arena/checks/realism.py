"""Checking the people of a run that was played: every match again, from its journal; not a word is said anew."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean

from arena import scenarios
from arena.errors import StoreUnavailable, UsageError
from arena.journal import Journal, RecordedModel, RunFolder, Scribe, StoredAnswers, read
from arena.judges.realism import RealismJudge, outside, voiding
from arena.psychometrics.scoring import icc1, kendall_tau
from arena.results.satisfaction import Contrast, Rated, SelfRating, contrast, rate, self_rating
from arena.results.standings import compute
from arena.results.statistics import Case, mean_interval
from arena.schema.event import Event, MatchEnded, MatchEvent, MatchVoided, RunStarted, TurnSpoken, VerdictGiven
from arena.schema.measure import MEASURES, REALISM
from arena.schema.persona import Persona
from arena.schema.realism import CONTRAST, DEFAULT_GATES, RealismSpec
from arena.schema.run import MatchPlan, Models, ModelSpec, StoredRun
from arena.schema.scenario import Scenario
from arena.schema.verdict import Verdict
from arena.store import Store
from arena.text.choices import own_words
from arena.text.words import count_words
from arena.tournament.backends import Backends, check_judge

Say = Callable[[str], None]
_ENOUGH_FAMILIES = 3
"""Contestants that two runs must share for a rank correlation."""


@dataclass(slots=True)
class Checked:
    """One match with what was found of its person."""

    plan: MatchPlan
    attempt: int
    outcome: str
    events: list[MatchEvent] = field(default_factory=list)
    rows: list[Verdict] = field(default_factory=list)
    void: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RealismRow:
    """One measure over all matches; the interval resamples personas."""

    measure: str
    mean: float
    low: float | None
    high: float | None
    n_matches: int
    n_outside: int
    """Matches outside the gate."""
    gate: str
    met: bool | None
    """Whether the mean is within the gate; None where there is none."""
    voids: bool
    worst: str
    """Persona that is furthest from good, on average."""


@dataclass(frozen=True, slots=True)
class Voided:
    """A match that does not count, and why."""

    match: str
    persona: str
    contestant: str
    reason: str


@dataclass(frozen=True, slots=True)
class RealismReport:
    """What was found of the people of a run."""

    run_id: str
    user_model: str
    n_matches: int
    rows: tuple[RealismRow, ...]
    voided: tuple[Voided, ...]
    icc: dict[str, float]
    """Trait of style -> ICC(1) over seeds; empty with one seed."""
    contrast: Contrast | None = None
    """How much more people are satisfied with a good contestant than with a bad one."""
    self_rating: SelfRating | None = None
    """What people give beside what the judge gives."""
    other_model: str = ""
    """User model of the run compared with."""
    tau: float | None = None
    """Rank correlation of the contestants' likability between the two user models."""


def check_run(folder: RunFolder, judge: ModelSpec, spec: RealismSpec | None, db: Path, say: Say) -> RealismReport:
    """Judge the people of a run, journal it beside the run, mark what is void, and bring the database up to date.

    Args:
        folder: the run.
        judge: the model that is asked where one is needed.
        spec: when to ask, and the gates; those of the run by default.
        db: the database.
        say: told of what the person at the screen should know.

    Raises:
        UsageError: the run has no beginning, or no match of it was played to its end.
    """
    events = read(folder.journal).events
    run = next((event.run for event in events if isinstance(event, RunStarted)), None)
    matches = _matches(events, run.matches if run else ())
    if run is None or not matches:
        raise UsageError(f"no match of {folder.run_id} was played to its end", next_step="resume it, or play another")
    gates = spec or run.spec.realism
    check_judge(run.spec.model_copy(update={"models": Models(judge=judge)}))
    journal = Journal(folder.path / f"journal-realism-{time.strftime('%Y%m%d-%H%M%S')}.jsonl")
    try:
        asyncio.run(_Desk(run, judge, gates, journal, say).check(matches))
    finally:
        journal.close()
    _keep(folder, db, say)
    return report(folder.run_id, run, matches, gates)


def spec_of(folder: RunFolder) -> RealismSpec:
    """The gates with which a run was played; the default ones where its journal has no beginning."""
    run = next((event.run for event in read(folder.journal).events if isinstance(event, RunStarted)), None)
    return run.spec.realism if run else RealismSpec()


def _keep(folder: RunFolder, db: Path, say: Say) -> None:
    try:
        store = Store(db)
        store.ingest(folder)
        compute(store, folder.run_id)
    except StoreUnavailable as error:
        say(f"not in the database yet: {error.fact}. Later: arena ingest {folder.run_id}")


def _matches(events: Iterable[Event], plans: Sequence[MatchPlan]) -> list[Checked]:
    """Matches that were played to their end, in the order planned, each in its latest attempt."""
    found = {plan.key: Checked(plan, 0, "") for plan in plans}
    for event in events:
        if not isinstance(event, MatchEvent) or event.match not in found:
            continue
        match = found[event.match]
        if event.attempt > match.attempt:
            match.attempt, match.outcome, match.events = event.attempt, "", []
        if event.attempt == match.attempt:
            match.events.append(event)
            match.outcome = event.outcome if isinstance(event, MatchEnded) else match.outcome
    return [match for match in found.values() if match.outcome in ("completed", "void")]


class _Desk:
    """The judge of realism at work on many matches."""

    def __init__(self, run: StoredRun, judge: ModelSpec, spec: RealismSpec, journal: Journal, say: Say) -> None:
        models = Models(judge=judge)
        self._backends = Backends(run.spec.model_copy(update={"models": models}), say=say)
        self._people = {key: Persona.model_validate(body) for key, body in run.personas.items()}
        self._courses = {key: Scenario.model_validate(body) for key, body in run.scenarios.items()}
        self._judge, self._spec, self._journal = judge, spec, journal
        self._seen: set[str] = set()
        self._places = asyncio.Semaphore(run.spec.concurrency)

    async def check(self, matches: Sequence[Checked]) -> None:
        """Fill in what is found of each match."""
        try:
            await asyncio.gather(*(self._match(match) for match in matches))
        finally:
            await self._backends.close()

    async def _match(self, match: Checked) -> None:
        async with self._places:
            persona, course = self._people[match.plan.persona], self._courses[match.plan.scenario]
            scribe = Scribe(match.plan.key, StoredAnswers(attempt=match.attempt), self._journal.append, self._seen)
            backend = self._backends.backend("judge", scenarios.world(course), match.plan.key)
            model = RecordedModel("judge", backend, self._backends.sampling("judge"), scribe)
            judge = RealismJudge(persona, course, model, self._judge.id, self._spec)
            jobs = [job for event in match.events for job in judge.see(event)]
            match.rows = [row for job in jobs for row in await job] + judge.counted()
            match.void = voiding(match.rows, self._spec)
            at = {"at": time.time(), "match": match.plan.key, "attempt": match.attempt}
            for row in match.rows:
                self._journal.append(VerdictGiven.model_validate({**at, "verdict": row}))
            if match.void:
                self._journal.append(MatchVoided.model_validate({**at, "reason": "; ".join(match.void)}))


# Reporting -------------------------------------------------------------------------------------------------------


def report(run_id: str, run: StoredRun, matches: Sequence[Checked], spec: RealismSpec) -> RealismReport:
    """What was found, over matches. Pure."""
    names = [measure.name for measure in MEASURES if measure.family == REALISM]
    rows = [row for name in names if (row := _row(name, matches, spec)) is not None]
    voided = tuple(
        Voided(m.plan.key, m.plan.persona, m.plan.contestant, "; ".join(m.void) or "as it was played")
        for m in matches
        if m.void or m.outcome == "void"
    )
    rated = _rated(run, matches)
    return RealismReport(
        run_id=run_id,
        user_model=run.spec.models.user.id,
        n_matches=len(matches),
        rows=tuple(rows),
        voided=voided,
        icc=_icc(matches),
        contrast=contrast(rated, spec.gate(CONTRAST) or DEFAULT_GATES[CONTRAST]),
        self_rating=self_rating(rated),
    )


def _rated(run: StoredRun, matches: Sequence[Checked]) -> list[Rated]:
    drains = {key: Persona.model_validate(body).patience.drains for key, body in run.personas.items()}
    found = (
        rate(Case(m.plan.persona, m.plan.scenario, m.plan.seed), m.plan.contestant, m.events, drains[m.plan.persona])
        for m in matches
    )
    return [one for one in found if one is not None]


def _row(measure: str, matches: Sequence[Checked], spec: RealismSpec) -> RealismRow | None:
    known = next(m for m in MEASURES if m.name == measure)
    by_persona: defaultdict[str, list[float]] = defaultdict(list)
    n_outside = 0
    for match in matches:
        values = [row.value for row in match.rows if row.measure == measure and row.value is not None]
        if values:
            by_persona[match.plan.persona].append(fmean(values))
            n_outside += any(row.measure == measure for row in outside(match.rows, spec))
    if not by_persona:
        return None
    found = mean_interval(by_persona, (known.low, known.high))
    gate = spec.gate(measure)
    worst = (max if known.better == "lower" else min)(by_persona, key=lambda persona: fmean(by_persona[persona]))
    return RealismRow(
        measure=measure,
        mean=found.mean,
        low=found.low,
        high=found.high,
        n_matches=sum(map(len, by_persona.values())),
        n_outside=n_outside,
        gate=str(gate) if gate else "",
        met=None if gate is None else gate.met(found.mean),
        voids=gate is not None and gate.voids,
        worst=worst if gate is not None and len({fmean(values) for values in by_persona.values()}) > 1 else "",
    )


def _icc(matches: Sequence[Checked]) -> dict[str, float]:
    """How far people differ from one another more than reruns of one: ICC(1) over seeds, for five traits of style."""
    if len({match.plan.seed for match in matches}) < 2:
        return {}
    values: defaultdict[tuple[str, str], dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for match in matches:
        for trait, value in _style(match).items():
            values[trait, match.plan.persona][match.plan.seed].append(value)
    traits: defaultdict[str, list[list[float]]] = defaultdict(list)
    for (trait, _), by_seed in values.items():
        traits[trait].append([fmean(its) for _, its in sorted(by_seed.items())])
    return {trait: found for trait, groups in traits.items() if (found := icc1(groups)) is not None}


def _style(match: Checked) -> dict[str, float]:
    said = [
        e for e in match.events if isinstance(e, TurnSpoken) and e.turn.speaker == "user" and e.turn.origin != "given"
    ]
    if not said:
        return {}
    texts = [own_words(event.turn.text) for event in said]
    found = {
        "words a message": fmean(map(count_words, texts)),
        "questions": fmean("?" in text for text in texts),
        "exclamation marks": fmean("!" in text for text in texts),
        "lower case": fmean(text[:1].islower() for text in texts),
    }
    last = next((event.state for event in reversed(said) if event.state), None)
    return found if last is None else {**found, "satisfaction": last.satisfaction}


def against(store: Store, run_id: str, other: str) -> tuple[str, float | None]:
    """(user model of the other run, Kendall's tau of the contestants' likability between the two runs).

    Raises:
        UsageError: both runs have the same user model, or too few contestants in common.
    """
    models = {row.run_id: row.user_model for row in store.runs()}
    if models[run_id] == models[other]:
        raise UsageError(
            f"both runs were played by {models[run_id]}: agreement between them says nothing of other user models",
            next_step="play the same contestants with another --user-model",
        )
    mine, theirs = (
        {row.contestant: row.mean for row in store.standings(run, "likability.overall")} for run in (run_id, other)
    )
    shared = sorted(mine.keys() & theirs.keys())
    if len(shared) < _ENOUGH_FAMILIES:
        raise UsageError(f"the runs share {len(shared)} contestants; a rank correlation wants {_ENOUGH_FAMILIES}")
    return models[other], kendall_tau([mine[name] for name in shared], [theirs[name] for name in shared])
