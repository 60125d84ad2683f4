"""What the store answers on simulated people: frozen rows, one class a question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class OwnTurn:
    """A turn that a person spoke for themselves, in a match that was played to its end."""

    match: str
    persona: str
    seed: int
    text: str
    satisfaction: float | None
    """-2 to 1, when it was spoken; None where nobody simulated spoke."""


@dataclass(frozen=True, slots=True)
class OfPeople:
    """One scored verdict on a measure of realism, of the latest check that has any on it."""

    match: str
    persona: str
    measure: str
    about: str
    value: float


@dataclass(frozen=True, slots=True)
class Appearance:
    """One match that a person was played in to its end. A match that several runs played is told once a user model."""

    persona: str
    sha256: str
    """Hash of the person's body as canonical JSON."""
    user_model: str
    run_id: str
    match: str
    void: bool
    checked: bool
    """Realism was judged and no judge failed on it; where there were no judges, nothing is known of the person."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on request of one match, in the latest run in which it was measured of this person."""

    persona: str
    sha256: str
    user_model: str
    run_id: str
    measure: str
    about: str
    value: float


@dataclass(frozen=True, slots=True)
class Appearances:
    """Where people were played, the latest match first, and hash -> body of each way in which they were written."""

    matches: tuple[Appearance, ...]
    bodies: dict[str, dict[str, Any]]
    measured: tuple[Measured, ...] = ()
    """What was measured on request, of each person, model and measure."""
