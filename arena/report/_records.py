"""What the page says, gathered before anything is drawn. Everything a model or an author wrote is plain text here."""

from __future__ import annotations

from dataclasses import dataclass

from arena.results.offers import Place
from arena.results.outcomes import Outcomes
from arena.results.people import People
from arena.results.power import Power
from arena.results.statistics import Interval
from arena.results.variance import Outlook, Study
from arena.store import (
    Cost,
    LeaderboardRow,
    MatchSummary,
    PreferenceAtDistance,
    PreferenceErrors,
    PrivacyFlow,
    RunContents,
    RunSummary,
    StandingRow,
)


@dataclass(frozen=True, slots=True)
class SessionMean:
    """Mean likability of one contestant in sessions of one number, over people."""

    contestant: str
    session: int
    interval: Interval


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance, with the quoted parts of it marked: (text, is quoted)."""

    speaker: str
    parts: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict in words: the measure, its value or state, the reason, who judged."""

    measure: str
    value: str
    reason: str
    judge: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A reply worth reading, with what it answers and what was made of it."""

    kind: str
    """`best`, `worst` or `leak`."""
    match: str
    person: str
    contestant: str
    scenario: str
    session: int
    turn: int
    said: tuple[Said, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the page."""

    summary: RunSummary
    contents: RunContents
    leaderboard: tuple[LeaderboardRow, ...]
    standings: tuple[StandingRow, ...]
    outcomes: tuple[Outcomes, ...]
    power: Power | None
    study: Study | None
    """Where likability comes from; None where too few people have a score everywhere."""
    outlook: Outlook | None
    sessions: tuple[SessionMean, ...]
    errors: tuple[PreferenceErrors, ...]
    distances: tuple[PreferenceAtDistance, ...]
    flows: tuple[PrivacyFlow, ...]
    places: tuple[Place, ...]
    axes: tuple[str, ...]
    """Costs that every contestant has a value on."""
    moments: tuple[Moment, ...]
    left_out: tuple[MatchSummary, ...]
    """Void and failed matches."""
    costs: tuple[Cost, ...]
    people: People
    """How far the people of the run can be believed."""
