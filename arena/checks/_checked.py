"""One match with what was found of its person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from arena.psychometrics.consistency import Agreement
from arena.psychometrics.drift import Fading
from arena.schema.event import Event, MatchEnded, MatchEvent
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


def played_out(events: Iterable[Event], plans: Sequence[MatchPlan]) -> list[Checked]:
    """Matches that were played to their end, in the order planned, each in its latest attempt."""
    found = {plan.key: Checked(plan, 0, "") for plan in plans}
    for event in events:
        if not isinstance(event, MatchEvent) or event.match not in found:
            continue
        match = found[event.match]
        if event.attempt > match.attempt:
            match.attempt, match.outcome, match.events = event.attempt, "", []
        if event.attempt == match.attempt:
            match.events.append(event)
            match.outcome = event.outcome if isinstance(event, MatchEnded) else match.outcome
    return [match for match in found.values() if match.outcome in ("completed", "void")]
