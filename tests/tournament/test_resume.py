"""Kill -9 at any moment, resume, and nothing differs but the clock; nothing journalled is paid twice."""

import asyncio
import json
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from arena.tournament import resume
from tests.nursery import run
from tests.tournament.killing import comparable

pytestmark = pytest.mark.xdist_group("resume")  # one undisturbed run for all of them

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
    done = run(PLAY, [mode, str(folder), str(kill_after)], folder)
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Played in a process that has its own hash seed, so that nothing may hang on the order of a set."""
    folder = tmp_path_factory.mktemp("undisturbed")
    (folder / "spec.yaml").write_text(SPEC)
    subprocess.run([sys.executable, "-c", PLAY, "start", str(folder), "0"], cwd=folder, check=True)
    return folder, comparable(folder)


def journal_lines(folder: Path) -> list[dict[str, Any]]:
    (path,) = (folder / "runs").glob("*/journal.jsonl")
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.62, 0.97])
def test_killed_and_resumed_equals_undisturbed(undisturbed: tuple[Path, str], tmp_path: Path, share: float) -> None:
    whole = len(journal_lines(undisturbed[0]))
    folder = tmp_path / "killed"
    assert play(folder, "start", max(2, int(whole * share))) == -signal.SIGKILL
    assert play(folder, "resume") == 0
    assert comparable(folder) == undisturbed[1]
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
    assert comparable(folder) == undisturbed[1]


def test_a_finished_run_resumes_to_itself(undisturbed: tuple[Path, str]) -> None:
    folder, before = undisturbed
    assert play(folder, "resume") == 0
    assert comparable(folder) == before


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


def damaged(folder: Path, wanted: str, nth: int, keep: int) -> str:
    """Spoil the nth line of a kind, leaving its first `keep` bytes; the match it was of."""
    (path,) = (folder / "runs").glob("*/journal.jsonl")
    lines = path.read_bytes().splitlines(keepends=True)
    places = [i for i, line in enumerate(lines) if json.loads(line)["type"] == wanted]
    event = json.loads(lines[places[nth]])
    lines[places[nth]] = lines[places[nth]][:keep].ljust(len(lines[places[nth]]) - 1, b"\xff") + b"\n"
    path.write_bytes(b"".join(lines))
    return str(event.get("match", ""))


def go_on(folder: Path) -> None:
    async def to_the_end() -> None:
        async for _ in resume("latest", folder / "runs", folder / "arena.duckdb").play():
            pass

    asyncio.run(to_the_end())


def attempts(folder: Path) -> set[int]:
    return {event["attempt"] for event in _readable(folder) if "attempt" in event}


def _readable(folder: Path) -> list[dict[str, Any]]:
    (path,) = (folder / "runs").glob("*/journal.jsonl")
    return [json.loads(line) for line in path.read_bytes().splitlines() if b"\xff" not in line]


@pytest.mark.parametrize(
    ("wanted", "nth", "keep"),
    [
        ("turn_spoken", 7, 120),
        ("call_made", 9, 200),
        ("call_made", 20, 0),
        ("verdict_given", 30, 10),
        ("match_started", 2, 0),
        ("match_ended", 1, 0),
        ("session_ended", 3, 90),
        ("prompt_used", 1, 40),
        ("run_started", 0, 30),
        ("run_ended", 0, 0),
    ],
)
def test_a_damaged_line_costs_its_match_a_replay(
    undisturbed: tuple[Path, str], tmp_path: Path, wanted: str, nth: int, keep: int
) -> None:
    """Whatever the line was, a resume mends the tables, in the same attempt, and asks only for what the line held."""
    folder = tmp_path / "damaged"
    shutil.copytree(undisturbed[0], folder)
    (folder / "arena.duckdb").unlink()
    before = len([e for e in _readable(folder) if e["type"] == "call_made"])
    match = damaged(folder, wanted, nth, keep)
    go_on(folder)
    restored = comparable(folder).replace(str(undisturbed[0]), "FOLDER")
    assert restored == undisturbed[1]
    assert attempts(folder) == {1}
    readable = _readable(folder)
    assert len([e for e in readable if e["type"] == "call_made"]) == before
    again = [e["match"] for e in readable if e["type"] == "match_started"]
    if keep >= 100:
        assert Counter(again)[match] == 2  # it alone
        assert len(again) == 5
    go_on(folder)  # and once is enough
    assert len([e for e in _readable(folder) if e["type"] == "match_started"]) == len(again)
