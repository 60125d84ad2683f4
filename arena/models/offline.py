"""The offline model: deterministic, rule-based answers to every question the product asks.

No key, no network, no download. Each party defines the answers to its own questions (`users/offline.py`,
`assistants/offline.py`, `judges/offline.py`); the composition root collects them here. An answerer reads the typed
inputs that a real model would read as a prompt, and knows of the world what is public in the scenario. Nothing else.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from arena.models._door import Reply, Request
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.world import World

A = TypeVar("A", bound=Record)


@dataclass(frozen=True, slots=True)
class Offline:
    """What an answerer has besides its inputs: public knowledge and a source of chance seeded by what is asked."""

    world: World
    random: random.Random


Answerer = Callable[[Any, Offline], Record]
"""(inputs of the question, context) -> an answer of the question's answer type."""

Answerers = Mapping[str, Answerer]
"""Prompt name (without version) -> answerer."""


class OfflineBackend:
    """Answers by rule.

    Args:
        answerers: one for each question that will be asked.
        world: public knowledge, of the scenario being played.
        seed: any text; equal seeds and questions give equal answers, whatever words a prompt puts the question in.
    """

    def __init__(self, answerers: Answerers, world: World, seed: str) -> None:
        self._answerers = answerers
        self._world = world
        self._seed = seed

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """The rule's answer; it costs nothing and tokens are not counted. Raises KeyError for an unknown question."""
        chance = random.Random(question.seed(self._seed))  # noqa: S311  # reproducible, not secret
        answer = self._answerers[question.prompt](question.inputs, Offline(self._world, chance))
        if not isinstance(answer, question.answer):
            raise TypeError(f"{question.prompt}: offline answered {type(answer).__name__}")
        return Reply(answer)

    async def close(self) -> None:
        """Nothing to give back."""
