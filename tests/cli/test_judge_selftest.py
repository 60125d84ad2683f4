"""`arena judge selftest` as it is typed."""

import json
import subprocess
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from arena.checks._examination import Examined
from arena.checks._planted import FAULTS, Placed
from arena.cli import _output
from arena.cli.judge._selftest import _faults, _misjudged
from arena.judges.calibration import Judgement
from tests.nursery import arena


def selftest(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return arena(folder, "judge", "selftest", *args, code=None, columns=160)


def test_moments_and_attacks_alone(tmp_path: Path) -> None:
    done = selftest(tmp_path, "--no-play")
    assert done.returncode == 0, done.stderr
    assert "offline reaches every floor" in done.stdout
    assert "never-applicable" in done.stdout
    assert not (tmp_path / "arena.duckdb").exists()


def test_a_floor_that_is_not_reached_ends_with_one(tmp_path: Path) -> None:
    done = selftest(tmp_path, "--no-play", "--min-precision", "1", "--min-recall", "1", "--max-fooled", "0", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == (0 if told["believed"] else 1)
    all_of_it = told["coverage"][0]
    assert len(told["misjudged"]) == round(all_of_it["n"] * (1 - all_of_it["accuracy"]))
    assert all(one["recall"]["value"] < 0.8 or one["precision"]["value"] < 0.8 for one in told["garbage"])


def test_a_part_of_it_says_that_it_is_a_part(tmp_path: Path) -> None:
    done = selftest(tmp_path, "--no-play", "--moments", "3", "--measure", "memory", "--measure", "privacy")
    assert done.returncode == 0, done.stderr
    assert "offline reaches every floor on 3 of" in done.stdout
    assert "likability" not in done.stdout


def test_a_judge_that_cannot_be_asked(tmp_path: Path) -> None:
    done = selftest(tmp_path, "--judge-model", "no-such-model")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_every_planted_fault_is_found_and_nothing_else(tmp_path: Path) -> None:
    done = selftest(tmp_path, "--json")
    told = json.loads(done.stdout)
    assert {fault["fault"] for fault in told["faults"]} == FAULTS.keys()
    assert [(f["fault"], f["last"]) for f in told["faults"] if f["last"] < 0.99] == []
    assert [spot for spot in told["specificity"] if spot["flagged"]] == []
    assert len(told["specificity"]) > 50
    assert done.returncode == 0, done.stderr


@pytest.fixture
def consoles(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("screen", "side"):
        written = Console(file=StringIO(), width=120)
        monkeypatch.setattr(_output, name, lambda written=written: written)


@pytest.mark.usefixtures("consoles")
def test_what_was_misjudged_is_named_the_surest_first() -> None:
    good = Judgement("a", "realism.facts", planted=True, flagged=True, status="scored", certainty=90)
    doubt = replace(good, moment="doubtful", flagged=False, value=1.0, reason="all of it stands", certainty=20)
    sure = replace(doubt, moment="surely-wrong", planted=False, flagged=True, value=0.0, certainty=80)
    _misjudged(Examined("judge", (good, doubt, sure), ()).misjudged)
    shown = _output.screen().file.getvalue()  # type: ignore[attr-defined]
    assert "2 misjudged" in shown
    assert shown.index("surely-wrong") < shown.index("doubtful") < shown.index("all of it stands", shown.index("doubt"))


@pytest.mark.usefixtures("consoles")
def test_a_fault_without_a_rival_says_so() -> None:
    alone = Placed("mocker", "likability.humor_fit", None, 1, 1, 1.0)
    _faults([alone, replace(alone, n=2, rank=2)], [])
    shown = _output.screen().file.getvalue()  # type: ignore[attr-defined]
    assert "no rival" in shown
    assert "2 of 2" in shown
    assert "worse half of the scale" in _output.side().file.getvalue()  # type: ignore[attr-defined]
