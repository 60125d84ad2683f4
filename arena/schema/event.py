"""What a run announces: small frozen records, one JSON line each in the journal.

Everything that shows or stores a run is made from these and from nothing else. `at` is wall-clock time (seconds since
the epoch) and the only field, with
`latency_s` and `attempt`, in which a resumed run may differ from an undisturbed one; it is for people, and nothing is
computed from it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from arena.schema.dialogue import EndReason, PersonState, Reaction, Turn
from arena.schema.interview import Response, StoredInterview
from arena.schema.judging import Judging
from arena.schema.record import Record
from arena.schema.run import Party, StoredRun
from arena.schema.verdict import Verdict


class RunStarted(Record):
    """The first line of a journal."""

    type: Literal["run_started"] = "run_started"
    at: float
    run: StoredRun


class RunResumed(Record):
    """Another process goes on with the run."""

    type: Literal["run_resumed"] = "run_resumed"
    at: float


class TimePlayed(Record):
    """How long the process that plays the run has played, by a clock that cannot be set; said every few seconds."""

    type: Literal["time_played"] = "time_played"
    at: float
    seconds: float


class RunEnded(Record):
    """The run is over: every match is completed, void or failed."""

    type: Literal["run_ended"] = "run_ended"
    at: float


class _OfMatch(Record):
    match: str
    attempt: int = 1


class MatchStarted(_OfMatch):
    """A match begins, or begins again after a crash (same attempt) or a divergence (next attempt)."""

    type: Literal["match_started"] = "match_started"
    at: float


class SessionStarted(_OfMatch):
    """A session begins, at a simulated time."""

    type: Literal["session_started"] = "session_started"
    at: float
    session: int
    plan: str
    kind: str
    now: datetime
    recipient: str = ""


class TurnSpoken(_OfMatch):
    """Somebody said something."""

    type: Literal["turn_spoken"] = "turn_spoken"
    at: float
    turn: Turn
    reveals: tuple[str, ...] = ()
    state: PersonState | None = None
    """The person's state (user turns played by a simulated user)."""
    took: Reaction | None = None
    """How they took the reply before (user turns played by a simulated user)."""


class SessionEnded(_OfMatch):
    """A session is over."""

    type: Literal["session_ended"] = "session_ended"
    at: float
    session: int
    reason: EndReason
    memory: str = ""
    """The contestant's exported memory after the session, human-readable."""


class ProbeAsked(_OfMatch):
    """A question was asked out of band."""

    type: Literal["probe_asked"] = "probe_asked"
    at: float
    probe: int
    """1-based number within the scenario."""
    session: int
    kind: str
    about: str
    question: str
    gold: str
    answer: str


class VerdictGiven(_OfMatch):
    """A judge answered."""

    type: Literal["verdict_given"] = "verdict_given"
    at: float
    verdict: Verdict


class MatchEnded(_OfMatch):
    """A match is over. `void`: its user misbehaved, kept but not ranked. `failed`: a call failed for good."""

    type: Literal["match_ended"] = "match_ended"
    at: float
    outcome: Literal["completed", "void", "failed"]
    reason: str = ""


class MatchVoided(_OfMatch):
    """A later check found that the user of a completed match misbehaved: kept but not ranked."""

    type: Literal["match_voided"] = "match_voided"
    at: float
    reason: str


class CallMade(_OfMatch):
    """A model call. `None` tokens or cost mean unmetered, which is not zero."""

    type: Literal["call_made"] = "call_made"
    at: float
    party: Party
    request: str
    """Hash of the rendered request."""
    occurrence: int
    """0 for the first call of this party with this request in this match, 1 for the next."""
    prompt: str
    prompt_sha256: str
    model: str
    answer: str | None = None
    """The answer as JSON (or text for prose); `None` when the call failed."""
    error: str = ""
    """Kind of failure (`invalid`, `refused`, `rejected`, `transport`), empty when answered."""
    detail: str = ""
    repaired: bool = False
    tries: int = 1
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None
    latency_s: float = 0.0
    cached: bool = False
    """Answered from the cache: it costs nothing; tokens and seconds are what it took when it was first answered."""
    saved_usd: float | None = None
    """What a cached answer cost when it was first given; `None` where no price was known."""


class PromptUsed(Record):
    """The words of a prompt, once a run."""

    type: Literal["prompt_used"] = "prompt_used"
    at: float
    name: str
    version: int
    sha256: str
    text: str


class InterviewStarted(Record):
    """The first line of an interview's journal."""

    type: Literal["interview_started"] = "interview_started"
    at: float
    interview: StoredInterview


class StatementAnswered(Record):
    """One statement of an inventory got its answer, or is missing for good."""

    type: Literal["statement_answered"] = "statement_answered"
    at: float
    response: Response


class InterviewEnded(Record):
    """Every sitting of the interview is over."""

    type: Literal["interview_ended"] = "interview_ended"
    at: float


class JudgingStarted(Record):
    """The first line of the journal of a later judging."""

    type: Literal["judging_started"] = "judging_started"
    at: float
    judging: Judging


class JudgingEnded(Record):
    """A later judging has read all there was to read."""

    type: Literal["judging_ended"] = "judging_ended"
    at: float
    judging: Judging


Event = Annotated[
    RunStarted
    | RunResumed
    | TimePlayed
    | RunEnded
    | MatchStarted
    | SessionStarted
    | TurnSpoken
    | SessionEnded
    | ProbeAsked
    | VerdictGiven
    | MatchEnded
    | MatchVoided
    | CallMade
    | PromptUsed
    | InterviewStarted
    | StatementAnswered
    | InterviewEnded
    | JudgingStarted
    | JudgingEnded,
    Field(discriminator="type"),
]
MatchEvent = (
    MatchStarted
    | SessionStarted
    | TurnSpoken
    | SessionEnded
    | ProbeAsked
    | VerdictGiven
    | MatchEnded
    | MatchVoided
    | CallMade
)

EVENT: TypeAdapter[Event] = TypeAdapter(Event)
"""Parses one journal line."""
