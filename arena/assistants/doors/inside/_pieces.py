"""Replies that come in pieces: from a generator of the user's, or from the chat model inside a graph."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from ._load import Unusable

Say = Callable[["str | None"], None]
"""Told of each piece of a reply; of None where what was told so far is void."""

LIMIT = 100_000
"""Characters that the pieces of a reply may have together."""


async def gathered(value: Any, say: Say | None) -> Any:
    """The whole reply, where `value` is a generator of its pieces; any other value as it is. Raises Unusable."""
    if isinstance(value, Iterator):
        value = _each(value)
    if not isinstance(value, AsyncIterator):
        return value
    pieces: list[str] = []
    length = 0
    async for piece in value:
        if not isinstance(piece, str):
            raise Unusable(f"it yielded something of type {type(piece).__name__}; the pieces of a reply are texts")
        length += len(piece)
        if length > LIMIT:
            raise Unusable(f"its pieces are longer than {LIMIT} characters together")
        pieces.append(piece)
        if say is not None and piece:
            say(str.__str__(piece))
    return "".join(pieces)


async def _each(pieces: Iterator[Any]) -> AsyncIterator[Any]:
    for piece in pieces:
        yield piece
        await asyncio.sleep(0)


class Overheard:
    """The chat model of a graph as it writes the message that may become the reply.

    Args:
        last: nodes after which a graph may end; what others write is no reply.
        say: told of the pieces.
    """

    def __init__(self, last: frozenset[str], say: Say) -> None:
        self._last = last
        self._say = say
        self._message: Any = None
        self._length = 0

    def hear(self, message: Any, about: dict[str, Any]) -> None:
        """Take what a graph streams as `messages`; another message than before takes its place."""
        if getattr(message, "type", "") != "AIMessageChunk" or about.get("langgraph_node") not in self._last:
            return
        piece = text_of(message.content)
        if not piece or self._length > LIMIT:
            return
        if self._length and message.id != self._message:
            self._say(None)
        self._message = message.id
        self._length += len(piece)
        self._say(piece)


def text_of(content: Any) -> str:
    """The text of a message, whose content may be a list of blocks."""
    if isinstance(content, str):
        return content
    return "".join(b if isinstance(b, str) else b.get("text", "") for b in content)
