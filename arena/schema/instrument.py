"""A published inventory: statements, their keys, and what each scale should find in an authored person."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from arena.schema.record import Record

FacetName = Annotated[str, Field(pattern=r"^[NEOAC][1-6]$")]


class Scale(Record):
    """One scale of an inventory; its score is the mean of its keyed items."""

    id: str
    name: str
    target: dict[FacetName, Annotated[float, Field(gt=0)]] = Field(default_factory=dict)
    """Facets of the authored person that the scale should recover, with weights; empty where there are none."""
    angle: Annotated[int | None, Field(ge=0, lt=360)] = None
    """Place on the interpersonal circle in degrees: warmth points to 0, dominance to 90."""


class Item(Record):
    """One statement, without its subject (`Like order`)."""

    number: Annotated[int, Field(ge=1)]
    text: str
    scale: str
    keyed: Literal[1, -1]
    """-1: agreeing speaks against the scale."""
    like: Annotated[str, Field(pattern=r"^-?[NEOAC][1-6]$")]
    """The facet that the words are about, with a minus where to agree speaks against it. Never part of the key."""
    may_skip: bool = False
    """A person in a chat may have no answer; it is not asked again."""


class Instrument(Record):
    """An inventory. Answers go from 1 to the number of options, in the order of `options`."""

    id: str
    name: str
    source: str
    licence: str
    options: Annotated[tuple[str, ...], Field(min_length=2)]
    page: Annotated[int, Field(ge=1)]
    """Statements put in one question."""
    scales: Annotated[tuple[Scale, ...], Field(min_length=1)]
    items: Annotated[tuple[Item, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _fits(self) -> Instrument:
        known = [scale.id for scale in self.scales]
        if stray := sorted({item.scale for item in self.items} - set(known)):
            raise ValueError(f"items name scales that do not exist: {stray}")
        if empty := [name for name in known if not self.items_of(name)]:
            raise ValueError(f"scales without items: {empty}")
        numbers = [item.number for item in self.items]
        if len(set(numbers)) < len(numbers):
            raise ValueError("two items have the same number")
        return self

    @property
    def top(self) -> int:
        """The highest answer."""
        return len(self.options)

    def items_of(self, scale: str) -> tuple[Item, ...]:
        """The items of one scale, in order."""
        return tuple(item for item in self.items if item.scale == scale)
