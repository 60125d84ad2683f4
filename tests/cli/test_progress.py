"""What is shown while a run is played: on a terminal a bar, elsewhere lines, and always what is waited for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from arena.cli import _output
from arena.cli._progress import Progress
from arena.schema.event import CallMade, MatchStarted
from arena.schema.run import RunSpec
from arena.tournament import Delay, Run, start


@pytest.fixture
def run(tmp_path: Path) -> Run:
    where = {"runs_dir": str(tmp_path / "runs"), "db": str(tmp_path / "arena.duckdb")}
    run = start(RunSpec(personas=("ines-varga",), scenarios=("smaller-flat",), contestants=("plain",), **where))
    run.journal.close()
    return run


@pytest.fixture(autouse=True)
def fresh_console(monkeypatch: pytest.MonkeyPatch) -> None:
    _output.side.cache_clear()


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_without_a_terminal_there_is_a_line_a_minute_and_a_wait_is_said_sooner(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    clock, answered = Clock(), CallMade.model_construct()
    with Progress(run, clock) as progress:
        capsys.readouterr()
        for at, said in (
            (101, MatchStarted.model_construct()),
            (110, Delay("m: 5 calls wait: 60 requests a minute")),
            (113, answered),  # the wait is still of interest
            (116, Delay("m: 5 calls wait: 60 requests a minute")),
            (118, Delay("m: 4 calls wait: 60 requests a minute")),
            (140, answered),
            (170, answered),
            (177, answered),
        ):
            clock.now = at
            progress.hear(said)
        clock.now = 190
    assert capsys.readouterr().err.splitlines() == [
        "0/1 matches · 16 s · 1 playing · 0 turns · waiting: m: 5 calls wait: 60 requests a minute",
        "0/1 matches · 1 min · 1 playing · 0 turns",
        "0/1 matches · 2 min · 1 playing · 0 turns",
    ]


def test_a_long_wait_takes_no_room_from_the_count(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    with Progress(run) as progress:
        progress.hear(MatchStarted.model_construct())
        progress.hear(Delay("openai/a-model at http://127.0.0.1:9911/v1: " + "what it waits for " * 9))
        capsys.readouterr()
        progress._bar.refresh()
        shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", capsys.readouterr().err).splitlines()
    assert any("matches" in line and "0/1" in line and "1 playing · 0 turns" in line for line in shown)
    assert any(line.startswith("waiting: openai/a-model") and len(line) == 100 for line in shown)
