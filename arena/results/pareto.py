"""Which contestants nobody else beats on score and price and speed at once. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """What a contestant gives and takes. More `score` is better, less of every cost; costs are those of all offers."""

    contestant: str
    score: float
    costs: tuple[float, ...]


def dominated(offers: Sequence[Offer]) -> dict[str, tuple[str, ...]]:
    """Contestant -> those at least as good in everything and better in something; empty for the Pareto front."""
    return {
        offer.contestant: tuple(other.contestant for other in offers if _dominates(other, offer)) for offer in offers
    }


def _dominates(one: Offer, other: Offer) -> bool:
    gains = [one.score - other.score, *(theirs - own for own, theirs in zip(one.costs, other.costs, strict=True))]
    return min(gains) >= 0 and max(gains) > 0
