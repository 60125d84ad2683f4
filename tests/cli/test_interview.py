"""`arena persona interview`, as a person types it: after a run, shown again, interrupted and gone on with."""

import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.nursery import arena, data

pytestmark = pytest.mark.xdist_group("interview")
PEOPLE = ("ines-varga", "marcus-bell", "priya-nair")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    folder = tmp_path_factory.mktemp("held")
    played = ("--scenarios", "smaller-flat", "--contestants", "plain", "--no-judge", "--sessions", "2")
    arena(folder, "tournament", "--personas", ",".join(PEOPLE), *played, "--json", code=0)
    return folder, data(folder, "persona", "interview", *PEOPLE, "--runs", "3")


def test_self_and_seen_with_intervals(held: tuple[Path, Any]) -> None:
    _, found = held
    (inventory,) = found["instruments"]
    assert [profile["persona"] for profile in inventory["profiles"]] == list(PEOPLE)
    for profile in inventory["profiles"]:
        assert [line["axis"]["id"] for line in profile["lines"]] == ["E", "A", "C", "N", "O"]
        for line in profile["lines"]:
            for side in ("own", "seen", "after"):
                assert line[side]["n"] == 3
                assert line[side]["low"] <= line[side]["mean"] <= line[side]["high"]
    levels = {
        p["name"]: {line["axis"]["id"]: line["own"]["mean"] for line in p["lines"]} for p in inventory["profiles"]
    }
    assert levels["Marcus Bell"]["E"] > levels["Ines Varga"]["E"]


def test_the_store_has_all_of_it(held: tuple[Path, Any]) -> None:
    folder, found = held
    with duckdb.connect(str(folder / "arena.duckdb"), read_only=True) as connection:
        one = "SELECT source, json_array_length(heard), ended_at IS NOT NULL FROM interviews WHERE run_id = ?"
        ((source, n_heard, ended),) = connection.execute(one, [found["id"]]).fetchall()
        count = "SELECT count(*), count(DISTINCT prompt_sha256) FROM interview_responses WHERE run_id = ?"
        ((n, n_prompts),) = connection.execute(count, [found["id"]]).fetchall()
        mean = """SELECT mean FROM interview_scores
        WHERE run_id = ? AND persona = 'ines-varga' AND view = 'seen' AND scale = 'N'"""
        ((shown,),) = connection.execute(mean, [found["id"]]).fetchall()
    assert (source, ended, n_heard > 0) == (found["source"], True, True)
    assert (n, n_prompts) == (3 * 3 * 3 * 20, 2)  # people, views and occasions, administrations, statements
    lines = found["instruments"][0]["profiles"][0]["lines"]
    assert next(line["seen"]["mean"] for line in lines if line["axis"]["id"] == "N") == pytest.approx(shown)


def test_it_is_drawn(held: tuple[Path, Any]) -> None:
    folder, _ = held
    shown = arena(folder, "persona", "interview", "--show", "latest").stdout
    for part in (
        "Ines Varga · Mini-IPIP",
        "◆",
        "●",
        "○",
        "authored against measured, over 3 people",
        "desirability tilt",
    ):
        assert part in shown


def test_a_stranger_never_reads_a_name(held: tuple[Path, Any]) -> None:
    folder, found = held
    first = (folder / "runs" / "interviews" / found["id"] / "journal.jsonl").read_text("utf-8").splitlines()[0]
    heard = json.loads(first)["interview"]["heard"]
    assert heard
    assert [one for one in heard if "Varga" in json.dumps(one["talk"])] == []


def test_an_interview_is_not_a_run(held: tuple[Path, Any]) -> None:
    folder, found = held
    assert found["id"] not in arena(folder, "runs").stdout


def test_one_that_was_interrupted_asks_nothing_twice(held: tuple[Path, Any], tmp_path: Path) -> None:
    folder, found = held
    shutil.copytree(folder / "runs", tmp_path / "runs")
    journal = tmp_path / "runs" / "interviews" / found["id"] / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    cut = len(lines) // 2
    journal.write_bytes(b"".join(lines[:cut]) + lines[cut][:40])  # torn in the middle of a line
    again = data(tmp_path, "persona", "interview", "--go-on", "latest")
    assert again["instruments"] == found["instruments"]
    calls = [json.loads(line) for line in journal.read_bytes().splitlines()]
    asked = [(c["match"], c["request"], c["occurrence"]) for c in calls if c["type"] == "call_made"]
    assert len(asked) == len(set(asked)) == 3 * 3 * 3


def test_wrong_use_is_explained(tmp_path: Path) -> None:
    assert "nobody" in arena(tmp_path, "persona", "interview", "nobody", code=2).stderr
    assert "--show" in arena(tmp_path, "persona", "interview", code=2).stderr
    assert "mini-ipip" in arena(tmp_path, "persona", "interview", "ines-varga", "--instrument", "mini", code=2).stderr
    assert "there is no interview" in arena(tmp_path, "persona", "interview", "--show", "latest", code=2).stderr


def test_without_a_run_no_stranger_is_asked(tmp_path: Path) -> None:
    done = arena(tmp_path, "persona", "interview", "ines-varga", "--runs", "1", "--instrument", "ipip-ipc")
    assert "no stranger can be asked" in done.stderr
    assert "Dominance" in done.stdout
