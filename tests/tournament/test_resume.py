"""Kill -9 at any moment, resume, and nothing differs but the clock; nothing journalled is paid twice."""

import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

SPEC = """\
personas: [ines-varga, marcus-bell]
scenarios: [smaller-flat]
contestants: [notebook, oversharer]
sessions: 2
concurrency: 4
"""

PLAY = """
import asyncio, os, signal, sys
from pathlib import Path
import arena.journal._write as w
from arena.schema.event import EVENT
from arena.tournament import read_spec, override, start, resume

mode, folder, events = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
append, count = w.Journal.append, 0

def counted(self, event):
    global count
    append(self, event)
    count += 1
    if events and count == events:
        os.kill(os.getpid(), signal.SIGKILL)

w.Journal.append = counted
places = dict(runs_dir=str(folder / "runs"), db=str(folder / "arena.duckdb"))
if mode == "start":
    run = start(override(read_spec(folder / "spec.yaml"), **places))
else:
    run = resume("latest", folder / "runs", folder / "arena.duckdb")

async def go():
    async for _ in run.play():
        pass

asyncio.run(go())
"""


def play(folder: Path, mode: str, kill_after: int = 0, spec: str = SPEC) -> int:
    folder.mkdir(exist_ok=True)
    (folder / "spec.yaml").write_text(spec)
    command = [sys.executable, "-c", PLAY, mode, str(folder), str(kill_after)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode


def tables(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table without run ids, wall-clock and attempt columns, rows sorted."""
    with duckdb.connect(str(folder / "arena.duckdb"), read_only=True) as db:
        names = [row[0] for row in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        found = {}
        for name in sorted(set(names) - {"ingested", "migrations"}):
            described = db.execute(f"SELECT * FROM {name} LIMIT 0").description
            kept = [
                c[0] for c in described if not c[0].endswith(("_at", "latency_s")) and c[0] not in {"run_id", "attempt"}
            ]
            columns = ", ".join(f'"{c}"' for c in kept)
            found[name] = sorted(db.execute(f"SELECT {columns} FROM {name}").fetchall(), key=repr)
        return found


def comparable(found: dict[str, list[tuple[Any, ...]]], folder: Path) -> str:
    return repr(found).replace(str(folder), "FOLDER")


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("undisturbed")
    assert play(folder, "start") == 0
    return folder, comparable(tables(folder), folder)


def journal_lines(folder: Path) -> list[dict[str, Any]]:
    (path,) = (folder / "runs").glob("*/journal.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.62, 0.97])
def test_killed_and_resumed_equals_undisturbed(undisturbed: tuple[Path, str], tmp_path: Path, share: float) -> None:
    whole = len(journal_lines(undisturbed[0]))
    folder = tmp_path / "killed"
    assert play(folder, "start", max(2, int(whole * share))) == -signal.SIGKILL
    assert play(folder, "resume") == 0
    assert comparable(tables(folder), folder) == undisturbed[1]
    calls = Counter(
        (e["match"], e["attempt"], e["party"], e["request"], e["occurrence"])
        for e in journal_lines(folder)
        if e["type"] == "call_made"
    )
    assert set(calls.values()) == {1}


def test_killed_twice_and_in_the_middle_of_a_line(undisturbed: tuple[Path, str], tmp_path: Path) -> None:
    folder = tmp_path / "twice"
    play(folder, "start", 60)
    (journal,) = (folder / "runs").glob("*/journal.jsonl")
    journal.write_bytes(journal.read_bytes()[:-37])
    play(folder, "resume", 80)
    assert play(folder, "resume") == 0
    assert comparable(tables(folder), folder) == undisturbed[1]


def test_a_finished_run_resumes_to_itself(undisturbed: tuple[Path, str]) -> None:
    folder, before = undisturbed
    assert play(folder, "resume") == 0
    assert comparable(tables(folder), folder) == before


def test_another_wording_starts_the_match_again_as_a_new_attempt(tmp_path: Path) -> None:
    """A record whose requests no longer agree is not mixed with new answers."""
    folder = tmp_path / "reworded"
    play(folder, "start", 120)
    (path,) = (folder / "runs").glob("*/journal.jsonl")
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    contestant_calls = [e for e in lines if e["type"] == "call_made" and e["party"] == "contestant"]
    contestant_calls[0]["request"] = "0" * 64
    path.write_text("".join(json.dumps(e) + "\n" for e in lines))
    assert play(folder, "resume") == 0
    with duckdb.connect(str(folder / "arena.duckdb"), read_only=True) as db:
        attempts = dict(db.execute("SELECT match, attempt FROM matches").fetchall())
        assert attempts[contestant_calls[0]["match"]] == 2
        turns = db.execute(
            "SELECT DISTINCT attempt FROM turns WHERE match = ?", [contestant_calls[0]["match"]]
        ).fetchall()
        assert turns == [(2,)]
