"""What is publicly known: the offline model's knowledge of the world, as a real model has it in its weights."""

from __future__ import annotations

from pydantic import Field

from arena.schema.record import Record


class Known(Record):
    """Something a competent assistant would know."""

    about: str
    text: str


class Choice(Record):
    """One public option."""

    id: str
    text: str
    has: dict[str, str] = Field(default_factory=dict)


class Catalogue(Record):
    """The options for one matter, found by what it is about."""

    about: str
    choices: tuple[Choice, ...]


class World(Record):
    """Public `content` and `options` of one scenario; nothing of any person."""

    known: tuple[Known, ...] = ()
    catalogues: tuple[Catalogue, ...] = ()
