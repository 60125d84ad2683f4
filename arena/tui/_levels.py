"""What an interview found of a person, beside the portrait: authored, self and seen on one scale. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from textual.content import Content

from arena.checks.interviewed import Measured
from arena.psychometrics.drawing import MARKS, WORDS, Look, bar, level, scale
from arena.psychometrics.report import Line, Profile
from arena.tui._look import number, shown

_STYLES: Mapping[Look, str] = MappingProxyType({"authored": "bold $fair", "self": "$person", "seen": "$probe"})
_NUMBER = 5
"""Cells of a level."""
_LEAST, _MOST = 9, 33
"""Cells of a bar: an odd number has a middle."""


def levels(found: Measured | None, name: str, width: int) -> Content:
    """The levels in at most `width` cells, or how to get them. `name` is what the person is called by on a command."""
    command = f"arena persona interview {name}"
    if found is None:
        return Content.assemble(("not interviewed yet: ", "$quiet"), shown(command, "bold"))
    parts = [] if found.current else [shown(f"◆ The file has changed since they were asked: {command}", "$fair")]
    for profile in found.profiles:
        parts += _profile(profile, width)
    legend = (shown(f"{MARKS[look]} {WORDS[look]}", style) for look, style in _STYLES.items() if _is_there(found, look))
    return Content("\n").join([*parts, *legend, shown(_origin(found), "$quiet")])


def _is_there(found: Measured, look: Look) -> bool:
    return any(level(line, look) is not None for profile in found.profiles for line in profile.lines)


def _origin(found: Measured) -> str:
    times = f"{found.runs} time" + ("s" if found.runs != 1 else "")
    read = f"talks of {found.source}" if found.source else "no talks were read"
    return f"asked {times} · {found.answered_by} · {read} · arena persona interview --show {found.interview}"


def _profile(profile: Profile, width: int) -> Iterator[Content]:
    lines = [line for line in profile.lines if line.axis.main]
    first = max(len(line.axis.name) for line in lines) + 1
    room = min(width - first - _NUMBER * len(_STYLES) - 1, _MOST)
    cells = room - (room + 1) % 2 if room >= _LEAST else 0
    heads = [(f"{MARKS[look]:>{_NUMBER}}", style) for look, style in _STYLES.items()]
    ends = scale(lines[0].axis.low, lines[0].axis.high, cells) if cells else ""
    yield Content.assemble(shown(f"{profile.instrument:<{first}}", "$quiet"), *heads, (f" {ends}", "$quiet"))
    for line in lines:
        yield _line(line, first, cells)


def _line(line: Line, first: int, cells: int) -> Content:
    """An axis; quiet where the portrait says nothing of it."""
    numbers = [(f"{number(level(line, look), 1):>{_NUMBER}}", style) for look, style in _STYLES.items()]
    drawn = [(cell, _STYLES[look] if look else "$quiet") for cell, look in (bar(line, cells) if cells else ())]
    return Content.assemble(
        shown(f"{line.axis.name:<{first}}", "" if line.expressed else "$quiet"), *numbers, " ", *drawn
    )
