"""Opening the database file for a moment, and saying what is the matter when it cannot be opened.

The only module that imports duckdb; it is imported when a store is first used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import duckdb
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_random

from arena.errors import StoreUnavailable, UsageError

Connection = duckdb.DuckDBPyConnection
T = TypeVar("T")

_HELD = ("could not set lock", "conflicting lock", "different configuration", "unique file handle conflict")
"""Parts of DuckDB's messages when another process, or another thread with other rights, has the file open."""
_RACED = "duplicate key"
"""Part of the message when another thread's connection wrote the row first: every insert settles its own conflicts."""
_DAMAGED = ("not a valid duckdb database", "corrupt database file", "could not read enough bytes", "replaying wal")
"""Parts of the messages about a file that is cut short, overwritten or was never a database."""
_FULL = ("could not write file", "no space left")
"""Parts of the messages when a disk is full. DuckDB reports it as a conflict or as a database that is broken; it is
neither, so waiting would not help and nothing has to be built anew."""
_MARK_AT, _MARK = 8, b"DUCK"
"""Where every DuckDB file says what it is."""
_BROKEN = (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException)
_UNUSABLE = (duckdb.IOException, duckdb.ConnectionException, duckdb.OutOfMemoryException)


class Busy(Exception):
    """Somebody else has the file open, or wrote the same rows at the same moment; try again."""


class Damaged(StoreUnavailable):
    """The file is no database any more, or never was."""


@contextmanager
def opened(path: Path, *, read_only: bool) -> Iterator[Connection]:
    """The database, open until the block ends; what is not committed by then is undone.

    Raises:
        Busy: try again.
        StoreUnavailable: the file is not a database, is damaged, or cannot be read or written.
    """
    try:
        with duckdb.connect(str(path), read_only=read_only) as connection:
            yield connection
    except duckdb.Error as error:
        if (trouble := _trouble(path, error)) is None:
            raise
        raise trouble from error


@contextmanager
def writing_to(folder: Path) -> Iterator[None]:
    """Files are written to `folder`: when that fails it is not the database's fault.

    Raises:
        UsageError: they cannot be written.
    """
    try:
        yield
    except (duckdb.IOException, duckdb.PermissionException) as error:
        raise UsageError(
            f"{folder} cannot be written: {_first_line(error)}",
            next_step="free space, correct its permissions or choose another folder with --out",
        ) from error


@contextmanager
def in_memory() -> Iterator[Connection]:
    """A database that is gone when the block ends."""
    with duckdb.connect(":memory:") as connection:
        yield connection


def patiently(path: Path, patience_s: float, work: Callable[[], T]) -> T:
    """Do the work, again while it is Busy, for so many seconds.

    Raises:
        StoreUnavailable: somebody held the file all the time.
    """
    attempts: Retrying = Retrying(
        retry=retry_if_exception_type(Busy),
        wait=wait_random(0.02, 0.2),  # two processes that wait for each other must not keep step
        stop=stop_after_delay(patience_s),
        reraise=True,
    )
    try:
        return attempts(work)
    except Busy as error:
        raise StoreUnavailable(
            f"another program has kept {path} open for more than {patience_s:g} s",
            next_step="close it there (`duckdb -readonly` may stay open only briefly), then `arena ingest RUN`",
        ) from error


def _trouble(path: Path, error: duckdb.Error) -> Busy | StoreUnavailable | None:
    """What an error says of the file; None when it is a mistake of ours and says nothing."""
    said = str(error).lower()
    if any(part in said for part in _FULL):
        return _unusable(path, error)
    if isinstance(error, duckdb.TransactionException) or any(part in said for part in (*_HELD, _RACED)):
        return Busy(_first_line(error))
    if isinstance(error, _BROKEN) or any(part in said for part in _DAMAGED):
        return Damaged(
            f"{path} is damaged or is no database of arena: {_first_line(error)}",
            next_step="`arena ingest RUN` sets it aside and builds a new one: the journals have everything"
            if is_ours(path)
            else "choose another file with --db, then `arena ingest RUN`",
        )
    return _unusable(path, error) if isinstance(error, _UNUSABLE) else None


def _unusable(path: Path, error: duckdb.Error) -> StoreUnavailable:
    return StoreUnavailable(
        f"{path} cannot be used: {_first_line(error)}",
        next_step="free space, correct its permissions or choose another file with --db, then `arena ingest RUN`",
    )


def is_ours(path: Path) -> bool:
    """Whether a file that cannot be opened is, or was, a database: by its mark, or by its name where that is gone."""
    if path.suffix in {".duckdb", ".ddb"}:
        return True
    try:
        with path.open("rb") as file:
            return file.read(_MARK_AT + len(_MARK))[_MARK_AT:] == _MARK
    except OSError:
        return False


def _first_line(error: duckdb.Error) -> str:
    return str(error).splitlines()[0]
