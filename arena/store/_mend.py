"""A damaged database: set aside, never deleted, and built anew from the journals."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from arena.errors import UsageError
from arena.journal import RunFolder
from arena.store._connect import Damaged, is_ours
from arena.store._ingest import IngestReport

Ingest = Callable[[RunFolder], IngestReport]


def mended(path: Path, folder: RunFolder, ingest: Ingest) -> IngestReport:
    """What `ingest` reports of a folder; a damaged file is put aside first and the other runs are brought back too.

    Raises:
        Damaged: the file is none of ours, so that it is not touched.
    """
    try:
        return ingest(folder)
    except Damaged:
        if not is_ours(path):
            raise
    with _alone(path):
        try:
            return ingest(folder)  # another process was faster
        except Damaged:
            aside = _set_aside(path)
        report = ingest(folder)
        return replace(report, set_aside=aside, restored=tuple(_bring_back(folder, ingest)))


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One process at a time, by a lock on the folder: the second would put aside what the first has just built."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _set_aside(path: Path) -> Path:
    """Rename the file and its write-ahead log; where it is now."""
    names = (path.with_name(f"{path.name}.damaged-{n}") for n in count(1))
    aside = next(name for name in names if not name.exists())
    path.rename(aside)
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        log.rename(aside.with_name(f"{aside.name}.wal"))
    return aside


def _bring_back(folder: RunFolder, ingest: Ingest) -> Iterator[str]:
    """Ingest the runs beside this one; their ids."""
    for journal in sorted(folder.path.parent.glob("*/journal.jsonl")):
        other = RunFolder(journal.parent)
        if other.run_id == folder.run_id:
            continue
        try:
            ingest(other)
        except UsageError:  # its journal has gone meanwhile
            continue
        yield other.run_id
