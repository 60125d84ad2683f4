"""Where events come from. Every feed gives batches; what can be paused, stepped and sped up has controls.

A batch comes at most ten times a second, however fast events happen, so that screens redraw no faster than that.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from arena.schema.event import Event
from arena.tournament import Piece

TICK_S = 0.1
"""Time between two batches."""


class Status(StrEnum):
    """What a feed is doing, in a word for the person at the screen."""

    WAITING = "waiting"
    """There is nothing yet."""
    LOADING = "loading"
    """Reading what has already happened."""
    LIVE = "live"
    REPLAYING = "replaying"
    PAUSED = "paused"
    RECONNECTING = "reconnecting"
    """The journal was there and is not now."""
    STOPPED = "stopped"
    """It has not ended, and nobody plays it."""
    OVER = "over"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Batch:
    """What happened since the last batch."""

    status: Status
    events: tuple[Event, ...] = ()
    pieces: tuple[Piece, ...] = ()
    """Of replies that are being written when these events have happened."""
    notes: tuple[str, ...] = ()
    """News for the person at the screen that are not part of the record."""
    restart: bool = False
    """The record begins again: forget everything before these events."""
    share: float | None = None
    """How much of what there is has been read, 0 to 1."""


class Controls(Protocol):
    """What a person can do with recorded time."""

    @property
    def speed(self) -> float:
        """Seconds of the record in one second."""

    @property
    def paused(self) -> bool:
        """Whether time stands still."""

    def toggle(self) -> None:
        """Pause, or go on."""

    def step(self, match: str | None = None) -> None:
        """Pause, and go on to the next thing that is said or begins or ends, in that match when one is named."""

    def faster(self) -> None:
        """The next higher speed."""

    def slower(self) -> None:
        """The next lower speed."""

    def to_end(self) -> None:
        """Everything there is, at once."""


class Feed(Protocol):
    """Where a run comes from."""

    @property
    def source(self) -> str:
        """What is shown, in words."""

    @property
    def controls(self) -> Controls | None:
        """None where time cannot be controlled."""

    def batches(self) -> AsyncIterator[Batch]:
        """The run from its beginning. Ends when nothing more can come.

        Raises:
            ArenaError: the run failed.
        """
