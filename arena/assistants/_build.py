"""From a specification to a contestant: its parts, made and put together."""

from __future__ import annotations

from collections.abc import Callable

from arena.assistants._composed import Composed, GraphContestant
from arena.assistants._spec import parse
from arena.assistants.base import Contestant
from arena.assistants.slots import Asked, AskPart, GuardPart, Kit, MemoryPart, StylePart, no_embeddings
from arena.models import Model


def build(spec: str, model: Model, aloud: Model, embeddings: Callable[[str], Model] = no_embeddings) -> Contestant:
    """A new contestant for one match, asking `model`, and `aloud`, the same model heard, for what it replies.

    `embeddings` leads to the embedding models that it names.

    Raises:
        UsageError: the specification cannot be met.
    """
    wanted = parse(spec)
    kit = Kit(model, wanted.options, embeddings)
    memory = next(part.make(kit) for part in wanted.parts if isinstance(part, MemoryPart))
    style = next(part for part in wanted.parts if isinstance(part, StylePart))
    guards = [(part.name, part.make(kit)) for part in wanted.parts if isinstance(part, GuardPart)]
    composed = Composed(
        memory=memory,
        ask=next(part.make(kit) for part in wanted.parts if isinstance(part, AskPart)),
        guards=tuple((name, guard) for name, guard in guards if guard is not None),
        style=style.make(kit),
        reminder=style.reminder,
    )
    return GraphContestant(model, aloud, composed)


def asks(spec: str) -> tuple[Asked, ...]:
    """What a contestant asks its model, for a forecast: the prompts of all its parts. Raises UsageError."""
    wanted = parse(spec)
    return tuple(asked for part in wanted.parts for asked in (*part.asks, *part.also_asks(wanted.options)))


def calls_in_session(spec: str, replies: int) -> float:
    """Model calls of one session with so many replies, at most; the average where some sessions ask for more."""
    return sum(asked.times * (replies if asked.per == "reply" else 1) for asked in asks(spec))
