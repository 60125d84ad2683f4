"""A run of this process, played in a thread of its own, so that neither screen nor run waits for the other."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterable
from threading import Event as Flag
from threading import Thread

from arena.schema.event import CallMade, Event, MatchEvent, VerdictGiven
from arena.tournament import Announcement, Delay, Notice, Piece
from arena.tui._feed import TICK_S, Batch, Controls, Status

_AT_ONCE = 2000
"""Events in one batch, at the most."""


class Live:
    """Plays a run in the background and gives what it announces.

    Args:
        play: the run; asked for its announcements in the thread, once a screen wants batches.
        before: what the run's journal already holds.
        tap: told of every announcement too, in the thread that plays.
    """

    controls: Controls | None = None

    def __init__(
        self,
        play: Callable[[], AsyncIterator[Announcement]],
        before: Iterable[Event] = (),
        tap: Callable[[Announcement], None] | None = None,
    ) -> None:
        self._play = play
        self._tap = tap
        self._said: deque[Announcement] = deque(before)
        self._thread: Thread | None = None
        self._cancel: Callable[[], object] | None = None
        self._stopped = False
        self._over = Flag()
        self._error: BaseException | None = None

    @property
    def source(self) -> str:
        """Where it is played."""
        return "played here"

    @property
    def over(self) -> bool:
        """Whether the run has ended, was stopped or has failed."""
        return self._over.is_set()

    def begin(self) -> None:
        """Start playing; once is enough."""
        if self._thread is None:
            self._thread = Thread(target=self._run, name="run", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Give up calls in flight; what was answered is in the journal. Wait with `join`."""
        self._stopped = True
        if self._cancel is not None:
            self._cancel()

    def wait(self) -> None:
        """Until the run is over, was stopped or has failed."""
        self.begin()
        while not self._over.wait(TICK_S):  # in slices, so that Ctrl-C is heard
            pass

    def join(self) -> None:
        """Wait, and raise what ended the run early, if anything did but `stop`."""
        self.wait()
        self._raise()

    def _raise(self) -> None:
        if self._error is not None and not isinstance(self._error, asyncio.CancelledError):
            raise self._error

    async def batches(self) -> AsyncIterator[Batch]:
        """What is announced, as it comes. Raises what ended the run early."""
        self.begin()
        yield Batch(Status.LIVE)
        while True:
            ending = self._over.is_set()  # asked first: what is said before the end is seen before the end
            if self._said:
                yield self._drained()
                continue
            if ending:
                break
            await asyncio.sleep(TICK_S)
        self._raise()
        yield Batch(Status.OVER)

    def _drained(self) -> Batch:
        said = [self._said.popleft() for _ in range(min(len(self._said), _AT_ONCE))]
        notes = tuple(entry.text for entry in said if isinstance(entry, Notice | Delay))
        events = tuple(entry for entry in said if not isinstance(entry, Notice | Delay | Piece))
        return Batch(Status.LIVE, events, _being_written(said), notes)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:  # noqa: BLE001  # handed to whoever waits for the run
            self._error = error
        finally:
            self._over.set()

    async def _main(self) -> None:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()
        self._cancel = lambda: None if loop.is_closed() or task is None else loop.call_soon_threadsafe(task.cancel)
        if self._stopped:
            raise asyncio.CancelledError
        async for said in self._play():
            self._said.append(said)
            if self._tap is not None:
                self._tap(said)


def _being_written(said: Iterable[Announcement]) -> tuple[Piece, ...]:
    """The pieces of replies that no later announcement has overtaken, joined where they follow each other."""
    written: dict[str, list[str | None]] = {}
    for entry in said:
        if isinstance(entry, Piece):
            pieces = written.setdefault(entry.match, [])
            if entry.text is None:
                pieces[:] = [None]
            else:
                pieces.append(entry.text)
        elif isinstance(entry, MatchEvent) and not isinstance(entry, CallMade | VerdictGiven):
            written.pop(entry.match, None)
    return tuple(piece for match, pieces in written.items() for piece in _joined(match, pieces))


def _joined(match: str, pieces: list[str | None]) -> Iterable[Piece]:
    if pieces[:1] == [None]:
        yield Piece(match, None)
    if text := "".join(filter(None, pieces)):
        yield Piece(match, text)
