"""Agreement of several raters, as it stands on a screen of eighty columns."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from arena.cli.judge._agreement import _by_family
from arena.judges.agreement import Confusion
from arena.results.agreement import Agreed

MATRIX = Confusion(labels=("1", "2"), counts=((3, 1), (0, 4)))


def agreed(measure: str, first: str, second: str) -> Agreed:
    return Agreed(measure, first, second, 128, 0.875, 0.75, 0.25, 0.95, 0.8, 128, -0.125, 12, MATRIX)


def test_no_name_is_broken_and_a_measure_is_named_once(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("likability.conversation_length_fit", "likability.reference_understanding", "memory.recall")
    raters = (("run (offline)", "label-ana"), ("run (offline)", "label-benedetta"), ("label-ana", "label-benedetta"))
    pairs = [agreed(name, *pair) for name in names for pair in raters]
    screen = Console(file=StringIO(), width=80)
    monkeypatch.setattr("arena.cli._output.screen", lambda: screen)
    for table in _by_family(pairs):
        screen.print(table)
    assert isinstance(screen.file, StringIO)
    shown = screen.file.getvalue()
    for name in names:
        assert shown.count(name.partition(".")[2]) == 1
    assert shown.count("ana : benedetta") == 3
    assert shown.count("0.75 [0.25, 0.95]") == 9
    assert len(shown.splitlines()) == 2 * 2 + len(names) + len(pairs)
