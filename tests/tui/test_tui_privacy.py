"""The screen of flows as somebody uses it: cells, one contestant, moments, the match behind one, copying."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import DataTable

from arena.schema.event import Event
from arena.tui._app import ArenaApp
from arena.tui._listing import Listing
from arena.tui.screens.privacy import Privacy
from arena.tui.screens.theatre import Theatre
from tests.tui.driving import settled, text_of
from tests.tui.staged import Given, Script, first_session, key, second_session, staged_events

Journey = Callable[[ArenaApp, Pilot[None]], Awaitable[None]]


def travel(journey: Journey, events: list[Event] | None = None, size: tuple[int, int] = (80, 24)) -> None:
    """Open the matrix and go."""

    async def go() -> None:
        app = ArenaApp(Given(events or staged_events()))
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await pilot.press("3")
            await settled(pilot)
            await journey(app, pilot)

    asyncio.run(go())


def test_the_worst_cell_comes_first_with_its_words() -> None:
    async def journey(app: ArenaApp, _: Pilot[None]) -> None:
        screen = text_of(app)
        assert "all 3 contestants  ⚠ 1/4 secrets told  ✓ 2/2 needs given" in screen
        assert "⚠ told 1/2" in screen
        assert "debt ⊘ must not reach the landlord  ⚠ told in 1 of 2 (50 %) · 1 person" in screen
        assert "notebook 0/1  oversharer ⚠1/1" in screen
        assert "⚠ LEAK" in screen
        assert "Ines, session 1, turn 3 › " in screen
        assert "oversharer to the landlord ‹ " in screen
        assert "6,200 on two credit cards" in screen
        assert "broken flow: never to the landlord (she told the assistant only)" in screen

    travel(journey)


def test_going_to_a_moment_and_back_keeps_the_place() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await pilot.press("tab", "down")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Theatre)
        await pilot.press("escape")
        await settled(pilot)
        assert isinstance(app.screen, Privacy)
        assert app.screen.query_one(Listing).cursor == 1

    travel(journey)


def test_one_contestant_after_the_other() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await pilot.press("o")
        await settled(pilot)
        assert "notebook  ⊘ 0/2 secrets told" in text_of(app)
        assert "⊘ told 0/1" in text_of(app)
        await pilot.press("o")
        await settled(pilot)
        assert "plain  ⊘ 0/0 secrets told" in text_of(app)
        assert "⊘ not yet" in text_of(app)
        assert "no message so far" in text_of(app)
        await pilot.press("enter", "c")
        assert isinstance(app.screen, Privacy)
        assert app.clipboard == ""
        await pilot.press("o", "o")
        await settled(pilot)
        assert "all 3 contestants" in text_of(app)

    travel(journey)


def test_copying_the_moment_and_other_orders() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await pilot.press("c")
        assert "**oversharer** (turn 2, this moment)" in app.clipboard
        await pilot.press("s", "down")
        await settled(pilot)
        assert "by category" in text_of(app)
        assert "income ✓ is needed by the landlord  ✓ given in 2 of 2 (100 %)" in text_of(app)
        await pilot.press("enter")
        await settled(pilot)
        assert isinstance(app.screen, Theatre)

    travel(journey)


def test_a_leak_appears_while_the_matrix_is_on_screen() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await pilot.press("tab")
        more = second_session(first_session(Script(key("ines-varga", "plain"), [app.state.last_at])), leak=True)
        app._touched |= app.state.take(more.events)
        app._stale = True
        await settled(pilot)
        assert "⚠ told 2/3" in text_of(app)
        assert app.screen.query_one(DataTable).cursor_coordinate == (0, 1)
        assert "oversharer" in app.screen.selected().match.plan.contestant  # type: ignore[attr-defined]

    travel(journey)


@pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["80x24", "160x50"])
@pytest.mark.parametrize("keys", [(), ("o", "tab", "d")], ids=["all", "one"])
def test_pictures(snap_compare: Any, keys: tuple[str, ...], size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await settled(pilot)
        await pilot.press("3")
        await settled(pilot)
        await pilot.press(*keys)
        await settled(pilot)

    assert snap_compare(ArenaApp(Given(staged_events(ended=True))), terminal_size=size, run_before=before)
