"""The user's code in a process, a folder and, if wished, an interpreter of its own: JSON lines.

`inside/_pipe.py` is the other end and describes the lines.
"""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Coroutine
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

from arena.assistants.doors._line import AskModel, ContestantFailed
from arena.models import Listen, scrub
from arena.schema.assistant_view import Message

_LONGEST_LINE = 4 * 2**20
"""Bytes of one line from the process; what is longer is not read."""
_TAIL = 2_000
"""Bytes of standard error that are kept for a message."""
_BEGIN = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("arena_inside", {init!r}, submodule_search_locations=[{folder!r}])
module = importlib.util.module_from_spec(spec)
sys.modules["arena_inside"] = module
spec.loader.exec_module(module)
from arena_inside._pipe import main
main()
"""


def _program() -> str:
    """Loads `inside` from its files under another name: the interpreter may not have `arena`."""
    folder = Path(__file__).parent / "inside"
    return _BEGIN.format(init=str(folder / "__init__.py"), folder=str(folder))


class ProcessLine:
    """A line to an object in a process of its own.

    Args:
        begin: the fields of `inside.Host`, `ask` aside.
        python: the interpreter; ours when empty.
        ask: the model of the match.
    """

    def __init__(self, begin: dict[str, Any], python: str, ask: AskModel) -> None:
        self._begin = begin
        self._python = python or sys.executable
        self._ask = ask
        self._numbers = count(1)
        self._process: asyncio.subprocess.Process | None = None
        self._folder = ""
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._listening: dict[int, Listen] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._tail = b""
        self._fault = ""

    async def call(self, given: dict[str, Any], listen: Listen | None = None) -> dict[str, Any]:
        """Sends the call and waits for its answer. Raises ContestantFailed when the process cannot begin or ends."""
        if self._process is None:
            await self._start()
        number = next(self._numbers)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        if listen is not None:
            self._listening[number] = listen
        try:
            await self._send({"id": number, "aloud": listen is not None, **given})
            return await answer
        finally:
            self._waiting.pop(number, None)
            self._listening.pop(number, None)

    async def close(self) -> None:
        """Kills the process and whatever it started, and removes its folder."""
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await process.wait()
        process._transport.close()  # type: ignore[attr-defined]  # its pipes, which would warn when collected
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)

    async def _start(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="arena-contestant-")
        try:
            self._process = await asyncio.create_subprocess_exec(
                self._python,
                "-c",
                _program(),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                cwd=self._folder,
                limit=_LONGEST_LINE,
                start_new_session=True,
            )
        except OSError as error:
            await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
            raise ContestantFailed(f"{self._python} cannot be started: {error.strerror}") from None
        assert self._process.stdout is not None and self._process.stderr is not None  # noqa: S101  # both are pipes
        drained = self._spawn(self._drain(self._process.stderr))
        self._spawn(self._read(self._process, self._process.stdout, drained))
        await self._send({"begin": self._begin})

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _send(self, line: dict[str, Any]) -> None:
        if self._process is None or self._process.stdin is None or self._fault:
            raise ContestantFailed(self._fault or "its process has ended")
        with suppress(ConnectionError):  # the reader finds out what happened
            self._process.stdin.write(json.dumps(line).encode() + b"\n")
            await self._process.stdin.drain()

    async def _read(
        self, process: asyncio.subprocess.Process, out: asyncio.StreamReader, drained: asyncio.Task[None]
    ) -> None:
        """Take what comes until the process ends, and tell everybody who waits."""
        why = ""
        try:
            while line := await out.readline():
                self._take(json.loads(line))
        except (ValueError, KeyError, TypeError):  # also a line longer than the limit
            why = f"its process wrote what is no answer, or more than {_LONGEST_LINE >> 20} MB in one line"
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        code = await process.wait()
        await asyncio.wait({drained}, timeout=1)  # its last words; a process that it left behind may keep the pipe open
        self._fault = why or f"its process ended ({code}){self._said()}"
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(ContestantFailed(self._fault))

    def _take(self, line: dict[str, Any]) -> None:
        if "ask" in line:
            self._spawn(self._answer(int(line["ask"]), line["messages"]))
        elif "piece" in line:
            self._hear(line["id"], line["piece"])
        elif (waiting := self._waiting.get(line["id"])) is not None and not waiting.done():
            waiting.set_result(line)

    def _hear(self, number: int, piece: object) -> None:
        listen = self._listening.get(number)
        if listen is not None and (piece is None or isinstance(piece, str)):
            listen(piece)

    async def _answer(self, number: int, messages: list[dict[str, str]]) -> None:
        try:
            text = await self._ask(tuple(Message.model_validate(m) for m in messages))
        except Exception as error:  # noqa: BLE001  # the desk keeps it; the process only learns that there is no answer
            await self._send({"told": number, "error": str(error)[:300]})
        else:
            await self._send({"told": number, "text": text})

    async def _drain(self, pipe: asyncio.StreamReader) -> None:
        while chunk := await pipe.read(65_536):
            self._tail = (self._tail + chunk)[-_TAIL:]

    def _said(self) -> str:
        lines = [line for line in self._tail.decode(errors="replace").splitlines() if line.strip()]
        return f": {scrub(lines[-1].strip())[:300]}" if lines else ""
