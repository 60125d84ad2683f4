"""An OpenAI-compatible server on 127.0.0.1 that does as it is told: answers, fails, stalls, hangs up.

`ModelServer` runs in a thread of its own. What it does with a chat request is decided in this order: the next scripted
`Behaviour`, the `responder`, an answer that fits the schema of the request. Embeddings have a script of their own, and
are otherwise made of the letters of each text. It keeps every request it has seen.
"""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

Json = dict[str, Any]


@dataclass(frozen=True)
class Seen:
    """A request as it arrived."""

    path: str
    headers: dict[str, str]
    body: Json


@dataclass(frozen=True)
class Say:
    """A chat completion with this content; a dict is sent as JSON text. `None` means no content at all."""

    content: str | Json | None
    refusal: str | None = None
    finish: str = "stop"
    usage: bool = True
    after_s: float = 0.0


@dataclass(frozen=True)
class Fail:
    """An HTTP error. `message` may quote `{key}`, the credentials that were sent."""

    status: int
    message: str = "scripted failure"
    retry_after: str | None = None
    code: str | None = None


@dataclass(frozen=True)
class Body:
    """These bytes as body, with status 200 unless said otherwise."""

    raw: bytes
    status: int = 200


@dataclass(frozen=True)
class Drop:
    """Hang up: before an answer, or in the middle of its body."""

    midway: bool = False


@dataclass(frozen=True)
class Stall:
    """Send nothing, or only a part of the body, and keep the connection open."""

    midway: bool = False


@dataclass(frozen=True)
class Pieces:
    """A stream, cut into exactly these pieces. With `heard`, each piece waits until the last one has been heard."""

    raw: tuple[bytes, ...]
    heard: threading.Semaphore | None = None
    breaks: bool = False
    """Hang up where the stream should end."""


Behaviour = Say | Fail | Body | Drop | Stall | Pieces
Responder = Callable[[Json], "str | Json | Behaviour"]

MALFORMED = Body(b'{"choices": [{"message": {"content": "trunc')
EMPTY = Say("")
REFUSAL = Say(None, refusal="I cannot help with that.")
FILTERED = Say("", finish="content_filter")


@dataclass
class ModelServer:
    """The server. Use it as a context manager; `url` is what `--api-base` takes."""

    responder: Responder | None = None
    latency_s: float = 0.0
    """Seconds before every answer."""
    streams: bool = False
    """Whether it gives an answer word by word to whoever asks for a stream; it ignores the wish otherwise."""
    requests: list[Seen] = field(default_factory=list)
    connections: int = 0
    """How often a client connected."""
    most_at_once: int = 0
    """The largest number of chat requests that were under way together."""

    def __post_init__(self) -> None:
        self._script: deque[Behaviour] = deque()
        self._embeddings: deque[Behaviour] = deque()
        self._under_way = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="model-server", daemon=True)
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/v1"

    def script(self, *behaviours: Behaviour) -> None:
        """Do these next, one for each chat request."""
        self._script.extend(behaviours)

    def script_embeddings(self, *behaviours: Behaviour) -> None:
        """Do these next, one for each request for embeddings."""
        self._embeddings.extend(behaviours)

    def embedded(self) -> list[list[str]]:
        """The texts of each request for embeddings."""
        return [seen.body["input"] for seen in self.requests if seen.path.endswith("/embeddings")]

    def bodies(self) -> list[Json]:
        return [seen.body for seen in self.requests]

    def hang_up(self) -> None:
        """Close every connection, without a word to anybody who might still be waiting."""

        async def close_all() -> None:
            for task in list(self._connections):
                task.cancel()
            await asyncio.gather(*self._connections, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(close_all(), self._loop).result(10)

    def settle(self) -> int:
        """Wait until all that was sent is read, of clients that are gone; how many requests there have been.

        A client that was killed may have connected and sent its request before the server has taken the connection.
        Connections are taken in their order, so when one of our own is answered all earlier ones are known.
        """

        async def all_read() -> int:
            reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
            writer.write(b"GET /settle HTTP/1.1\r\n\r\n")
            await reader.readuntil(b"\r\n\r\n")
            writer.close()
            self.requests[:] = [seen for seen in self.requests if seen.path != "/settle"]
            await asyncio.gather(*self._connections, return_exceptions=True)
            return len(self.requests)

        return asyncio.run_coroutine_threadsafe(all_read(), self._loop).result(10)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        self._connections: set[asyncio.Task[None]] = set()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
        await self._server.wait_closed()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (seen := await _read_request(reader)) is not None:
                self.requests.append(seen)
                await self._respond(seen, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client hung up
        finally:
            writer.close()

    async def _respond(self, seen: Seen, writer: asyncio.StreamWriter) -> None:
        if seen.path.endswith("/embeddings"):
            doing = self._embeddings.popleft() if self._embeddings else Body(json.dumps(embeddings(seen.body)).encode())
            await self._act(doing, seen, writer)
            return
        if not seen.path.endswith("/chat/completions"):
            writer.write(_response(200, {"object": "list", "data": [{"id": "mock", "object": "model"}]}))
            return
        self._under_way += 1
        self.most_at_once = max(self.most_at_once, self._under_way)
        try:
            await self._act(self._behaviour(seen.body), seen, writer)
        finally:
            self._under_way -= 1

    def _behaviour(self, body: Json) -> Behaviour:
        if self._script:
            return self._script.popleft()
        said = self.responder(body) if self.responder else fitting(body)
        return Say(said) if isinstance(said, str | dict) else said

    async def _act(self, doing: Behaviour, seen: Seen, writer: asyncio.StreamWriter) -> None:
        delay = self.latency_s + (doing.after_s if isinstance(doing, Say) else 0.0)
        if delay:
            await asyncio.sleep(delay)
        match doing:
            case Say() if self.streams and seen.body.get("stream"):
                await _stream(Pieces(tuple(events(doing, seen.body))), writer)
            case Say():
                writer.write(_response(200, completion(doing, seen.body)))
            case Pieces():
                await _stream(doing, writer)
            case Fail():
                writer.write(_failure(doing, seen.headers.get("authorization", "")))
            case Body():
                writer.write(_response(doing.status, doing.raw))
            case Drop() | Stall():
                if doing.midway:
                    writer.write(_response(200, completion(Say("never to be read"), seen.body))[:-20])
                    await writer.drain()
                if isinstance(doing, Drop):
                    raise ConnectionResetError
                await asyncio.Event().wait()


async def _read_request(reader: asyncio.StreamReader) -> Seen | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Seen(first.split(" ")[1], headers, json.loads(body) if body else {})


def _response(status: int, body: Json | bytes, headers: str = "") -> bytes:
    """Head and body as one piece: in two writes, delayed acknowledgements add 40 ms to every answer."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    head = f"HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {len(raw)}\r\n{headers}\r\n"
    return head.encode("latin-1") + raw


async def _stream(doing: Pieces, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 x\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
    for raw in doing.raw:
        writer.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
        await writer.drain()
        if doing.heard is not None:
            await asyncio.to_thread(doing.heard.acquire)
    if doing.breaks:
        raise ConnectionResetError
    writer.write(b"0\r\n\r\n")


def _failure(doing: Fail, key: str) -> bytes:
    error = {"message": doing.message.replace("{key}", key), "type": "scripted", "code": doing.code}
    headers = f"Retry-After: {doing.retry_after}\r\n" if doing.retry_after is not None else ""
    return _response(doing.status, {"error": error}, headers)


def completion(said: Say, body: Json) -> Json:
    """A chat completion object. Tokens are counted as words."""
    text = json.dumps(said.content) if isinstance(said.content, dict) else said.content
    message = {"role": "assistant", "content": text, "refusal": said.refusal}
    counted = {
        "prompt_tokens": len(json.dumps(body["messages"]).split()),
        "completion_tokens": len((text or "").split()),
    }
    out: Json = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": body.get("model", "mock"),
        "choices": [{"index": 0, "message": message, "finish_reason": said.finish}],
    }
    return out | ({"usage": counted | {"total_tokens": sum(counted.values())}} if said.usage else {})


def chunk(delta: Json | None, finish: str | None = None, **more: Any) -> bytes:
    """An event with a chunk of a completion; without a delta it has no choice, as the one with the usage."""
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    return event({"id": "chatcmpl-1", "object": "chat.completion.chunk", "choices": choices, **more})


def event(value: Json) -> bytes:
    """An event; its characters stand for themselves, where they can."""
    text = json.dumps(value, ensure_ascii=False)
    halves = re.search("[\ud800-\udfff]", text)
    return b"data: " + (json.dumps(value) if halves else text).encode() + b"\n\n"


def events(said: Say, body: Json) -> list[bytes]:
    """The same completion as a stream, word by word."""
    whole = completion(said, body)
    message, finish = whole["choices"][0]["message"], whole["choices"][0]["finish_reason"]
    words = re.findall(r"\S*\s*", message["content"] or "")
    deltas = [{"role": "assistant", "content": ""}, *({"content": word} for word in words if word)]
    refusal = [{"refusal": message["refusal"]}] if message["refusal"] else []
    usage = {"usage": whole["usage"]} if "usage" in whole and body.get("stream_options") else None
    last = [chunk(None, **usage)] if usage else []
    return [*(chunk(delta) for delta in (*deltas, *refusal)), chunk({}, finish), *last, b"data: [DONE]\n\n"]


def embeddings(body: Json) -> Json:
    """Vectors that count the letters of each text, last one first; tokens are counted as words."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    rows = [
        {"object": "embedding", "index": i, "embedding": [0.01 + text.lower().count(letter) for letter in letters]}
        for i, text in enumerate(body["input"])
    ]
    words = sum(len(text.split()) for text in body["input"])
    usage = {"prompt_tokens": words, "total_tokens": words}
    return {"object": "list", "model": body["model"], "data": rows[::-1], "usage": usage}


def fitting(body: Json) -> str | Json:
    """Some answer to the request that its schema allows; plain words where it has none."""
    form = body.get("response_format")
    if not form:
        return "That is all I have to say."
    schema = form["json_schema"]["schema"]
    value = example_of(schema, schema.get("$defs", {}))
    assert isinstance(value, dict)
    return value


def example_of(schema: Json, definitions: Json) -> Any:
    """A smallest value that the schema allows, by its keywords or by bounds given in its description."""
    if "$ref" in schema:
        return example_of(definitions[schema["$ref"].rsplit("/", 1)[1]] | _without_ref(schema), definitions)
    if options := schema.get("anyOf"):
        return example_of(options[0], definitions)
    if "enum" in schema:
        return schema["enum"][0]
    return _example_by_type(schema, definitions)


def _without_ref(schema: Json) -> Json:
    return {key: value for key, value in schema.items() if key != "$ref"}


def _example_by_type(schema: Json, definitions: Json) -> Any:
    kind = schema.get("type", "null")
    if kind == "object":
        return {name: example_of(inner, definitions) for name, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [example_of(schema["items"], definitions)] * int(_at_least(schema, "minItems", "item"))
    if kind in {"integer", "number"}:
        return int(_at_least(schema, "minimum", ""))
    return {"string": "That will do.", "boolean": False, "null": None}[kind]


def _at_least(schema: Json, keyword: str, noun: str) -> float:
    found = re.search(rf"at least (-?[\d.]+)(?= {noun}|\b)", schema.get("description", ""))
    return float(schema.get(keyword, found[1] if found else 0))
