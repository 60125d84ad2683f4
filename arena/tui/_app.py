"""The application: takes what the feed brings, keeps the state, lets the screen on top follow ten times a second."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from arena.checks.interviewed import Interviews
from arena.errors import ArenaError
from arena.schema.run import StoredRun
from arena.tui._beside import OtherJudgings, Others
from arena.tui._feed import TICK_S, Batch, Feed, Status
from arena.tui._frame import RunScreen
from arena.tui._look import DARK, LIGHT, meaning_colours
from arena.tui._panels import ErrorPanel, HelpPanel
from arena.tui._state import RunState
from arena.tui.screens import ENTRIES, Entry

_SLICE = 500
"""Events folded before the keyboard has its turn: some five milliseconds."""
_NOTE_S = 8.0
_OTHERS_S = 5.0
"""Other judgings are looked for at most so often."""


class ArenaApp(App[None]):
    """Shows a run.

    Args:
        feed: where the run comes from.
        stored: what is known of it before the feed brings anything, so that the plan is there at once.
        runs_dir: where interviews of people are.
    """

    CSS_PATH = "app.tcss"
    TITLE = "arena"
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(entry.key, f"go('{entry.mode}')", entry.title, show=False) for entry in ENTRIES),
        Binding("space", "pause", "Pause"),
        Binding("full_stop,n", "step", "Step", key_display="."),
        Binding("plus,right_square_bracket", "faster", "Faster", key_display="+"),
        Binding("minus,left_square_bracket", "slower", "Slower", key_display="-", show=False),
        Binding("E", "to_end", "To the end", show=False),
        Binding("d", "toggle_dark", "Light/dark", show=False),
        Binding("question_mark", "help", "Help", key_display="?"),
        Binding("q", "quit", "Quit"),
    ]
    MODES = {entry.mode: entry.make for entry in ENTRIES}  # noqa: RUF012  # as the base class declares it
    DEFAULT_MODE = ENTRIES[0].mode

    def __init__(self, feed: Feed, stored: StoredRun | None = None, runs_dir: Path = Path("runs")) -> None:
        self.feed = feed
        self.interviews = Interviews(runs_dir)
        self._runs_dir = runs_dir
        self._others = OtherJudgings(runs_dir)
        self.state = RunState.of(stored)
        self.status = Status.WAITING
        self.share: float | None = None
        self.note = ""
        self._touched = set[str]()
        self._everything = False
        self._stale = True
        super().__init__()
        self.register_theme(DARK)
        self.register_theme(LIGHT)
        self.theme = DARK.name

    @property
    def is_stale(self) -> bool:
        """Whether something has happened that the screen does not show yet."""
        return self._stale

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The screens one can go to."""
        return ENTRIES

    def on_mount(self) -> None:
        """Draw first, then begin: the feed may load a model library."""
        self.set_interval(TICK_S, self._redraw)
        self.set_interval(_OTHERS_S, self.look_for_others)
        self.call_after_refresh(self._consume)
        self.call_after_refresh(self.look_for_others)

    # The feed ---------------------------------------------------------------------------------------------------

    @work(exit_on_error=False)
    async def _consume(self) -> None:
        try:
            async for batch in self.feed.batches():
                await self._take(batch)
        except ArenaError as error:
            self._fail(error)
        except Exception as error:  # noqa: BLE001  # the boundary to the run: its fault is shown, what was seen stays
            self._fail(ArenaError(f"{type(error).__name__}: {error}", next_step="what was shown so far stays here"))

    def _fail(self, error: ArenaError) -> None:
        self.status, self._stale = Status.FAILED, True
        self.push_screen(ErrorPanel(error))

    async def _take(self, batch: Batch) -> None:
        known = "" if batch.restart else self.state.run_id
        if batch.restart:
            self.state, self._others = RunState(), OtherJudgings(self._runs_dir)
            self._everything = True
        if batch.status is not self.status:
            self.status = batch.status
            self.refresh_bindings()
        self.share = batch.share
        self._stale = True
        for note in batch.notes:
            self._say(note)
        for start in range(0, len(batch.events), _SLICE):
            self._touched |= self.state.take(batch.events[start : start + _SLICE])
            self._stale = True  # the screen may have been drawn after the slice before
            await asyncio.sleep(0)
        self._touched |= self.state.hear(batch.pieces)
        if self.state.run_id != known:
            self.look_for_others()

    # Other judgings ---------------------------------------------------------------------------------------------

    def look_for_others(self) -> None:
        """Read what is new of what other judgings of the run say."""
        if not self.state.run_id:
            return
        folder = self._folder(self.state.run_id)
        if folder != self._others.folder:
            self._others = OtherJudgings(folder)
        self._read_others(self.state, self._others)

    @work(thread=True, exclusive=True, group="others", exit_on_error=False)
    def _read_others(self, state: RunState, others: OtherJudgings) -> None:
        found = others.read()
        if found is not None:
            self.call_from_thread(self._heard, state, found)

    def _heard(self, state: RunState, others: Others) -> None:
        if state is self.state:
            state.hear_others(others)
            self._everything = self._stale = True

    def _folder(self, run_id: str) -> Path:
        """The run's own folder: where its journal is, else by its id."""
        source = Path(self.feed.source)
        return source if source.name == run_id else self._runs_dir / run_id

    def _say(self, note: str) -> None:
        self.note = note
        self.set_timer(_NOTE_S, lambda: self._forget(note))

    def _forget(self, note: str) -> None:
        if self.note == note:
            self.note, self._stale = "", True

    def _redraw(self) -> None:
        if not self.screen_stack:  # the application is closing; its clock ticks on
            return
        screen = self.screen
        if not self._stale or not isinstance(screen, RunScreen) or not screen.is_mounted:
            return
        touched = None if self._everything else frozenset(self._touched)
        self._touched.clear()
        self._everything = self._stale = False
        screen.follow(touched)

    # What a person can do ---------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Time can be controlled in a replay only."""
        if action in {"pause", "step", "faster", "slower", "to_end"}:
            return self.feed.controls is not None and self.status is not Status.OVER
        return super().check_action(action, parameters)

    def action_go(self, mode: str) -> None:
        """To the screen of that mode; what is open on top of it is closed."""
        self.switch_mode(mode)

    def action_pause(self) -> None:
        """Pause the replay, or go on."""
        if self.feed.controls is not None:
            self.feed.controls.toggle()

    def action_step(self) -> None:
        """Go on to the next thing said; in the match on screen, where one is."""
        match = self.screen.following if isinstance(self.screen, RunScreen) else None
        if self.feed.controls is not None:
            self.feed.controls.step(match)

    def action_faster(self) -> None:
        """The next higher speed."""
        if self.feed.controls is not None:
            self.feed.controls.faster()
            self._stale = True

    def action_slower(self) -> None:
        """The next lower speed."""
        if self.feed.controls is not None:
            self.feed.controls.slower()
            self._stale = True

    def action_to_end(self) -> None:
        """Everything there is, at once."""
        if self.feed.controls is not None:
            self.feed.controls.to_end()

    def action_toggle_dark(self) -> None:
        """Between the light and the dark theme."""
        self.theme = LIGHT.name if self.current_theme.dark else DARK.name

    def action_help(self) -> None:
        """The keys and symbols of the screen on top."""
        self.push_screen(HelpPanel(self.screen))

    def watch_theme(self) -> None:
        """Cells of tables hold colours, so they are drawn again."""
        self._everything = self._stale = True

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of meanings, whatever the theme."""
        return meaning_colours(dark=self.current_theme.dark)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the command palette offers: all screens besides Textual's own commands."""
        yield from super().get_system_commands(screen)
        for entry in self.entries:
            yield SystemCommand(f"Go to {entry.title}", f"key {entry.key}", lambda e=entry: self.action_go(e.mode))

    def _handle_exception(self, error: Exception) -> None:
        """Close without a traceback over the screen; `watch` raises the error once the terminal is restored."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    @property
    def fault(self) -> Exception | None:
        """What ended the application early."""
        return self._exception
