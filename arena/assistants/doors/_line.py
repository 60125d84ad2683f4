"""A line to the user's code: what is common to a thread of ours and a process of its own."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from arena.errors import CallFailed
from arena.models import Listen
from arena.schema.assistant_view import Message

AskModel = Callable[[tuple[Message, ...]], Awaitable[str]]
"""Puts chat messages to the model of the match, on the event loop of the run."""


class ContestantFailed(CallFailed):
    """The contestant raised, hung, or gave something that is no reply; its match fails, the others go on."""

    title = "the contestant failed"
    kind = "contestant"


REPLY_LIMIT = 100_000
"""Characters a reply may have."""


def check_length(text: str) -> None:
    """Raises ContestantFailed for a reply that nobody would read and that would fill the journal."""
    if len(text) > REPLY_LIMIT:
        raise ContestantFailed(f"a reply of {len(text)} characters; {REPLY_LIMIT} are the most")


class Line(Protocol):
    """One object of the user's, made for one match."""

    async def call(self, given: dict[str, Any], listen: Listen | None = None) -> dict[str, Any]:
        """`{"value": ...}` or `{"error": why}`. Cancelling it cancels the work, as far as that can be done.

        `listen` is told of the pieces of a reply that comes in pieces, before the call is answered.
        """
        ...

    async def close(self) -> None:
        """Let go of the object; nothing is waited for. Twice is harmless."""
        ...
