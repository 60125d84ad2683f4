"""What goes on in a person's life besides: threads that move on while nobody talks.

After a gap of g days a thread has moved with probability `1 - 2^(-g / 7)`, so half of them move in a week; two gaps are
as good as one of their sum. It moves to one of the things it may move to, each as likely as the next, and after that
only those listed behind it can still come. What was is told along ("... Since then: ..."): a step alone ("The man has
declared himself.") says nothing to whoever has not read what it is a step of.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from arena.schema.persona import Persona, Thread
from arena.text.canonical import seed_of

HALF_LIFE = 7.0
"""Days after which half of the threads have moved."""


def move_probability(days: float) -> float:
    """The chance that a thread has moved after that many days, 0 to 1."""
    return float(1 - 2 ** (-max(0.0, days) / HALF_LIFE))


def after_gap(threads: Sequence[Thread], days: float, seed: int) -> tuple[Thread, ...]:
    """The threads as they stand that many days later; each has a draw of its own, whatever the others do."""
    return tuple(_later(thread, days, seed_of(str(seed), thread.id)) for thread in threads)


def _later(thread: Thread, days: float, seed: int) -> Thread:
    chance = random.Random(seed)  # noqa: S311  # reproducible, not secret
    if not thread.may_move_to or chance.random() >= move_probability(days):
        return thread
    index = chance.randrange(len(thread.may_move_to))
    now = f"{thread.now} Since then: {thread.may_move_to[index]}"
    return thread.model_copy(update={"now": now, "may_move_to": thread.may_move_to[index + 1 :]})


def news(before: Sequence[Thread], after: Sequence[Thread]) -> tuple[str, ...]:
    """How the threads that moved stand now, each with what it was before."""
    return tuple(new.now for old, new in zip(before, after, strict=True) if new.now != old.now)


def living(persona: Persona, threads: tuple[Thread, ...]) -> Persona:
    """The person with their threads as they stand now."""
    if threads == persona.life.threads:
        return persona
    return persona.model_copy(update={"life": persona.life.model_copy(update={"threads": threads})})
