"""The user's code in a thread and on an event loop of its own, so that whatever blocks there blocks nobody else.

A thread begins with an empty context: no context variable of the run can be read in it. What is printed in it goes to
standard error, so that it cannot come between what a command writes for other programs.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import Future
from typing import Any

from arena.assistants.doors._line import AskModel
from arena.assistants.doors.inside import Host
from arena.models import Listen
from arena.schema.assistant_view import Message


class ThreadLine:
    """A line to an object in this process.

    Args:
        kind, target, folder, options: see `inside.Host`.
        ask: the model of the match; called on the loop on which `call` is.
    """

    def __init__(self, kind: str, target: str, folder: str, options: dict[str, str], ask: AskModel) -> None:
        self._ask = ask
        self._host = Host(kind, target, folder, options, self._asked)
        self._ours: asyncio.AbstractEventLoop | None = None
        self._theirs = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name=f"contestant {target}", daemon=True)
        self._closed = False

    async def call(self, given: dict[str, Any], listen: Listen | None = None) -> dict[str, Any]:
        """Has the host answer in the thread."""
        if self._ours is None:
            self._ours = asyncio.get_running_loop()
            self._thread.start()
        answer = self._host.answer(given, _across(self._ours, listen) if listen else None)
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(answer, self._theirs))

    async def close(self) -> None:
        """Ends the loop and with it the thread, unless code of the user's blocks it: then it dies with the process."""
        if self._closed:
            return
        self._closed = True
        if self._ours is None:
            self._theirs.close()
        else:
            self._theirs.call_soon_threadsafe(self._theirs.stop)

    def _asked(self, messages: list[dict[str, str]]) -> Future[str]:
        if self._ours is None:
            raise RuntimeError("the model can be asked while a turn is answered, not before")
        return asyncio.run_coroutine_threadsafe(self._told(messages), self._ours)

    async def _told(self, messages: list[dict[str, str]]) -> str:
        return await self._ask(tuple(Message.model_validate(m) for m in messages))

    def _serve(self) -> None:
        _ASIDE.begin()
        try:
            self._theirs.run_forever()
            for task in asyncio.all_tasks(self._theirs):
                task.cancel()
            self._theirs.run_until_complete(self._theirs.shutdown_asyncgens())
        finally:
            self._theirs.close()
            _ASIDE.end()


class _Aside:
    """Stands in for standard output while threads of contestants run: theirs goes to standard error, all else on."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads: set[int] = set()
        self._before: Any = None

    def begin(self) -> None:
        """From now on this thread is a contestant's."""
        with self._lock:
            self._threads.add(threading.get_ident())
            if sys.stdout is not self:
                self._before, sys.stdout = sys.stdout, self

    def end(self) -> None:
        """It was; after the last one standard output is what it was, unless somebody else has put theirs there."""
        with self._lock:
            self._threads.discard(threading.get_ident())
            if not self._threads and sys.stdout is self:
                sys.stdout = self._before

    def write(self, text: str) -> int:
        """To where it belongs."""
        there: int = self._out.write(text)
        return there

    def flush(self) -> None:
        """Of where it belongs."""
        self._out.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._out, name)

    @property
    def _out(self) -> Any:
        return sys.stderr if threading.get_ident() in self._threads else self._before


_ASIDE = _Aside()


def _across(loop: asyncio.AbstractEventLoop, listen: Listen) -> Listen:
    """Tells on another thread's loop, in order."""

    def say(piece: str | None) -> None:
        loop.call_soon_threadsafe(listen, piece)

    return say
