"""The interface for somebody who plays a part: all screens of a run, and one to talk on."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import TextArea

from arena.schema.question import Question
from arena.schema.run import StoredRun
from arena.tui._app import ArenaApp
from arena.tui._desk import Desk
from arena.tui._feed import TICK_S, Feed, Status
from arena.tui.screens import ENTRIES, Entry

TALK = Entry("0", "play", "Play", "play:Play")
"""The screen one talks on."""


class PlayApp(ArenaApp):
    """Shows a run of one match and asks the person at the screen.

    Args:
        feed: the run.
        stored: its plan.
        desk: where the run lays its questions.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(TALK.key, f"go('{TALK.mode}')", TALK.title, show=False),
        Binding("ctrl+c", "interrupt", "Leave", show=False, priority=True),
    ]
    MODES = {TALK.mode: TALK.make, **ArenaApp.MODES}  # noqa: RUF012  # as the base class declares it
    DEFAULT_MODE = TALK.mode

    def __init__(self, feed: Feed, stored: StoredRun, desk: Desk) -> None:
        self.desk = desk
        self._asked: Question[Any] | None = None
        super().__init__(feed, stored, Path(stored.spec.runs_dir))

    @property
    def plays_user(self) -> bool:
        """Whether the person at the screen plays the user, and not the assistant."""
        stored = self.state.stored
        return stored is not None and stored.spec.models.user.id == "human"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """An assistant is shown nothing of the person behind the words before it is over."""
        return (TALK, *ENTRIES) if self.plays_user or self.status is Status.OVER else (TALK,)

    def on_mount(self) -> None:
        """Look out for questions, too."""
        self.set_interval(TICK_S, self._look)

    def _look(self) -> None:
        if self.desk.question is not self._asked:
            self._asked, self._stale = self.desk.question, True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only to the screens there are."""
        if action == "go":
            return any(parameters == (entry.mode,) for entry in self.entries)
        return super().check_action(action, parameters)

    def action_go(self, mode: str) -> None:
        """To the screen of that mode, where it is open to the person."""
        if any(entry.mode == mode for entry in self.entries):
            super().action_go(mode)

    def action_interrupt(self) -> None:
        """Copy what is selected; with nothing selected, leave. The run can be resumed."""
        typed = self.focused
        if isinstance(typed, TextArea) and typed.selected_text:
            self.copy_to_clipboard(typed.selected_text)
        elif selected := self.screen.get_selected_text():
            self.copy_to_clipboard(selected)
        else:
            self.exit()
