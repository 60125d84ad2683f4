"""`arena play --as`: a person plays, line by line, in a process of its own."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from arena.cli._app import app
from arena.errors import UsageError
from arena.schema.run import RunSpec
from arena.tournament import resume, start
from tests.nursery import arena

ARENA = [sys.executable, "-m", "arena"]
USER = ["play", "ines-varga", "smaller-flat", "notebook", "--as", "user", "--sessions", "1"]
ASSISTANT = ["play", "ines-varga", "smaller-flat", "--as", "assistant", "--sessions", "1"]


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(folder / "arena.duckdb"), read_only=True) as db:
        return db.execute(query).fetchall()


def test_play_the_user_stop_and_go_on(tmp_path: Path) -> None:
    stopped = arena(tmp_path, *USER, code=None, stdin="what rent is \x1b[2J sane? short answers\n")
    assert stopped.returncode == 3
    assert "arena play --resume" in stopped.stderr
    assert "6,200 on two credit cards" in stopped.stderr  # the card
    assert "\x1b[2J" not in stopped.stdout + stopped.stderr
    done = arena(tmp_path, "play", "--resume", "latest", code=None, stdin="and the \\\ndeposit?\n/leave\n")
    assert done.returncode == 0, done.stderr
    said = rows(tmp_path, "SELECT speaker, origin, text FROM turns ORDER BY turn")
    assert [row[:2] for row in said] == [("user", "human"), ("assistant", "generated")] * 2
    assert [row[2] for row in said[::2]] == ["what rent is \x1b[2J sane? short answers", "and the \ndeposit?"]
    assert rows(tmp_path, "SELECT count(*) FROM calls WHERE party = 'user'") == [(3,)]  # none was asked twice
    assert rows(tmp_path, "SELECT count(*) > 0 FROM verdicts WHERE measure = 'likability.overall'") == [(True,)]
    assert rows(tmp_path, "SELECT end_reason FROM sessions") == [("vanished",)]
    with pytest.raises(UsageError) as refused:
        resume("latest", tmp_path / "runs")
    assert "arena play --resume" in refused.value.next_step


def test_play_the_assistant_and_be_judged(tmp_path: Path) -> None:
    done = arena(tmp_path, *ASSISTANT, code=None, stdin="About 600 a month.\n" * 9)
    assert done.returncode == 0, done.stderr
    assert "likability" in done.stdout
    assert "6,200" not in done.stderr  # who plays the assistant is not shown the person
    assert set(rows(tmp_path, "SELECT speaker, origin FROM turns")) == {("user", "generated"), ("assistant", "human")}
    judged = "SELECT count(*) > 0 FROM verdicts WHERE measure = 'likability.overall' AND status = 'scored'"
    assert rows(tmp_path, judged) == [(True,)]


def test_ctrl_c_leaves_a_run_that_goes_on(tmp_path: Path) -> None:
    with subprocess.Popen(
        [*ARENA, *ASSISTANT], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin is not None and process.stdout is not None and process.stderr is not None
        while b"Ines" not in process.stdout.readline():  # she has spoken, so somebody is asked
            pass
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        stderr = process.stderr.read().decode()
    assert "arena play --resume" in stderr
    assert "Traceback" not in stderr and "Fatal" not in stderr


@pytest.mark.parametrize(
    "command",
    [
        [*ASSISTANT[:3], "notebook", "--as", "assistant"],  # two contestants
        ["play", "ines-varga"],
        ["play", "ines-varga", "--resume", "latest"],
    ],
)
def test_what_cannot_be_meant_is_refused(command: list[str]) -> None:
    refused = CliRunner().invoke(app, command)
    assert isinstance(refused.exception, UsageError)
    assert refused.exception.next_step


@pytest.mark.parametrize("models", [{"user": {"id": "human"}}, {"judge": {"id": "human"}}])
def test_a_tournament_has_nobody_to_ask(models: dict[str, object], tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        start(RunSpec.model_validate({"models": models, "runs_dir": str(tmp_path / "runs")}))
    assert not (tmp_path / "runs").exists()
