"""What the judge of realism is shown: never a number of the engine, never a secret that was not told."""

from __future__ import annotations

from arena.schema.record import Record


class Message(Record):
    """One message of a talk, out of its order."""

    number: int
    text: str


class RoleView(Record):
    """Inputs of `judge/role`: the messages of both sides, shuffled, without names."""

    messages: tuple[Message, ...]


class OwnLine(Record):
    """One line of the person's."""

    session: int
    turn: int
    text: str


class RealismView(Record):
    """Inputs of `judge/realism`: is what the person says of themselves true of them?"""

    portrait: str
    told: tuple[str, ...]
    """Facts that are true of them and that they have told so far, by the harness's own record."""
    matter: tuple[str, ...]
    """What brings them today and what they may say of it, as the scenario has it."""
    earlier: tuple[OwnLine, ...]
    """Their lines of earlier talks, oldest first."""
    now: tuple[OwnLine, ...]
    """Their lines of this talk."""
