"""Questions about the person themselves: answered from what they said, or admitted not to be known."""

from __future__ import annotations

import random
import re

from arena.assistants.offline._about import matters_in, wanted_shapes
from arena.assistants.offline._letter import bearing, tells
from arena.assistants.offline._phrases import NOT_TOLD, RECALLED, Register
from arena.assistants.offline._reading import Sight
from arena.assistants.offline._wording import say

_ABOUT_ME = re.compile(
    r"\b(?:did (?:i|the person|they) (?:say|tell|mention)|have i (?:told|said|mentioned)"
    r"|do you (?:remember|know) (?:wh\w+|how|my|if i)\b|remind me (?:what|when|where|how)"
    r"|what (?:do|did) you (?:know|remember) about (?:me|the person)|the person(?:'s|’s)?\b"
    r"|what(?:'s|’s| is| was| are) my\b|where do i live|how much (?:do|did) i\b|what did i\b)",
    re.IGNORECASE,
)
_PAST = re.compile(r"^(?:(?:for|on|by|at|in) )?(?:what|which|when|where|who)\b[^?]*\b(?:was|were|did)\b", re.IGNORECASE)
_HARD = 2.0
"""What the form of an answer counts for: as much as two words in common."""


def is_about_the_person(text: str) -> bool:
    """Whether `text` asks what the person once said or is like."""
    return "?" in text and bool(_ABOUT_ME.search(text))


def is_about_the_past(sight: Sight) -> bool:
    """Whether the talk begins with a question on how something was: there is only memory to answer it from."""
    return not sight.own and bool(_PAST.search(sight.last))


def recalled(sight: Sight, register: Register, chance: random.Random) -> str:
    """What the person said that answers their last message, in their words; of equals the newest.

    Where one knows what an answer looks like (a date, a sum, a name), nothing else is one.
    """
    question = sight.last
    formed, asked = bool(wanted_shapes(question)), matters_in(question)
    scored = [
        (bearing(question, s) + (_HARD if formed else tells(question, s)) - (not matters_in(s.text) <= asked), i)
        for i, s in enumerate(sight.statements)
        if not formed or tells(question, s)
    ]
    score, place = max(scored, default=(0.0, 0))
    if score < 1:
        return say(NOT_TOLD, register, chance)
    return say(RECALLED, register, chance).format(said=sight.statements[place].text.rstrip("."))
