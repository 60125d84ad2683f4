"""What the body of an answer holds in the OpenAI protocol: an error; a completion, whole or in pieces as it is written.

Pieces are server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), each with a chunk of a
completion. They are put together to the completion that would have come whole, so that whatever reads it, meters it or
finds fault with it is the same either way.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pydantic_core import from_json

from arena.models._door import Listen
from arena.models._lane import Failure, Fault
from arena.text.surrogates import with_pairs_joined

if TYPE_CHECKING:
    from aiohttp import ClientResponse

_THOUGHT = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL)
"""What a reasoning model thinks aloud before it answers, where its server leaves that in; litellm takes it out too."""
_THINKS = ("<think>", "<thinking>")
_DONE = b"[DONE]"
_LAST_WORDS_S = 1.0
"""So long the end of a stream is waited for once all of it is said: a connection read to its end is used again."""


def without_thoughts(text: str) -> str:
    """An answer without what was thought before it."""
    return _THOUGHT.sub("", text)


def failure(status: int, raw: bytes, headers: Mapping[str, str]) -> Failure:
    """An error as the provider words it: `error.message`, `message` or `detail`, else the text itself."""
    text = raw.decode("utf-8", "replace")
    try:
        return _failure(status, from_json(raw), text, headers)
    except ValueError:
        return Failure(status, text, text, headers)


def _failure(status: int, said: Any, text: str, headers: Mapping[str, str]) -> Failure:
    inner = said.get("error", said) if isinstance(said, dict) else said
    words = (inner.get("message") or inner.get("detail")) if isinstance(inner, dict) else inner
    return Failure(status, words if isinstance(words, str) else text, text, headers)


async def whole(response: ClientResponse) -> Any:
    """The completion of an answer that comes in one. Raises Fault where it is none."""
    return _parsed(await response.read())


async def in_pieces(response: ClientResponse, listen: Listen) -> Any:
    """The completion of an answer that was asked for in pieces, or the Failure that broke it off.

    A server may send it whole all the same.

    Args:
        response: what came, with a status that is no error.
        listen: told of the words as they come, without thoughts before them.

    Raises:
        Fault: it is no completion, or breaks off.
    """
    if response.content_type != "text/event-stream":
        raw = await response.read()
        if not raw.lstrip().startswith(b"data:"):  # some say text/plain and stream
            return _parsed(raw)
        return _completion([_parsed(data) for data in _Events().take(raw + b"\n\n") if data != _DONE])
    chunks, teller = [], _Teller(listen)
    async for data in _events(response):
        if data == _DONE:
            await _hear_out(response)
            break
        chunks.append(_parsed(data))
        teller.tell(_delta(chunks[-1]).get("content"))
    return _completion(chunks)


def _parsed(raw: bytes) -> Any:
    try:
        return from_json(raw)
    except ValueError:  # it does not take lone surrogates, which the standard library does
        pass
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Fault("a body that is no completion", is_there=True) from None


# Events --------------------------------------------------------------------------------------------------------------


class _Events:
    """Cuts bytes into events, wherever the network has cut them: in a line, or in a character."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []

    def take(self, raw: bytes) -> Iterator[bytes]:
        """The data of the events that are complete with these bytes."""
        *lines, self._rest = (self._rest + raw).split(b"\n")
        for line in lines:
            field, _, value = line.removesuffix(b"\r").partition(b":")
            if field == b"data":
                self._data.append(value.removeprefix(b" "))
            elif not field and not value and self._data:
                yield b"\n".join(self._data)
                self._data = []


async def _events(response: ClientResponse) -> AsyncIterator[bytes]:
    events = _Events()
    async for raw in response.content.iter_any():
        for data in events.take(raw):
            yield data
    for data in events.take(b"\n\n"):  # the last blank line is left out by some
        yield data


async def _hear_out(response: ClientResponse) -> None:
    """Read what follows the last event, which is nothing, so that the connection can be kept."""
    from aiohttp import ClientError  # noqa: PLC0415  # heavy

    with suppress(TimeoutError, ClientError, OSError):
        async with asyncio.timeout(_LAST_WORDS_S):
            await response.content.read()


# Chunks --------------------------------------------------------------------------------------------------------------


class _Teller:
    """Tells the words of an answer as they come, once it is clear that they are no thought."""

    def __init__(self, listen: Listen) -> None:
        self._listen = listen
        self._held: str | None = ""
        """What may still be a thought; None as soon as words came."""

    def tell(self, piece: object) -> None:
        if not isinstance(piece, str) or not piece:
            return
        if self._held is not None:
            self._held += piece
            piece = "" if _may_be_thought(self._held) else without_thoughts(self._held)
            self._held = self._held if not piece else None
        if piece:
            self._listen(piece)


def _may_be_thought(text: str) -> bool:
    begins = text.lstrip()
    if begins.startswith(_THINKS):
        return not _THOUGHT.match(text)
    return any(tag.startswith(begins) for tag in _THINKS)


def _completion(chunks: list[Any]) -> Any:
    """The completion that these chunks make, or the error among them. Raises Fault where the end did not come."""
    for chunk in chunks:
        if isinstance(chunk, dict) and chunk.get("error"):
            return _failure(_status(chunk["error"]), chunk, str(chunk), {})
    finish = next((reason for chunk in reversed(chunks) if (reason := _choice(chunk).get("finish_reason"))), None)
    if finish is None:
        raise Fault("the answer broke off" if chunks else "a stream without an answer")
    message = {part: _joined(chunks, part) for part in ("content", "refusal")}
    usage = next((read for chunk in reversed(chunks) if isinstance(chunk, dict) and (read := chunk.get("usage"))), None)
    return {"choices": [{"message": message, "finish_reason": finish}], "usage": usage}


def _status(error: Any) -> int:
    """The status that an error would have had before the stream began; 500 where it does not say."""
    code = str(error.get("code")) if isinstance(error, dict) else ""
    return int(code) if re.fullmatch("[45][0-9]{2}", code) else 500


def _joined(chunks: list[Any], part: str) -> str | None:
    pieces = [piece for chunk in chunks if isinstance(piece := _delta(chunk).get(part), str)]
    return with_pairs_joined("".join(pieces)) if pieces else None


def _delta(chunk: Any) -> dict[str, Any]:
    delta = _choice(chunk).get("delta")
    return delta if isinstance(delta, dict) else {}


def _choice(chunk: Any) -> dict[str, Any]:
    """The only choice of a chunk; the one with the usage has none."""
    choices = chunk.get("choices") if isinstance(chunk, dict) else None
    return choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
