"""Casting: personas and scenarios, the portrait next to the file, checked whenever an editor saves it."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.text import Text
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import DataTable, Input, Static

from arena.checks.interviewed import Measured
from arena.tui._casting import first_row, likeness, mark_of, numbered, verdict
from arena.tui._frame import RunScreen
from arena.tui._levels import levels
from arena.tui._look import cell, shown
from arena.tui._sheet import Place, Sheet, Stamp, places, read_sheet, stamps
from arena.tui._state import RunState

_POLL_S = 0.5
_LIST_EVERY = 4
"""Polls between two looks for new files."""


class _Pane(VerticalScroll):
    """What is drawn in it depends on its width."""

    class Resized(Message):
        """It has another size than before."""

    def on_resize(self) -> None:
        """Tell the screen."""
        self.post_message(self.Resized())


class Casting(RunScreen):
    """Who can be cast, in what."""

    mode = "casting"
    needs_run = False
    AUTO_FOCUS = "#files"
    help_text = (
        "Personas and scenarios that can be named: those of ./personas and ./scenarios, and the shipped ones.\n"
        "Open a file in your editor: it is checked here whenever you save it. Beside a person stands what the newest\n"
        "interview found: as they are written (◆), in their own words (●), to a stranger who read what they wrote (○)."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/"),
        Binding("v", "view", "Portrait/file"),
        Binding("p", "problem", "To the problem"),
        Binding("c", "copy", "Copy path"),
        Binding("escape", "clear", "Clear filter", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.places: list[Place] = []
        self.sheets: dict[str, Sheet] = {}
        self._stamps: dict[str, Stamp] = {}
        self._measured: dict[str, Measured | None] = {}
        """Persona file -> what the newest interview found; without an entry until it was looked for."""
        self._listed: list[str] = []
        self._wanted = ""
        self._polls = 0
        self._width = 0
        self._drawn: object = None

    def body(self) -> ComposeResult:
        """The list, then what a check says above portrait and file."""
        yield Input(placeholder="a name, kind, or state such as sketch or problem", id="filter", compact=True)
        with Horizontal():
            yield DataTable[Text](id="files", cursor_type="row", show_header=False)
            with Vertical(id="sheet"):
                yield VerticalScroll(Static(id="verdict"), id="check")
                with Horizontal(id="views"):
                    yield _Pane(Static(id="likeness"), id="portrait")
                    yield _Pane(Static(id="yaml"), id="file")

    def on_mount(self) -> None:
        """Read everything once, then look out for what is saved."""
        self._look()
        self.set_interval(_POLL_S, self._poll)

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """A run changes nothing here; sizes and themes do."""
        if touched is None:
            self._drawn = None
            self._list()
            self._draw()

    # Files ------------------------------------------------------------------------------------------------------

    def _poll(self) -> None:
        if self.is_current:
            self._look()
            if self._polls % _LIST_EVERY == 0:
                self._measure()

    @work(exclusive=True)
    async def _look(self) -> None:
        """Read what is new or was saved; the files are read beside the screen, one after another."""
        if self._polls % _LIST_EVERY == 0:
            self.places = await asyncio.to_thread(places)
        self._polls += 1
        now = await asyncio.to_thread(stamps, self.places)
        for place in self.places:
            if place.key not in self.sheets or self._stamps.get(place.key) != now.get(place.key):
                self.sheets[place.key] = await asyncio.to_thread(read_sheet, place)
                self._stamps.pop(place.key, None)
                if place.key in now:
                    self._stamps[place.key] = now[place.key]
                self._refresh_row(place.key)
        if self._listed != self._fitting() or self._width != self.query_one("#files").size.width:
            self._list()
            self._draw()

    @work(exclusive=True, group="interviews")
    async def _measure(self) -> None:
        """Look for what interviews found of the person under the cursor; another process may hold one just now."""
        sheet = self.sheets.get(key := self._here())
        if sheet is None or sheet.persona is None:
            return
        found = await asyncio.to_thread(self.arena.interviews.newest_of, sheet.persona)
        if key not in self._measured or self._measured[key] != found:
            self._measured[key] = found
            self._draw()

    def _fitting(self) -> list[str]:
        """Keys of the files that the filter keeps, in the order of the list."""
        return [place.key for place in self.places if all(w in self._words(place) for w in self._wanted.split())]

    def _words(self, place: Place) -> str:
        sheet = self.sheets.get(place.key)
        return f"{place.key} {sheet.title if sheet else ''} {mark_of(sheet)[1]}".casefold()

    # The list ---------------------------------------------------------------------------------------------------

    def _list(self) -> None:
        table = self.query_one("#files", DataTable)
        here = self._here()
        self._width = table.size.width
        table.clear(columns=True)
        table.add_column("file", key="file", width=max(self._width - 3, 12))
        self._listed = self._fitting()
        for key in self._listed:
            table.add_row(self._row(key), key=key, height=2)
        if here in self._listed:
            table.move_cursor(row=self._listed.index(here))

    def _refresh_row(self, key: str) -> None:
        table = self.query_one("#files", DataTable)
        if key in self._listed and self._listed == self._fitting():
            table.update_cell(key, "file", self._row(key))
        if key == self._here():
            self._draw()

    def _row(self, key: str) -> Text:
        sheet = self.sheets.get(key)
        symbol, word, style = mark_of(sheet)
        colour, quiet = (self.app.theme_variables[name.removeprefix("$")] for name in (style, "$quiet"))
        kind, name = key.split("/", 1)
        text = (
            cell("").append_text(cell(f"{symbol} ", colour)).append_text(cell(sheet.title if sheet else name, "bold"))
        )
        return text.append_text(cell(f"\n  {kind.removesuffix('s')} · ", quiet)).append_text(cell(word, colour))

    def _here(self) -> str:
        row = self.query_one("#files", DataTable).cursor_row
        return self._listed[row] if 0 <= row < len(self._listed) else ""

    # The sheet --------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        sheet = self.sheets.get(self._here())
        if self.has_class("-broken") != bool(sheet and sheet.problems):
            self.toggle_class("-broken")
            self.call_after_refresh(self._draw)  # narrow screens show the file then, and only then know its width
        file = self.query_one("#file", VerticalScroll)
        width, measured = self._room("#file"), self._levels(sheet)
        if (sheet, width, measured) == self._drawn:
            return
        self._drawn = (sheet, width, measured)
        if sheet is None:
            words = "No file fits the filter." if self.places and not self._listed else "Reading …"
            for name in ("#likeness", "#yaml"):
                self.query_one(name, Static).update("")
            self.query_one("#verdict", Static).update(Content.styled(words, "$quiet"))
            return
        self.query_one("#verdict", Static).update(verdict(sheet))
        self.query_one("#likeness", Static).update(likeness(sheet, measured))
        self.query_one("#yaml", Static).update(numbered(sheet.text, sheet.problems, width))
        self.query_one("#portrait").border_title = shown("portrait" if sheet.place.kind == "personas" else "course")
        file.border_title = shown(sheet.place.path.name)

    def _levels(self, sheet: Sheet | None) -> Content:
        if sheet is None or sheet.place.key not in self._measured:
            return Content.styled("looking for interviews …", "$quiet")
        return levels(self._measured[sheet.place.key], sheet.place.name, self._room("#portrait"))

    def _room(self, pane: str) -> int:
        """Cells of a line in a pane."""
        return self.query_one(pane).scrollable_content_region.width

    @on(_Pane.Resized)
    def _resized(self) -> None:
        self._draw()

    @on(DataTable.RowHighlighted)
    def _moved(self) -> None:
        for name in ("#portrait", "#file"):
            self.query_one(name).scroll_home(animate=False)
        self._draw()
        self._measure()

    def action_view(self) -> None:
        """On a narrow screen: between portrait and file."""
        self.toggle_class("-file")
        self.call_after_refresh(self._draw)

    def action_problem(self) -> None:
        """Scroll the file to its first problem."""
        sheet = self.sheets.get(self._here())
        line = min((problem.line for problem in sheet.problems if problem.line), default=0) if sheet else 0
        if sheet is None or not line:
            self.app.notify("this file has no problem in a line", markup=False)
            return
        self.add_class("-file")
        self.call_after_refresh(self._show_line, sheet, line)

    def _show_line(self, sheet: Sheet, line: int) -> None:
        self._draw()
        file = self.query_one("#file", VerticalScroll)
        row = first_row(sheet.text, line, self._room("#file"))
        file.scroll_to(y=max(row - 3, 0), animate=False)

    def action_copy(self) -> None:
        """The path of the file, with the line of its first problem, as editors take it."""
        sheet = self.sheets.get(self._here())
        if sheet is None:
            return
        line = next((problem.line for problem in sheet.problems if problem.line), 0)
        place = f"{sheet.place.path}:{line}" if line else str(sheet.place.path)
        self.app.copy_to_clipboard(place)
        self.app.notify(f"copied {place}", markup=False)

    # Filter -----------------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Ask for words to filter by."""
        self.add_class("-filtering")
        self.query_one("#filter", Input).focus()

    @on(Input.Changed, "#filter")
    def _narrow(self, event: Input.Changed) -> None:
        self._wanted = event.value.casefold()
        self._list()
        self._draw()

    @on(Input.Submitted, "#filter")
    def _back_to_list(self) -> None:
        self.set_class(bool(self._wanted), "-filtering")
        self.query_one("#files").focus()

    def action_clear(self) -> None:
        """Show everything again."""
        self.query_one("#filter", Input).value = ""
        self._back_to_list()
