"""Contestants of all kinds and of all manners."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from contextvars import copy_context
from types import SimpleNamespace
from typing import Any

EVERYBODY: list[str] = []


def echo(messages: list[dict[str, str]]) -> str:
    return f"You said: {messages[-1]['content']}"


async def asynchronous(chat: Any) -> Any:
    await asyncio.sleep(0)
    return {"text": f"{len(chat)} messages", "recalled": ["a", 2], "usage": {"input_tokens": 7, "cost_usd": 0.25}}


def whole_turn(turn: Any) -> Any:
    words = [turn.user, turn.session, turn.turn, turn.now.isoformat(), turn.probe, len(turn.messages)]
    return SimpleNamespace(content=" ".join(map(str, words)))


async def asks(messages: Any, llm: Any) -> str:
    return "model: " + await llm(messages)


def asks_plainly(llm: Any, messages: Any) -> str:
    return "model: " + llm.sync("one question") + llm.sync(messages)


class Diary:
    def __init__(self) -> None:
        self.said: list[str] = []
        self.told: list[str] = []

    def reset(self, user: str) -> None:
        self.told.append(f"reset {user}")

    def start_session(self, session: int) -> None:
        self.told.append(f"start {session}")

    async def respond(self, messages: Any) -> str:
        self.said.append(messages[-1]["content"])
        return f"{len(self.said)}: {' | '.join(self.said)}"

    def end_session(self, session: int, messages: Any) -> None:
        self.told.append(f"end {session} with {len(messages)}")

    def export_memory(self) -> Any:
        return {"said": self.said, "told": self.told}

    def close(self) -> None:
        EVERYBODY.append("closed")


class Callable:
    def __init__(self, llm: Any) -> None:
        self.llm = llm

    async def __call__(self, messages: Any) -> str:
        return await self.llm(messages)

    def answer_probe(self, messages: Any) -> str:
        return "probed"


shared = Diary()
nothing_of_the_kind = 7


# In pieces -----------------------------------------------------------------------------------------------------------


async def streams(messages: Any) -> Any:
    for word in ("You ", "said: ", messages[-1]["content"]):
        yield word


def streams_plainly(messages: Any) -> Any:
    yield from ("You ", "said: ", messages[-1]["content"])


async def hands_on_a_stream(messages: Any) -> Any:
    return streams(messages)


class Streamer:
    def __init__(self) -> None:
        self.n = 0

    async def respond(self) -> Any:
        self.n += 1
        yield "number "
        yield str(self.n)


async def yields_numbers(messages: Any) -> Any:
    yield "one"
    yield 2


async def breaks_off(messages: Any) -> Any:
    yield "Dear lan"
    raise ValueError("out of ink")


def never_stops(messages: Any) -> Any:
    while True:
        yield "x" * 1000


async def yields_nothing(messages: Any) -> Any:
    for piece in ():
        yield piece


# Misbehaving ---------------------------------------------------------------------------------------------------------


def raises(messages: Any) -> str:
    raise ValueError("my key is sk-verysecret123456")


def exits(messages: Any) -> str:
    sys.exit(3)


def dies(messages: Any) -> str:
    sys.stderr.write("out of cheese\n")
    sys.stderr.flush()
    os._exit(7)


def hangs(messages: Any) -> str:
    while True:
        time.sleep(0.05)


async def blocks_its_loop(messages: Any) -> str:
    time.sleep(3600)
    return "never"


async def waits_for_ever(messages: Any) -> str:
    await asyncio.Event().wait()
    return "never"


def wrong_type(messages: Any) -> Any:
    return [1, 2, 3]


def nothing(messages: Any) -> None:
    return None


def empty(messages: Any) -> str:
    return "  \n"


def ten_megabytes(messages: Any) -> str:
    return "x" * 10_000_000


def half_a_character(messages: Any) -> str:
    return "caf\ud83d and more"


def edits(messages: Any) -> str:
    messages[-1]["content"] = "I never said that"
    messages.append({"role": "user", "content": "and I hate cats"})
    return f"{len(messages)} messages"


def remembers_everybody(messages: Any) -> str:
    EVERYBODY.append(messages[-1]["content"])
    return "So far: " + " | ".join(EVERYBODY[-50:])[-4000:]


class Hoarder:
    def respond(self, messages: Any) -> str:
        return "noted"

    def export_memory(self) -> str:
        return "m" * 10_000_000


def swallows(messages: Any, llm: Any) -> str:
    try:
        return str(llm.sync(messages))
    except Exception:  # noqa: BLE001
        return "I would rather not say."


def wants_more(messages: Any, database: Any) -> str:
    return "no"


def sees_context(messages: Any) -> str:
    return repr({variable.name: value for variable, value in copy_context().items()})
