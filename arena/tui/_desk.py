"""Where questions wait for the person at the screen: the run asks in its thread, the screen answers in its own."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any

from arena.schema.question import Question

if TYPE_CHECKING:
    from arena.schema.run import StoredRun
    from arena.tui._feed import Feed


@dataclass(frozen=True, slots=True)
class _Waiting:
    question: Question[Any]
    loop: asyncio.AbstractEventLoop
    typed: asyncio.Future[str]


class Desk:
    """One question at a time: a person plays one party of one match."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: _Waiting | None = None

    @property
    def question(self) -> Question[Any] | None:
        """What waits for an answer."""
        waiting = self._waiting
        return waiting.question if waiting is not None else None

    async def ask(self, question: Question[Any]) -> str:
        """Lay the question down and wait for what is typed; called where the run is played."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(question, loop, loop.create_future())
        self._waiting = waiting
        try:
            return await waiting.typed
        finally:
            if self._waiting is waiting:
                self._waiting = None

    def answer(self, typed: str) -> bool:
        """Answer what waits, from any thread. False when nothing does."""
        with self._lock:
            waiting, self._waiting = self._waiting, None
        if waiting is None or waiting.loop.is_closed():
            return False
        waiting.loop.call_soon_threadsafe(_settle, waiting.typed, typed)
        return True


def _settle(future: asyncio.Future[str], typed: str) -> None:
    """The run may have been stopped in between."""
    if not future.done():
        future.set_result(typed)


def play(feed: Feed, stored: StoredRun, desk: Desk) -> None:
    """Show a match that the person at the screen plays in, until they leave or it is over and they leave.

    Args:
        feed: the run.
        stored: its plan, of one match.
        desk: where the run lays its questions.

    Raises:
        Exception: whatever ended the interface early; the terminal is restored by then.
    """
    from arena.tui._play import PlayApp  # noqa: PLC0415  # textual, when there is something to show

    app = PlayApp(feed, stored, desk)
    app.run()
    if app.fault is not None:
        raise app.fault
