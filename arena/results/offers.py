"""Score against price and speed: what each contestant of a run gives and takes, and who is beaten by nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from arena.results.pareto import Offer, dominated
from arena.schema.measure import BY_NAME
from arena.store import Price, StandingRow

AXES = {
    "usd_per_match": "US$ a match",
    "tokens_per_match": "tokens a match",
    "seconds_per_reply": "seconds a reply",
}
"""Costs of a contestant, with their units."""


@dataclass(frozen=True, slots=True)
class Place:
    """A contestant's score with its interval, its costs (None: unmetered), and who beats it in all of them."""

    contestant: str
    mean: float
    low: float | None
    high: float | None
    usd_per_match: float | None
    tokens_per_match: float | None
    seconds_per_reply: float | None
    on_front: bool | None
    """None where nothing was metered, so that there is no front."""
    beaten_by: tuple[str, ...]


def metered(prices: Sequence[Price]) -> list[str]:
    """The axes that every contestant has a value on. Tokens stand in for a price that nobody names."""
    found = [axis for axis in AXES if all(getattr(price, axis) is not None for price in prices)]
    return [axis for axis in found if axis != "tokens_per_match" or "usd_per_match" not in found]


def places(rows: Sequence[StandingRow], prices: Mapping[str, Price], axes: Sequence[str], measure: str) -> list[Place]:
    """Everybody on a measure, those on the front first, best score first.

    Args:
        rows: standings on the measure.
        prices: contestant -> price, of each row.
        axes: what `metered` found.
        measure: its name; its direction says what is better.
    """
    known = BY_NAME.get(measure.removesuffix("@n"))
    sign = -1.0 if known and known.better == "lower" else 1.0
    offers = [
        Offer(row.contestant, sign * row.mean, tuple(getattr(prices[row.contestant], axis) for axis in axes))
        for row in rows
    ]
    beaten = dominated(offers) if axes else {}
    found = [_place(row, prices[row.contestant], beaten.get(row.contestant) if axes else None) for row in rows]
    return sorted(found, key=lambda place: (place.on_front is False, -sign * place.mean, place.contestant))


def _place(row: StandingRow, price: Price, beaten_by: tuple[str, ...] | None) -> Place:
    return Place(
        contestant=row.contestant,
        mean=row.mean,
        low=row.low,
        high=row.high,
        usd_per_match=price.usd_per_match,
        tokens_per_match=price.tokens_per_match,
        seconds_per_reply=price.seconds_per_reply,
        on_front=None if beaten_by is None else not beaten_by,
        beaten_by=beaten_by or (),
    )
