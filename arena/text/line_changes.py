"""How a text changed, line by line: what a contestant keeps after a session against what it kept before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Change = Literal["kept", "added", "dropped"]


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line of a text and what became of it since the text before."""

    change: Change
    text: str


def line_changes(before: str, after: str) -> list[ChangedLine]:
    """The lines of `after`, and those of `before` that are gone, in reading order.

    The lines that are `kept` or `added` are the lines of `after`, those that are `kept` or `dropped` those of `before`.
    """
    old, new = before.splitlines(), after.splitlines()
    lines: list[ChangedLine] = []
    for tag, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _marked("kept", new[k:m])
            continue
        lines += _marked("dropped", old[i:j])
        lines += _marked("added", new[k:m])
    return lines


def _marked(change: Change, lines: Sequence[str]) -> list[ChangedLine]:
    return [ChangedLine(change, line) for line in lines]
