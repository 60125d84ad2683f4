"""A grid of two-line cells with a fixed column and a pinned row. Only what is in sight is drawn, and only once.

A table that redraws its rows whole costs a third of a core with two hundred matches at fifty events a second; this
costs a few hundredths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from arena.tui._look import cut

Draw = Callable[[int, int], tuple[Content, Content]]
"""(row, column) -> the two lines of a cell. Row -1 is the pinned row, column -1 the fixed column."""

_HEAD = 3
"""Lines above the rows: the headings and the pinned row."""
_CELL = 2
_GAP = 1


@dataclass(frozen=True, slots=True)
class Shape:
    """What is fixed between two fillings. Widths are in cells and hold the gap behind a column."""

    corner: str = ""
    headings: tuple[str, ...] = ()
    rows: int = 0
    first_width: int = 18
    width: int = 11


class Board(ScrollView, can_focus=True):
    """A grid with a cursor.

    Args:
        draw: draws a cell; asked again only for cells that were touched.
        id: of the widget.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"board--cursor", "board--heading"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1, 0)", "Up", show=False),
        Binding("down,j", "move(1, 0)", "Down", show=False),
        Binding("left,h", "move(0, -1)", "Left", show=False),
        Binding("right,l", "move(0, 1)", "Right", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "move(-100000, 0)", "First", show=False),
        Binding("end", "move(100000, 0)", "Last", show=False),
        Binding("enter", "choose", "Open"),
    ]

    class Moved(Message):
        """Another cell is under the cursor."""

    class Chosen(Message):
        """The cell under the cursor was chosen."""

    def __init__(self, draw: Draw, id: str) -> None:
        super().__init__(id=id)
        self._draw_cell = draw
        self._shape = Shape()
        self._strips: dict[tuple[int, int, bool], tuple[Strip, Strip]] = {}
        self.cursor = (0, 0)
        """Row and column."""

    # Filling ----------------------------------------------------------------------------------------------------

    def fill(self, shape: Shape) -> None:
        """Draw everything anew."""
        self._shape = shape
        self.redraw()
        self.virtual_size = Size(self._columns_width + shape.first_width, _HEAD + _CELL * shape.rows)
        self._go(*self.cursor)

    def redraw(self) -> None:
        """Draw every cell again."""
        self._strips.clear()
        self.refresh()

    def touch(self, row: int, column: int) -> None:
        """Draw one cell again."""
        for is_cursor in (False, True):
            self._strips.pop((row, column, is_cursor), None)
        y = 1 if row < 0 else _HEAD + _CELL * row - self.scroll_offset.y
        if row < 0 or _HEAD <= y + _CELL - 1 < self.size.height + _CELL:
            self.refresh(Region(0, y, self.size.width, _CELL))

    @property
    def _columns_width(self) -> int:
        return self._shape.width * len(self._shape.headings)

    # The cursor -------------------------------------------------------------------------------------------------

    def action_move(self, rows: int, columns: int) -> None:
        """The cursor so many cells on."""
        self._go(self.cursor[0] + rows, self.cursor[1] + columns)

    def action_page(self, pages: int) -> None:
        """The cursor one screen on or back."""
        self._go(self.cursor[0] + pages * max((self.size.height - _HEAD) // _CELL, 1), self.cursor[1])

    def action_choose(self) -> None:
        """Tell the screen that this cell is meant."""
        if self._shape.rows and self._shape.headings:
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """The cursor to the cell clicked; a click on the cell under the cursor chooses it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y < _HEAD or offset.x < self._shape.first_width:
            return
        row = (offset.y - _HEAD + self.scroll_offset.y) // _CELL
        column = (offset.x - self._shape.first_width + self.scroll_offset.x) // self._shape.width
        if (row, column) == self.cursor:
            self.action_choose()
        elif row < self._shape.rows and column < len(self._shape.headings):
            self._go(row, column)

    def _go(self, row: int, column: int) -> None:
        before = self.cursor
        last_row, last_column = self._shape.rows - 1, len(self._shape.headings) - 1
        self.cursor = (max(0, min(row, last_row)), max(0, min(column, last_column)))
        for at in (before, self.cursor):
            self.touch(*at)
        self._reveal()
        if self.cursor != before:
            self.post_message(self.Moved())

    def _reveal(self) -> None:
        """Scroll so that the cursor is in sight, below the pinned row and beside the fixed column."""
        row, column = self.cursor
        top, left = _CELL * row, self._shape.width * column
        room_y = max(self.size.height - _HEAD, _CELL)
        room_x = max(self.size.width - self._shape.first_width, self._shape.width)
        y = min(max(self.scroll_offset.y, top + _CELL - room_y), top)
        x = min(max(self.scroll_offset.x, left + self._shape.width - room_x), left)
        self.scroll_to(x, y, animate=False, force=True)

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._reveal()

    # Drawing ----------------------------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        width = self.size.width
        if y == 0:
            line = self._heading()
        elif y < _HEAD:
            line = self._row(-1, y - 1)
        else:
            row, part = divmod(y - _HEAD + self.scroll_offset.y, _CELL)
            if row >= self._shape.rows:
                return Strip.blank(width, self.rich_style)
            line = self._row(row, part)
        return line.extend_cell_length(width, self.rich_style).crop(0, width)

    def _row(self, row: int, part: int) -> Strip:
        cells = [self._cell(row, column)[part] for column in range(len(self._shape.headings))]
        return self._beside(self._cell(row, -1)[part], cells)

    def _heading(self) -> Strip:
        shape, style = self._shape, self.get_visual_style("board--heading")
        cells = [self._strip(Content(cut(text, shape.width - _GAP)), shape.width, style) for text in shape.headings]
        return self._beside(self._strip(Content(shape.corner), shape.first_width, style), cells)

    def _beside(self, first: Strip, cells: Sequence[Strip]) -> Strip:
        """The fixed column, and beside it as much of the others as is scrolled to."""
        x = self.scroll_offset.x
        room = max(self.size.width - self._shape.first_width, 0)
        return Strip.join([first, Strip.join(cells).crop(x, x + room)])

    def _cell(self, row: int, column: int) -> tuple[Strip, Strip]:
        is_cursor = (row, column) == self.cursor
        key = (row, column, is_cursor)
        if key not in self._strips:
            width = self._shape.first_width if column < 0 else self._shape.width
            style = self.get_visual_style("board--cursor") if is_cursor else self.visual_style
            first, second = (self._strip(line, width, style) for line in self._draw_cell(row, column))
            self._strips[key] = (first, second)
        return self._strips[key]

    def _strip(self, line: Content, width: int, style: Style) -> Strip:
        """The line in its column, with an ellipsis where it is too long, and the gap behind it."""
        fitted = line.truncate(width - _GAP, ellipsis=True).pad_right(_GAP)
        return Visual.to_strips(self, fitted, width, 1, style, pad=True, apply_selection=False)[0]
