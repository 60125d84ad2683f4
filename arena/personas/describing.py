"""A description of somebody, read by a model as the parts of a persona, each with the words it rests on."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from arena.schema.persona import FacetKey
from arena.schema.question import Question
from arena.schema.record import Record, Short

MOST_CHARACTERS = 20_000
"""A longer description is not read: some four thousand words."""

Quote = Annotated[str, Field(max_length=400, description="the words it rests on, copied; empty where you made it up")]


class DescriptionView(Record):
    """Inputs of `persona/draft`."""

    text: str
    keys: tuple[str, ...]
    """Fact keys that a secret may have."""
    taken: tuple[str, ...] = ()
    """Names of the people there are already."""
    problems: tuple[str, ...] = ()
    """What was wrong with the draft before this one."""


class Told(Record):
    """Something about the person, in words."""

    value: Short
    quote: Quote = ""


class ToldNumber(Record):
    """Something about the person, as a number."""

    value: int
    quote: Quote = ""


class ToldMemory(Record):
    """Something that happened."""

    age: Annotated[int, Field(ge=0, le=95, description="how old they were")]
    memory: Annotated[str, Field(max_length=400)]
    left_them_with: Annotated[Short, Field(description="the habit it left")]
    quote: Quote = ""


class ToldFacet(Record):
    """A facet of personality."""

    facet: FacetKey
    level: Annotated[int, Field(ge=1, le=9)]
    shows_as: Annotated[str, Field(max_length=240)]
    quote: Quote = ""


class ToldWish(Record):
    """What they want of answers."""

    value: Short
    importance: Annotated[int, Field(ge=1, le=5)] = 3
    shown_by: Literal["states", "hints", "reacts_only"] = "states"
    quote: Quote = ""


class ToldSecret(Record):
    """What they keep from some people."""

    key: str
    value: Short
    own_policy: Literal["never", "only_if_needed", "if_asked", "freely"] = "only_if_needed"
    quote: Quote = ""


class DescribedPerson(Record):
    """Answer to `persona/draft`."""

    name: Told
    age: Annotated[ToldNumber | None, Field(description="18 to 95")] = None
    pronouns: Told | None = None
    home: Annotated[Told | None, Field(description="where they live, in a few words")] = None
    work: Annotated[Told | None, Field(description="what they do, in a few words")] = None
    household: Annotated[Told | None, Field(description="who is at home")] = None
    memories: Annotated[tuple[ToldMemory, ...], Field(max_length=6)] = ()
    facets: Annotated[tuple[ToldFacet, ...], Field(max_length=14)] = ()
    but: Annotated[tuple[Told, ...], Field(description="contradictions")] = ()
    holds: Annotated[tuple[Told, ...], Field(max_length=3, description="what they stand for")] = ()
    usual_words: Annotated[ToldNumber | None, Field(description="words in a usual message, 2 to 120")] = None
    formality: Annotated[ToldNumber | None, Field(description="1 very casual to 5 formal")] = None
    samples: Annotated[tuple[Told, ...], Field(max_length=6, description="messages they might type")] = ()
    never_says: Annotated[tuple[Told, ...], Field(description="words they never use")] = ()
    soothed_by: tuple[Told, ...] = ()
    stung_by: tuple[Told, ...] = ()
    wishes: Annotated[tuple[ToldWish, ...], Field(min_length=1, max_length=10)]
    secrets: tuple[ToldSecret, ...] = ()


def draft_question(view: DescriptionView) -> Question[DescribedPerson]:
    """Ask for the parts of a persona."""
    return Question("persona/draft", 1, view, DescribedPerson)
