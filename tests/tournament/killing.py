"""One tournament that is killed again and again: at random places, each time with SIGKILL, then resumed.

The player is forked from a process that has everything imported, so that a life costs no imports. It dies

- `after` a call is in the journal, `instead` of writing it, or in the middle of its line (`torn`);
- at some `later` event; in the middle of a database transaction (`ingest`);
- while the endpoint is answering (`request`), when the endpoint says so.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

from benchmarks.endpoint import answer
from tests.model_server import ModelServer

ROOT = Path(__file__).resolve().parents[2]
WAYS = ("after", "instead", "torn", "request", "later", "ingest")
"""The last two come when they come: they are left for the first half, or the run might be over before."""
CONCURRENCY = 3
_OVERDUE = 40
"""Calls after which a transaction that does not come is waited for no longer: on a busy machine the run might end."""

SPEC = """\
personas: [ines-varga, marcus-bell]
scenarios: [smaller-flat]
contestants: [notebook, plain]
sessions: 1
seeds: {seeds}
concurrency: {concurrency}
models:
  user: {{id: openai/mock, api_base: "{url}", timeout_s: 30}}
  contestant: {{id: openai/mock, api_base: "{url}", timeout_s: 30}}
  judge: {{id: openai/mock, api_base: "{url}", timeout_s: 30}}
"""


@dataclass(frozen=True)
class Death:
    """How a life ends: so many new calls are journalled, then this happens, perhaps so many events later."""

    way: str
    calls: int
    events: int = 0

    def __str__(self) -> str:
        return f"{self.way} {self.calls} {self.events}"


@dataclass
class Life:
    """What one life did: calls it sent and calls that reached the journal."""

    sent: int
    journalled: int
    under_way: int
    """Calls that had begun and were not in the journal when it ended."""


@dataclass
class Story:
    """A tournament from its first to its last life."""

    folder: Path
    lives: list[Life] = field(default_factory=list)
    deaths: Counter[str] = field(default_factory=Counter)


# The side that plays -------------------------------------------------------------------------------------------------


def nursery() -> None:
    """Read `start|resume FOLDER WAY CALLS EVENTS` lines; fork a player for each and say how it ended."""
    from langgraph.graph import StateGraph  # noqa: F401

    import arena.tournament._run as running
    from arena.models.prices import price_of
    from arena.models.remote import RemoteBackend  # noqa: F401

    price_of("openai/gpt-4o-mini")
    running._INGEST_EVERY_S, running._INGEST_SHARE = 0.05, 1.0
    while line := sys.stdin.readline():
        mode, folder, *death = line.split()
        wait, go = os.pipe()
        child = os.fork()
        if child == 0:
            os.read(wait, 1)  # until whoever may have to kill it knows its number
            _live(mode, Path(folder), Death(death[0], int(death[1]), int(death[2])))
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        sys.stdin.readline()
        os.write(go, b".")
        os.close(wait)
        os.close(go)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _live(mode: str, folder: Path, death: Death) -> None:
    """Play in the forked process; it never returns."""
    from arena.tournament import override, read_spec, resume, start

    _plan(death)
    _count(folder)
    try:
        if mode == "start":
            places = {"runs_dir": str(folder / "runs"), "db": str(folder / "arena.duckdb")}
            run = start(override(read_spec(folder / "spec.yaml"), **places))
        else:
            run = resume("latest", folder / "runs", folder / "arena.duckdb")

        async def play() -> None:
            async for _ in run.play():
                pass

        asyncio.run(play())
    except BaseException:  # noqa: BLE001  # whatever it is, it must not go on in the nursery's place
        import traceback

        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def _plan(death: Death) -> None:
    import arena.journal._write as writing
    import arena.store._ingest as ingesting

    append, write = writing.Journal.append, ingesting._write
    calls = events = 0

    def die() -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def appended(self: Any, event: Any) -> None:
        nonlocal calls, events
        calls += event.type == "call_made"
        events += calls >= death.calls
        due = calls == death.calls and event.type == "call_made"
        if due and death.way == "instead":
            die()
        if due and death.way == "torn":
            line = writing.as_line(event)
            os.write(self._file.fileno(), line[: len(line) * 2 // 3])
            die()
        append(self, event)
        overdue = death.way == "ingest" and calls >= death.calls + _OVERDUE
        if (due and death.way == "after") or (death.way == "later" and events > death.events) or overdue:
            die()

    def wrote(connection: Any, run_id: str, fold: Any) -> None:
        write(connection, run_id, fold)
        if death.way == "ingest" and calls >= death.calls:
            die()

    writing.Journal.append = appended  # type: ignore[method-assign]
    ingesting._write = wrote


def _count(folder: Path) -> None:
    """Keep the number of calls under way in a file, which outlives a SIGKILL."""
    import arena.journal._write as writing
    from arena.models.remote import RemoteBackend

    answer, append = RemoteBackend.answer, writing.Journal.append
    file, under_way = os.open(folder / "under_way", os.O_RDWR | os.O_CREAT), 0

    def changed(by: int) -> None:
        nonlocal under_way
        under_way += by
        os.pwrite(file, f"{under_way:6d}".encode(), 0)

    async def answered(self: Any, question: Any, request: Any) -> Any:
        changed(1)
        return await answer(self, question, request)

    def appended(self: Any, event: Any) -> None:
        append(self, event)
        changed(-(event.type == "call_made"))

    changed(0)
    RemoteBackend.answer = answered  # type: ignore[method-assign]
    writing.Journal.append = appended  # type: ignore[method-assign]


# The side that watches -----------------------------------------------------------------------------------------------


class Player:
    """The process that forks players, and the endpoint they ask."""

    def __init__(self, server: ModelServer, process: subprocess.Popen[str]) -> None:
        self._server = server
        self._process = process
        self._due = 0
        self._child = 0
        server.responder = self._answer

    def _answer(self, body: dict[str, Any]) -> str:
        self._due -= 1
        if self._due == 0:
            os.kill(self._child, signal.SIGKILL)
        return answer(body)

    def live(self, mode: str, folder: Path, death: Death) -> tuple[int, Life]:
        """One life: how it ended and what it did."""
        sent, journalled = len(self._server.requests), len(calls_in(folder))
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._due = death.calls if death.way == "request" else -1
        self._process.stdin.write(f"{mode} {folder} {death}\n")
        self._process.stdin.flush()
        self._child = int(self._process.stdout.readline())
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        life = Life(self._server.settle() - sent, len(calls_in(folder)) - journalled, _under_way(folder))
        return code, life


@contextmanager
def player(server: ModelServer) -> Iterator[Player]:
    command = [sys.executable, "-c", "from tests.tournament.killing import nursery; nursery()"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Player(server, process)
        assert process.stdin is not None
        process.stdin.close()


def undisturbed(server: ModelServer, who: Player, folder: Path, seeds: int = 1) -> Story:
    """Play it once, to the end."""
    folder.mkdir()
    (folder / "spec.yaml").write_text(
        SPEC.format(url=server.url, concurrency=CONCURRENCY, seeds=seeds), encoding="utf-8"
    )
    code, life = who.live("start", folder, Death("never", 0))
    assert code == 0
    return Story(folder, [life])


def seeds_for(deaths: int) -> int:
    """How large a tournament is that can die so often: some eighty calls a seed."""
    return max(1, deaths // 20)


def killed(server: ModelServer, who: Player, folder: Path, deaths: int, seed: int) -> Story:
    """Play it with so many deaths at random places, then to the end."""
    seeds = seeds_for(deaths)
    whole = undisturbed(server, who, folder.with_name(f"{folder.name}-measure"), seeds).lives[0].journalled
    folder.mkdir()
    (folder / "spec.yaml").write_text(
        SPEC.format(url=server.url, concurrency=CONCURRENCY, seeds=seeds), encoding="utf-8"
    )
    story, chance = Story(folder), random.Random(seed)
    for number in range(deaths):
        left, to_come = whole - len(calls_in(folder)), deaths - number
        ways = WAYS if left > whole / 2 else WAYS[:-2]
        death = Death(chance.choice(ways), chance.randint(1, max(1, left // (to_come + 1))), chance.randrange(6))
        code, life = who.live("start" if not number else "resume", folder, death)
        assert code == -signal.SIGKILL, (number, death, code, left, whole)
        story.lives.append(life)
        story.deaths[death.way] += 1
    code, life = who.live("resume", folder, Death("never", 0))
    assert code == 0
    story.lives.append(life)
    return story


def _under_way(folder: Path) -> int:
    return int((folder / "under_way").read_text(encoding="ascii"))


def calls_in(folder: Path) -> list[dict[str, Any]]:
    """The calls in the journal, the complete lines of it."""
    text = b"".join(path.read_bytes() for path in (folder / "runs").glob("*/journal.jsonl"))
    lines = [line for line in text.splitlines(keepends=True) if line.endswith(b"\n") and b'"call_made"' in line]
    return [json.loads(line) for line in lines]


def call_keys(folder: Path) -> Counter[tuple[Any, ...]]:
    names = ("match", "party", "request", "occurrence")
    return Counter(tuple(call[name] for name in names) for call in calls_in(folder))


def tables(folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every table without run ids, wall-clock and attempt columns, rows sorted."""
    with duckdb.connect(str(folder / "arena.duckdb"), read_only=True) as db:
        names = [row[0] for row in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
        return {name: _rows(db, name) for name in sorted(set(names) - {"ingested", "migrations"})}


def _rows(db: duckdb.DuckDBPyConnection, name: str) -> list[tuple[Any, ...]]:
    described = db.execute(f"SELECT * FROM {name} LIMIT 0").description
    kept = [c[0] for c in described if not c[0].endswith(("_at", "latency_s")) and c[0] not in {"run_id", "attempt"}]
    columns = ", ".join(f'"{c}"' for c in kept)
    return sorted(db.execute(f"SELECT {columns} FROM {name}").fetchall(), key=repr)


def comparable(folder: Path) -> str:
    """The tables as text, wherever they lie."""
    return repr(tables(folder)).replace(str(folder), "FOLDER")
