"""What an interview found: each person authored, in their own eyes and in a stranger's, and how far to believe it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from arena.psychometrics import axes, scoring
from arena.psychometrics.scoring import Correlation, Estimate
from arena.schema.instrument import Instrument
from arena.schema.interview import Occasion, Response, StoredInterview, View
from arena.schema.persona import Persona

ENOUGH_PEOPLE = 20
"""Under so many people neither alpha nor a correlation decides anything."""


@dataclass(frozen=True, slots=True)
class Line:
    """One axis of one person. `own` is their own answer before any talk; `seen` a stranger's."""

    axis: axes.Axis
    authored: float | None
    expressed: bool
    own: Estimate | None
    seen: Estimate | None
    after: Estimate | None
    """Their own answer after the talks."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One person on one inventory."""

    persona: str
    name: str
    instrument: str
    lines: tuple[Line, ...]
    acquiescence: float | None
    reverse_consistency: float | None
    missing: int
    """Statements without an answer, over all administrations."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Authored against measured on one axis, over people."""

    axis: axes.Axis
    own: Correlation
    seen: Correlation
    own_order: Correlation
    """Of ranks: whether people come out in the order in which they were authored."""
    seen_order: Correlation
    own_error: float | None
    """Mean absolute difference between authored and own level, in points."""
    n_expressed: int
    """People whose portrait says something of it."""
    alpha: float | None
    standard_error: float | None
    icc_own: float | None
    icc_seen: float | None
    retest: Correlation
    """Own level before the talks against after them."""


@dataclass(frozen=True, slots=True)
class Check:
    """One number against its gate; `ok` is None where too little is known to decide."""

    name: str
    value: float | None
    gate: str
    ok: bool | None
    detects: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All of one inventory."""

    instrument: str
    name: str
    profiles: tuple[Profile, ...]
    fits: tuple[Fit, ...]
    checks: tuple[Check, ...]


Sheets = dict[int, dict[int, int | None]]
"""Administration -> item -> answer."""


def findings(interview: StoredInterview, responses: Iterable[Response]) -> tuple[Findings, ...]:
    """What came of each inventory, in the order asked."""
    people = {key: Persona.model_validate(body) for key, body in interview.personas.items()}
    rows = list(responses)
    return tuple(_Desk(instrument, people, rows).findings() for instrument in interview.instruments)


class _Desk:
    """The answers to one inventory, sorted."""

    def __init__(self, instrument: Instrument, people: Mapping[str, Persona], rows: Sequence[Response]) -> None:
        self._instrument = instrument
        self._people = people
        self._axes = axes.axes_of(instrument)
        self._authored = {key: axes.authored(instrument, who) for key, who in people.items()}
        self._sheets: defaultdict[tuple[str, View, Occasion], Sheets] = defaultdict(dict)
        for row in rows:
            if row.instrument == instrument.id:
                sheets = self._sheets[row.persona, row.view, row.occasion]
                sheets.setdefault(row.administration, {})[row.item] = row.answer

    def findings(self) -> Findings:
        profiles = tuple(self._profile(key) for key in self._people)
        fits = tuple(self._fit(axis) for axis in self._axes)
        checks = (*self._of_answers(profiles), *self._of_set([fit for fit in fits if fit.axis.main]))
        return Findings(self._instrument.id, self._instrument.name, profiles, fits, checks)

    # One person ------------------------------------------------------------------------------------------------------

    def _scores(self, person: str, view: View, occasion: Occasion, axis: str) -> list[float]:
        sheets = self._sheets.get((person, view, occasion), {})
        found = (axes.measured(self._instrument, sheet).get(axis) for _, sheet in sorted(sheets.items()))
        return [value for value in found if value is not None]

    def _own(self, person: str, axis: str) -> list[float]:
        return self._scores(person, "self", "before", axis)

    def _seen(self, person: str, axis: str) -> list[float]:
        return self._scores(person, "seen", "after", axis)

    def _profile(self, person: str) -> Profile:
        told = axes.spoken_of(self._instrument, self._people[person])
        lines = tuple(
            Line(
                axis=axis,
                authored=self._authored[person].get(axis.id),
                expressed=axis.id in told,
                own=scoring.estimate(self._own(person, axis.id)),
                seen=scoring.estimate(self._seen(person, axis.id)),
                after=scoring.estimate(self._scores(person, "self", "after", axis.id)),
            )
            for axis in self._axes
        )
        own = self._sheets.get((person, "self", "before"), {}).values()
        given = (
            answer
            for key, s in self._sheets.items()
            if key[0] == person
            for sheet in s.values()
            for answer in sheet.values()
        )
        return Profile(
            persona=person,
            name=self._people[person].identity.name,
            instrument=self._instrument.id,
            lines=lines,
            acquiescence=_mean(scoring.acquiescence(self._instrument, sheet) for sheet in own),
            reverse_consistency=_mean(scoring.reverse_consistency(self._instrument, sheet) for sheet in own),
            missing=sum(answer is None for answer in given),
        )

    # All of them -----------------------------------------------------------------------------------------------------

    def _fit(self, axis: axes.Axis) -> Fit:
        own, seen = self._means(axis.id, self._own), self._means(axis.id, self._seen)
        after = self._means(axis.id, lambda person, name: self._scores(person, "self", "after", name))
        alpha = self._alpha(axis.id)
        sd = scoring.spread_of(list(own.values()))
        errors = [abs(own[key] - level) for key, level in self._levels(axis.id).items() if key in own]
        return Fit(
            axis=axis,
            own=self._against_author(axis.id, own),
            seen=self._against_author(axis.id, seen),
            own_order=scoring.rank_correlation(self._beside(axis.id, own)),
            seen_order=scoring.rank_correlation(self._beside(axis.id, seen)),
            own_error=fmean(errors) if errors else None,
            n_expressed=sum(axis.id in axes.spoken_of(self._instrument, who) for who in self._people.values()),
            alpha=alpha,
            standard_error=None if alpha is None or sd is None else scoring.standard_error(sd, alpha),
            icc_own=scoring.icc1([self._own(key, axis.id) for key in self._people]),
            icc_seen=scoring.icc1([self._seen(key, axis.id) for key in self._people]),
            retest=scoring.correlation([(own[key], after[key]) for key in own if key in after]),
        )

    def _means(self, axis: str, scores: Callable[[str, str], list[float]]) -> dict[str, float]:
        return {key: fmean(values) for key in self._people if (values := scores(key, axis))}

    def _complete(self, names: Sequence[str]) -> dict[str, list[float]]:
        """Axis -> own levels of the people who have one on all of these axes."""
        means = {name: self._means(name, self._own) for name in names}
        whole = [key for key in self._people if all(key in found for found in means.values())]
        return {name: [found[key] for key in whole] for name, found in means.items()}

    def _levels(self, axis: str) -> dict[str, float]:
        return {key: levels[axis] for key, levels in self._authored.items() if axis in levels}

    def _against_author(self, axis: str, found: Mapping[str, float]) -> Correlation:
        return scoring.correlation(self._beside(axis, found))

    def _beside(self, axis: str, found: Mapping[str, float]) -> list[tuple[float, float]]:
        """(authored, measured) of everybody who has both."""
        return [(level, found[key]) for key, level in self._levels(axis).items() if key in found]

    def _alpha(self, scale: str) -> float | None:
        items = self._instrument.items_of(scale)
        rows = []
        for person in self._people:
            sheets = self._sheets.get((person, "self", "before"), {}).values()
            row = [_mean(_keyed(self._instrument, item.number, sheet) for sheet in sheets) for item in items]
            if row and None not in row:
                rows.append([value for value in row if value is not None])
        return scoring.cronbach_alpha(rows)

    def _of_answers(self, profiles: Sequence[Profile]) -> tuple[Check, ...]:
        rc = _mean(profile.reverse_consistency for profile in profiles)
        lean = _mean(profile.acquiescence for profile in profiles)
        return (
            _check("reverse consistency", rc, "≥ 0.8", lambda v: v >= 0.8, "agreeing with a thing and its opposite"),
            _check("acquiescence", lean, "within ±0.35", lambda v: abs(v) <= 0.35, "yes-saying"),
            self._tilt(),
        )

    def _tilt(self) -> Check:
        own = {a.id: self._means(a.id, self._own) for a in self._axes if a.id in axes.DOMAINS}
        spread = scoring.pooled_sd({a: list(self._levels(a).values()) for a in own})
        moved = [
            scoring.tilt({a: own[a][key] for a in own if key in own[a]}, self._authored[key], spread)
            for key in self._people
        ]
        return _check("desirability tilt", _mean(moved), "within ±0.3", lambda v: abs(v) <= 0.3, "a pull towards nice")

    def _of_set(self, fits: Sequence[Fit]) -> tuple[Check, ...]:
        n = len(self._people)
        own, seen = (_least(fit.own.r for fit in fits), _least(fit.seen.r for fit in fits))
        measured = self._complete([fit.axis.id for fit in fits])
        alpha = max((fit.alpha for fit in fits if fit.alpha is not None), default=None)
        half = _least(fit.seen.r / fit.own.r for fit in fits if fit.own.r and fit.seen.r is not None and fit.own.r > 0)
        error = max((fit.own_error for fit in fits if fit.own_error is not None), default=None)
        icc = _least(fit.icc_own for fit in fits)
        found = (
            _check("self: lowest r", own, "≥ 0.8", lambda v: v >= 0.8, "a persona that is not taken up"),
            _check("self: largest mean error", error, "≤ 0.6", lambda v: v <= 0.6, "a persona that is not taken up"),
            _check("self: halo", scoring.halo(measured), "≤ 0.4", lambda v: v <= 0.4, "one impression for everything"),
            _check("self: highest alpha", alpha, "≤ 0.95", lambda v: v <= 0.95, "answers out of one phrase"),
            _check("self: lowest ICC over reruns", icc, "≥ 0.5", lambda v: v >= 0.5, "people who are all alike"),
            _check("seen: lowest r", seen, "≥ 0.5", lambda v: v >= 0.5, "a persona on the questionnaire only"),
            _check("seen: lowest share of self's r", half, "≥ 0.5", lambda v: v >= 0.5, "a persona on paper only"),
            *_of_order("self", [fit.own_order for fit in fits if fit.n_expressed]),
            *_of_order("seen", [fit.seen_order for fit in fits if fit.n_expressed]),
        )
        return tuple(_open(check) for check in found) if n < ENOUGH_PEOPLE else found


def _keyed(instrument: Instrument, number: int, sheet: Mapping[int, int | None]) -> float | None:
    item = next(item for item in instrument.items if item.number == number)
    answer = sheet.get(number)
    return None if answer is None else scoring.keyed(item, answer, instrument.top)


def _check(name: str, value: float | None, gate: str, passes: Callable[[float], bool], detects: str) -> Check:
    return Check(name, value, gate, None if value is None else passes(value), detects)


def _of_order(view: View, found: Sequence[Correlation]) -> tuple[Check]:
    """Whether chance can be ruled out on every axis that some portrait speaks of: all intervals lie above 0."""
    low = _least(one.low for one in found)
    return (_check(f"{view}: lowest end of ρ", low, "> 0", lambda v: v > 0, "people in an order that may be chance"),)


def _open(check: Check) -> Check:
    return Check(check.name, check.value, check.gate, None, check.detects)


def _mean(values: Iterable[float | None]) -> float | None:
    given = [value for value in values if value is not None]
    return fmean(given) if given else None


def _least(values: Iterable[float | None]) -> float | None:
    return min((value for value in values if value is not None), default=None)
