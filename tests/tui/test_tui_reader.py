"""The reader as somebody uses it: ask, be told what is wrong, go through hits, open, copy, write to a file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from arena.schema.event import Event, RunStarted
from arena.tui._app import ArenaApp
from arena.tui._listing import Listing
from arena.tui.screens.reader import Reader
from arena.tui.screens.theatre import Theatre
from tests.tui.driving import settled, text_of, until
from tests.tui.staged import CONTESTANTS, INES, Given, Script, key, staged_events, stored_run

Journey = Callable[[ArenaApp, Pilot[None]], Awaitable[None]]


def travel(journey: Journey, events: list[Event] | None = None, size: tuple[int, int] = (80, 24)) -> None:
    """Open the reader and go."""

    async def go() -> None:
        app = ArenaApp(Given(events or staged_events()))
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await pilot.press("5")
            await settled(pilot)
            await journey(app, pilot)

    asyncio.run(go())


async def ask(pilot: Pilot[None], query: str) -> None:
    """Type a query and go to what it finds."""
    pilot.app.screen.query_one("#query", Input).value = query
    await settled(pilot)


def test_asking_going_on_and_opening_the_match_at_the_turn() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        assert "Press / and type" in text_of(app)
        await pilot.press("slash", *"likability", "greater_than_sign", "4")
        await settled(pilot)
        assert "1 of 4 found in 2 matches" in text_of(app)
        await pilot.press("down", "down")
        await settled(pilot)
        assert "2 of 4 found" in text_of(app)
        assert "▌" in text_of(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Theatre)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Reader)
        assert "2 of 4 found" in text_of(app)

    travel(journey)


def test_what_is_wrong_stands_below_the_query_and_hits_stay() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await ask(pilot, "is:leak")
        assert "1 of 1 found in 1 match" in text_of(app)
        await ask(pilot, "is:leak likabilty<3")
        assert "✗ there is no measure `likabilty` · perhaps likability" in text_of(app)
        assert "LEAK debt → landlord" in text_of(app)
        await ask(pilot, "zebra")
        assert "0 found in 0 matches" in text_of(app)
        assert "Nothing fits." in text_of(app)
        await pilot.press("escape")
        await settled(pilot)
        assert "Press / and type" in text_of(app)

    travel(journey)


def test_an_example_is_asked_by_a_click() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        lines = text_of(app).splitlines()
        row = next(y for y, line in enumerate(lines) if "is:leak" in line)
        await pilot.click(offset=(lines[row].index("is:leak") + 2, row))
        await settled(pilot)
        assert "1 of 1 found in 1 match" in text_of(app)
        await pilot.click(Listing, offset=(4, 0))
        await pilot.double_click(Listing, offset=(4, 0))
        await settled(pilot)
        assert isinstance(app.screen, Theatre)

    travel(journey)


def test_copying_and_writing_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await pilot.press("c")
        assert app.clipboard == ""
        await ask(pilot, "is:leak")
        await pilot.press("slash", "enter", "c")
        assert app.clipboard.startswith("# Ines Varga with oversharer: session 2, turn 2")
        assert "evidence, turn 2: “6,200 on two credit cards”" in app.clipboard
        written = tmp_path / "ines-varga-oversharer-s2-t2.md"
        await pilot.press("w", "enter")
        await settled(pilot)
        assert written.read_text() == app.clipboard
        written.write_text("mine")
        await pilot.press("w", "enter")
        await settled(pilot)
        assert "There is such a file" in text_of(app)
        assert written.read_text() == "mine"
        await pilot.press("enter")
        await settled(pilot)
        assert written.read_text() == app.clipboard
        await pilot.press("w")
        app.screen.query_one(Input).value = "no/such/folder/x.md"
        await pilot.press("enter")
        await settled(pilot)
        assert "✗ No such file or directory" in text_of(app)
        await pilot.press("escape")
        assert isinstance(app.screen, Reader)

    travel(journey)


def test_thousands_of_hits_are_paged_and_only_those_in_sight_are_drawn() -> None:
    clock = [0.0]
    events: list[Event] = [RunStarted(at=0.0, run=stored_run((INES,)))]
    for name in CONTESTANTS:
        script = Script(key("ines-varga", name), clock).start().opens("budget")
        for n in range(500):
            script.says(f"and number {n}?").replies(f"it is {n}")
        events += script.events

    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await ask(pilot, "by:person,contestant")
        await until(pilot, lambda: "1 of 3000 found in 3 matches" in text_of(app))
        listing = app.screen.query_one(Listing)
        await pilot.press("pagedown")
        assert listing.cursor == listing.per_page
        await pilot.press("end")
        await settled(pilot)
        assert "3000 of 3000 found in 3 matches" in text_of(app)
        assert "it is 499" in text_of(app)
        assert len(listing._drawn) < 40
        await pilot.press("s")
        await settled(pilot)
        assert "1 of 3000 found in 3 matches · worst first" in text_of(app)

    travel(journey, events)


def test_hits_of_a_run_that_goes_on_are_found_as_they_come() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await ask(pilot, "landlord by:contestant")
        assert "1 of 2 found" in text_of(app)
        await pilot.press("slash", "enter", "down")
        clock = [app.state.last_at]
        more = Script(key("ines-varga", "plain"), clock)
        more.session, more.index = 2, 1
        more.replies("Dear landlord, she leaves.")
        app._touched |= app.state.take(more.events)
        app._stale = True
        await settled(pilot)
        assert "3 found in 3 matches" in text_of(app)
        assert app.screen.query_one(Listing).cursor == 2, "the plan has this match between the two others"

    travel(journey)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["80x24", "160x50"])
@pytest.mark.parametrize("query", ["", "privacy.violation", "by:contestant income"])
def test_pictures(snap_compare: Any, query: str, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("5")
        await settled(pilot)
        await ask(pilot, query)
        await pilot.press("slash", "enter")
        await settled(pilot)

    assert snap_compare(ArenaApp(Given(staged_events(ended=True))), terminal_size=size, run_before=before)
