"""A forked process is a process: its own folder, environment, streams and end, and nothing of the one before it."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.nursery import run

SAY = """
import os, sys
print(os.getcwd(), sorted(os.environ), sys.argv[1:], sys.stdin.read())
print("aside", file=sys.stderr)
"""
LATE = """
import atexit, threading
atexit.register(print, "registered")
threading.Timer(0.01, print, ["thread"]).start()
"""


def test_it_has_its_own_folder_environment_and_streams(tmp_path: Path) -> None:
    here = Path.cwd()
    done = run(SAY, ["a", "ü"], tmp_path, {"ONLY": "this"}, "typed\n")
    assert done.stdout == f"{tmp_path} ['ONLY'] ['a', 'ü'] typed\n\n"
    assert (done.stderr, done.returncode, Path.cwd()) == ("aside\n", 0, here)


def test_it_waits_for_its_threads_and_does_what_is_registered(tmp_path: Path) -> None:
    assert run(LATE, [], tmp_path).stdout == "thread\nregistered\n"


@pytest.mark.parametrize(
    ("source", "code", "said"),
    [
        ("raise SystemExit(3)", 3, ""),
        ("raise SystemExit", 0, ""),
        ("raise SystemExit('no')", 1, "no\n"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL, ""),
    ],
)
def test_it_ends_as_any_other(tmp_path: Path, source: str, code: int, said: str) -> None:
    done = run(source, [], tmp_path)
    assert (done.returncode, done.stderr) == (code, said)


def test_a_fault_is_a_traceback_and_the_next_process_knows_nothing_of_it(tmp_path: Path) -> None:
    done = run("import arena; arena.spoiled = True; 1 / 0", [], tmp_path)
    assert done.returncode == 1
    assert done.stderr.endswith("ZeroDivisionError: division by zero\n")
    assert run("import arena; print(hasattr(arena, 'spoiled'))", [], tmp_path).stdout == "False\n"
