"""`arena judge breakdown` and `arena judge bias` as they are typed."""

from pathlib import Path

import pytest

from tests.nursery import arena, data


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("behind")
    who = [
        "--personas",
        "ines-varga,priya-nair",
        "--scenarios",
        "smaller-flat",
        "--contestants",
        "transcript,forgetter",
    ]
    done = arena(folder, "tournament", *who)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_breakdown(played: Path) -> None:
    told = data(played, "judge", "breakdown")
    assert {row["contestant"] for row in told["adapted"]} == {"transcript", "forgetter"}
    assert all(row["slope"]["n_personas"] == 2 for row in told["adapted"])
    assert {row["group"] for row in told["by_change"]} >= {"after it changed", "never changes"}
    kept = {row["contestant"]: row for row in told["remembered"]}
    assert kept["transcript"]["explicit"] == 1
    assert kept["forgetter"]["explicit"] == 0
    assert kept["transcript"]["exported"] == 1
    assert kept["forgetter"]["exported"] is None  # it exports nothing
    assert "without noise sessions" in arena(played, "judge", "breakdown").stdout


def test_the_bias_report(played: Path) -> None:
    told = data(played, "judge", "bias", "--measure", "likability")
    assert {row["with_"] for row in told["correlations"]} == {"length", "position"}
    assert all(row["measure"].startswith("likability.") for row in told["coverage"])
    assert told["warnings"] == []
    assert "rho" in arena(played, "judge", "bias").stdout


def test_a_run_that_is_not_there(tmp_path: Path) -> None:
    done = arena(tmp_path, "judge", "bias", code=2)
    assert "no database" in done.stderr
