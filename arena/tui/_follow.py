"""The journal of a run that another process plays: read only, from where the last reading ended."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from os import SEEK_END
from pathlib import Path

from pydantic import ValidationError

from arena.journal import Reading, is_written, read_from
from arena.schema.event import EVENT, Event, RunEnded, RunResumed, RunStarted
from arena.tui._feed import TICK_S, Batch, Controls, Status

_CHUNK = 1_000_000
"""Bytes read at once: a tenth of a second of parsing, so that a long journal does not stop the screen."""

_QUIET = 20
"""Looks at a journal in which nothing is new until it is asked whether anybody writes it: two seconds."""

_LAST_LINE = 1000
"""Bytes that hold the line with which a run ends."""

Sleep = Callable[[float], Awaitable[None]]


def is_over(path: Path) -> bool:
    """Whether the journal's last line says that the run has ended. False where there is no journal."""
    try:
        with path.open("rb") as file:
            file.seek(max(file.seek(0, SEEK_END) - _LAST_LINE, 0))
            last = file.read().splitlines()[-1:]
    except OSError:
        return False
    try:
        return bool(last) and isinstance(EVENT.validate_json(last[0]), RunEnded)
    except ValidationError:
        return False


@dataclass(slots=True)
class Tail:
    """A growing file and the place in it up to which it has been read."""

    path: Path
    offset: int = 0
    size: int = 0
    _inode: int = 0

    async def read(self) -> tuple[Reading | None, bool]:
        """(new complete lines, whether the file is another one than before); no reading when there is no file."""
        try:
            stat = await asyncio.to_thread(self.path.stat)
        except OSError:
            return None, False
        changed = bool(self._inode) and (stat.st_ino != self._inode or stat.st_size < self.offset)
        if changed:
            self.offset = 0
        self._inode, self.size = stat.st_ino, stat.st_size
        if self.size == self.offset:
            return Reading(end=self.offset), changed
        try:
            reading = await asyncio.to_thread(read_from, self.path, self.offset, _CHUNK)
        except OSError:
            return None, changed
        self.offset = reading.end
        return reading, changed

    @property
    def share(self) -> float:
        """How much of the file has been read, 0 to 1."""
        return self.offset / self.size if self.size else 0.0


class Follow:
    """Follows a journal as it grows; one that is not there yet is waited for, one that vanished is looked for again.

    Args:
        path: the journal.
        sleep: waits so many seconds.
    """

    controls: Controls | None = None

    def __init__(self, path: Path, sleep: Sleep = asyncio.sleep) -> None:
        self._tail = Tail(path)
        self._sleep = sleep
        self._status = Status.WAITING
        self._restart = False
        self._quiet = 0

    @property
    def source(self) -> str:
        """The run's folder."""
        return str(self._tail.path.parent)

    async def batches(self) -> AsyncIterator[Batch]:
        """New lines, and each change of status; never ends by itself, for a run that is over can be resumed."""
        while True:
            before = self._status
            reading, changed = await self._tail.read()
            self._restart |= changed
            events = tuple(reading.events) if reading else ()
            self._status = self._now(reading, events)
            self._quiet = 0 if events else self._quiet + 1
            if self._status is Status.LIVE and self._quiet % _QUIET == _QUIET - 1 and not await self._is_written():
                self._status = Status.STOPPED
            notes = tuple(f"a damaged line was left out: {d.why}" for d in reading.damage) if reading else ()
            if events or notes or self._status is not before:
                yield Batch(self._status, events, notes=notes, restart=self._restart, share=self._tail.share)
                self._restart = False
            await self._sleep(0 if self._status is Status.LOADING else TICK_S)

    def _now(self, reading: Reading | None, events: tuple[Event, ...]) -> Status:
        if reading is None:
            return Status.WAITING if self._status is Status.WAITING else Status.RECONNECTING
        if self._tail.size - self._tail.offset > _CHUNK:
            return Status.LOADING
        marks = [event for event in events if isinstance(event, RunStarted | RunResumed | RunEnded)]
        if marks:
            return Status.OVER if isinstance(marks[-1], RunEnded) else Status.LIVE
        stays = self._status is Status.OVER or (self._status is Status.STOPPED and not events)
        return self._status if stays else Status.LIVE

    async def _is_written(self) -> bool:
        return await asyncio.to_thread(is_written, self._tail.path)
