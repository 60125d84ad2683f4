"""Asking a real backend against the test server, without ever sleeping."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field, replace
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from arena.models import Listen, Reply, Request, Sampling
from arena.models._direct_lane import Pool
from arena.models._pace import Pace
from arena.models.remote import RemoteBackend, Shared, Waiting
from arena.prompts import Prompt
from arena.schema.assistant_view import Message
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import ModelSpec

A = TypeVar("A", bound=Record)

PROMPT = Prompt("test/mood", 1, "test", "none", "Mood", (), "text", "0" * 64)
MESSAGES = (Message(role="system", content="You judge."), Message(role="user", content="How was it?"))


class Quote(Record):
    turn: Annotated[int, Field(ge=1)]
    words: str


class Mood(Record):
    """An answer with a bound, a list and records inside."""

    word: str
    points: Annotated[int, Field(ge=1, le=5)]
    quotes: tuple[Quote, ...] = ()


class Nothing(Record):
    """Inputs without fields."""


def spec_for(url: str | None, **changes: Any) -> ModelSpec:
    return ModelSpec(**{"id": "openai/mock", "api_base": url, "timeout_s": 20.0, "max_tries": 3, **changes})


def request(spec: ModelSpec, *messages: Message) -> Request:
    sampling = Sampling(spec.id, spec.temperature, spec.max_tokens)
    return Request(PROMPT, messages or MESSAGES, sampling, "1" * 64)


@dataclass
class Ask:
    """Asks one question on an event loop of its own; keeps the waits that it would have slept."""

    url: str
    lane: Literal["auto", "litellm"] = "auto"
    slept: list[float] = field(default_factory=list)
    told: list[Waiting] = field(default_factory=list)
    listen: Listen | None = None
    """Hears answers in prose while they are written."""
    patience_s: float = 0.0

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def _now(self) -> float:
        """The time it would be, had it slept."""
        return time.monotonic() + sum(self.slept)

    def spec(self, **changes: Any) -> ModelSpec:
        """A model at the server, on the lane that is tested."""
        return spec_for(self.url, lane=self.lane, **changes)

    def backend(self, spec: ModelSpec) -> RemoteBackend:
        pace = Pace("here", rpm=spec.rpm, tpm=spec.tpm, clock=self._now)
        return RemoteBackend(
            spec, sleep=self._sleep, on_wait=self.told.append, shared=Shared(Pool(), pace, self.patience_s)
        )

    def __call__(self, answer: type[A], **changes: Any) -> Reply[A]:
        return self.many(answer, 1, **changes)[0]

    def many(self, answer: type[A], times: int, **changes: Any) -> list[Reply[A]]:
        """The same question so many times at once, on one backend."""
        return asyncio.run(self._many(answer, times, self.spec(**changes)))

    def in_turn(self, answer: type[A], times: int, **changes: Any) -> list[Reply[A]]:
        """The same question so many times, one after the other, on one backend."""
        return asyncio.run(self._in_turn(answer, times, self.spec(**changes)))

    async def _in_turn(self, answer: type[A], times: int, spec: ModelSpec) -> list[Reply[A]]:
        backend = self.backend(spec)
        question = Question("test/mood", 1, Nothing(), answer)
        asked = replace(request(spec), listen=self.listen)
        try:
            return [await backend.answer(question, asked) for _ in range(times)]
        finally:
            await backend.close()

    async def _many(self, answer: type[A], times: int, spec: ModelSpec) -> list[Reply[A]]:
        backend = self.backend(spec)
        question = Question("test/mood", 1, Nothing(), answer)
        asked = replace(request(spec), listen=self.listen)
        try:
            return list(await asyncio.gather(*[backend.answer(question, asked) for _ in range(times)]))
        finally:
            await backend.close()
