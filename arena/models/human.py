"""The human model: a person at the terminal answers, in the place of a language model.

Everything above the door stays as it is, so what a person plays is journalled, resumed and judged as any other match.
What they type becomes a typed answer by rules that each party defines for its own questions (`users/by_hand.py`);
where there is none the text itself is the answer.
"""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from arena.models._door import Reply, Request
from arena.schema.question import Prose, Question
from arena.schema.record import Record
from arena.text.surrogates import without_surrogates

A = TypeVar("A", bound=Record)

HUMAN = "human"
"""The model id."""

Ask = Callable[[Question[Any]], Awaitable[str]]
"""Shows a question to the person and waits for what they type."""

Reading = Callable[[str], Record]
"""What was typed -> the typed answer."""


def prose(typed: str) -> Prose:
    """The text as it is."""
    return Prose(text=typed)


class HumanBackend:
    """Hands each question to a person.

    Args:
        ask: shows the question and waits; what it raises goes through to whoever asked.
        readings: prompt name (without version) -> how what is typed there becomes an answer; prose by default.
    """

    def __init__(self, ask: Ask, readings: Mapping[str, Reading]) -> None:
        self._ask = ask
        self._readings = readings

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """What the person typed, as the question's answer; tokens are not counted, the time they took is.

        Raises:
            TypeError: no rule makes this question's answer out of text.
        """
        began = time.perf_counter()
        typed = without_surrogates(await self._ask(question))
        answer = self._readings.get(question.prompt, prose)(typed)
        if not isinstance(answer, question.answer):
            raise TypeError(f"{question.prompt}: nobody can type {question.answer.__name__}")
        return Reply(answer, latency_s=time.perf_counter() - began)

    async def close(self) -> None:
        """Nothing to give back."""
