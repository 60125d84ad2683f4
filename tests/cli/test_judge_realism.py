"""`arena judge realism`, and the gates of a tournament: what breaks a voiding one is kept, not ranked, and counted."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from arena.store import Store
from tests.nursery import arena, data

pytestmark = pytest.mark.xdist_group("judge-realism")
SPEC: dict[str, Any] = {
    "personas": ["aiko-tanaka", "dolores-reyes"],
    "scenarios": ["smaller-flat"],
    "contestants": ["plain", "lecturer"],
    "sessions": 1,
}


def play(folder: Path, **changes: Any) -> None:
    (folder / "spec.yaml").write_text(yaml.safe_dump({**SPEC, **changes}), encoding="utf-8")
    arena(folder, "tournament", "spec.yaml", "--json")


@pytest.fixture(scope="module")
def unjudged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run without judges, and so without any check of its people."""
    folder = tmp_path_factory.mktemp("unjudged")
    play(folder, judge=False)
    return folder


def lengths(folder: Path) -> dict[str, float]:
    """Match -> how far its person's longest messages go, as the check finds it."""
    store = Store(folder / "arena.duckdb")
    rows = store.verdict_rows(store.resolve_run(), ["realism.longest"], _sidecar(folder))
    return {row.match: row.value or 0.0 for row in rows}


def _sidecar(folder: Path) -> str:
    return max((folder / "runs").glob("*/journal-realism-*.jsonl")).stem


def test_people_are_checked_after_a_run(unjudged: Path) -> None:
    found = data(unjudged, "judge", "realism", "latest")
    rows = {row["measure"]: row for row in found["rows"]}
    assert (found["n_matches"], found["voided"]) == (4, [])
    assert (found["contrast"], found["self_rating"]) == (None, None), "nobody judged, so nothing to hold them against"
    assert {"realism.length_fit", "realism.longest", "realism.helper_markers"} <= rows.keys()
    for row in rows.values():
        assert row["n_matches"] >= 1
        assert row["low"] is None or row["low"] <= row["mean"] <= row["high"]
    assert rows["realism.helper_markers"]["mean"] == 0.0
    assert len(lengths(unjudged)) == 4
    assert "none of 4 matches is void" in arena(unjudged, "judge", "realism", "latest").stdout


def test_a_voiding_gate_takes_matches_out_of_the_ranking_and_counts_them(unjudged: Path, tmp_path: Path) -> None:
    arena(unjudged, "judge", "realism", "latest", "--json")
    values = lengths(unjudged).values()
    highest, next_to_it = sorted(set(values), reverse=True)[:2]
    between = (highest + next_to_it) / 2
    n_void = sum(value > between for value in values)
    assert 0 < n_void < 4
    gates = {"gates": {"realism.longest": {"high": between, "voids": True}}}
    inside, after = tmp_path / "inside", tmp_path / "after"
    inside.mkdir()
    after.mkdir()
    play(inside, realism=gates)
    play(after, realism=gates, judge=False)
    found = data(after, "judge", "realism", "latest")
    assert len(found["voided"]) == n_void
    for folder in (inside, after):
        store = Store(folder / "arena.duckdb")
        matches = store.matches(store.resolve_run())
        assert sorted(match.status for match in matches) == ["completed"] * (4 - n_void) + ["void"] * n_void
        assert all("realism.longest" in match.reason for match in matches if match.status == "void")
    store = Store(inside / "arena.duckdb")
    board = store.leaderboard(store.resolve_run())
    assert sum(row.n_void for row in board) == n_void
    assert sum(row.n_completed for row in board) == 4 - n_void
    assert len({score.match for score in store.match_scores(store.resolve_run())}) == 4 - n_void
    kept = [match for match in store.matches(store.resolve_run()) if match.status == "void"]
    assert all(match.n_turns > 0 for match in kept)


def test_measures_of_people_rank_nobody(tmp_path: Path) -> None:
    play(tmp_path, contestants=["plain"], personas=["aiko-tanaka"])
    store = Store(tmp_path / "arena.duckdb")
    run = store.resolve_run()
    assert store.verdict_rows(run, ["realism.longest"])
    assert [row.measure for row in store.standings(run) if row.measure.startswith("realism")] == []


def test_the_same_user_model_proves_nothing(unjudged: Path) -> None:
    done = arena(unjudged, "judge", "realism", "latest", "--against", "2", code=2)
    assert "another --user-model" in done.stderr


def test_a_gate_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text("realism: {gates: {realism.lenght: {high: 1}}}\n", encoding="utf-8")
    assert "realism.lenght" in arena(tmp_path, "tournament", "spec.yaml", code=2).stderr


def test_what_people_make_of_contestants_beside_the_judge(tmp_path: Path) -> None:
    play(tmp_path)
    found = data(tmp_path, "judge", "realism", "latest")
    contrast, gap = found["contrast"], found["self_rating"]
    assert {contrast["good"], contrast["bad"], contrast["n_cases"]} == {"plain", "lecturer", 2}
    assert gap["n_matches"] == 4
    assert gap["gap"] == pytest.approx(gap["own"] - gap["judged"])
    store = Store(tmp_path / "arena.duckdb")
    standings = {row.contestant: row.mean for row in store.standings(store.resolve_run(), "likability.overall")}
    assert contrast["good"] == max(standings, key=lambda name: standings[name])
    assert gap["judged"] == pytest.approx(sum(standings.values()) / 2, abs=0.01)
    shown = arena(tmp_path, "judge", "realism", "latest").stdout
    assert f"satisfaction with {contrast['good']} against {contrast['bad']}" in shown
    assert "self-rating gap" in shown


def test_what_takes_calls_is_measured_on_request(unjudged: Path) -> None:
    ahead = data(unjudged, "judge", "realism", "latest", "--also", "all", "--dry-run")
    assert {row["prompt"] for row in ahead["rows"]} >= {"probe/again@1", "user/turn@3"}
    assert (ahead["matches"], ahead["paid_calls"]) == (4, 0)
    done = arena(unjudged, "judge", "realism", "latest", "--also", "all", "--each", "2", "--json")
    assert "asked or played again" in done.stderr
    figures = {(one["measure"], one["about"]): one for one in json.loads(done.stdout)["figures"]}
    assert {measure for measure, _ in figures} >= {"realism.consistency", "realism.amplification"}
    assert "realism.drift" not in {measure for measure, _ in figures}, "one talk is too short to fade in"
    assert figures["realism.consistency", ""]["mean"] == 1.0
    words = figures["realism.amplification", "words a message"]
    assert {one["persona"] for one in words["people"]} == {"aiko-tanaka", "dolores-reyes"}
    store = Store(unjudged / "arena.duckdb")
    rows = store.verdict_rows(store.resolve_run(), ["realism.consistency", "realism.amplification"], _sidecar(unjudged))
    assert {row.measure for row in rows} == {"realism.consistency", "realism.amplification"}
    assert [path.name for path in (unjudged / "runs").iterdir() if path.name != "twins"] == [store.resolve_run()]


def test_what_is_not_measured_besides_is_told(unjudged: Path) -> None:
    done = arena(unjudged, "judge", "realism", "latest", "--also", "drfit", code=2)
    assert "consistency, drift, amplification, all" in done.stderr
