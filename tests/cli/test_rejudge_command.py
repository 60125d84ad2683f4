"""`arena rejudge` and what reads its verdicts, as a person types them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from arena.cli import main
from tests.nursery import arena, data

pytestmark = pytest.mark.xdist_group("rejudge-command")  # one run for all of them


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("rejudged")
    arena(folder, "play", "ines-varga", "smaller-flat", "oversharer")
    shutil.rmtree(folder / "runs")
    return folder, data(folder, "rejudge", "latest", "--measures", "likability,privacy.violation", "--apart")


def test_two_judgings_side_by_side(judged: tuple[Path, dict[str, Any]]) -> None:
    folder, said = judged
    assert {row["measure"].split(".")[0] for row in said["means"]} == {"likability", "privacy"}
    assert all(row["run"] == row["again"] and row["n"] == row["n_again"] == 1 for row in said["means"])
    assert {pair["agreed"] for pair in said["agreement"]} == {1.0}
    shown = arena(folder, "rejudge", "latest", "--measures", "likability,privacy.violation", "--apart").stdout
    assert "two judgings side by side" in shown
    assert f"--judging {said['judging']}" in shown
    names = [row["name"] for row in data(folder, "judge", "judgings")]
    assert names == ["run", said["judging"]], "the second time was the same judging"


def test_the_board_and_a_match_by_its_verdicts(judged: tuple[Path, dict[str, Any]]) -> None:
    folder, said = judged
    own, later = data(folder, "leaderboard"), data(folder, "leaderboard", "--judging", said["judging"][:9])
    assert later["leaderboard"][0]["likability"] == own["leaderboard"][0]["likability"]
    assert later["leaderboard"][0]["preference"]["n"] == 0, "not judged again"
    match = data(folder, "show", "latest")[0]["match"]
    shown = data(folder, "show", "latest", match, "--judging", said["judging"])
    measures = {v["measure"] for session in shown["sessions"] for v in session["verdicts"]}
    assert "likability.overall" in measures
    assert not any(measure.startswith("preference.") for measure in measures)
    assert any(session["probes"] for session in shown["sessions"]), "what was asked is part of the match"


def test_what_it_will_take_before_it_is_paid(judged: tuple[Path, dict[str, Any]]) -> None:
    folder, _ = judged
    ahead = data(folder, "rejudge", "latest", "--judge-model", "openai/gpt-4o-mini", "--dry-run")
    assert {row["party"] for row in ahead["rows"]} == {"judge"}
    assert ahead["cost_usd"] > 0
    apart = data(folder, "rejudge", "latest", "--judge-model", "openai/gpt-4o-mini", "--dry-run", "--apart")
    calls = {row["prompt"]: row["calls"] for row in [*ahead["rows"], *apart["rows"]]}
    assert calls["judge/dimension@1"] == pytest.approx(7 * calls["judge/likability@2"])


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["rejudge", "nobody"], "there is no run"),
        (["rejudge", "latest", "--measures", "privcy"], "privacy"),
        (["rejudge", "latest", "--prompt", "judge/violate@9"], "judge/violate@1"),
        (["rejudge", "latest", "--judge-model", "gpt-4o"], "openai/gpt-4o"),
        (["rejudge", "latest", "--judge-model", "openai/gpt-4o"], "OPENAI_API_KEY"),
        (["leaderboard", "--judging", "rejudge-x"], "judgings"),
        (["judge", "agreement", "--judging", "run"], "no second judging"),
        (["judge", "label", "latest", "--as", "a/b"], "no name"),
        (["judge", "crosscheck"], "rejudge"),
    ],
)
def test_wrong_input_says_what_to_do(
    judged: tuple[Path, dict[str, Any]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: list[str],
    said: str,
) -> None:
    monkeypatch.chdir(judged[0])
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(sys, "argv", ["arena", *args])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    seen = " ".join(capsys.readouterr().err.replace("│", " ").split())
    assert said in seen
    assert "next:" in seen
