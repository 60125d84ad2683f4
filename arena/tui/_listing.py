"""A list of any length of which only the lines on screen are drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

Draw = Callable[[int, int], Sequence[Content]]
"""(index of an item, width in cells) -> its lines."""

_KEPT = 400
"""Drawn items that are remembered."""


class Listing(ScrollView, can_focus=True):
    """Items of the same height, one of them under the cursor. A bar marks it, besides its colour.

    Args:
        draw: draws an item.
        lines: height of an item in lines.
        id: of the widget.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"listing--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "jump(0)", "First", show=False),
        Binding("end", "jump(-1)", "Last", show=False),
        Binding("enter", "choose", "Open"),
    ]

    class Moved(Message):
        """Another item is under the cursor, or the items are others."""

    class Chosen(Message):
        """The item under the cursor was chosen."""

    def __init__(self, draw: Draw, lines: int, id: str) -> None:
        super().__init__(id=id)
        self._draw_item = draw
        self._lines = lines
        self._drawn: dict[int, list[Content]] = {}
        self._drawn_for = 0
        self.count = 0
        self.cursor = 0

    def fill(self, count: int, cursor: int = 0, *, lines: int | None = None) -> None:
        """There are `count` items now, drawn anew; the cursor goes to one of them."""
        self.count = count
        self._lines = lines or self._lines
        self._drawn.clear()
        self.virtual_size = Size(0, count * self._lines)
        self._go(cursor)
        self.refresh()

    @property
    def per_page(self) -> int:
        """Items that fit on screen."""
        return max(self.scrollable_content_region.height // self._lines, 1)

    def action_move(self, by: int) -> None:
        """The cursor to the next item or the one before."""
        self._go(self.cursor + by)

    def action_page(self, by: int) -> None:
        """The cursor one screen on or back."""
        self._go(self.cursor + by * self.per_page)

    def action_jump(self, index: int) -> None:
        """The cursor to the first item, or with -1 to the last."""
        self._go(index if index >= 0 else self.count - 1)

    def action_choose(self) -> None:
        """Tell the screen that this one is meant."""
        if self.count:
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """The cursor to the item clicked; a click on the item under the cursor chooses it."""
        index = (event.y + self.scroll_offset.y) // self._lines
        if 0 <= index < self.count:
            if index == self.cursor and event.chain > 1:
                self.action_choose()
            self._go(index)

    def on_resize(self) -> None:
        """The item under the cursor stays in sight."""
        self._reveal()

    def _go(self, index: int) -> None:
        self.cursor = max(0, min(index, self.count - 1))
        self._reveal()
        self.refresh()
        self.post_message(self.Moved())

    def _reveal(self) -> None:
        self.scroll_to_region(Region(0, self.cursor * self._lines, 1, self._lines), animate=False)

    def render_line(self, y: int) -> Strip:
        """One line of the list, drawn when it comes into sight."""
        width = self.scrollable_content_region.width
        index, line = divmod(y + self.scroll_offset.y, self._lines)
        if index >= self.count or width < 2:
            return Strip.blank(width, self.rich_style)
        here = index == self.cursor
        style = self.get_visual_style("listing--cursor") if here else self.visual_style
        bar = Content.styled("▌" if here else " ", "$primary" if self.has_focus else "$quiet")
        text = bar + self._item(index, width - 1)[line].truncate(width - 1, ellipsis=True)
        return Visual.to_strips(self, text, width, 1, style, pad=True, apply_selection=False)[0]

    def _item(self, index: int, width: int) -> list[Content]:
        """The lines of an item, always as many as it is high."""
        if width != self._drawn_for or len(self._drawn) > _KEPT:
            self._drawn.clear()
            self._drawn_for = width
        if index not in self._drawn:
            lines = [*self._draw_item(index, width)]
            self._drawn[index] = lines + [Content("")] * (self._lines - len(lines))
        return self._drawn[index]
