"""What a check of the people of a run found, over its matches. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from arena.checks._checked import Checked
from arena.checks._figures import Figure, figures
from arena.judges.realism import outside
from arena.results.people import OtherPeople, icc_of
from arena.results.satisfaction import Contrast, Rated, SelfRating, contrast, rate, self_rating
from arena.results.statistics import Case, mean_interval
from arena.schema.event import TurnSpoken
from arena.schema.measure import MEASURES, REALISM
from arena.schema.persona import Persona
from arena.schema.realism import CONTRAST, DEFAULT_GATES, ON_REQUEST, RealismSpec
from arena.schema.run import StoredRun
from arena.store import OwnTurn


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
    figures: tuple[Figure, ...] = ()
    """What was measured on request."""
    contrast: Contrast | None = None
    """How much more people are satisfied with a good contestant than with a bad one."""
    self_rating: SelfRating | None = None
    """What people give beside what the judge gives."""
    others: tuple[OtherPeople, ...] = ()
    """How runs with other user models rank the contestants."""


def report(run_id: str, run: StoredRun, matches: Sequence[Checked], spec: RealismSpec) -> RealismReport:
    """What was found, over matches. Pure."""
    names = [one.name for one in MEASURES if one.family == REALISM and one.name not in ON_REQUEST]
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
        icc=icc_of(_own_turns(matches)),
        figures=figures(matches, spec),
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


def _own_turns(matches: Sequence[Checked]) -> Iterator[OwnTurn]:
    for match in matches:
        for event in match.events:
            if isinstance(event, TurnSpoken) and event.turn.speaker == "user" and event.turn.origin != "given":
                satisfied = event.state.satisfaction if event.state else None
                yield OwnTurn(match.plan.key, match.plan.persona, match.plan.seed, event.turn.text, satisfied)
