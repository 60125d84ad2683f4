"""The screens that follow a run, as pictures, small and large: compare them in a review."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from arena.tournament import Piece
from arena.tui._app import ArenaApp
from tests.tui.driving import settled, text_of, until
from tests.tui.staged import Given, key, staged_events

SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["80x24", "160x50"])


@SIZES
@pytest.mark.parametrize(
    "keys",
    [(), ("slash", *"marcus", "enter"), ("d",), ("question_mark",)],
    ids=["hall", "filtered", "light", "help"],
)
def test_hall(snap_compare: Any, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    assert snap_compare(ArenaApp(Given(staged_events())), terminal_size=size, run_before=pressing(*keys))


@SIZES
@pytest.mark.parametrize(
    "keys",
    [("enter",), ("right", "right", "enter", "l"), ("enter", "m"), ("down", "right", "enter")],
    ids=["kept", "leaked", "memory", "failed"],
)
def test_theatre(snap_compare: Any, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    assert snap_compare(ArenaApp(Given(staged_events())), terminal_size=size, run_before=pressing(*keys))


@SIZES
def test_theatre_while_a_reply_is_written(snap_compare: Any, size: tuple[int, int]) -> None:
    text = "Dear landlord,\n\nI give notice for my flat at the end of"
    feed = Given(staged_events(), pieces=[Piece(key("ines-varga", "plain"), text)])
    assert snap_compare(ArenaApp(feed), terminal_size=size, run_before=pressing("right", "enter"))


@SIZES
@pytest.mark.parametrize("keys", [(), ("right",), ("d",)], ids=["overview", "likability", "light"])
def test_standings(snap_compare: Any, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await pressing("2", *keys)(pilot)
        await until(pilot, lambda: "computing" not in text_of(pilot.app))  # type: ignore[arg-type]

    assert snap_compare(ArenaApp(Given(staged_events(ended=True))), terminal_size=size, run_before=before)


def pressing(*keys: str) -> Any:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for each in keys:
            await pilot.press(each)
            await settled(pilot)

    return before
