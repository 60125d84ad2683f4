"""What a person does at the screens, key by key."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from pathlib import Path

import pytest
from textual.pilot import Pilot

from arena.errors import RunStopped
from arena.schema.event import Event, RunStarted
from arena.tournament import Piece
from arena.tui import Feed, Replay, Status
from arena.tui._app import ArenaApp
from arena.tui._board import Board
from arena.tui._feed import Batch
from arena.tui._panels import ErrorPanel, HelpPanel
from arena.tui.screens.hall import Hall
from arena.tui.screens.standings import Standings
from arena.tui.screens.theatre import Theatre
from tests.tui.driving import settled, text_of, until
from tests.tui.staged import Given, Script, first_session, key, staged_events, stored_run

Journey = Callable[[ArenaApp, Pilot[None]], Awaitable[None]]


def drive(feed: Feed, journey: Journey, size: tuple[int, int] = (80, 24), stored: bool = False) -> ArenaApp:
    app = ArenaApp(feed, stored_run() if stored else None)

    async def go() -> None:
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            await journey(app, pilot)

    asyncio.run(go())
    return app


async def press(pilot: Pilot[None], *keys: str) -> None:
    for each in keys:
        await pilot.press(each)
    await settled(pilot)


def test_the_hall_shows_every_match_and_who_speaks() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        text = text_of(app)
        for words in ("Ines Varga", "Marcus Bell", "notebook", "3 of 6 matches over", "1 failed"):
            assert words in text
        assert "Ines Varga with notebook" in text
        assert "thanks, that will do" in text
        await press(pilot, "right")
        assert "Ines Varga with plain" in text_of(app)
        assert "hello again" in text_of(app)

    drive(Given(staged_events()), journey)


class Later(Given):
    """Brings its last events when they are called for."""

    def __init__(self, events: Sequence[Event], later: Sequence[Event]) -> None:
        super().__init__(events)
        self.later, self.called_for = later, asyncio.Event()

    async def batches(self) -> AsyncIterator[Batch]:
        async for batch in super().batches():
            yield batch
        await self.called_for.wait()
        yield Batch(Status.OVER, tuple(self.later))


def test_what_happens_last_is_in_the_totals_of_the_hall() -> None:
    script = first_session(Script(key("ines-varga", "notebook"), [1_772_478_000.0]), liking=2.0)
    script.says("better").replies("Good.").liked(5.0)
    feed = Later([staged_events()[0], *script.events[:-1]], script.events[-1:])

    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        def totals() -> str:
            return next(line for line in text_of(app).splitlines() if line.startswith(" everybody"))

        assert "2.0" in totals()
        feed.called_for.set()  # at once: sooner than totals are made again
        await until(pilot, lambda: "3.0" in totals())
        assert app.status is Status.OVER

    drive(feed, journey)


def test_the_mouse_goes_to_a_match_and_to_a_screen() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        lines = text_of(app).splitlines()
        row = next(n for n, line in enumerate(lines) if line.startswith(" Ines Varga"))
        await pilot.click(offset=(lines[2].index("plain") + 2, row))
        await settled(pilot)
        assert "Ines Varga with plain" in text_of(app)
        await pilot.click(offset=(lines[2].index("plain") + 2, row))
        await settled(pilot)
        assert isinstance(app.screen, Theatre)
        await pilot.click(offset=(lines[0].index("Privacy"), 0))
        await settled(pilot)
        assert app.current_mode == "privacy"

    drive(Given(staged_events()), journey)


def test_filter_sort_open_and_back() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await press(pilot, "slash", *"marcus", "enter")
        assert "Ines Varga" not in text_of(app)
        await press(pilot, "escape")
        assert "Ines Varga" in text_of(app)
        await press(pilot, "s", "s")
        assert "↓ leaks" in text_of(app)
        await press(pilot, "right", "right", "enter")
        assert isinstance(app.screen, Theatre)
        assert "with oversharer" in text_of(app)
        await press(pilot, "escape")
        assert isinstance(app.screen, Hall)

    drive(Given(staged_events()), journey)


def test_the_theatre_says_what_leaked_and_how_the_person_feels() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        app.push_screen(Theatre(key("ines-varga", "oversharer")))
        await settled(pilot)
        text = text_of(app)
        for words in ("Ines", "mood", "patience", "satisfied", "told: short-answers", "▲ liked 4.4"):
            assert words in text
        await press(pilot, "l")
        text = text_of(app)
        for words in ("LEAK", "debt → landlord", "“6,200 on two credit cards”", "never to the landlord"):
            assert words in text
        await press(pilot, "v")
        await press(pilot, "l")
        assert "privacy.violation debt" in text_of(app)
        await press(pilot, "m")
        assert "gave notice to the landlord" in text_of(app)
        await press(pilot, "escape", "i")
        assert "what Ines wants" in text_of(app)
        await press(pilot, "escape", "left")
        assert "session 1 · budget" in text_of(app)

    drive(Given(staged_events()), journey, (100, 30))


def test_the_theatre_beside_a_wide_dialogue_shows_the_person() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        app.push_screen(Theatre(key("ines-varga", "plain")))
        await settled(pilot)
        text = text_of(app)
        for words in (
            "how Ines feels",
            "short-answers",
            "● debt",
            "○ separation",
            "+ - earns 1,900 a month",
            "plain …",
        ):
            assert words in text

    drive(Given(staged_events()), journey, (160, 50))


def test_a_match_is_followed_as_it_is_played() -> None:
    events = staged_events()
    last = len(events) - 1

    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        app.push_screen(Theatre(key("ines-varga", "plain")))
        await settled(pilot)
        assert "hello again" not in text_of(app)
        app._touched |= app.state.take(events[last:])
        app._stale = True
        await settled(pilot)
        assert "hello again" in text_of(app)

    drive(Given(events[:last]), journey)


def test_the_standings_rank_and_count() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await press(pilot, "2")
        assert isinstance(app.screen, Standings)
        await until(pilot, lambda: "computing" not in text_of(app))
        text = text_of(app)
        for words in ("oversharer", "likability by session", "n=1", "1 playing", "offline, costs nothing"):
            assert words in text
        await press(pilot, "right")
        assert "points, 1 to 5" in text_of(app)
        await press(pilot, "1")
        assert isinstance(app.screen, Hall)

    drive(Given(staged_events()), journey)


def test_a_session_in_which_nobody_has_spoken_yet_begins_once() -> None:
    opened = Script(key("ines-varga", "plain"), [1_772_478_000.0]).start().opens("budget")
    feed = Given([RunStarted(at=1.0, run=stored_run()), *opened.events])

    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        app.push_screen(Theatre(key("ines-varga", "plain")))
        await until(pilot, lambda: "session 1" in text_of(app))
        assert isinstance(app.screen, Theatre)
        for _ in range(3):
            app.screen.follow()
        await settled(pilot)
        assert text_of(app).count("session 1 · budget") == 1

    drive(feed, journey)


def test_a_tick_without_any_screen_does_nothing() -> None:
    """As when the application closes: its clock may tick once more."""
    ArenaApp(Given(()))._redraw()


def writing(*texts: str | None) -> Given:
    """In the match that is played the contestant is at its reply."""
    return Given(staged_events(), pieces=[Piece(key("ines-varga", "plain"), text) for text in texts])


@pytest.mark.parametrize(
    ("pieces", "seen"),
    [
        (("Dear ", "land"), "plain  Dear land▍"),
        (("Dear \x1b", "[2J\x1b]0;", "gone\x07"), r"plain  Dear \x1b[2J\x1b]0;gone\x07▍"),  # a sequence, split
        (("[red", "]not a style[/]"), "plain  [red]not a style[/]▍"),
        (("Dear land", None, "Good"), "plain  Good▍"),
        (("Dear land", None), "plain …"),
        (("👩", "\u200d", "👧"), "plain  👩\u200d👧▍"),  # joined by what follows
    ],
)
def test_a_reply_is_seen_while_it_is_written(pieces: tuple[str | None, ...], seen: str) -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await press(pilot, "right")
        assert ("▍" in text_of(app)) == seen.endswith("▍")  # in the hall, below
        await press(pilot, "enter")
        await until(pilot, lambda: seen in text_of(app))

    drive(writing(*pieces), journey)


def test_of_a_long_reply_the_end_is_seen() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await press(pilot, "right", "enter")
        await until(pilot, lambda: "word 1999 ▍" in text_of(app))
        assert app.state.matches[key("ines-varga", "plain")].writing.startswith("word 0 ")

    drive(writing(*(f"word {n} " for n in range(2000))), journey)


def test_a_replay_is_paused_stepped_and_run_to_its_end(journal: Path) -> None:
    feed = Replay(journal, paused=True)

    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        assert "paused" in text_of(app)
        assert app.state.n_turns == 0
        for _ in range(8):
            before = app.state.n_events
            await press(pilot, "full_stop")
            await until(pilot, lambda before=before: app.state.n_events > before)  # type: ignore[misc]
            if app.state.n_turns:
                break
        assert 0 < app.state.n_turns < 8
        await press(pilot, "plus")
        assert feed.controls.speed == 4.0
        await press(pilot, "E")
        await until(pilot, lambda: "■ over" in text_of(app))
        assert app.state.ended
        assert app.status is Status.OVER

    drive(feed, journey)


def test_help_names_keys_and_symbols() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await press(pilot, "question_mark")
        assert isinstance(app.screen, HelpPanel)
        text = text_of(app)
        for words in ("Filter", "Sort", "Quit", "A cell says how the match"):
            assert words in text
        await press(pilot, "escape")
        assert isinstance(app.screen, Hall)

    drive(Given(staged_events()), journey, (100, 40))


def test_before_anything_happens_the_screen_says_so() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        assert "Nothing has happened yet" in text_of(app)
        assert "waiting" in text_of(app)

    drive(Given([], Status.WAITING), journey)


def test_a_plan_is_shown_before_the_first_event() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        assert "0 of 6 matches over" in text_of(app)

    drive(Given([], Status.WAITING), journey, stored=True)


def test_a_failure_is_a_panel_and_what_was_seen_stays() -> None:
    error = RunStopped("the endpoint is down [bold]", next_step="resume \x1b[2J")

    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        assert isinstance(app.screen, ErrorPanel)
        text = text_of(app)
        assert "the endpoint is down [bold]" in text
        assert "\\x1b[2J" in text
        await press(pilot, "escape")
        assert "failed" in text_of(app)
        assert "Ines Varga" in text_of(app)

    drive(Given(staged_events(), error=error), journey)


def test_a_fault_of_a_feed_is_a_panel_too() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        assert "ValueError: odd" in text_of(app)

    drive(Given(staged_events(), error=ValueError("odd")), journey)


def test_a_fault_of_the_interface_ends_it_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    class Broken(Hall):
        def show(self, *_: object) -> None:
            raise ZeroDivisionError("drawn badly")

    app = ArenaApp(Given(staged_events()))

    async def go() -> None:
        async with app.run_test() as pilot:
            await settled(pilot)
            app.push_screen(Broken())
            await settled(pilot)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(go())
    assert isinstance(app.fault, ZeroDivisionError)
    assert "Traceback" not in capsys.readouterr().err


def test_light_and_dark() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        assert app.current_theme.dark
        await press(pilot, "d")
        assert not app.current_theme.dark
        assert "Ines Varga" in text_of(app)
        await press(pilot, "d")
        assert app.current_theme.dark

    drive(Given(staged_events()), journey)


def test_resizing_keeps_the_cursor() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await press(pilot, "right", "right")
        at = app.screen.query_one(Board).cursor
        await pilot.resize_terminal(160, 50)
        await settled(pilot)
        assert app.screen.query_one(Board).cursor == at
        assert "⚠ 1 told" in text_of(app)

    drive(Given(staged_events()), journey)


def test_q_leaves() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        await pilot.press("q")

    assert drive(Given(staged_events()), journey).fault is None


def test_what_models_write_cannot_move_the_cursor_or_set_colours() -> None:
    async def journey(app: ArenaApp, pilot: Pilot[None]) -> None:
        text = text_of(app)
        assert "\x1b" not in text
        await press(pilot, "down", "right", "enter")
        assert "[red]no answer[/]" in text_of(app)

    drive(Given(staged_events()), journey, (160, 50))
