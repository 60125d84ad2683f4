"""What is said: turns, and a person's turn with the state behind it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from arena.schema.record import Record

Origin = Literal["generated", "given", "injected", "human"]
EndReason = Literal["goal_met", "patience", "vanished", "max_turns", "script_over", "fault"]
ENDINGS = MappingProxyType(
    {
        "goal_met": "they got what they came for",
        "patience": "they lost patience",
        "vanished": "they left without a word",
        "max_turns": "time was up",
        "script_over": "the script is over",
        "fault": "a fault ended it",
    }
)
"""Why a session ended, in words. The first three are the person's own view: whether they did get it, judges say."""


class Turn(Record):
    """One utterance. `session` and `index` count from 1; the index runs over both speakers of a session."""

    session: Annotated[int, Field(ge=1)]
    index: Annotated[int, Field(ge=1)]
    speaker: Literal["user", "assistant"]
    text: str
    origin: Origin = "generated"


class PersonState(Record):
    """The engine's state when a turn was spoken: mood -1..1, patience in points, satisfaction -2..1."""

    pleasure: float
    arousal: float
    dominance: float
    patience: float
    satisfaction: float


class Reaction(Record):
    """How the person took the reply they answer: four judgements, -2 to 2, and what happened in it."""

    progress: int
    understood: int
    respected: int
    effort: int
    happened: tuple[str, ...] = ()
    need_met: bool = False
    """They have all they came for."""


class UserTurn(Record):
    """A person's turn: only `say` travels to the contestant."""

    say: str
    reveals: tuple[str, ...] = ()
    """Ids of preferences and keys of facts that this turn told."""
    withheld: tuple[str, ...] = ()
    """Keys the engine kept from the speaker in this turn although they were asked for."""
    state: PersonState
    took: Reaction | None = None
    """Set when an assistant's reply came before."""
    end: EndReason | None = None
    """Set when this is the last turn of the session. `vanished` turns have an empty `say` and are not sent."""
    origin: Origin = "generated"
