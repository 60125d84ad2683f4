"""What a run says while it is played: its events, and news that no journal keeps."""

from __future__ import annotations

from dataclasses import dataclass

from arena.schema.event import Event


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person at the screen should know; not part of the record."""

    text: str


@dataclass(frozen=True, slots=True)
class Delay:
    """A call waits, and on what; news until the next call is answered."""

    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a reply that a contestant is writing, for whoever watches it; the record has the whole reply.

    `text` is None where what was told of the reply so far is void: the call failed and is made again.
    """

    match: str
    text: str | None


Announcement = Event | Notice | Delay | Piece
