"""A reply while it is written, at the foot of a terminal."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from arena.cli._output import safe
from arena.cli._writing import Writing


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal of forty columns and eight lines."""
    made = Console(file=StringIO(), force_terminal=True, width=40, height=8)
    monkeypatch.setattr("arena.cli._writing.screen", lambda: made)


def drawn(writing: Writing) -> list[str]:
    paper = Console(file=StringIO(), width=40)
    with paper.capture() as capture:
        paper.print(writing._drawn())
    return [line.rstrip() for line in capture.get().splitlines() if line.strip()]


def line(text: str) -> Padding:
    return Padding(Text("plain  ").append_text(safe(text)), 0)


def test_pieces_grow_and_are_taken_back() -> None:
    writing = Writing(line)
    writing.hear("Dear ")
    writing.hear("landlord")
    assert drawn(writing) == ["plain  Dear landlord▍"]
    writing.stand_aside()  # for a notice
    writing.hear(", I")
    assert drawn(writing) == ["plain  Dear landlord, I▍"]
    writing.hear(None)
    assert drawn(writing) == ["plain  ▍"]
    writing.clear()
    writing.clear()
    writing.hear("Hello")
    assert drawn(writing) == ["plain  Hello▍"]
    writing.clear()


def test_of_a_long_reply_the_end_is_drawn_and_nothing_moves_the_cursor() -> None:
    writing = Writing(line)
    for n in range(60):
        writing.hear(f"word {n} \x1b")
        writing.hear("[2J")
    shown = drawn(writing)
    writing.clear()
    assert len(shown) == 4
    assert "word 59" in "".join(shown)
    assert "\x1b[2J" not in "".join(shown)
