"""Score against price and latency on the screen: who is beaten by nobody on all of them at once."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from rich.text import Text

from arena.cli._board import standings_on
from arena.cli._output import interval, number, print_json, safe, screen, table
from arena.schema.measure import BY_NAME
from arena.tournament.pareto import Offer, dominated

if TYPE_CHECKING:
    from arena.store import Price, StandingRow, Store

_AXES = {
    "usd_per_match": "US$ a match",
    "tokens_per_match": "tokens a match",
    "seconds_per_reply": "seconds a reply",
}
_UNMETERED = "unmetered"


@dataclass(frozen=True, slots=True)
class _Place:
    contestant: str
    mean: float
    low: float | None
    high: float | None
    usd_per_match: float | None
    tokens_per_match: float | None
    seconds_per_reply: float | None
    on_front: bool | None
    beaten_by: tuple[str, ...]


def show_pareto(store: Store, run: str, measure: str, *, as_json: bool) -> None:
    """Print who is on the front. Raises UsageError for a measure that was not scored."""
    rows = standings_on(store, run, measure)
    prices = {price.contestant: price for price in store.prices(run)}
    axes = _metered([prices[row.contestant] for row in rows])
    places = _places(rows, prices, axes, measure)
    if as_json:
        axes_shown = [axis for axis in _AXES if axis in axes]
        print_json({"run": run, "measure": measure, "metered": axes_shown, "pareto": [asdict(p) for p in places]})
        return
    _print(places, axes, f"{measure} against price and latency in {run}")


def _metered(prices: list[Price]) -> list[str]:
    """The axes that every contestant has a value on. Tokens stand in for a price that nobody names."""
    found = [axis for axis in _AXES if all(getattr(price, axis) is not None for price in prices)]
    return [axis for axis in found if axis != "tokens_per_match" or "usd_per_match" not in found]


def _places(rows: list[StandingRow], prices: dict[str, Price], axes: list[str], measure: str) -> list[_Place]:
    known = BY_NAME.get(measure.removesuffix("@n"))
    sign = -1.0 if known and known.better == "lower" else 1.0
    offers = [
        Offer(row.contestant, sign * row.mean, tuple(getattr(prices[row.contestant], axis) for axis in axes))
        for row in rows
    ]
    beaten = dominated(offers) if axes else {}
    places = [
        _Place(
            contestant=row.contestant,
            mean=row.mean,
            low=row.low,
            high=row.high,
            usd_per_match=prices[row.contestant].usd_per_match,
            tokens_per_match=prices[row.contestant].tokens_per_match,
            seconds_per_reply=prices[row.contestant].seconds_per_reply,
            on_front=not beaten[row.contestant] if axes else None,
            beaten_by=beaten.get(row.contestant, ()),
        )
        for row in rows
    ]
    return sorted(places, key=lambda place: (place.on_front is False, -sign * place.mean, place.contestant))


def _print(places: list[_Place], axes: list[str], title: str) -> None:
    columns = [("contestant", "left"), ("mean", "right"), *((words, "right") for words in _AXES.values())]
    body = [
        [
            safe(place.contestant, "bold" if place.on_front else ""),
            interval(place.mean, place.low, place.high),
            *(_amount(getattr(place, axis), axis) for axis in _AXES),
            _standing(place),
        ]
        for place in places
    ]
    screen().print(table(title, [*columns, ("", "left")], body))
    if not axes:
        screen().print(
            safe("unmetered: calls named neither price nor tokens and took no time (the offline model), so no front")
        )
        return
    by = " and ".join(_AXES[axis] for axis in axes)
    screen().print(safe(f"front: nobody is at least as good in score, {by} and better in one", "dim"))
    screen().print(safe("price, tokens and time of the contestant's own calls, in completed matches", "dim"))


def _standing(place: _Place) -> Text:
    if place.on_front is None:
        return Text("")
    return Text("front", style="bold green") if place.on_front else safe(f"beaten by {', '.join(place.beaten_by)}")


def _amount(value: float | None, axis: str) -> str:
    digits = {"usd_per_match": 4, "tokens_per_match": 0, "seconds_per_reply": 2}[axis]
    return _UNMETERED if value is None else number(value, digits)
