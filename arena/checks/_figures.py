"""What was measured on request, over the matches of each person and then over people. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from arena.checks._checked import Checked
from arena.psychometrics.scoring import Estimate, Line, common_slope, estimate
from arena.results.statistics import mean_interval
from arena.schema.realism import (
    AMPLIFICATION,
    CONSISTENCY,
    CONSISTENCY_SLOPE,
    DRIFT,
    ENOUGH_MATCHES,
    Gate,
    RealismSpec,
)

Scale = tuple[float, float]


@dataclass(frozen=True, slots=True)
class OfPerson:
    """One person: the mean over their matches with its 95 % interval (Student), without limits in one match."""

    persona: str
    mean: float
    low: float | None
    high: float | None
    n_matches: int
    outside: bool
    """Whether the whole interval lies outside the gate."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a run. The interval is over people; with one person it is over their matches."""

    measure: str
    about: str
    """The dial, where there are several; else empty."""
    mean: float
    low: float | None
    high: float | None
    n_matches: int
    gate: str
    met: bool | None
    """Whether the gate is met and nobody is plainly outside it; None where it cannot be told."""
    note: str
    people: tuple[OfPerson, ...]

    @property
    def outside(self) -> tuple[str, ...]:
        """People who are plainly outside the gate."""
        return tuple(one.persona for one in self.people if one.outside)


def figures(matches: Sequence[Checked], spec: RealismSpec) -> tuple[Figure, ...]:
    """Every figure for which there is a match."""
    found = [_agreement(matches, spec), _agreement_slope(matches, spec), _drift(matches, spec)]
    dials = dict.fromkeys(dial for match in matches for dial in match.dials)
    found += [_dial(dial, matches, spec) for dial in dials]
    return tuple(one for one in found if one is not None)


class _Values(NamedTuple):
    """Persona -> values of their matches; persona -> the figure of the person, where it is not the mean of these."""

    by_match: Mapping[str, list[float]]
    of_person: Mapping[str, float]


def _gathered(matches: Iterable[Checked], value: Callable[[Checked], float | None]) -> _Values:
    found: defaultdict[str, list[float]] = defaultdict(list)
    for match in matches:
        if (one := value(match)) is not None:
            found[match.plan.persona].append(one)
    return _Values(found, {persona: fmean(values) for persona, values in found.items()})


def _sloping(lines: Iterable[tuple[str, Line]]) -> _Values:
    """Slopes: of a person one common slope, so that a long match tells more of it than a short one."""
    found: defaultdict[str, list[Line]] = defaultdict(list)
    for persona, line in lines:
        if line.slope is not None:
            found[persona].append(line)
    pooled = {persona: slope for persona, its in found.items() if (slope := common_slope(its)) is not None}
    return _Values({persona: [line.slope or 0.0 for line in its] for persona, its in found.items()}, pooled)


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is measured: with its scale, if any, a note where a good value proves nothing, and what the gate is for."""

    measure: str
    about: str = ""
    scale: Scale | None = None
    note: str = ""
    upper: bool = False
    """The gate is held against the upper end of the interval."""


def _agreement(matches: Sequence[Checked], spec: RealismSpec) -> Figure | None:
    values = _gathered(matches, lambda m: m.agreement.mean if m.agreement else None)
    return _figure(_Kind(CONSISTENCY, scale=(0, 1)), values, spec)


def _agreement_slope(matches: Sequence[Checked], spec: RealismSpec) -> Figure | None:
    values = _sloping((m.plan.persona, m.agreement.slope) for m in matches if m.agreement)
    return _figure(_Kind(CONSISTENCY_SLOPE, scale=(-1, 1)), values, spec)


def _drift(matches: Sequence[Checked], spec: RealismSpec) -> Figure | None:
    """Fading can only be seen of people whom the stranger sees at all: else a good figure says nothing."""
    values = _sloping((m.plan.persona, m.fading.slope) for m in matches if m.fading)
    sees = _interval(_gathered(matches, lambda m: m.fading.sees if m.fading else None), None)
    blind = sees is None or sees.low is None or sees.low <= 0
    note = "the stranger sees too little of these people at first to see it fade" if blind else ""
    return _figure(_Kind(DRIFT, note=note, upper=True), values, spec)


def _dial(dial: str, matches: Sequence[Checked], spec: RealismSpec) -> Figure | None:
    return _figure(_Kind(AMPLIFICATION, dial), _gathered(matches, lambda m: m.dials.get(dial)), spec)


def _figure(kind: _Kind, values: _Values, spec: RealismSpec) -> Figure | None:
    gate, found = spec.gate(kind.measure), _interval(values, kind.scale)
    if found is None:
        return None
    people = tuple(_person(name, values, gate) for name in sorted(values.of_person))
    return Figure(
        measure=kind.measure,
        about=kind.about,
        mean=found.mean,
        low=found.low,
        high=found.high,
        n_matches=sum(map(len, values.by_match.values())),
        gate=str(gate or ""),
        met=None if gate is None else _met(kind, gate, found, plainly_out=any(one.outside for one in people)),
        note=kind.note,
        people=people,
    )


def _met(kind: _Kind, gate: Gate, found: Estimate, *, plainly_out: bool) -> bool | None:
    """Whether the gate is met; None where that cannot be told.

    That is so where a good value proves nothing: by itself, or since the interval reaches beyond both ends of the gate.
    """
    if plainly_out or (kind.upper and found.low is not None and not gate.met(found.low)):
        return False
    held = found.high if kind.upper else found.mean
    if kind.note or held is None:
        return None
    return False if not gate.met(held) else None if _spans(gate, found) else True


def _spans(gate: Gate, found: Estimate) -> bool:
    """Whether it may be too little as well as too much."""
    if gate.low is None or gate.high is None or found.low is None or found.high is None:
        return False
    return not gate.met(found.low) and not gate.met(found.high) and not gate.shuts_out(found.low, found.high)


def _person(name: str, values: _Values, gate: Gate | None) -> OfPerson:
    its = estimate(values.by_match[name]) or Estimate(0.0, None, None, None, 0)
    outside = gate is not None and its.n >= ENOUGH_MATCHES and gate.shuts_out(its.low, its.high)
    return OfPerson(name, values.of_person[name], its.low, its.high, its.n, outside)


def _interval(values: _Values, scale: Scale | None) -> Estimate | None:
    """Over people, by resampling where it can be done, else by Student; over the matches of the one there is."""
    if len(values.of_person) == 1:
        return estimate(next(iter(values.by_match.values())))
    if not values.of_person:
        return None
    found = mean_interval({name: [value] for name, value in values.of_person.items()}, scale)
    if found.low is None or found.high is None:  # too few, or too much alike, to be drawn from again
        return estimate(list(values.of_person.values()))
    return Estimate(found.mean, found.low, found.high, None, found.n_personas)
