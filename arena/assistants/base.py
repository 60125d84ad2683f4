"""What a contestant is to the engine that runs a match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from arena.models import Audience, Model
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo


@dataclass(frozen=True, slots=True)
class Aloud:
    """How a contestant can be heard while it writes a reply. What it replies is the same whether anybody listens."""

    model: Model
    """Its model, heard: for the one call whose answer goes to the person, and no other."""
    audience: Audience
    """Who listens to code that is not ours."""


class Contestant(Protocol):
    """An assistant under test: one object a match, so what it knows of one person cannot reach another.

    All that it is told comes through these calls. Each may raise `CallFailed` when a model call fails for good.
    """

    async def start_session(self, info: SessionInfo) -> None:
        """A session begins."""
        ...

    async def respond(self, view: AssistantView) -> AssistantReply:
        """The reply to the last message of `view`, which is the person's."""
        ...

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """The session is over, with these messages: the time for memory work, nobody is waiting."""
        ...

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """An answer out of band: from the same knowledge as a reply, and nothing of it is kept."""
        ...

    async def export_memory(self) -> str:
        """What is kept between sessions, readable by a person; empty when nothing is."""
        ...

    async def close(self) -> None:
        """The match is over; the contestant is not used again."""
        ...
