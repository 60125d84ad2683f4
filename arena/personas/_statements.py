"""What a portrait says of a person, as statements about oneself: for asking whether somebody still is who they were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from arena.personas._phrases import bare, sentence
from arena.schema.persona import ORDINARY, Persona
from arena.text.numerals import in_words
from arena.text.words import sentences

_MOST = {"past": 2, "conviction": 3, "habit": 3}
"""Statements of a kind of which somebody may have any number."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement in the first person. Statements of a kind are about the same thing in different people."""

    kind: str
    text: str


def statements(persona: Persona) -> tuple[Statement, ...]:
    """What the portrait tells, at most three statements of a kind; nothing that an assistant might rightly change.

    Wishes may change with the scenario, and what somebody is wrong about they may learn: neither is in here.
    """
    return tuple(Statement(kind, text) for kind, text in (*_circumstances(persona), *_character(persona)))


def _circumstances(persona: Persona) -> Iterator[tuple[str, str]]:
    who = persona.identity
    yield "name", f"My name is {who.name}."
    if who.age:
        yield "age", f"I am {in_words(who.age)} years old."
    for kind, label, note in (
        ("work", "My work", who.work),
        ("home", "My home", who.home),
        ("household", "At my home", who.household),
    ):
        if note:
            yield kind, f"{label}: “{bare(note)}”."
    for event in persona.biography[: _MOST["past"]]:
        yield "past", f"This happened to me: “{sentence(sentences(event.memory)[0])}”"


def _character(persona: Persona) -> Iterator[tuple[str, str]]:
    for held in persona.values.holds[: _MOST["conviction"]]:
        yield "conviction", f"“{sentence(held)}” I stand by that."
    facets = sorted(persona.traits.facets.values(), key=lambda facet: -abs(facet.level - ORDINARY))
    for facet in facets[: _MOST["habit"]]:
        yield "habit", f"People who write with me would say of me: “{sentence(facet.shows_as)}”"
    for domain, level in persona.mind.knows.items():
        if level == "expert":
            yield "knowledge", f"From the inside I know: {domain.replace('-', ' ').replace('_', ' ')}."
