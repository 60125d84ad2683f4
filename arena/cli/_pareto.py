"""Score against price and latency on the screen: who is beaten by nobody on all of them at once."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.text import Text

from arena.cli._board import standings_on
from arena.cli._output import interval, number, print_json, safe, screen, table
from arena.results.offers import AXES, Place, metered, places

if TYPE_CHECKING:
    from arena.store import Store

_UNMETERED = "unmetered"


def show_pareto(store: Store, run: str, measure: str, *, as_json: bool) -> None:
    """Print who is on the front. Raises UsageError for a measure that was not scored."""
    rows = standings_on(store, run, measure)
    prices = {price.contestant: price for price in store.prices(run)}
    axes = metered([prices[row.contestant] for row in rows])
    found = places(rows, prices, axes, measure)
    if as_json:
        axes_shown = [axis for axis in AXES if axis in axes]
        print_json({"run": run, "measure": measure, "metered": axes_shown, "pareto": [asdict(p) for p in found]})
        return
    _print(found, axes, f"{measure} against price and latency in {run}")


def _print(found: list[Place], axes: list[str], title: str) -> None:
    columns = [("contestant", "left"), ("mean", "right"), *((words, "right") for words in AXES.values())]
    body = [
        [
            safe(place.contestant, "bold" if place.on_front else ""),
            interval(place.mean, place.low, place.high),
            *(_amount(getattr(place, axis), axis) for axis in AXES),
            _standing(place),
        ]
        for place in found
    ]
    screen().print(table(title, [*columns, ("", "left")], body))
    if not axes:
        screen().print(
            safe("unmetered: calls named neither price nor tokens and took no time (the offline model), so no front")
        )
        return
    by = " and ".join(AXES[axis] for axis in axes)
    screen().print(safe(f"front: nobody is at least as good in score, {by} and better in one", "dim"))
    screen().print(safe("price, tokens and time of the contestant's own calls, in completed matches", "dim"))


def _standing(place: Place) -> Text:
    if place.on_front is None:
        return Text("")
    return Text("front", style="bold green") if place.on_front else safe(f"beaten by {', '.join(place.beaten_by)}")


def _amount(value: float | None, axis: str) -> str:
    digits = {"usd_per_match": 4, "tokens_per_match": 0, "seconds_per_reply": 2}[axis]
    return _UNMETERED if value is None else number(value, digits)
