"""How many people it would take to tell two contestants apart. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from statistics import NormalDist, fmean, stdev

from arena.results.statistics import ENOUGH_PERSONAS, LEVEL, Interval, mean_interval
from arena.schema.measure import BY_NAME
from arena.store import MatchScore

POWER = 0.8
"""Chance to see the difference, if it is as large as it seems now."""
_FEWEST = 6
"""Personas: a sign-flip test of n has no smaller p-value than 2 / 2^n, which is under 0.05 from six on."""
_SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Power:
    """Two contestants on one measure, over the cases that both played; the difference is first less second.

    `needed` and `more` count personas; both are None where no number would do (no difference) or none can be said
    (fewer than two personas). `separated`: the difference's 95 % interval leaves out zero, and there are six personas
    or more, without which a sign-flip test (`arena compare`) cannot find anything at 5 %; then `more` is 0.
    """

    measure: str
    first: str
    second: str
    difference: Interval
    spread: float | None
    """Standard deviation of the personas' differences."""
    separated: bool
    needed: int | None
    more: int | None
    power: float = POWER


def power(scores: Iterable[MatchScore], measure: str, first: str, second: str) -> Power | None:
    """What it would take to separate two contestants on a measure; None when they share no scored case."""
    differences = _differences(scores, measure, first, second)
    if not differences:
        return None
    known = BY_NAME.get(measure)
    scale = (known.low - known.high, known.high - known.low) if known else None
    interval = mean_interval(differences, scale)
    means = [fmean(its) for its in differences.values()]
    spread = stdev(means) if len(means) > 1 else None
    apart = None not in (interval.low, interval.high) and not (interval.low or 0) <= 0 <= (interval.high or 0)
    separated = apart and len(means) >= _FEWEST
    needed = None if spread is None else personas_needed(interval.mean, spread)
    if needed is not None and not separated:
        needed = max(needed, ENOUGH_PERSONAS, len(means) + 1)  # under these, an interval is only approximate
    more = 0 if separated else None if needed is None else needed - len(means)
    return Power(measure, first, second, interval, spread, separated, needed, more)


def personas_needed(difference: float, spread: float, chance: float = POWER) -> int | None:
    """Personas for a paired comparison to find a mean difference with this chance, two-sided at 5 %.

    n = (z_{.975} + z_{chance})^2 (spread / difference)^2 + z_{.975}^2 / 2, rounded up: the normal formula with
    Guenther's correction for Student's t (Guenther 1981, The American Statistician 35, 243-244).

    Args:
        difference: true mean difference, taken to be the one seen; None is returned for zero.
        spread: standard deviation of the personas' differences, same unit.
        chance: wanted power, 0 to 1.
    """
    if abs(difference) <= _SAME:
        return None
    level, wanted = NormalDist().inv_cdf((1 + LEVEL) / 2), NormalDist().inv_cdf(chance)
    return ceil((level + wanted) ** 2 * (spread / difference) ** 2 + level**2 / 2)


def _differences(scores: Iterable[MatchScore], measure: str, first: str, second: str) -> dict[str, list[float]]:
    values: defaultdict[tuple[str, str, int], dict[str, float]] = defaultdict(dict)
    for score in scores:
        if score.measure == measure and score.value is not None:
            values[score.persona, score.scenario, score.seed][score.contestant] = score.value
    differences: defaultdict[str, list[float]] = defaultdict(list)
    for (persona, _, _), its in sorted(values.items()):
        if first in its and second in its:
            differences[persona].append(its[first] - its[second])
    return dict(differences)
