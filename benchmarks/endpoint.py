"""An OpenAI-compatible endpoint for benchmarks: a process of its own that answers at once or after a fixed time.

    python benchmarks/endpoint.py [SECONDS]

Prints its address and serves until its input ends. The person it plays asks on until somebody else ends the session;
judges get the smallest answer that their schema allows. Equal requests get equal answers.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

REPLY = (
    "Start with what you can change this week: list the three things that bother you most, and put a date beside "
    "each. Then pick the cheapest one and do it before Friday. If it helps, write to me how it went and we will "
    "look at the next one together; nobody has to do all of it at once."
)


def answer(body: dict[str, Any]) -> str:
    """What the model says to a chat request."""
    form = body.get("response_format")
    if not form:
        return f"{REPLY} ({_size(body)})"
    if form["json_schema"]["name"] == "SpokenTurn":
        return json.dumps(_turn(body))
    from tests.model_server import fitting

    return json.dumps(fitting(body))


def _turn(body: dict[str, Any]) -> dict[str, Any]:
    return {
        "noticed": "", "progress": 1, "understood": 1, "respected": 0, "effort": 0, "happened": [],
        "need_met": False, "wants_next": "more", "reveals": [],
        "say": f"All right, and what would you do after that? I have heard this before. ({_size(body)})",
    }  # fmt: skip


def _size(body: dict[str, Any]) -> int:
    return sum(len(message["content"]) for message in body["messages"])


class _Connection(asyncio.Protocol):
    """One client; requests come one after another."""

    def __init__(self, latency_s: float) -> None:
        self._latency_s = latency_s
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._seen += data
        head, found, rest = self._seen.partition(b"\r\n\r\n")
        if not found:
            return
        length = int(next((ln.split(b":")[1] for ln in head.lower().split(b"\r\n") if b"content-length" in ln), b"0"))
        if len(rest) < length:
            return
        self._seen = rest[length:]
        body = json.loads(rest[:length] or b"{}")
        if self._latency_s:
            asyncio.get_running_loop().call_later(self._latency_s, self._send, body)
        else:
            self._send(body)

    def _send(self, body: dict[str, Any]) -> None:
        """Head and body in one write: in two, delayed acknowledgements add 40 ms to every answer."""
        if self._transport.is_closing():
            return
        raw = json.dumps(_completion(body) if body else {"object": "list", "data": []}).encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
        self._transport.write(head.encode() + raw)  # type: ignore[attr-defined]


def _completion(body: dict[str, Any]) -> dict[str, Any]:
    text = answer(body)
    spoken, written = _size(body) // 4, len(text) // 4
    return {
        "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": body.get("model", "mock"),
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": spoken, "completion_tokens": written, "total_tokens": spoken + written},
    }  # fmt: skip


async def _serve(latency_s: float) -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Connection(latency_s), "127.0.0.1", 0, backlog=1024)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


@contextmanager
def serving(latency_s: float = 0.0) -> Iterator[str]:
    """The endpoint in a process of its own; its address."""
    command = [sys.executable, str(Path(__file__).resolve()), str(latency_s)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.stdin.close()


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1]) if len(sys.argv) > 1 else 0.0))
