"""How a contestant's memory changed from one session to the next, line by line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from arena.tui._seen import SeenMatch

Change = Literal["kept", "added", "dropped"]


@dataclass(frozen=True, slots=True)
class MemoryLine:
    """One line of a memory and what became of it since the session before."""

    change: Change
    text: str


def changes(before: str, after: str) -> list[MemoryLine]:
    """The lines of `after`, and those of `before` that are gone, in reading order."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[MemoryLine] = []
    for tag, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _marked("kept", new[k:m])
            continue
        lines += _marked("dropped", old[i:j])
        lines += _marked("added", new[k:m])
    return lines


def memory_after(match: SeenMatch, session: int | None = None) -> list[MemoryLine]:
    """The contestant's memory after that session (the latest finished one by default) against the one before."""
    told = [(number, text) for number, text in match.memories() if session is None or number <= session]
    if not told:
        return []
    return changes(told[-2][1] if len(told) > 1 else "", told[-1][1])


def _marked(change: Change, lines: Sequence[str]) -> list[MemoryLine]:
    return [MemoryLine(change, line) for line in lines]
