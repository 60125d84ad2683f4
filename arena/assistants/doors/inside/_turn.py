"""What the user's own code is given."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Messages = list[dict[str, str]]
"""Chat messages: `role` (system, user, assistant) and `content`."""

Ask = Callable[[Messages], "Future[str]"]
"""Puts chat messages to the model of the match."""


class Llm:
    """The language model of the match (`--contestant-model`): metered exactly, replayed when a run is resumed.

    `await llm(messages)` in async code, `llm.sync(messages)` elsewhere; a text counts as one message of the user's.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def __call__(self, messages: Messages | str) -> str:
        """The model's reply."""
        return await asyncio.wrap_future(self._ask(_as_messages(messages)))

    def sync(self, messages: Messages | str) -> str:
        """The model's reply, for code that is not async."""
        return self._ask(_as_messages(messages)).result()


def _as_messages(messages: Messages | str) -> Messages:
    if isinstance(messages, str):
        return [{"role": "user", "content": messages}]
    return [{"role": str(m["role"]), "content": str(m["content"])} for m in messages]


@dataclass(frozen=True)
class Turn:
    """One request for a reply. Every call gets objects of its own: what is done to them reaches nobody."""

    user: str
    """An opaque id, of this match alone."""
    session: int
    """1 for the first."""
    turn: int
    """1 for the first reply of the session; 0 outside of one."""
    messages: Messages
    """This session, the last message the person's."""
    now: datetime
    """Simulated time."""
    seed: int
    """For your own chance: the same whenever this turn is played again."""
    probe: bool
    """Whether those who run the arena ask, and not the person."""
    llm: Llm

    @classmethod
    def read(cls, call: dict[str, Any], llm: Llm) -> Turn:
        """The turn in a call as it travels."""
        return cls(
            user=call["user"],
            session=call["session"],
            turn=call["turn"],
            messages=[dict(m) for m in call["messages"]],
            now=datetime.fromisoformat(call["now"]),
            seed=call["seed"],
            probe=call["probe"],
            llm=llm,
        )
