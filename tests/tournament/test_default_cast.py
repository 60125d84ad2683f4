"""The planted faults come last on the measure they are built to fail, whichever of the shipped people play."""

from pathlib import Path
from typing import Any

import pytest

from arena.checks.selftest import courses
from arena.files import shipped
from arena.schema.run import DEFAULT_PERSONAS, RunSpec
from tests.nursery import data

PLAYED = {*DEFAULT_PERSONAS, *(who for course in courses(RunSpec()) for who in course.personas)}
OTHERS = sorted({p.stem for p in shipped("personas").glob("*.yaml")} - PLAYED)
"""Whoever plays neither by default nor in the self-test of a judge, which plants the same faults."""
A_SCENARIO = "another-job"
"""A course in which people have something to tell, and a letter to be kept free of it."""


def board(folder: Path, *args: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = data(folder, "tournament", *args)["leaderboard"]
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
def test_everybody_else_in_another_scenario(tmp_path: Path) -> None:
    args = [
        "--personas",
        ",".join(OTHERS),
        "--scenarios",
        A_SCENARIO,
        "--contestants",
        "notebook,oversharer,lecturer",
    ]
    assert_faults_last(board(tmp_path, *args))
