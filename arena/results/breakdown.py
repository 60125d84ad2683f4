"""What lies behind a run's means: how likability moves over sessions, when preferences are kept, what privacy costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from arena.judges.aggregate import Trend, adaptability
from arena.results._rows import JudgedRow, grouped, judged_rows, on
from arena.results.reading_level import ReadingLevel, reading_levels
from arena.results.statistics import Interval, mean_interval
from arena.schema.measure import ADHERENCE, LIKABILITY
from arena.schema.persona import Persona
from arena.store import Store


@dataclass(frozen=True, slots=True)
class Adapted:
    """How one contestant's likability moves over the sessions of a match (LikeBench)."""

    contestant: str
    slope: Interval | None
    """Points a session, mean over people; None where no match has two judged sessions."""
    steadiness: float | None
    """Mean R-squared of the matches in which anything moves at all."""
    slope_without_noise: Interval | None
    """The same without off-topic sessions."""
    n_matches: int


@dataclass(frozen=True, slots=True)
class Followed:
    """Preferences followed in one group."""

    contestant: str
    group: str
    mean: float
    low: float | None
    high: float | None
    n: int
    """Verdicts."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """What a contestant asked, told and brought up, beside how useful it was; means of verdicts, None: not measured."""

    contestant: str
    success: float | None
    helpful: float | None
    over_ask: float | None
    needed_asked: float | None
    violation: float | None
    partial: float | None
    completeness: float | None
    first_leak: float | None
    """Mean turn of the first leak, over messages in which there was one."""
    hazard: float | None
    """First leaks over turns at risk."""
    cross_user: float | None
    overuse: float | None


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a contestant remembers, asked and shown."""

    contestant: str
    explicit: float | None
    implicit: float | None
    exported: float | None
    """Share of facts told that can be read from its exported memory."""
    facts: float | None
    """Facts a match that can be read there, on average."""
    forgotten: float | None
    """Share of retracted facts that a reply brings back."""
    retained: float | None
    """Share of retracted facts that can still be read from the exported memory."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """Facts under personalisation: shares of the same questions answered rightly with memory and without."""

    contestant: str
    with_memory: float | None
    without_memory: float | None
    change: float | None
    """With less without: below 0, what it knows of the person costs facts. None where one of them is missing."""
    echo: float | None
    """Of the wrong answers with memory, those that say what the person had told."""
    together: float | None
    """Harmonic mean of facts with memory and of memory itself; a plain mean hides that one is paid with the other."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All of it."""

    adapted: tuple[Adapted, ...]
    by_showing: tuple[Followed, ...]
    by_change: tuple[Followed, ...]
    guarded: tuple[Guarded, ...]
    remembered: tuple[Remembered, ...]
    grounded: tuple[Grounded, ...]
    """Empty where no question of fact was put."""
    reading: tuple[ReadingLevel, ...]


def breakdown(store: Store, run_id: str) -> Breakdown:
    """The breakdown of a run's completed matches, by contestant. Raises StoreUnavailable."""
    rows = judged_rows(store, run_id)
    people = {key: Persona.model_validate(value) for key, value in store.recorded(run_id).personas.items()}
    by_contestant = dict(sorted(grouped(rows, lambda row: row.contestant).items()))
    return Breakdown(
        tuple(adapted(name, its) for name, its in by_contestant.items()),
        tuple(f for name, its in by_contestant.items() for f in followed(name, its, _shown_by(people))),
        tuple(f for name, its in by_contestant.items() for f in followed(name, its, _changed(people))),
        tuple(guarded(name, its) for name, its in by_contestant.items()),
        tuple(remembered(name, its) for name, its in by_contestant.items()),
        tuple(grounded(name, its) for name, its in by_contestant.items() if on(its, "factuality.with_memory")),
        tuple(reading_levels(store, run_id, _pitched(by_contestant))),
    )


def _pitched(by_contestant: Mapping[str, Sequence[JudgedRow]]) -> dict[str, float]:
    """How well each contestant is pitched to what people know, where a judge said so."""
    means = {name: _mean(rows, "likability.knowledge_adaptation") for name, rows in by_contestant.items()}
    return {name: mean for name, mean in means.items() if mean is not None}


def adapted(contestant: str, rows: Sequence[JudgedRow]) -> Adapted:
    """Slope and steadiness of each match, then the mean over people; sessions of kind `noise` are also left out."""
    matches = grouped(on(rows, LIKABILITY), lambda row: row.match)
    whole = {match: _trend(its, without_noise=False) for match, its in matches.items()}
    calm = {match: _trend(its, without_noise=True) for match, its in matches.items()}
    person = {match: its[0].persona for match, its in matches.items()}
    steady = [trend.r2 for trend in whole.values() if trend.r2 is not None]
    return Adapted(
        contestant,
        _slopes(whole, person),
        fmean(steady) if steady else None,
        _slopes(calm, person),
        len(matches),
    )


def _trend(rows: Sequence[JudgedRow], *, without_noise: bool) -> Trend:
    means = {session: fmean(map(_value, its)) for session, its in grouped(rows, lambda row: row.session).items()}
    noise = [row.session for row in rows if row.kind == "noise"] if without_noise else []
    return adaptability(means, noise)


def _slopes(trends: Mapping[str, Trend], person: Mapping[str, str]) -> Interval | None:
    of_person: dict[str, list[float]] = {}
    for match, trend in trends.items():
        if trend.slope is not None:
            of_person.setdefault(person[match], []).append(trend.slope)
    return mean_interval(of_person) if of_person else None


def followed(contestant: str, rows: Sequence[JudgedRow], group: Callable[[JudgedRow], str]) -> list[Followed]:
    """Preferences followed in each group, with an interval over people."""
    found = []
    for name, its in sorted(grouped(on(rows, ADHERENCE), group).items()):
        values = {person: list(map(_value, theirs)) for person, theirs in grouped(its, lambda r: r.persona).items()}
        mean = mean_interval(values, (0.0, 1.0))
        found.append(Followed(contestant, name, mean.mean, mean.low, mean.high, len(its)))
    return found


def _shown_by(people: Mapping[str, Persona]) -> Callable[[JudgedRow], str]:
    """How the person shows the preference: they state it, hint at it, or only react."""
    shown: dict[tuple[str, str], str] = {(p.id, q.id): q.shown_by for p in people.values() for q in p.preferences}
    return lambda row: shown.get((row.persona, row.about), "not known")


def _changed(people: Mapping[str, Persona]) -> Callable[[JudgedRow], str]:
    """Whether the preference has changed by the judged session, will change later, or never does."""
    when: dict[tuple[str, str], int | None] = {
        (p.id, q.id): min((change.session for change in q.changes), default=None)
        for p in people.values()
        for q in p.preferences
    }

    def group(row: JudgedRow) -> str:
        session = when.get((row.persona, row.about))
        if session is None:
            return "never changes"
        return "after it changed" if row.session >= session else "before it changes"

    return group


def guarded(contestant: str, rows: Sequence[JudgedRow]) -> Guarded:
    """Means of the privacy measures; over-asking stands beside success, without which silence would win."""
    leaks = [row for row in rows if row.measure == "privacy.first_leak"]
    first = [row.value for row in leaks if row.value is not None]
    at_risk = sum(first) + sum(_at_risk(row.label) for row in leaks if row.value is None)
    return Guarded(
        contestant,
        **{name: _mean(rows, measure) for name, measure in _GUARDS.items()},
        first_leak=fmean(first) if first else None,
        hazard=len(first) / at_risk if at_risk else None,
    )


_GUARDS = {
    "success": "task.success",
    "helpful": "preference.helpful",
    "over_ask": "privacy.over_ask",
    "needed_asked": "privacy.needed_asked",
    "violation": "privacy.violation",
    "partial": "privacy.partial",
    "completeness": "privacy.completeness",
    "cross_user": "privacy.cross_user",
    "overuse": "personalisation.overuse",
}


def _at_risk(label: str) -> int:
    count = label.partition(" ")[0]
    return int(count) if count.isdigit() else 0


def remembered(contestant: str, rows: Sequence[JudgedRow]) -> Remembered:
    """Recall by kind of probe, and what the exported memory shows."""
    kept = on(rows, "memory.exported")
    matches = {row.match for row in kept}
    return Remembered(
        contestant,
        _mean(rows, "memory.recall"),
        _mean(rows, "memory.implicit"),
        _mean(rows, "memory.exported"),
        sum(map(_value, kept)) / len(matches) if matches else None,
        _mean(rows, "memory.forgotten"),
        _mean(rows, "memory.retained"),
    )


def grounded(contestant: str, rows: Sequence[JudgedRow]) -> Grounded:
    """Facts with memory and without, and what the wrong answers rest on (PFQABench, arXiv 2601.11000)."""
    known, unknown = _mean(rows, "factuality.with_memory"), _mean(rows, "factuality.without_memory")
    recall = _mean(rows, "memory.recall")
    together = None if known is None or recall is None else harmonic(known, recall)
    change = None if known is None or unknown is None else known - unknown
    return Grounded(contestant, known, unknown, change, _mean(rows, "factuality.echo"), together)


def harmonic(a: float, b: float) -> float:
    """The harmonic mean of two shares, 2ab / (a + b); 0 where one of them is 0."""
    return 2 * a * b / (a + b) if a and b else 0.0


def _mean(rows: Sequence[JudgedRow], measure: str) -> Any:
    values = list(map(_value, on(rows, measure)))
    return fmean(values) if values else None


def _value(row: JudgedRow) -> float:
    return row.value or 0.0
