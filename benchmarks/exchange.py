"""What an exchange (a user turn and its reply: two calls) costs `arena` against an OpenAI-compatible endpoint.

    python benchmarks/exchange.py cpu [MATCHES]        CPU per exchange, an endpoint that answers at once
    python benchmarks/exchange.py wall [MATCHES]       wall time beside the critical path, an endpoint of one second
    python benchmarks/exchange.py memory               resident memory after 100, 200, ... 2,000 matches

Person engine, LangGraph, metering, journal and database are included, judges are not. CPU is this process's own, the
endpoint is another one; the first matches warm everything up and are not counted.
"""

from __future__ import annotations

import asyncio
import os
import resource
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from arena.schema.event import MatchEnded, MatchStarted, TurnSpoken  # noqa: E402
from arena.schema.run import Models, ModelSpec, RunSpec  # noqa: E402
from arena.tournament import Run, start  # noqa: E402
from benchmarks.endpoint import serving  # noqa: E402


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
    calls: int = 0


def _mark(exchanges: int, matches: int) -> Mark:
    return Mark(exchanges, matches, time.process_time(), time.perf_counter(), _resident_mb())


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def spec_for(url: str, folder: Path, matches: int, concurrency: int) -> RunSpec:
    """So many matches of the default people, one session each, no judges."""
    model = ModelSpec(id="openai/mock", api_base=url, timeout_s=60)
    return RunSpec(
        contestants=("plain",),
        seeds=max(1, -(-matches // 12)),
        sessions=1,
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
        if isinstance(said, MatchStarted):
            course.began[said.match] = time.perf_counter()
        if isinstance(said, MatchEnded):
            ended += 1
            if said.outcome == "failed":
                raise SystemExit(said.reason)
            course.took[said.match] = time.perf_counter() - course.began.get(said.match, time.perf_counter())
            course.marks.append(_mark(turns, ended))
    return course


def play(matches: int, concurrency: int, latency_s: float) -> Course:
    with tempfile.TemporaryDirectory() as name, serving(latency_s) as url:
        return asyncio.run(course_of(start(spec_for(url, Path(name), matches, concurrency))))


def cpu(matches: int) -> None:
    course = play(matches, 8, 0.0)
    warm, last = course.marks[len(course.marks) // 4], course.marks[-1]
    n = last.exchanges - warm.exchanges
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{n} exchanges, {1000 * (last.cpu - warm.cpu) / n:.2f} ms of CPU each, {peak:.0f} MB at the most")


if __name__ == "__main__":
    kind = sys.argv[1] if len(sys.argv) > 1 else "cpu"
    given = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    {"cpu": lambda: cpu(given or 96)}[kind]()
