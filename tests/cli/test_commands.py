"""The commands as a person types them, each in a process of its own, in an empty folder."""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from arena.cli._app import app
from tests.nursery import ARENA, arena, data, run

SMALL = ["--personas", "ines-varga,aiko-tanaka", "--scenarios", "smaller-flat", "--contestants", "plain,oversharer"]
ENV = {**{k: v for k, v in os.environ.items() if not k.endswith("_API_KEY")}, "COLUMNS": "200"}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("played")
    arena(folder, "tournament", *SMALL)
    return folder


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, inner in getattr(command, "commands", {}).items():
        yield from commands(inner, (*path, name))


def test_every_command_can_say_what_it_does() -> None:
    for path in commands(get_command(app)):
        said = CliRunner().invoke(app, [*path, "--help"], catch_exceptions=False)
        assert said.exit_code == 0 and "Usage:" in said.output, path


def test_the_tree_of_commands_loads_nothing_that_only_a_command_needs() -> None:
    heavy = {"pydantic", "asyncio", "rich", "yaml", "jinja2", "duckdb", "langgraph", "litellm", "textual", "altair"}
    code = f"import sys, arena.cli; print(*sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], env=ENV, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_tournament_ends_in_a_leaderboard(played: Path) -> None:
    done = arena(played, "leaderboard")
    for expected in ("oversharer", "plain", "likability", "approximate", "violation@n"):
        assert expected in done.stdout


def test_leaderboard_as_json(played: Path) -> None:
    rows = data(played, "leaderboard")["leaderboard"]
    assert [row["contestant"] for row in rows] == [row["contestant"] for row in sorted(rows, key=lambda r: r["rank"])]
    assert all(row["likability"]["n"] == 2 for row in rows)


def test_one_measure(played: Path) -> None:
    assert {row["contestant"] for row in data(played, "leaderboard", "--measure", "privacy.violation")} == {
        "plain",
        "oversharer",
    }
    said = arena(played, "leaderboard", "--measure", "privacy.violatoin", code=2)
    assert "privacy.violation" in said.stderr


def test_runs_and_matches_and_a_match(played: Path) -> None:
    (run,) = data(played, "runs")
    assert run["n_completed"] == run["n_planned"] == 4
    matches = data(played, "show", run["run_id"])
    assert {m["status"] for m in matches} == {"completed"}
    match = data(played, "show", "latest", matches[0]["match"][:10])
    turns = [turn for session in match["sessions"] for turn in session["turns"]]
    assert len(turns) == matches[0]["n_turns"]
    text = arena(played, "show", "latest", matches[0]["match"][:10]).stdout
    assert turns[0]["text"].split()[0] in text


def test_what_a_contestant_knows_and_what_changed(played: Path) -> None:
    plain, oversharer = (
        next(m["match"][:10] for m in data(played, "show", "latest") if m["contestant"] == name)
        for name in ("plain", "oversharer")
    )
    assert "kept: nothing" in arena(played, "show", "latest", plain, "--memory").stdout
    assert "new, 0 gone):" in arena(played, "show", "latest", oversharer, "--memory").stdout
    sessions = data(played, "show", "latest", oversharer, "--memory")["sessions"]
    before = ""
    for session in sessions:
        changed = session["memory_changes"]
        assert [c["text"] for c in changed if c["change"] != "dropped"] == session["memory"].splitlines()
        assert [c["text"] for c in changed if c["change"] != "added"] == before.splitlines()
        before = session["memory"]
    assert sessions[1]["memory_changes"][-1]["change"] == "added"
    assert "MATCH" in arena(played, "show", "latest", "--memory", code=2).stderr


def test_every_table_prints_json(played: Path) -> None:
    for args in (["persona", "list"], ["scenario", "list"], ["persona", "show", "ines-varga"], ["doctor"]):
        assert data(played, *args)


def test_play_streams_one_match(played: Path) -> None:
    done = arena(played, "play", "ines-varga", "smaller-flat", "notebook", "--sessions", "1")
    assert "session 1 · budget" in done.stdout
    assert "likability" in done.stdout
    done = arena(played, "play", "ines-varga", "smaller-flat", "plain", "--sessions", "1", "--json")
    lines = done.stdout.splitlines()
    assert json.loads(lines[0])["type"] == "run_started"
    assert json.loads(lines[-1])["type"] == "run_ended"


def test_a_lost_database_is_rebuilt_from_the_journal(played: Path, tmp_path: Path) -> None:
    run = data(played, "runs")[-1]["run_id"]
    before = data(played, "leaderboard", run)
    arena(tmp_path, "ingest", run, "--runs-dir", str(played / "runs"))
    assert data(tmp_path, "leaderboard", run) == before


def test_a_damaged_line_is_reported_and_stepped_over(played: Path, tmp_path: Path) -> None:
    run = data(played, "runs")[-1]["run_id"]
    lines = (played / "runs" / run / "journal.jsonl").read_bytes().splitlines(keepends=True)
    lines[40] = lines[40][:30] + b"\xff\xfe" + lines[40][32:]
    folder = tmp_path / "runs" / run
    folder.mkdir(parents=True)
    (folder / "journal.jsonl").write_bytes(b"".join(lines))
    said = arena(tmp_path, "ingest", run)
    assert "journal.jsonl:41" in said.stderr


def test_a_corrupt_database_says_what_to_do(played: Path, tmp_path: Path) -> None:
    (tmp_path / "arena.duckdb").write_bytes(b"this is not a database" * 100)
    said = arena(tmp_path, "leaderboard", code=5)
    assert "arena ingest" in said.stderr


def test_a_locked_database_does_not_stop_the_run(tmp_path: Path) -> None:
    hold = "import duckdb, sys; c = duckdb.connect('arena.duckdb'); print('held', flush=True); sys.stdin.read()"
    impatient = "from arena.store import Store; Store.__init__.__defaults__ = (0.1,)\n" + ARENA
    with subprocess.Popen(
        [sys.executable, "-c", hold], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == "held"
        said = run(impatient, ["tournament", *SMALL, "--sessions", "1"], tmp_path)
        assert said.returncode == 5, said.stderr
        assert "arena ingest" in said.stderr
        holder.communicate("")
    arena(tmp_path, "ingest", "latest")
    assert data(tmp_path, "leaderboard")["leaderboard"]


def test_another_program_can_read_while_nobody_writes(played: Path) -> None:
    with duckdb.connect(str(played / "arena.duckdb"), read_only=True) as db:
        assert db.execute("SELECT count(*) FROM leaderboard").fetchone() is not None


def test_ctrl_c_flushes_and_says_how_to_resume(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "arena", "tournament", *SMALL, "--sessions", "1", "--no-judge", "--seeds", "200"]
    with subprocess.Popen(command, cwd=tmp_path, env=ENV, stderr=subprocess.PIPE, text=True) as process:
        while True:  # until a few matches are over
            ended = sum(p.read_text().count('"match_ended"') for p in (tmp_path / "runs").glob("*/journal.jsonl"))
            if ended >= 3 or process.poll() is not None:
                break
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert "arena tournament --resume" in " ".join(said.split())


def test_a_full_disk_stops_the_run_and_it_goes_on_when_there_is_room_again(tmp_path: Path) -> None:
    """A limit on file size stands in for the disk: the write that crosses it fails, half a line may be there."""

    def full_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, resource.RLIM_INFINITY))

    command = [sys.executable, "-m", "arena", "tournament", *SMALL]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=ENV,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=full_disk,  # one thread here
    )
    assert done.returncode == 6, done.stderr
    assert "Traceback" not in done.stderr
    assert "--resume" in " ".join(done.stderr.split())
    for database in tmp_path.glob("arena.duckdb*"):
        database.unlink()  # it was cut off too; the journal has everything
    arena(tmp_path, "tournament", "--resume", "latest")
    assert {row["n_completed"] for row in data(tmp_path, "leaderboard")["leaderboard"]} == {2}


def test_spec_file_is_stored_as_the_effective_one(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(
        "personas: [ines-varga]\nscenarios: [smaller-flat]\ncontestants: ['window?turns=4']\nsessions: 1\n"
        "models: {user: {temperature: 0.3}}\n"
    )
    arena(tmp_path, "tournament", "spec.yaml", "--contestants", "plain")
    (path,) = (tmp_path / "runs").glob("*/journal.jsonl")
    spec = json.loads(path.read_text().splitlines()[0])["run"]["spec"]
    assert spec["contestants"] == ["plain"]
    assert spec["models"]["user"]["temperature"] == 0.3


def test_escape_sequences_are_shown_harmless(played: Path, tmp_path: Path) -> None:
    run = data(played, "runs")[-1]["run_id"]
    folder = tmp_path / "runs" / run
    folder.mkdir(parents=True)
    lines = (played / "runs" / run / "journal.jsonl").read_text().splitlines()
    changed = [json.loads(line) for line in lines]
    spoken = next(e for e in changed if e["type"] == "turn_spoken" and e["turn"]["speaker"] == "assistant")
    spoken["turn"]["text"] = "\x1b[2J\x1b]0;owned\x07[bold red]x[/] \u202edesrever"
    (folder / "journal.jsonl").write_text("\n".join(json.dumps(e) for e in changed) + "\n")
    arena(tmp_path, "ingest", run)
    shown = arena(tmp_path, "show", run, spoken["match"]).stdout
    assert "\x1b[2J" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "[bold red]x[/]" in shown
