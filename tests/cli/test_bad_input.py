"""What people get wrong, and what they are told: one message, the fact, the choices, the next step, the exit code."""

import json
import os
import socket
import sys
from pathlib import Path

import pytest

import arena.cli
from arena.tournament import find_run
from tests import nursery


class Said:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, " ".join(err.replace("│", " ").split())


@pytest.fixture
def arena_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for key in [k for k in os.environ if k.endswith("_API_KEY")]:
        monkeypatch.delenv(key)

    def run(*args: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["arena", *args])
        with pytest.raises(SystemExit) as ended:
            arena.cli.main()
        seen = capsys.readouterr()
        assert "Traceback" not in seen.out + seen.err
        return Said(int(ended.value.code or 0), seen.out, seen.err)

    return run


@pytest.mark.parametrize(
    ("args", "nearest"),
    [
        (["--contestants", "notbook"], "notebook"),
        (["--personas", "ines-vargo"], "ines-varga"),
        (["--scenarios", "smaler-flat"], "smaller-flat"),
        (["--contestants", "window?turn=3"], "turns"),
        (["--model", "opnai/gpt-4o"], "openai"),
    ],
)
def test_an_unknown_name_names_the_nearest(arena_says, args, nearest) -> None:  # type: ignore[no-untyped-def]
    said = arena_says("tournament", *args)
    assert said.code == 2
    assert nearest in said.err
    assert "next:" in said.err
    assert not Path("runs").exists()


@pytest.mark.parametrize("kind", ["persona", "scenario", "contestant"])
def test_nobody_named_is_said_with_where_to_look(arena_says, kind: str) -> None:  # type: ignore[no-untyped-def]
    Path("spec.yaml").write_text(f"{kind}s: []\n")
    for args in (["spec.yaml"], [f"--{kind}s", ","]):
        said = arena_says("tournament", *args)
        assert said.code == 2
        assert f"no {kind}s are named" in said.err
        assert f"arena {kind} list" in said.err


def test_all_wrong_names_are_said_in_one_pass(arena_says) -> None:  # type: ignore[no-untyped-def]
    said = arena_says(
        "tournament", "--personas", "ines-vargo,nobody-at-all", "--scenarios", "smaler-flat", "--contestants", "plane"
    )
    assert said.code == 2
    for word in ("ines-varga", "nobody-at-all", "smaller-flat", "plane", "arena persona list"):
        assert word in said.err


def test_no_key_says_which_and_how_to_go_on_without(arena_says) -> None:  # type: ignore[no-untyped-def]
    said = arena_says("tournament", "--model", "openai/gpt-4o-mini")
    assert said.code == 2
    assert "OPENAI_API_KEY" in said.err
    assert "offline" in said.err


def test_every_problem_of_a_spec_in_one_pass(arena_says) -> None:  # type: ignore[no-untyped-def]
    Path("spec.yaml").write_text("contestant: [plain]\nseeds: many\nmodels:\n  user: {temprature: 1}\n")
    said = arena_says("tournament", "spec.yaml")
    assert said.code == 2
    for expected in ("spec.yaml:1:1", "contestants", "spec.yaml:2:8", "spec.yaml:4:10", "temperature"):
        assert expected in said.err


def test_what_is_no_run_is_said_of_the_folder_or_file_itself(arena_says) -> None:  # type: ignore[no-untyped-def]
    Path("empty").mkdir()
    Path("notes.txt").write_text("")
    assert "there is no journal.jsonl in ./empty" in arena_says("judge", "realism", "./empty").err
    assert "./notes.txt is a file, but no run" in arena_says("judge", "realism", "./notes.txt").err
    assert "there is no run 'nobody'" in arena_says("judge", "realism", "nobody").err


def test_a_journal_is_a_name_for_its_run(tmp_path: Path) -> None:
    journal = tmp_path / "20260302-190000-cafe" / "journal.jsonl"
    journal.parent.mkdir()
    journal.write_text("")
    assert find_run(str(journal), tmp_path / "runs").journal == journal
    assert find_run(str(journal.parent), tmp_path / "runs").journal == journal


def test_a_missing_spec(arena_says) -> None:  # type: ignore[no-untyped-def]
    said = arena_says("tournament", "nowhere.yaml")
    assert said.code == 2
    assert "nowhere.yaml" in said.err


def test_an_unknown_run(arena_says) -> None:  # type: ignore[no-untyped-def]
    for command in (["show", "nope"], ["leaderboard", "nope"], ["ingest", "nope"], ["tournament", "--resume", "nope"]):
        said = arena_says(*command)
        assert said.code in {2, 5}, command
        assert "next:" in said.err


def test_nobody_fits(arena_says) -> None:  # type: ignore[no-untyped-def]
    Path("nobody.yaml").write_text(
        "id: nobody\nidentity: {name: No Body}\npreferences:\n  - {id: p1, about: tone, value: calm answers}\n"
    )
    Path("picky.yaml").write_text(
        "id: picky\ntitle: Picky\ndomain: money\ncast: {needs: {facts: [debt]}}\nsessions:\n"
        "  - {id: one, kind: task, need: Wants to plan., asks: [How do I plan?]}\n"
    )
    said = arena_says("tournament", "--personas", "nobody.yaml", "--scenarios", "picky.yaml")
    assert said.code == 2
    assert "debt" in said.err


def test_a_runs_folder_that_cannot_be_written(arena_says) -> None:  # type: ignore[no-untyped-def]
    Path("runs").write_text("a file where a folder should be")
    said = arena_says("tournament")
    assert said.code == 6
    assert "--runs-dir" in said.err


def test_an_endpoint_that_is_down_stops_the_run_resumable(tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "spec.yaml").write_text(
        "personas: [ines-varga]\nscenarios: [smaller-flat]\ncontestants: [plain]\nmodels:\n"
        + "".join(
            f"  {party}: {{id: openai/x, api_base: 'http://127.0.0.1:{port}/v1', max_tries: 2}}\n"
            for party in ("user", "contestant", "judge")
        )
    )
    key = {"OPENAI_API_KEY": "sk-very-secret-key"}
    done = nursery.arena(tmp_path, "tournament", "spec.yaml", code=3, columns=300, env=key)
    assert "arena tournament --resume" in done.stderr
    assert "Traceback" not in done.stderr
    everything = done.stdout + done.stderr + "".join(p.read_text() for p in tmp_path.rglob("*.jsonl"))
    assert "sk-very-secret-key" not in everything
    lines = [json.loads(line) for p in tmp_path.rglob("*.jsonl") for line in p.read_text().splitlines()]
    assert "match_ended" not in {line["type"] for line in lines}


@pytest.mark.parametrize(("db", "why"), [("there", "it is a folder"), ("file.txt/arena.duckdb", "is no folder")])
def test_what_can_never_be_a_database_is_refused_before_a_run(arena_says, tmp_path: Path, db: str, why: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "there").mkdir()
    (tmp_path / "file.txt").touch()
    said = arena_says("tournament", "--db", db)
    assert said.code == 2
    assert why in said.err and "--db FILE" in said.err
    assert not (tmp_path / "runs").exists()


def test_a_folder_that_cannot_hold_runs_is_no_matter_of_space(arena_says, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "file.txt").touch()
    said = arena_says("tournament", "--runs-dir", "file.txt")
    assert said.code == 6
    assert "choose a folder that can be written: --runs-dir DIR" in said.err
