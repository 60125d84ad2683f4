"""What a person reads when a run is stopped from outside, or when its database cannot be written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.model_server import ModelServer, Stall

SMALL = ["--personas", "ines-varga", "--scenarios", "smaller-flat", "--contestants", "plain", "--sessions", "1"]


def tournament(folder: Path, *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "arena", "tournament", *SMALL, *options]
    return subprocess.Popen(
        command, cwd=folder, stderr=subprocess.PIPE, text=True, env={**os.environ, "COLUMNS": "400"}
    )


def test_a_run_that_is_terminated_says_how_it_goes_on(model_server: ModelServer, tmp_path: Path) -> None:
    asked = threading.Event()

    def stall(_: object) -> Stall:
        asked.set()
        return Stall()

    model_server.responder = stall
    running = tournament(
        tmp_path, "--model", "openai/x", "--api-base", model_server.url, "--yes", "--runs-dir", "my runs"
    )
    assert asked.wait(60)
    running.send_signal(signal.SIGTERM)
    said = running.communicate(timeout=60)[1]
    assert running.returncode == 130
    assert "arena tournament --resume" in said
    assert "--runs-dir 'my runs'" in said
    assert "Traceback" not in said


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder that nobody can write to")
def test_a_database_that_cannot_be_written_is_the_last_word(tmp_path: Path) -> None:
    running = tournament(tmp_path, "--db", "/proc/arena.duckdb")
    said = running.communicate(timeout=120)[1]
    assert running.returncode == 5
    panel = said[said.index("the database is not available") :]
    assert "the run is played and in its journal, but not in the database: /proc/arena.duckdb cannot be used" in panel
    assert "--db /proc/arena.duckdb" in panel[panel.index("arena ingest") :]
    assert "there is no database" not in said
