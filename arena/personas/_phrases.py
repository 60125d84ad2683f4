"""Authored notes as sentences, and the few stock sentences of a portrait.

Authors write notes about somebody, as one does: `lives alone with a deaf cat`, `Asks where a claim comes from.` They
are quoted as what others would say; only the short ones about home and work are turned to the second person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from arena.schema.persona import Persona
from arena.schema.vocabulary import Category

_VERBS = {
    "is": "are", "has": "have", "does": "do", "lives": "live", "shares": "share", "rents": "rent", "owns": "own",
    "keeps": "keep", "runs": "run", "works": "work", "teaches": "teach", "drives": "drive", "looks": "look",
    "cares": "care", "studies": "study", "sells": "sell", "repairs": "repair", "writes": "write", "stays": "stay",
}  # fmt: skip
_OWN = {"she": ("her", "herself"), "he": ("his", "himself"), "they": ("their", "themselves")}
_ENDS = (".", "!", "?", "…", '."', '!"', '?"', ".”", "!”", "?”")

NEUTRAL = {
    "N": "The usual hitches bother you no more than they bother others.",
    "E": "You are as ready for a chat as the next person.",
    "O": "A new idea gets a fair hearing from you, and no more.",
    "A": "You give people the ordinary benefit of the doubt.",
    "C": "You are about as tidy with details as most.",
}
"""A sentence for each domain of personality of which the author says nothing."""

DEPTH = {
    1: "The gist is enough for you.",
    2: "You want the answer and the main reason, and leave the rest.",
    4: "You like to hear the reasons as well as the answer.",
    5: "You want the whole of a matter, with its reasons and exceptions.",
}
SHOWS = {
    "open": "When a mood takes you, anybody can read it in what you write.",
    "leaks": "You do not speak of your moods, but they get into what you write.",
    "hides": "You keep your moods out of what you write.",
}
FLATTERY = {
    "accepts": "",
    "hedges": "A compliment you let pass.",
    "objects": "A compliment you wave away.",
    "scolds": "A compliment from a machine annoys you, and you tell it so.",
}
LEAVES = {
    "says_so": "When you have had enough you say so, once, and go.",
    "trails_off": "When you have had enough your answers get shorter, and then there are none.",
    "vanishes": "When you have had enough you are simply gone, in the middle if need be.",
}
MATTERS: dict[Category, str] = {
    "finance": "a matter of money",
    "relationships": "something between you and people close to you",
    "mental_health": "a time that was hard on you",
    "education": "something from your schooling",
    "health": "a matter of health",
    "housing": "something about where you live",
    "legal": "a legal matter",
    "employment": "something to do with work",
    "schedule": "a plan of yours",
    "general": "something private",
}
"""What a secret is about, so wide that it tells nothing."""


def sentence(note: str) -> str:
    """The note with a capital and an end."""
    text = " ".join(note.split())
    text = text[:1].upper() + text[1:]
    return text if not text or text.endswith(_ENDS) else text + "."


def sentences(notes: Iterable[str]) -> str:
    """Each note as a sentence."""
    return " ".join(sentence(note) for note in notes if note.strip())


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def bare(note: str) -> str:
    """The note as a part of a sentence: no full stop at its end."""
    return " ".join(note.split()).rstrip(".")


def to_you(note: str, persona: Persona, otherwise: str) -> str:
    """`lives alone with her cat` as `You live alone with your cat.`; a note without a verb goes into `otherwise`."""
    first, _, rest = bare(note).partition(" ")
    if first.lower() not in _VERBS:
        return sentence(otherwise.format(bare(note)))
    subject = persona.identity.pronouns.partition("/")[0].strip().lower()
    own, self_ = _OWN.get(subject, ("their", "themselves"))
    rest = re.sub(rf"\b{own}\b", "your", re.sub(rf"\b{self_}\b", "yourself", rest))
    return sentence(f"You {_VERBS[first.lower()]} {rest}")


def how_often(share: float) -> str:
    """A share of occasions as people say it."""
    steps = (
        (0.04, "hardly ever"),
        (0.14, "about one time in ten"),
        (0.22, "about one time in five"),
        (0.29, "about one time in four"),
        (0.42, "about one time in three"),
        (0.58, "about every second time"),
        (0.71, "about two times in three"),
        (0.84, "about three times in four"),
        (0.95, "nine times in ten"),
    )
    return next((words for limit, words in steps if share <= limit), "nearly always")
