"""What a contestant kept after each session, and what changed since the session before."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from rich.text import Text

from arena.cli._output import safe, screen
from arena.store import TranscriptSession
from arena.text.line_changes import ChangedLine, line_changes

_SIGNS = {"kept": ("  ", "dim"), "added": ("+ ", "green"), "dropped": ("- ", "red")}
_SHOWN = 3
"""Unchanged lines shown of a run of them; what is new or gone is always shown whole."""


def memory_changes(sessions: Sequence[TranscriptSession]) -> list[list[ChangedLine]]:
    """For each session the memory after it, line by line, against the one after the session before."""
    before = ["", *(session.memory for session in sessions)]
    return [line_changes(old, session.memory) for old, session in zip(before, sessions, strict=False)]


def show_memory(lines: Sequence[ChangedLine]) -> None:
    """One session's memory on the screen."""
    if not lines:
        screen().print(safe("kept: nothing", "magenta"))
        return
    new, gone = (sum(line.change == change for line in lines) for change in ("added", "dropped"))
    screen().print(safe(f"kept ({new} new, {gone} gone):", "magenta"))
    for kept, group in groupby(lines, key=lambda line: line.change == "kept"):
        run = list(group)
        shown = run[:_SHOWN] if kept and len(run) > _SHOWN + 1 else run
        for line in shown:
            screen().print(_line(line))
        if len(run) > len(shown):
            screen().print(safe(f"  … {len(run) - len(shown)} more as before", "dim"))


def _line(line: ChangedLine) -> Text:
    sign, style = _SIGNS[line.change]
    return safe(sign + line.text, style)


def with_memory_changes(match: dict[str, Any], sessions: Sequence[TranscriptSession]) -> dict[str, Any]:
    """`match` (a transcript as JSON types) with `memory_changes` in each session: a change and a text a line."""
    changed = [[{"change": line.change, "text": line.text} for line in lines] for lines in memory_changes(sessions)]
    told = [{**session, "memory_changes": lines} for session, lines in zip(match["sessions"], changed, strict=True)]
    return {**match, "sessions": told}
