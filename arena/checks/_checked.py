"""One match with what was found of its person."""

from __future__ import annotations

from dataclasses import dataclass, field

from arena.psychometrics.consistency import Agreement
from arena.psychometrics.drift import Fading
from arena.schema.event import MatchEvent
from arena.schema.run import MatchPlan
from arena.schema.verdict import Verdict


@dataclass(slots=True)
class Checked:
    """One match, its events in its latest attempt, and what the judge of realism and others found of its person."""

    plan: MatchPlan
    attempt: int
    outcome: str
    events: list[MatchEvent] = field(default_factory=list)
    rows: list[Verdict] = field(default_factory=list)
    void: tuple[str, ...] = ()
    agreement: Agreement | None = None
    """Where the person was asked again."""
    fading: Fading | None = None
    """Where a stranger rated windows of it."""
    dials: dict[str, float] = field(default_factory=dict)
    """Dial -> how far it was turned, where the match was played a second time by nobody in particular."""
