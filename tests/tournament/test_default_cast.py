"""The planted faults come last on the measure they are built to fail, on every shipped set of people."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from arena.files import shipped

EVERYBODY = ",".join(sorted(p.stem for p in shipped("personas").glob("*.yaml")))
A_SCENARIO = "another-job"
"""A course in which people have something to tell, and a letter to be kept free of it."""


def board(folder: Path, *args: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, "-m", "arena", "tournament", "--json", *args],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "COLUMNS": "120"},
    )
    rows: list[dict[str, Any]] = json.loads(done.stdout)["leaderboard"]
    return rows


def assert_faults_last(rows: list[dict[str, Any]]) -> None:
    assert rows[-1]["contestant"] == "lecturer"
    assert all(row["likability"]["mean"] > rows[-1]["likability"]["mean"] for row in rows[:-1])
    told = {row["contestant"]: row["violation"]["mean"] for row in rows}
    assert max(told, key=lambda name: told[name]) == "oversharer"
    assert sorted(told.values())[-2] < told["oversharer"]


@pytest.mark.slow
def test_the_default_tournament(tmp_path: Path) -> None:
    rows = board(tmp_path)
    assert len(rows) == 5
    assert_faults_last(rows)
    assert all(row["n_completed"] == 12 for row in rows)
    for row in rows:
        bounds = row["likability"]
        assert bounds["low"] < bounds["mean"] < bounds["high"]
        assert row["approximate"]  # six people: the intervals say so


@pytest.mark.slow
def test_everybody_in_a_scenario(tmp_path: Path) -> None:
    args = [
        "--personas",
        EVERYBODY,
        "--scenarios",
        A_SCENARIO,
        "--contestants",
        "notebook,oversharer,lecturer",
    ]
    assert_faults_last(board(tmp_path, *args))
