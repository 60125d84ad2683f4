"""What the default offline tournament costs on this machine.

    python benchmarks/offline_run.py [RUNS]

Plays `arena tournament` RUNS times (3 unless given), each in a process and an empty folder of its own, and prints one
line a run: the whole command as a person waits for it, the interpreter's start and all imports included. Rates are
per second of wall time. Other work on the machine makes every number worse: go by the best line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_MB = 1024


class Cost(NamedTuple):
    """Seconds of wall time and of CPU, megabytes at the most, and what was played for it."""

    wall: float
    user: float
    system: float
    memory: int
    played: Counter[str]


def measure() -> Cost:
    """Play once. Raises SystemExit when the command fails."""
    with tempfile.TemporaryDirectory() as name:
        folder, command = Path(name), [sys.executable, "-m", "arena", "tournament"]
        began = time.perf_counter()
        with (folder / "said").open("wb") as said:
            run = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=said)
            _, status, usage = os.wait4(run.pid, 0)
        wall = time.perf_counter() - began
        run.returncode = os.waitstatus_to_exitcode(status)
        if run.returncode:
            raise SystemExit((folder / "said").read_text(encoding="utf-8"))
        return Cost(wall, usage.ru_utime, usage.ru_stime, usage.ru_maxrss // _MB, Counter(_events(folder)))


def _events(folder: Path) -> Iterator[str]:
    for journal in folder.glob("runs/*/journal.jsonl"):
        with journal.open(encoding="utf-8") as lines:
            yield from (json.loads(line)["type"] for line in lines)


def line(cost: Cost) -> str:
    """One run as a line of the table."""
    rates = (cost.played[kind] / cost.wall for kind in ("match_ended", "turn_spoken", "call_made"))
    return f"{cost.wall:8.2f}{cost.user:8.2f}{cost.system:8.2f}{cost.memory:8d}" + "".join(f"{r:11.1f}" for r in rates)


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    print(f"{'wall s':>8}{'user s':>8}{'sys s':>8}{'MB':>8}{'matches/s':>11}{'turns/s':>11}{'calls/s':>11}")
    costs = [measure() for _ in range(runs)]
    for cost in costs:
        print(line(cost))
    played = costs[-1].played
    print(f"{played['match_ended']} matches, {played['turn_spoken']} turns, {played['call_made']} calls a run")


if __name__ == "__main__":
    main()
