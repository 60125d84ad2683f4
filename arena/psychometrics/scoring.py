"""From answers to scores, and what biases and unreliability look like in them. Pure; nothing here knows a person.

Answers run from 1 to `top` in the published direction; a missing one is None. Sources: the key of the inventory,
Cronbach 1951 (alpha), Shrout & Fleiss 1979 (ICC(1)), Fisher 1915 (interval of r), Leary 1957 and Wiggins 1979
(projection on the interpersonal circle), Kendall 1945 (tau-b).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, pvariance, stdev, variance

from arena.schema.instrument import Instrument, Item

Sheet = Mapping[int, int | None]
"""Item number -> answer of one administration."""

MOST_MISSING = 1
"""Missing answers with which a scale still has a score."""
_Z95 = 1.959964


def keyed(item: Item, answer: int, top: int) -> int:
    """The answer as it speaks for the scale: reversed items are turned round (`top + 1 - answer`)."""
    return answer if item.keyed == 1 else top + 1 - answer


def scale_scores(instrument: Instrument, sheet: Sheet) -> dict[str, float | None]:
    """Scale -> mean of its keyed answers, 1 to `top`; None with more than one answer missing."""
    return {scale.id: _scale_score(instrument, scale.id, sheet) for scale in instrument.scales}


def _scale_score(instrument: Instrument, scale: str, sheet: Sheet) -> float | None:
    items = instrument.items_of(scale)
    given = _given(items, sheet, instrument.top)
    return fmean(given) if given and len(items) - len(given) <= MOST_MISSING else None


def _given(items: Sequence[Item], sheet: Sheet, top: int) -> list[int]:
    return [keyed(item, answer, top) for item in items if (answer := sheet.get(item.number)) is not None]


def domain_scores(scales: Mapping[str, float | None]) -> dict[str, float | None]:
    """Facet scores (`N1` ... `C6`) by domain: the mean of the facets that have a score; None where none has."""
    domains = {name[0] for name in scales if len(name) == 2 and name[1].isdigit()}
    found = {d: [value for name, value in scales.items() if name[0] == d and value is not None] for d in domains}
    return {domain: fmean(values) if values else None for domain, values in sorted(found.items())}


@dataclass(frozen=True, slots=True)
class Circle:
    """A place on the interpersonal circle, in units of the answer scale; (0, 0) is a flat profile."""

    warmth: float
    dominance: float


def circle(instrument: Instrument, scales: Mapping[str, float | None]) -> Circle | None:
    """`warmth = 1/4 sum o cos a`, `dominance = 1/4 sum o sin a` over eight octants o at angles a.

    None if an octant has no score, or the inventory has none.
    A cosine profile of amplitude 1 that peaks at an angle lies at distance 1 in its direction.
    """
    octants = [(scales[scale.id], scale.angle) for scale in instrument.scales if scale.angle is not None]
    placed = [(value, math.radians(angle)) for value, angle in octants if value is not None]
    if not octants or len(placed) < len(octants):
        return None
    half = len(placed) / 2
    return Circle(
        sum(value * math.cos(angle) for value, angle in placed) / half,
        sum(value * math.sin(angle) for value, angle in placed) / half,
    )


# Biases of one sheet ---------------------------------------------------------------------------------------------


def acquiescence(instrument: Instrument, sheet: Sheet) -> float | None:
    """Yes-saying: mean raw answer over balanced pairs minus the middle; 0 for anybody who only answers the content.

    In each scale with both kinds of item the raw mean of the positive and that of the negative ones weigh the same, so
    the trait cancels (`x + (6 - x)`). None where no scale has both kinds answered.
    """
    middle = (instrument.top + 1) / 2
    leanings = []
    for scale in instrument.scales:
        raw: dict[int, list[int]] = {1: [], -1: []}
        for item in instrument.items_of(scale.id):
            if (answer := sheet.get(item.number)) is not None:
                raw[item.keyed].append(answer)
        if raw[1] and raw[-1]:
            leanings.append((fmean(raw[1]) + fmean(raw[-1])) / 2 - middle)
    return fmean(leanings) if leanings else None


def reverse_consistency(instrument: Instrument, sheet: Sheet) -> float | None:
    """Share of decided answers on the side of the middle on which their scale lies, 0 to 1.

    An answer in the middle takes no side and is not counted; a scale in the middle agrees with no side, which is what
    a yes-sayer's scales do. Only scales with both kinds of item tell anything. None where nothing was decided.
    """
    middle = (instrument.top + 1) / 2
    agreed: list[bool] = []
    for scale in instrument.scales:
        items = instrument.items_of(scale.id)
        given = _given(items, sheet, instrument.top)
        if given and {item.keyed for item in items} == {1, -1}:
            side = _sign(fmean(given) - middle)
            agreed += [_sign(answer - middle) == side for answer in given if answer != middle]
    return fmean(agreed) if agreed else None


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)


# Over a set of people --------------------------------------------------------------------------------------------


def tilt(measured: Mapping[str, float], authored: Mapping[str, float], spread: float) -> float | None:
    """Desirability: how far E, A, C and O are moved up and N down, against what was authored, in units of `spread`.

    `(mean over E, A, C, O of (measured - authored) - (measured N - authored N)) / spread`; 0 without tilt. None where a
    domain is lacking or there is no spread.
    """
    if spread <= 0 or not {"E", "A", "C", "O", "N"} <= measured.keys() & authored.keys():
        return None
    moved = {domain: measured[domain] - authored[domain] for domain in "EACON"}
    return (fmean(moved[domain] for domain in "EACO") - moved["N"]) / spread


def pooled_sd(by_scale: Mapping[str, Sequence[float]]) -> float:
    """Root of the mean variance (n - 1) of the scales over people; 0 with fewer than two people."""
    variances = [variance(values) for values in by_scale.values() if len(values) > 1]
    return math.sqrt(fmean(variances)) if variances else 0.0


def cronbach_alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Internal consistency of keyed answers, people in rows: `k/(k-1) (1 - sum of item variances / variance of sums)`.

    None with one item, fewer than two people, or people who all score the same.
    """
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    k = len(rows[0])
    whole = variance([sum(row) for row in rows])
    if whole == 0:
        return None
    own = sum(variance(column) for column in zip(*rows, strict=True))
    return float(k / (k - 1) * (1 - own / whole))


def standard_error(sd: float, alpha: float) -> float:
    """Standard error of one administration, `SD sqrt(1 - alpha)`, in points; alpha is cut to 0..1."""
    return sd * math.sqrt(1 - min(1.0, max(0.0, alpha)))


@dataclass(frozen=True, slots=True)
class Correlation:
    """A correlation with its 95 % interval; None where it cannot be had: no spread, or under four pairs."""

    r: float | None
    low: float | None
    high: float | None
    n: int


def correlation(pairs: Sequence[tuple[float, float]]) -> Correlation:
    """Pearson's r of paired values, with Fisher's interval."""
    return _within(pearson([x for x, _ in pairs], [y for _, y in pairs]), len(pairs), 1.0)


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> Correlation:
    """Spearman's rho of paired values, ties sharing their mean rank: are they in the same order?

    The interval is Fisher's with the variance `(1 + rho² / 2) / (n - 3)` of Bonett & Wright (2000).
    """
    rho = pearson(_ranks([x for x, _ in pairs]), _ranks([y for _, y in pairs]))
    return _within(rho, len(pairs), 1.0 if rho is None else 1 + rho**2 / 2)


def _ranks(values: Sequence[float]) -> list[float]:
    """1 for the lowest; equal values share the mean of their places."""
    places = defaultdict[float, list[int]](list)
    for place, value in enumerate(sorted(values), start=1):
        places[value].append(place)
    return [fmean(places[value]) for value in values]


def _within(r: float | None, n: int, spread: float) -> Correlation:
    if r is None or n < 4:
        return Correlation(r, None, None, n)
    z = math.atanh(max(-0.999999, min(0.999999, r)))
    half = _Z95 * math.sqrt(spread / (n - 3))
    return Correlation(r, math.tanh(z - half), math.tanh(z + half), n)


def pearson(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Correlation of two equally long lists; None with fewer than three pairs or where one does not vary."""
    if len(xs) < 3:
        return None
    mx, my = fmean(xs), fmean(ys)
    sxx, syy = sum((x - mx) ** 2 for x in xs), sum((y - my) ** 2 for y in ys)
    if sxx <= 0 or syy <= 0:
        return None
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / math.sqrt(sxx * syy)


def halo(by_scale: Mapping[str, Sequence[float]]) -> float | None:
    """Mean absolute correlation between different scales over the same people, 0 to 1; None where none can be had."""
    names = sorted(by_scale)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    found = [r for a, b in pairs if (r := pearson(by_scale[a], by_scale[b])) is not None]
    return fmean(abs(r) for r in found) if found else None


def icc1(groups: Sequence[Sequence[float]]) -> float | None:
    """ICC(1): how much of the spread is between people rather than between reruns of one, at most 1.

    `(MSB - MSW) / (MSB + (k - 1) MSW)`, with the usual k0 where people have different numbers of reruns. None with
    fewer than two people or without reruns; 0 where nothing varies at all.
    """
    kept = [list(group) for group in groups if group]
    n, total = len(kept), sum(map(len, kept))
    if n < 2 or total <= n:
        return None
    grand = sum(map(sum, kept)) / total
    between = sum(len(group) * (fmean(group) - grand) ** 2 for group in kept) / (n - 1)
    within = sum(len(group) * pvariance(group) for group in kept) / (total - n)
    k0 = (total - sum(len(group) ** 2 for group in kept) / total) / (n - 1)
    whole = between + (k0 - 1) * within
    return (between - within) / whole if whole > 0 else 0.0


def spread_of(values: Sequence[float]) -> float | None:
    """Standard deviation (n - 1); None with fewer than two values."""
    return stdev(values) if len(values) > 1 else None


def kendall_tau(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Rank correlation tau-b, -1 to 1; None with fewer than two pairs or where one list is all ties."""
    pairs = [(i, j) for i in range(len(xs)) for j in range(i + 1, len(xs))]
    sides = [(_sign(xs[i] - xs[j]), _sign(ys[i] - ys[j])) for i, j in pairs]
    untied_x, untied_y = sum(a != 0 for a, _ in sides), sum(b != 0 for _, b in sides)
    if not untied_x or not untied_y:
        return None
    return sum(a * b for a, b in sides) / math.sqrt(untied_x * untied_y)


@dataclass(frozen=True, slots=True)
class Line:
    """What points (x, y) say of a slope, so that the slopes of several lines add up to one.

    `sxx` and `sxy` are the sums of squares and of products about the means of this line alone.
    """

    sxx: float
    sxy: float

    @property
    def slope(self) -> float | None:
        """Least squares; None where all x are the same."""
        return self.sxy / self.sxx if self.sxx > 0 else None


def line_through(points: Sequence[tuple[float, float]]) -> Line:
    """The sums of one line."""
    if not points:
        return Line(0.0, 0.0)
    mx, my = fmean(x for x, _ in points), fmean(y for _, y in points)
    return Line(sum((x - mx) ** 2 for x, _ in points), sum((x - mx) * (y - my) for x, y in points))


def common_slope(lines: Sequence[Line]) -> float | None:
    """One slope for several lines that may lie at different heights: `sum sxy / sum sxx`; None without spread in x."""
    return Line(sum(line.sxx for line in lines), sum(line.sxy for line in lines)).slope


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over reruns with its 95 % interval (Student's t); the limits are None with one rerun."""

    mean: float
    low: float | None
    high: float | None
    sd: float | None
    n: int


_T95 = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120)
"""Quantile .975 of Student's t with 1, 2, ... degrees of freedom."""


def estimate(values: Sequence[float]) -> Estimate | None:
    """The mean of reruns; None without any."""
    if not values:
        return None
    sd = spread_of(values)
    if sd is None:
        return Estimate(values[0], None, None, None, 1)
    t = _T95[len(values) - 2] if len(values) - 2 < len(_T95) else 2.1
    half = t * sd / math.sqrt(len(values))
    return Estimate(fmean(values), fmean(values) - half, fmean(values) + half, sd, len(values))
