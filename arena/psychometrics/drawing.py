"""A person's levels on a line of text: authored, in their own eyes, in a stranger's. Pure; colours are the screens'."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from arena.psychometrics.report import Line

Look = Literal["authored", "self", "seen"]

MARKS: Mapping[Look, str] = MappingProxyType({"seen": "○", "self": "●", "authored": "◆"})
"""Drawn in this order, so that of those in one cell the last is seen."""
WORDS: Mapping[Look, str] = MappingProxyType(
    {
        "authored": "authored",
        "self": "self: in character, from the portrait",
        "seen": "seen: by a stranger, from what they wrote",
    }
)
"""What each is, for a legend."""
EMPTY = "·"


def bar(line: Line, width: int) -> tuple[tuple[str, Look | None], ...]:
    """The axis as `width` cells of one character, each with what stands there, if anything does."""
    cells: list[tuple[str, Look | None]] = [(EMPTY, None)] * width
    for look, mark in MARKS.items():
        value = level(line, look)
        if value is not None:
            share = (value - line.axis.low) / (line.axis.high - line.axis.low)
            cells[round(min(1.0, max(0.0, share)) * (width - 1))] = (mark, look)
    return tuple(cells)


def level(line: Line, look: Look) -> float | None:
    """The level on the axis, on its scale; None where nobody gave one."""
    if look == "authored":
        return line.authored
    found = line.own if look == "self" else line.seen
    return None if found is None else found.mean


def scale(low: float, high: float, width: int) -> str:
    """The ends and the middle of an axis over the cells they stand for."""
    middle = width // 2
    return f"{low:g}".ljust(middle) + f"{(low + high) / 2:g}".ljust(width - middle - len(f"{high:g}")) + f"{high:g}"
