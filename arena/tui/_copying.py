"""Taking a moment away: to the clipboard as Markdown, or into a file."""

from __future__ import annotations

import io
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Footer, Input, Static

from arena.tui._frame import RunScreen
from arena.tui._look import shown
from arena.tui._markdown import as_markdown, file_name
from arena.tui._panels import Panel
from arena.tui._scene import Scene


class MomentScreen(RunScreen):
    """A screen with a moment that can be copied, written to a file, and opened."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "copy", "Copy"),
        Binding("w", "write", "Write file"),
    ]

    def selected(self) -> Scene | None:
        """The moment that is meant; None when there is none."""
        return None

    def action_copy(self) -> None:
        """The moment as Markdown to the clipboard."""
        scene = self.selected()
        if scene is None:
            self.notify("There is no moment to copy.", severity="warning", markup=False)
            return
        self.app.copy_to_clipboard(as_markdown(self.arena.state, scene))
        self.notify(f"Copied {scene.where} as Markdown. w writes it to a file.", markup=False)

    def action_write(self) -> None:
        """The moment as Markdown into a file; in a browser, as a download."""
        scene = self.selected()
        if scene is None:
            self.notify("There is no moment to write.", severity="warning", markup=False)
            return
        text = as_markdown(self.arena.state, scene)
        if self.app.is_web:
            self.app.deliver_text(io.StringIO(text), save_filename=file_name(scene), mime_type="text/markdown")
        else:
            self.app.push_screen(WritePanel(text, Path(file_name(scene))))


class WritePanel(Panel):
    """Asks where to write a text. A file that is there is replaced only when asked twice."""

    AUTO_FOCUS = "#path"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close", key_display="esc")]

    def __init__(self, text: str, path: Path) -> None:
        super().__init__("write this moment to a file", shown(text, "$quiet"))
        self._text = text
        self._path = path
        self._to_replace: Path | None = None

    def compose(self) -> ComposeResult:
        """The path, what is wrong with it, and what would be written."""
        with VerticalScroll(id="panel") as box:
            box.border_title = shown(self._heading)
            yield Input(str(self._path), id="path", compact=True)
            yield Static(_hint(), id="path-note")
            yield Static(self._content)
        yield Footer()

    @on(Input.Changed)
    def _other_path(self) -> None:
        self._to_replace = None

    @on(Input.Submitted)
    def _write(self, event: Input.Submitted) -> None:
        event.stop()
        path = Path(event.value.strip()).expanduser()
        note = self.query_one("#path-note", Static)
        if path.exists() and path.is_file() and self._to_replace != path:
            self._to_replace = path
            note.update(Content.styled("◆ There is such a file. Enter once more replaces it.", "$fair"))
            return
        try:
            path.write_text(self._text, encoding="utf-8")
        except OSError as error:
            note.update(shown(f"✗ {error.strerror or error}", "$bad"))
            return
        self.app.notify(f"Written to {path}", markup=False)
        self.dismiss()


def _hint() -> Content:
    return Content.styled("Enter writes it, Escape does not.\n", "$quiet")
