"""Who is writing a journal: a small file beside it, read only while the journal is locked.

The lock itself is the operating system's and ends with its process, however that ends; a file left behind by a killed
process therefore says nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import time
from pathlib import Path


def sign(journal: Path) -> None:
    """Leave this process's name. Without it the lock holds all the same, so a full disk is no reason to stop."""
    said = {"pid": os.getpid(), "host": socket.gethostname(), "since": time.time()}
    with contextlib.suppress(OSError):
        _beside(journal).write_text(json.dumps(said), encoding="utf-8")


def unsign(journal: Path) -> None:
    """Take the name away."""
    with contextlib.suppress(OSError):
        _beside(journal).unlink(missing_ok=True)


def who(journal: Path) -> tuple[str, str]:
    """Who has it, in words, and how to stop them (empty where that is not known)."""
    named = _named(journal)
    if named is None:
        return "another process", ""
    pid, host, since = named
    here = host == socket.gethostname()
    where = "" if here else f" on {host}"
    return f"process {pid}{where} (since {time.strftime('%H:%M:%S', since)})", f"kill {pid}" if here else ""


def is_written(journal: Path) -> bool:
    """Whether a process is writing the journal, as far as can be told without touching its lock.

    A process on another machine is taken at its word.
    """
    named = _named(journal)
    if named is None:
        return False
    pid, host, _ = named
    if host != socket.gethostname():
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        pass  # somebody else's process: it is there
    return True


def _named(journal: Path) -> tuple[int, str, time.struct_time] | None:
    """Process, machine, and since when; None where nobody has signed."""
    try:
        said = json.loads(_beside(journal).read_bytes())
        return int(said["pid"]), str(said["host"]), time.localtime(float(said["since"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None


def _beside(journal: Path) -> Path:
    return journal.with_suffix(".owner")
