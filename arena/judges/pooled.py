"""Several judges of the same things: what they say together, and how far they are apart, as a result of its own.

The mean of judges is the mean over things of the mean over those who scored each, so that a judge who scored more
does not weigh more. Self-consistency is what several answers of one judge to one question have in common (Wang et al.,
arXiv 2203.11171, who take the majority of them). Nothing here depends on the order of judges or of things.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean, pstdev
from typing import TypeVar

from arena.judges.agreement import Level, alpha

U = TypeVar("U", bound=Hashable)
Ratings = Mapping[str, Mapping[U, float | None]]
"""Judge -> thing -> value; None where the judge says that the measure does not apply."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """What a panel says on one measure, over the things that at least two judges labelled."""

    n: int
    mean: float | None
    """Over things that anybody scored; None where nobody scored one."""
    majority: float | None
    """Mean over things of the value that most judges give, on things where one value has most; None without such."""
    tied: int
    """Things on which no value has most: they are no part of `majority`."""
    disagreement: float | None
    """Share of things on which the judges do not all say the same, *not applicable* being something to say."""
    spread: float | None
    """Mean over things of the standard deviation of their values, where at least two scored them."""
    alpha: float | None
    """Krippendorff's; None without two judges or without variance."""


def pooled(ratings: Ratings[U], level: Level) -> Pooled:
    """The panel on one measure.

    Args:
        ratings: what each judge labelled; what it abstained from or failed on is missing.
        level: what distance between two values means, for alpha.
    """
    things = _by_thing(ratings)
    scored = [values for labels in things if (values := [v for v in labels if v is not None])]
    votes = [_majority(labels) for labels in things]
    won = [value for has_most, value in votes if has_most and value is not None]
    several = [values for values in scored if len(values) > 1]
    values_only = {
        judge: {thing: value for thing, value in its.items() if value is not None} for judge, its in ratings.items()
    }
    return Pooled(
        n=len(things),
        mean=fmean(sorted(map(_mean, scored))) if scored else None,
        majority=fmean(sorted(won)) if won else None,
        tied=sum(not has_most for has_most, _ in votes),
        disagreement=sum(len(set(labels)) > 1 for labels in things) / len(things) if things else None,
        spread=fmean(sorted(pstdev(sorted(values)) for values in several)) if several else None,
        alpha=alpha({judge: its for judge, its in values_only.items() if its}, level),
    )


def _by_thing(ratings: Ratings[U]) -> list[list[float | None]]:
    """The labels of each thing that at least two judges labelled."""
    found: dict[U, list[float | None]] = {}
    for its in ratings.values():
        for thing, value in its.items():
            found.setdefault(thing, []).append(value)
    return [labels for labels in found.values() if len(labels) > 1]


def _mean(values: Iterable[float]) -> float:
    return fmean(sorted(values))


def _majority(labels: Sequence[float | None]) -> tuple[bool, float | None]:
    """(whether one label has more votes than any other, that label)."""
    (first, most), *others = Counter(labels).most_common(2)
    return (False, None) if others and others[0][1] == most else (True, first)


@dataclass(frozen=True, slots=True)
class SelfConsistency:
    """How far the answers of one judge to the same questions agree."""

    n: int
    """Things it labelled at least twice."""
    samples: int
    unanimous: float | None
    """Share of things to which it gives one label throughout."""
    agreed: float | None
    """Mean over things of the share of pairs of answers that are equal."""


def self_consistency(samples: Ratings[U]) -> SelfConsistency:
    """The self-consistency of one judge, from its samples by name."""
    things = _by_thing(samples)
    if not things:
        return SelfConsistency(0, len(samples), None, None)
    pairs = [fmean(a == b for a, b in combinations(labels, 2)) for labels in things]
    return SelfConsistency(
        n=len(things),
        samples=len(samples),
        unanimous=sum(len(set(labels)) == 1 for labels in things) / len(things),
        agreed=fmean(sorted(pairs)),
    )
