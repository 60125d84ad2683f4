"""Writing: one JSON line an event, handed to the operating system before anything depends on it."""

from __future__ import annotations

import fcntl
import json
import os
import time
from io import FileIO
from pathlib import Path
from threading import Thread

from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from arena.errors import JournalUnwritable, RunStopped
from arena.journal._owner import sign, unsign, who
from arena.schema.event import Event, RunStarted
from arena.text.surrogates import without_surrogates

_SYNC_EVERY_S = 1.0
"""A killed process loses nothing; a power cut loses at most this much, and what a slow disk was busy with."""


class RunFolder:
    """The folder of one run: `<runs dir>/<run id>` with its journals."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def run_id(self) -> str:
        """The folder's name."""
        return self.path.name

    @property
    def journal(self) -> Path:
        """The main journal."""
        return self.path / "journal.jsonl"

    def keep_beginning(self, event: RunStarted) -> None:
        """Write the first event a second time, beside the journal: it holds all that a resume cannot do without.

        Raises:
            JournalUnwritable: it cannot be written.
        """
        try:
            unfinished = self._beginning.with_suffix(".new")
            unfinished.write_bytes(event.model_dump_json().encode())
            unfinished.replace(self._beginning)
        except OSError as error:
            raise _unwritable(self._beginning, error) from error

    def beginning(self) -> RunStarted | None:
        """The first event as it was kept beside the journal; None where it was not or cannot be read."""
        try:
            return RunStarted.model_validate_json(self._beginning.read_bytes())
        except (OSError, ValidationError):
            return None

    @property
    def _beginning(self) -> Path:
        return self.path / "beginning.json"

    def journals(self) -> list[Path]:
        """All journals of the run, the main one first, sidecars in name order."""
        return sorted(self.path.glob("journal*.jsonl"), key=lambda p: (p != self.journal, p.name))


class Journal:
    """An open journal. One process writes it at a time; a second one is refused.

    Args:
        path: the file; made with its folder when missing. A torn last line is cut off.

    Raises:
        JournalUnwritable: the folder or file cannot be written.
        RunStopped: another process has it open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file: FileIO = path.open("ab", buffering=0)
        except OSError as error:
            raise JournalUnwritable(
                f"{path}: {error.strerror or error}", next_step="choose a folder that can be written: --runs-dir DIR"
            ) from error
        self._lock()
        try:
            _drop_torn_line(path)
        except OSError as error:
            self._file.close()
            raise _unwritable(path, error) from error
        self._synced = time.monotonic()
        self._syncing: Thread | None = None
        self._fault: OSError | None = None

    def _lock(self) -> None:
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            self._file.close()
            holder, stop = who(self.path)
            raise RunStopped(
                f"{holder} is playing the run {self.path.parent.name}",
                next_step=f"wait for it to end, or stop it{f' ({stop})' if stop else ''}, then resume; "
                f"`arena watch {self.path.parent.name}` shows it",
            ) from error
        except OSError as error:  # some network file systems know no locks
            self._file.close()
            raise _unwritable(self.path, error) from error
        sign(self.path)

    def append(self, event: Event) -> None:
        """Write one event. When this returns, a kill of the process cannot lose it. Raises JournalUnwritable."""
        try:
            self._write(as_line(event))
        except OSError as error:
            raise _unwritable(self.path, error) from error
        if time.monotonic() - self._synced > _SYNC_EVERY_S:
            self._sync_beside()

    def _write(self, line: bytes) -> None:
        """Unbuffered, so that the line is the operating system's when this returns.

        A full disk may take a part of it. That part is taken back, or the next line would be joined to it.
        """
        left = memoryview(line)
        try:
            while left:
                left = left[self._file.write(left) :]
        except OSError:
            if taken := len(line) - len(left):
                self._file.truncate(os.fstat(self._file.fileno()).st_size - taken)
            raise

    def sync(self) -> None:
        """Force what was written to the disk. Raises JournalUnwritable."""
        if self._syncing is not None:
            self._syncing.join()
        self._force()
        self._raise_fault()

    def _sync_beside(self) -> None:
        """Force it to the disk in a thread: a disk takes milliseconds or more, in which the event loop goes on.

        What goes wrong there is raised the next time.
        """
        if self._syncing is not None and self._syncing.is_alive():
            return
        self._raise_fault()
        self._synced = time.monotonic()
        self._syncing = Thread(target=self._force, name="journal sync", daemon=True)
        self._syncing.start()

    def _force(self) -> None:
        try:
            os.fsync(self._file.fileno())
        except OSError as error:
            self._fault = error
        self._synced = time.monotonic()

    def _raise_fault(self) -> None:
        if (fault := self._fault) is not None:
            self._fault = None
            raise _unwritable(self.path, fault) from fault

    def close(self) -> None:
        """Sync and close; closing twice is harmless. Raises JournalUnwritable."""
        if self._file.closed:
            return
        try:
            self.sync()
        finally:
            self._shut()

    def _shut(self) -> None:
        unsign(self.path)
        try:
            self._file.close()
        except OSError as error:
            raise _unwritable(self.path, error) from error


def as_line(event: Event) -> bytes:
    """The event as a line of a journal. Contestants may bring lone surrogates, which JSON does not take."""
    try:
        return event.model_dump_json().encode() + b"\n"
    except PydanticSerializationError:
        text = json.dumps(event.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"))
        return without_surrogates(text).encode() + b"\n"


def _drop_torn_line(path: Path) -> None:
    """Cut the file after its last newline, so that the next line starts clean."""
    with path.open("rb+") as file:
        end = file.seek(0, os.SEEK_END)
        keep = end
        while keep > 0:
            step = min(65_536, keep)
            file.seek(keep - step)
            found = file.read(step).rfind(b"\n")
            if found >= 0:
                keep = keep - step + found + 1
                break
            keep -= step
        if keep != end:
            file.truncate(keep)


def _unwritable(path: Path, error: OSError) -> JournalUnwritable:
    return JournalUnwritable(
        f"{path}: {error.strerror or error}",
        next_step="free some space or correct its permissions, then resume the run",
    )
