"""What differs between two sides that played the same cases: two runs, or two contestants. Pure.

Pairs are matches of the same persona, scenario and seed. A difference is the second side's value less the first's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from statistics import fmean
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from arena.results.statistics import Case, Interval, mean_interval
from arena.schema.measure import BY_NAME
from arena.store import MatchScore
from arena.text.canonical import canonical_json, seed_of

Outcome = Literal["better", "worse", "different", "open"]
"""`different`: the measure has no direction. `open`: no difference is shown, which does not show that there is none."""

HEADLINES = (
    "likability.overall",
    "preference.accuracy",
    "preference.kept",
    "privacy.violation",
    "privacy.completeness",
    "memory.recall",
)
"""Compared unless others are asked for: each further measure makes all of them harder to tell from chance."""
ALPHA = 0.05
_ALL_SIGNS = 14
"""Up to so many personas all 2^n choices of signs are looked at, beyond it so many are drawn:"""
_DRAWN_SIGNS = 20_000
_SAME = 1e-9


class Pairing(NamedTuple):
    """Two names for what is compared: the first side's contestant and the second side's."""

    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Change:
    """One contestant (or pair of them) on one measure, over the matches that both sides scored.

    `p` is for this row alone, `p_holm` adjusted for all rows of the comparison; `outcome` goes by `p_holm`.
    """

    measure: str
    first: str
    second: str
    mean_first: float
    mean_second: float
    difference: Interval
    n_pairs: int
    n_changed: int
    n_one_sided: int
    """Pairs that only one side has a value for; they are not in the numbers."""
    p: float
    p_holm: float
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Moved:
    """One pair of matches with its largest difference, as a share of that measure's scale."""

    first: str
    second: str
    case: Case
    measure: str
    value_first: float
    value_second: float
    share: float
    match_first: str
    match_second: str


class _Pair(NamedTuple):
    pairing: Pairing
    case: Case
    first: MatchScore
    second: MatchScore


def changes(
    first: Sequence[MatchScore], second: Sequence[MatchScore], pairings: Sequence[Pairing], measures: Sequence[str]
) -> list[Change]:
    """Compare the sides on these measures; rows by pairing, then by measure in the order given.

    The mean difference and its studentised 95 % interval are over personas (`mean_interval`), each on its own. p is
    that of the sign-flip test over personas (`sign_flip_p`), adjusted by Holm's method over all rows.
    """
    rows = []
    order = {measure: place for place, measure in enumerate(measures)}
    pairs = sorted(_pairs(first, second, pairings), key=lambda pair: (pair.pairing, order.get(pair.first.measure, -1)))
    for (pairing, measure), its in groupby(pairs, key=lambda pair: (pair.pairing, pair.first.measure)):
        if measure in order and (row := _change(pairing, measure, list(its))):
            rows.append(row)
    adjusted = holm([row.p for row in rows])
    return [_judged(replace(row, p_holm=p)) for row, p in zip(rows, adjusted, strict=True)]


def _pairs(first: Iterable[MatchScore], second: Iterable[MatchScore], pairings: Iterable[Pairing]) -> list[_Pair]:
    there = {(score.contestant, _case(score), score.measure): score for score in second}
    partners: defaultdict[str, list[str]] = defaultdict(list)
    for pairing in pairings:
        partners[pairing.first].append(pairing.second)
    return [
        _Pair(Pairing(score.contestant, name), _case(score), score, there[key])
        for score in first
        for name in partners.get(score.contestant, ())
        if (key := (name, _case(score), score.measure)) in there
    ]


def _case(score: MatchScore) -> Case:
    return Case(score.persona, score.scenario, score.seed)


def _change(pairing: Pairing, measure: str, pairs: Sequence[_Pair]) -> Change | None:
    values = {pair.case: (pair.first.value, pair.second.value) for pair in pairs}
    both = {case: (a, b) for case, (a, b) in values.items() if a is not None and b is not None}
    if not both:
        return None
    known = BY_NAME.get(measure)
    scale = (known.low - known.high, known.high - known.low) if known else None
    differences = _by_persona({case: b - a for case, (a, b) in both.items()})
    p = sign_flip_p([fmean(its) for its in differences.values()])
    return Change(
        measure=measure,
        first=pairing.first,
        second=pairing.second,
        mean_first=_mean({case: a for case, (a, _) in both.items()}),
        mean_second=_mean({case: b for case, (_, b) in both.items()}),
        difference=mean_interval(differences, scale),
        n_pairs=len(both),
        n_changed=sum(abs(b - a) > _SAME for a, b in both.values()),
        n_one_sided=sum((a is None) != (b is None) for a, b in values.values()),
        p=p,
        p_holm=p,
        outcome="open",
    )


def _by_persona(values: Mapping[Case, float]) -> dict[str, list[float]]:
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for case, value in sorted(values.items()):
        groups[case.persona].append(value)
    return dict(groups)


def _mean(values: Mapping[Case, float]) -> float:
    return fmean(fmean(its) for its in _by_persona(values).values())


def _judged(row: Change) -> Change:
    if row.p_holm > ALPHA:
        return row
    known = BY_NAME.get(row.measure)
    if known is None:
        return replace(row, outcome="different")
    gained = row.difference.mean > 0 if known.better == "higher" else row.difference.mean < 0
    return replace(row, outcome="better" if gained else "worse")


# Chance ----------------------------------------------------------------------------------------------------------


def sign_flip_p(differences: Sequence[float]) -> float:
    """How often chance alone makes a mean difference as far from zero: two-sided, 0 < p <= 1.

    The randomisation test of paired differences (Fisher 1935, section 21; Pitman 1937): if the sides do not differ,
    each persona's difference has either sign equally often. It holds its level at any number of personas. All choices
    of signs up to 14 personas, 20,000 drawn ones beyond, then counted with the observed one (Phipson and Smyth 2010).

    Args:
        differences: one a persona, at least one.
    """
    values = np.sort(np.asarray(differences, dtype=np.float64))
    limit = abs(values.sum()) - _SAME * max(1.0, float(np.abs(values).sum()))
    if len(values) <= _ALL_SIGNS:
        return float(np.mean(np.abs(_all_signs(len(values)) @ values) >= limit))
    generator = np.random.default_rng(seed_of("signs", canonical_json((np.round(values, 9) + 0.0).tolist())))
    drawn = generator.integers(0, 2, (_DRAWN_SIGNS, len(values))) * 2 - 1
    return (1 + int(np.sum(np.abs(drawn @ values) >= limit))) / (1 + _DRAWN_SIGNS)


def _all_signs(n: int) -> NDArray[np.int64]:
    """(2^n, n) of -1 and 1."""
    signs: NDArray[np.int64] = ((np.arange(2**n)[:, None] >> np.arange(n)) & 1) * 2 - 1
    return signs


def smallest_p(n_personas: int) -> float:
    """The least p that so many personas can give, however large the difference: only the two extreme signs reach it."""
    return 2.0 ** (1 - n_personas) if n_personas <= _ALL_SIGNS else 1 / (1 + _DRAWN_SIGNS)


def holm(ps: Sequence[float]) -> list[float]:
    """Adjusted p-values in the order given: the chance of one false find among all stays below the level.

    The i-th smallest of m becomes max over j <= i of min(1, (m - j + 1) p_j), j from 1 (Holm 1979).
    """
    adjusted = [0.0] * len(ps)
    highest = 0.0
    for place, index in enumerate(sorted(range(len(ps)), key=lambda i: ps[i])):
        highest = max(highest, min(1.0, (len(ps) - place) * ps[index]))
        adjusted[index] = highest
    return adjusted


# Matches ---------------------------------------------------------------------------------------------------------


def most_moved(
    first: Sequence[MatchScore], second: Sequence[MatchScore], pairings: Sequence[Pairing], measures: Sequence[str]
) -> list[Moved]:
    """Every pair of matches that changed on one of these measures, by its largest change, largest first."""
    largest: dict[tuple[Pairing, Case], Moved] = {}
    for pair in _pairs(first, second, pairings):
        moved = _moved(pair)
        if moved is None or moved.measure not in measures or moved.share <= _SAME:
            continue
        key = (pair.pairing, pair.case)
        if key not in largest or moved.share > largest[key].share:
            largest[key] = moved
    return sorted(largest.values(), key=lambda moved: (-moved.share, moved.first, moved.case, moved.measure))


def _moved(pair: _Pair) -> Moved | None:
    a, b, known = pair.first.value, pair.second.value, BY_NAME.get(pair.first.measure)
    if a is None or b is None:
        return None
    return Moved(
        first=pair.pairing.first,
        second=pair.pairing.second,
        case=pair.case,
        measure=pair.first.measure,
        value_first=a,
        value_second=b,
        share=abs(b - a) / (known.high - known.low if known else 1.0),
        match_first=pair.first.match,
        match_second=pair.second.match,
    )
