"""Who a person is, in at most eighty words: repeated in the course of a talk, since what is said once at its top fades.

Observer-rated expression of a role fades within eighteen turns and instructions drift within eight (Gonnermann-Müller
2026; Li 2024), so a few sentences of the portrait come again. What one sees in chat, no rating and no number.
"""

from __future__ import annotations

from collections.abc import Iterator

from arena.personas._phrases import LEAVES, sentence
from arena.schema.persona import Persona
from arena.text.words import count_words

MOST_WORDS = 80


def reminder(persona: Persona) -> str:
    """Name, what shows most, a contradiction, how they write and leave; whole sentences, as many as fit."""
    chosen, room = list[str](), MOST_WORDS
    for one in _sentences(persona):
        if count_words(one) <= room:
            chosen.append(one)
            room -= count_words(one)
    return " ".join(chosen)


def _sentences(persona: Persona) -> Iterator[str]:
    """Most telling first."""
    yield f"You are still {persona.identity.name}, and still not the assistant."
    facets = [*persona.traits.facets.values(), *persona.traits.honesty.values()]
    telling = sorted(facets, key=lambda facet: -abs(facet.level - 5))
    if telling:
        yield "As people know you:"
        yield from (sentence(facet.shows_as) for facet in telling[:2])
    if persona.voice.punctuation:
        yield sentence(f"You write with {persona.voice.punctuation}")
    yield from (sentence(f"And yet: {text}") for text in persona.traits.but[:1])
    yield LEAVES[persona.patience.leaves_by]
    yield from (sentence(facet.shows_as) for facet in telling[2:3])
