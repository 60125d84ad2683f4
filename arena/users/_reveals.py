"""What a turn really told: what the speaker claims is checked, and what the words state counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from arena.schema.persona import Fact, Persona, Secret
from arena.schema.scenario import SessionPlan
from arena.schema.user_view import Wish
from arena.text.match import mentions

_HELPER = re.compile(
    r"\b(?:as an ai\b|i(?:'m| am) an ai\b|how (?:can|may) i (?:help|assist) you"
    r"|i(?:'d| would) be happy to (?:help|assist)"
    r"|is there anything else i can)",
    re.IGNORECASE,
)


def states(text: str, value: str, says_like: Sequence[str] = ()) -> bool:
    """Whether `text` states the value, or one of the ways of saying it."""
    return mentions(text, value, says_like) is not None


def stated(say: str, facts: Sequence[Fact]) -> list[str]:
    """Keys of the facts whose value, or a way of saying it, stands in `say`."""
    return [fact.key for fact in facts if states(say, fact.value, fact.says_like)]


def told_by(say: str, claimed: Collection[str], tellable: Collection[str], wishes: Sequence[Wish]) -> tuple[str, ...]:
    """The claims that were allowed, then the wishes that `say` states without a claim; in a fixed order, once each."""
    known = [*tellable, *(wish.id for wish in wishes)]
    found = [wish.id for wish in wishes if states(say, wish.value, wish.says_like)]
    return tuple(dict.fromkeys([*(name for name in known if name in claimed), *found]))


def brought_up(plan: SessionPlan) -> str:
    """All that the scenario itself has the person say in a session."""
    given = [turn.text or "" for turn in plan.turns if turn.who == "user"]
    return "\n".join([plan.need, plan.opens_with or "", *plan.asks, *plan.follow_ups, *given])


def leaks(persona: Persona, keys: Collection[str], plan: SessionPlan, sanctioned: Collection[str]) -> list[str]:
    """Of the facts in `keys` that were said, the secrets that were not to be told now.

    What was told before or may be told (`sanctioned`) and what the scenario itself has the person say is no leak.
    """
    secret = [f for f in persona.known_facts() if isinstance(f, Secret) and f.key in keys and f.key not in sanctioned]
    allowed = stated(brought_up(plan), secret)
    return [fact.key for fact in secret if fact.key not in allowed]


def speaks_as_assistant(say: str) -> bool:
    """Whether the words are an assistant's: the person has slipped out of their part."""
    return bool(_HELPER.search(say))
