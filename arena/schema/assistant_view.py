"""All that a contestant may read: what was said to it, and when. Its memory is its own."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from arena.schema.record import Record


class Message(Record):
    """One chat message."""

    role: Literal["system", "user", "assistant"]
    content: str


class SessionInfo(Record):
    """The session a contestant is in. The user id is opaque."""

    user_id: str
    session: int
    now: datetime
    """Simulated time."""


class AssistantView(Record):
    """A request for one reply: the messages of this session so far, the last one the user's."""

    info: SessionInfo
    messages: tuple[Message, ...]


class AssistantReply(Record):
    """A contestant's reply and what it says of how it came about."""

    text: str
    said_before: bool = False
    """Said by another contestant, in whose place this one goes on."""
    recalled: tuple[str, ...] = ()
    """Memory items that entered the prompt, for display and audit."""
    input_tokens: int | None = None
    """Tokens read, as a contestant from outside says; None where it does not say, also for the next two."""
    output_tokens: int | None = None
    cost_usd: float | None = None
    """US dollars."""
