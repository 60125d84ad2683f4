"""What an exchange (a user turn and its reply: two calls) costs `arena` against an OpenAI-compatible endpoint.

    python benchmarks/exchange.py cpu [MATCHES]        CPU per exchange, an endpoint that answers at once
    python benchmarks/exchange.py wall [MATCHES]       wall time beside the critical path, an endpoint of one second
    python benchmarks/exchange.py long [MATCHES]       the same for a run of several minutes, 64 matches at once
    python benchmarks/exchange.py memory               resident memory after 100, 200, ... 2,000 matches

`--uvloop` before the measure takes the event loop of that package, where it is installed.

Person engine, LangGraph, metering, journal and database are included, judges are not. CPU is this process's own, the
endpoint is another one; the first matches warm everything up and are not counted.
"""

from __future__ import annotations

import time

BEGAN = time.perf_counter()

import asyncio
import json
import os
import resource
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from arena.journal import Journal
from arena.schema.event import CallMade, MatchEnded, MatchStarted, TurnSpoken
from arena.schema.run import DEFAULT_PERSONAS, Models, ModelSpec, RunSpec
from arena.store import Store
from arena.tournament import Run, start
from benchmarks.endpoint import serving

IMPORTED = time.perf_counter() - BEGAN
PEOPLE = (*DEFAULT_PERSONAS, "sofia-lindqvist", "tobi-adeyemi")
LOOP: Any = None
"""What makes an event loop; the standard library's where there is nothing here."""


@dataclass
class Mark:
    """Where a run stands: exchanges and matches so far, CPU and wall seconds, resident megabytes."""

    exchanges: int
    matches: int
    cpu: float
    wall: float
    resident: float


@dataclass
class Course:
    """A run that was played, with a mark after every match, and how long the longest match took."""

    marks: list[Mark] = field(default_factory=list)
    began: dict[str, float] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    calls: Counter[str] = field(default_factory=Counter)
    """Match -> its calls, which wait for each other."""
    first: float = 0.0


def _mark(exchanges: int, matches: int) -> Mark:
    return Mark(exchanges, matches, time.process_time(), time.perf_counter(), _resident_mb())


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def spec_for(url: str, folder: Path, matches: int, concurrency: int, sessions: int) -> RunSpec:
    """So many matches, sixteen for each seed, no judges."""
    model = ModelSpec(id="openai/mock", api_base=url, timeout_s=60)
    return RunSpec(
        personas=PEOPLE,
        contestants=("plain",),
        seeds=max(1, -(-matches // (2 * len(PEOPLE)))),
        sessions=sessions,
        models=Models(user=model, contestant=model, judge=model),
        concurrency=concurrency,
        judge=False,
        probes=False,
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
    )


async def course_of(run: Run) -> Course:
    course, turns, ended = Course(marks=[_mark(0, 0)]), 0, 0
    async for said in run.play():
        turns += isinstance(said, TurnSpoken) and said.turn.speaker == "assistant"
        if isinstance(said, CallMade):
            course.calls[said.match] += 1
            course.first = course.first or time.perf_counter()
        if isinstance(said, MatchStarted):
            course.began[said.match] = time.perf_counter()
        if isinstance(said, MatchEnded):
            ended += 1
            if said.outcome == "failed":
                raise SystemExit(said.reason)
            course.took[said.match] = time.perf_counter() - course.began.get(said.match, time.perf_counter())
            course.marks.append(_mark(turns, ended))
    return course


def _timed(spent: dict[str, float], owner: type, name: str, label: str) -> None:
    """Add up the seconds that a method takes."""
    method = getattr(owner, name)
    spent[label] = spent[f"{label}, CPU of its thread"] = 0.0

    def timed(*args: Any) -> Any:
        began, cpu = time.perf_counter(), time.thread_time()
        try:
            return method(*args)
        finally:
            spent[label] += time.perf_counter() - began
            spent[f"{label}, CPU of its thread"] += time.thread_time() - cpu

    setattr(owner, name, timed)


def play(matches: int, concurrency: int, latency_s: float, sessions: int = 1) -> Course:
    with tempfile.TemporaryDirectory() as name, serving(latency_s) as url:
        run = start(spec_for(url, Path(name), matches, concurrency, sessions))
        with asyncio.Runner(loop_factory=LOOP) as runner:
            return runner.run(course_of(run))


def cpu(matches: int) -> dict[str, float]:
    """CPU for an exchange, after a quarter of the matches."""
    course = play(matches, 8, 0.0)
    warm, last = course.marks[len(course.marks) // 4], course.marks[-1]
    n = last.exchanges - warm.exchanges
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    cpu_ms, wall_ms = (1000 * taken / n for taken in (last.cpu - warm.cpu, last.wall - warm.wall))
    print(f"{n} exchanges, {cpu_ms:.2f} ms of CPU each, {peak:.0f} MB at the most")
    return {"exchanges": n, "cpu_ms": cpu_ms, "wall_ms": wall_ms, "import_s": IMPORTED, "mb": peak}


def wall(matches: int) -> None:
    """The critical path is the longest match: its calls one after another, each of one second.

    Beside it the seconds in the journal, and in bringing the database up to it (in a thread of its own), and of CPU in
    each. On a busy machine the first are mostly waiting for a processor; DuckDB's own threads are not in the second.
    """
    course, spent = _spending(matches, matches)
    took = course.marks[-1].wall - course.marks[0].wall
    path = max(course.calls.values()) * 1.0
    print(f"first answer after {course.first - course.marks[0].wall:.2f} s")
    print(f"{len(course.took)} matches at once: {took:.2f} s, critical path {path:.0f} s, {took / path:.3f} times")
    _print_shares(course, spent)


def long(matches: int) -> None:
    """As `wall`, for more matches than fit at once: no run is shorter than its calls in 64 equally long queues."""
    course, spent = _spending(matches, 64)
    took = course.marks[-1].wall - course.marks[0].wall
    path = sum(course.calls.values()) * 1.0 / 64
    print(f"{len(course.took)} matches, 64 at once: {took:.2f} s, in such queues {path:.1f} s, {took / path:.3f} times")
    _print_shares(course, spent)


def _spending(matches: int, concurrency: int) -> tuple[Course, dict[str, float]]:
    spent: dict[str, float] = {}
    _timed(spent, Journal, "append", "journal")
    _timed(spent, Store, "ingest", "ingest")
    return play(matches, concurrency, 1.0, sessions=3), spent


def _print_shares(course: Course, spent: dict[str, float]) -> None:
    took = course.marks[-1].wall - course.marks[0].wall
    cpu_s = course.marks[-1].cpu - course.marks[0].cpu
    print(f"CPU {cpu_s:.2f} s, {1000 * cpu_s / course.marks[-1].exchanges:.2f} ms an exchange, warming up included")
    for name, seconds in spent.items():
        print(f"{name}: {seconds:.3f} s, {100 * seconds / took:.2f} % of wall time")


def memory(matches: int) -> None:
    course = play(matches, 16, 0.0)
    for mark in course.marks:
        if mark.matches and (mark.matches % 200 == 0 or mark.matches == 100):
            print(f"{mark.matches:6d} matches {mark.resident:8.1f} MB")


if __name__ == "__main__":
    if "--uvloop" in sys.argv:
        sys.argv.remove("--uvloop")
        import uvloop

        LOOP = uvloop.new_event_loop
    kind = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    given = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    if kind == "json":
        print("RESULT " + json.dumps(cpu(given or 96)))
        sys.exit()
    measures = {"cpu": (cpu, 96), "wall": (wall, 64), "long": (long, 512), "memory": (memory, 2000)}
    measure, usual = measures[kind]
    measure(given or usual)
