"""Tables as lines of text: as wide as the screen at most, wrapped between words, with names left whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from rich.cells import cell_len, chop_cells
from rich.text import Text

_WORD = re.compile(r"\[[^\]\n]*\]|\S+(?: %)?")
"""What is not broken: an interval in brackets, a share with its sign, a word."""


def lay_out(
    headings: Sequence[str], right: Sequence[bool], rows: Sequence[Sequence[Text]], room: int, gap: int
) -> Text:
    """The headings and rows as lines of at most `room` cells, `gap` cells between columns.

    Where it is too wide, cells are wrapped between words. Where even that is too wide, the names of the column with the
    longest ones reach over what stands to their right, which then goes one line down.

    Args:
        headings: of the columns.
        right: for each column, whether it is aligned to the right.
        rows: cells; a line break in a cell begins a line.
        room: cells of the screen.
        gap: cells between two columns.
    """
    whole = [[Text(heading, "bold") for heading in headings], *rows]
    sizes = [_sizes(column) for column in zip(*whole, strict=True)]
    free = room - gap * (len(headings) - 1)
    widths, over = fitted(sizes, free), None
    if sum(least for least, *_ in sizes) > free and not all(right):
        over = max((i for i, is_right in enumerate(right) if not is_right), key=lambda i: sizes[i][0])
        others = sum(least for i, (least, *_) in enumerate(sizes) if i != over)
        name = min(sizes[over][0], max(cell_len(headings[over]), free - others))
        widths = fitted([(name, name, name) if i == over else size for i, size in enumerate(sizes)], free)
    lines = [line for row in whole for line in _row(row, widths, right, " " * gap, over)]
    return Text("\n", no_wrap=True, overflow="ignore").join(lines)


def fitted(sizes: Sequence[tuple[int, ...]], room: int) -> list[int]:
    """Widths of columns in `room` cells altogether. Each has sizes, ascending, such as its longest word and line.

    All columns have their first, then as much more as there is up to their second, and so on; where not even the first
    fits, the widest give way.
    """
    stages = list(zip(*sizes, strict=True))
    if sum(stages[0]) >= room:
        return [max(width, 1) for width in _shared(stages[0], room)]
    widths = list(stages[0])
    for stage in stages[1:]:
        more = _shared([wanted - width for wanted, width in zip(stage, widths, strict=True)], room - sum(widths))
        widths = [width + one for width, one in zip(widths, more, strict=True)]
    return widths


def _shared(wanted: Sequence[int], room: int) -> list[int]:
    """What each gets of `room` when all may have equally much: who wants less leaves the rest to the others."""
    given = [0] * len(wanted)
    smallest_first = sorted(range(len(wanted)), key=wanted.__getitem__)
    for left, place in zip(range(len(wanted), 0, -1), smallest_first, strict=True):
        given[place] = min(wanted[place], room // left)
        room -= given[place]
    return given


def _sizes(cells: Sequence[Text]) -> tuple[int, int, int]:
    """Cells of the longest word of a column, of its longest line below the heading, and of its longest line."""
    lines = [cell.plain.split("\n") for cell in cells]
    least = max((cell_len(word) for its in lines for line in its for word in _WORD.findall(line)), default=0)
    heading, *body = (max(map(cell_len, its), default=0) for its in lines)
    below = max([least, *body])
    return least, below, max(heading, below)


def _row(
    row: Sequence[Text], widths: Sequence[int], right: Sequence[bool], gap: str, over: int | None
) -> Iterator[Text]:
    """The lines of one row; a name that reaches over its column has the rest of a line for itself."""
    if over is not None and row[over].cell_len > widths[over]:
        first = [wrapped(cell, width)[0] for cell, width in zip(row[:over], widths, strict=False)]
        yield _joined([*first, row[over]], [*widths[:over], row[over].cell_len], right, gap)
        rest = [Text("\n").join(wrapped(cell, width)[1:]) for cell, width in zip(row[:over], widths, strict=False)]
        row = [*rest, Text(), *row[over + 1 :]]
    columns = [wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for line in zip_longest(*columns, fillvalue=Text()):
        yield _joined(line, widths, right, gap)


def _joined(line: Sequence[Text], widths: Sequence[int], right: Sequence[bool], gap: str) -> Text:
    """One line; nothing behind its last word."""
    whole = Text()
    for number, (part, width, is_right) in enumerate(zip(line, widths, right, strict=False)):
        space = " " * max(width - part.cell_len, 0)
        whole.append(gap if number else "")
        whole.append_text(Text.assemble(space, part) if is_right else Text.assemble(part, space))
    whole.rstrip()
    return whole


def wrapped(cell: Text, width: int) -> list[Text]:
    """A cell in lines of at most `width` cells, between words where they are not longer than that; never empty."""
    return [line for part in cell.split("\n", allow_blank=True) for line in _wrapped_line(part, width)] or [Text()]


def _wrapped_line(line: Text, width: int) -> list[Text]:
    if line.cell_len <= width:
        return [line]
    spans: list[tuple[int, int]] = []
    for word in _WORD.finditer(line.plain):
        for start, end in _pieces(word, width):
            if spans and cell_len(line.plain[spans[-1][0] : end]) <= width:
                spans[-1] = (spans[-1][0], end)
            else:
                spans.append((start, end))
    return [line[start:end] for start, end in spans]


def _pieces(word: re.Match[str], width: int) -> Iterator[tuple[int, int]]:
    """A word, or where it is too long its pieces, as (start, end)."""
    at = word.start()
    for piece in chop_cells(word.group(), width) if cell_len(word.group()) > width else [word.group()]:
        yield at, at + len(piece)
        at += len(piece)
