"""How moods of a person move: where they rest, how long they last, what soothes and stings."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from arena.schema.record import ENGINE, LIKING, USER, Record, Short, Signed


class Feelings(Record):
    """A point in pleasure, arousal and dominance, each -1 to 1."""

    pleasure: Annotated[Signed, ENGINE] = 0.1
    arousal: Annotated[Signed, ENGINE] = 0.0
    dominance: Annotated[Signed, ENGINE] = 0.0


class Touch(Record):
    """Something that soothes or stings, by how much, and why."""

    what: Annotated[Short, USER, LIKING]
    size: Annotated[Signed, ENGINE]
    because: Annotated[Short, USER, LIKING] = ""


Lasting = Annotated[float, Field(ge=0, le=0.95), ENGINE]
Moving = Annotated[float, Field(ge=0, le=2), ENGINE]


class Inertia(Record):
    """How much of a mood is left after a turn or a day, for each dimension."""

    pleasure: Lasting = 0.5
    arousal: Lasting = 0.5
    dominance: Lasting = 0.5


class Reactivity(Record):
    """How strongly a reply moves each dimension of mood."""

    pleasure: Moving = 0.6
    arousal: Moving = 0.6
    dominance: Moving = 0.6


class Feeling(Record):
    """Affect dynamics: where mood rests, how long it lasts, how strongly it moves.

    One number of inertia or reactivity holds for all three dimensions.
    """

    baseline: Feelings = Feelings()
    inertia: Annotated[Lasting | Inertia, ENGINE] = 0.5
    reactivity: Annotated[Moving | Reactivity, ENGINE] = 0.6
    soothed_by: tuple[Touch, ...] = ()
    stung_by: tuple[Touch, ...] = ()
    shows: Annotated[Literal["open", "leaks", "hides"], USER] = "leaks"
