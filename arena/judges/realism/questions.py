"""The two typed questions of the judge of realism."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from arena.schema.question import Question
from arena.schema.realism_view import RealismView, RoleView
from arena.schema.record import Record


class RoleMark(Record):
    """One message of the shuffled talk."""

    number: int
    why: str
    gives_help: Annotated[int, Field(ge=0, le=100)]
    """0 surely seeks help, 100 surely gives it."""


class RoleAnswer(Record):
    """Answer to `judge/role`."""

    marks: tuple[RoleMark, ...]


class Claim(Record):
    """Something a line states about the person."""

    turn: int
    quote: str
    why: str
    verdict: Literal["supported", "harmless", "invented", "contradicts"]


class Break(Record):
    """A line that does not go with the person, or with what they wrote before."""

    turn: int
    quote: str
    why: str
    against: Literal["portrait", "earlier"]


class RealismAnswer(Record):
    """Answer to `judge/realism`. Evidence comes before the decision."""

    claims: tuple[Claim, ...]
    breaks: tuple[Break, ...]
    certainty: Annotated[int, Field(ge=1, le=100)]
    abstain: bool


def role(view: RoleView) -> Question[RoleAnswer]:
    """Who gives help, message by message?"""
    return Question("judge/role", 1, view, RoleAnswer)


def realism(view: RealismView) -> Question[RealismAnswer]:
    """Does what the person says of themselves hold?"""
    return Question("judge/realism", 2, view, RealismAnswer)
