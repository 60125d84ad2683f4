"""The process of an isolated contestant: calls come in on standard input, answers go out on what was standard output.

One JSON object a line. In: `{"begin": {...}}` once, `{"id": n, "do": ..., ...}` for each call, `{"told": n, "text":
...}` (or `"error"`) for the model's answer to our question n. Out: `{"id": n, "value": ...}` (or `"error"`), and
`{"ask": n, "messages": [...]}`; to a call with `"aloud": true` also `{"id": n, "piece": ...}` of a reply in pieces.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from concurrent.futures import Future
from itertools import count
from typing import Any, TextIO

from ._host import Host
from ._turn import Messages


class AskFailed(Exception):
    """The model of the match gave no answer."""


class _Wire:
    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._lock = threading.Lock()
        self._numbers = count(1)
        self._asked: dict[int, Future[str]] = {}

    def write(self, **line: Any) -> None:
        text = json.dumps(line)
        with self._lock:
            self._out.write(text + "\n")
            self._out.flush()

    def ask(self, messages: Messages) -> Future[str]:
        number, future = next(self._numbers), Future[str]()
        self._asked[number] = future
        self.write(ask=number, messages=messages)
        return future

    def told(self, line: dict[str, Any]) -> None:
        future = self._asked.pop(line["told"])
        if "error" in line:
            future.set_exception(AskFailed(line["error"]))
        else:
            future.set_result(line["text"])


async def _work(host: Host, given: dict[str, Any], wire: _Wire) -> None:
    def say(piece: str | None) -> None:
        wire.write(id=given["id"], piece=piece)

    wire.write(id=given["id"], **await host.answer(given, say if given["aloud"] else None))


def main() -> None:
    """Serve until standard input ends. What the user's code prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    wire = _Wire(out)
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    host: Host | None = None
    for text in sys.stdin.buffer:
        line = json.loads(text)
        if "begin" in line:
            host = Host(ask=wire.ask, **line["begin"])
        elif "told" in line:
            wire.told(line)
        elif host is not None:
            asyncio.run_coroutine_threadsafe(_work(host, line, wire), loop)
    os._exit(0)  # whatever still runs in a thread of the user's ends with it
