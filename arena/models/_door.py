"""The two protocols of the door and the record that passes through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from arena.prompts import Prompt, load, render
from arena.schema.assistant_view import Message
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.canonical import canonical_json, sha256

A = TypeVar("A", bound=Record)
A_co = TypeVar("A_co", bound=Record, covariant=True)

Listen = Callable[[str | None], None]
"""Told of each piece of an answer while it is written; of None where what was told so far is void and begins anew."""
Audience = Callable[[], Listen | None]
"""Who listens at this moment; None while nobody does."""


def nobody() -> Listen | None:
    """The audience of everything that nobody watches."""
    return None


@dataclass(frozen=True, slots=True)
class Sampling:
    """How a party's model is asked."""

    model: str
    temperature: float | None = None
    max_tokens: int = 1500


@dataclass(frozen=True, slots=True)
class Request:
    """A rendered question. `sha256` is the hash of everything that is sent: model, words, answer form, sampling.

    `listen`, where there is one, is told of an answer in prose while it is written. The answer is the same either way.
    """

    prompt: Prompt
    messages: tuple[Message, ...]
    sampling: Sampling
    sha256: str
    listen: Listen | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Reply(Generic[A_co]):
    """A backend's answer with its meter readings; `None` means unmetered, which is not zero."""

    answer: A_co
    tries: int = 1
    repaired: bool = False
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    latency_s: float = 0.0
    cached: bool = False
    """Whether it was given in an earlier run; then tokens and seconds are what it took there, and it costs nothing."""
    saved_usd: float | None = None
    """What a cached answer cost when it was given."""


class Model(Protocol):
    """What a party holds: a way to have typed questions answered."""

    async def ask(self, question: Question[A]) -> A:
        """The answer. Raises `CallFailed` (transport, invalid or refused) when there is none."""
        ...


class Backend(Protocol):
    """One kind of model behind the door."""

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """The answer to `question`, shown to a model as `request`. Raises `CallFailed`."""
        ...

    async def close(self) -> None:
        """Give back connections and files; closing twice is harmless."""
        ...


def request_for(question: Question[A], sampling: Sampling) -> Request:
    """The request that asks `question` with these sampling settings."""
    prompt = load(question.prompt, question.version)
    messages = render(prompt, question.inputs).messages
    body = [
        sampling.model,
        sampling.temperature,
        sampling.max_tokens,
        question.answer.__name__,
        [[m.role, m.content] for m in messages],
    ]
    return Request(prompt, messages, sampling, sha256(canonical_json(body)))
