"""Rows on the simulated people: interviews, and matches that a later check found void. See `_rows`."""

from __future__ import annotations

from typing import NamedTuple

Key = tuple[str | int, ...]


class VoidRow(NamedTuple):
    """A match that a later check found void."""

    run_id: str
    match: str
    reason: str

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.match)


class InterviewRow(NamedTuple):
    """An interview as its first line tells it."""

    run_id: str
    user_model: str
    rater_model: str
    source: str
    spec: str
    instruments: str
    instrument_sha256: str
    heard: str
    provenance: str
    started: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id,)


class HeldRow(NamedTuple):
    """The end of an interview."""

    run_id: str
    ended: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id,)


class ResponseRow(NamedTuple):
    """The answer to one statement of an inventory."""

    run_id: str
    persona: str
    instrument: str
    view: str
    occasion: str
    administration: int
    item: int
    position: int
    flipped: bool
    scale: str
    answer: int | None
    score: int | None
    tries: int
    model: str
    prompt: str
    prompt_sha256: str
    answered: int

    def key(self) -> Key:
        """What makes it this row."""
        return self[:7]
