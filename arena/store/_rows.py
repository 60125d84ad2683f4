"""Rows as they go into the tables; the statements that take them are `sql/into_<table>.sql`.

Times are whole microseconds since the epoch. A row that comes twice is one row: `key` says when two are the same.
"""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from arena.store._rows_people import HeldRow, InterviewRow, ResponseRow, VoidRow

Key = tuple[str | int, ...]


class RunRow(NamedTuple):
    """A run as its first line tells it."""

    run_id: str
    name: str
    spec: str
    n_planned: int
    ended: bool
    user_model: str
    contestant_model: str
    judge_model: str
    arena_version: str
    python: str
    platform: str
    packages: str
    git_commit: str
    started: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id,)


class MarkRow(NamedTuple):
    """What became of a run since: resumed, ended."""

    run_id: str
    ended: bool
    resumed: int | None
    ended_us: int | None

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id,)


class PersonaRow(NamedTuple):
    """An authored person."""

    run_id: str
    persona: str
    name: str
    sha256: str
    body: str

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.persona)


class ScenarioRow(NamedTuple):
    """A scenario."""

    run_id: str
    scenario: str
    title: str
    sha256: str
    body: str

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.scenario)


class ContestantRow(NamedTuple):
    """A contestant and how much it has to play."""

    run_id: str
    contestant: str
    n_planned: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.contestant)


class PlanRow(NamedTuple):
    """A planned match."""

    run_id: str
    match: str
    persona: str
    scenario: str
    contestant: str
    seed: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.match)


class MatchRow(NamedTuple):
    """How far a match is. A `started` of None keeps what is stored."""

    run_id: str
    match: str
    status: str
    reason: str
    attempt: int
    started: int | None
    ended: int | None

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.match)


class SessionRow(NamedTuple):
    """A session, or half of one: None is what this half does not know."""

    run_id: str
    match: str
    session: int
    plan: str | None
    kind: str | None
    recipient: str | None
    simulated_time: datetime | None
    end_reason: str | None
    memory: str | None
    attempt: int
    started: int | None
    ended: int | None

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.match, self.session)


class TurnRow(NamedTuple):
    """An utterance."""

    run_id: str
    match: str
    session: int
    turn: int
    speaker: str
    text: str
    n_words: int
    origin: str
    reveals: list[str]
    pleasure: float | None
    arousal: float | None
    dominance: float | None
    patience: float | None
    satisfaction: float | None
    attempt: int
    spoken: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.match, self.session, self.turn)


class CallRow(NamedTuple):
    """A model call."""

    run_id: str
    journal: str
    match: str
    party: str
    request: str
    occurrence: int
    attempt: int
    prompt: str
    prompt_sha256: str
    model: str
    answer: str | None
    error: str
    detail: str
    repaired: bool
    tries: int
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None
    latency_s: float
    cached: bool
    saved_usd: float | None
    made: int

    def key(self) -> Key:
        """What makes it this row: every attempt keeps its calls."""
        return (self.run_id, self.journal, self.match, self.party, self.request, self.occurrence, self.attempt)


class VerdictRow(NamedTuple):
    """A judge's answer."""

    run_id: str
    journal: str
    match: str
    measure: str
    session: int
    turn: int
    about: str
    judge: str
    prompt: str
    sample: int
    status: str
    value: float | None
    label: str
    evidence: str
    reason: str
    certainty: int | None
    prompt_sha256: str
    attempt: int
    given: int

    def key(self) -> Key:
        """What makes it this row."""
        return self[:10]


class ProbeRow(NamedTuple):
    """An out-of-band question with its answer."""

    run_id: str
    journal: str
    match: str
    probe: int
    session: int
    kind: str
    about: str
    question: str
    gold: str
    answer: str
    attempt: int
    asked: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.journal, self.match, self.probe)


class PromptRow(NamedTuple):
    """The words of a prompt."""

    run_id: str
    name: str
    version: int
    sha256: str
    text: str
    used: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.name, self.version, self.sha256)


class JudgingRow(NamedTuple):
    """A later judging of a run. An `ended` of None keeps what is stored."""

    run_id: str
    journal: str
    kind: str
    judge: str
    rater: str
    measures: list[str]
    prompts: str
    apart: bool
    started: int
    ended: int | None

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.journal)


class ReadRow(NamedTuple):
    """How far a journal has been read."""

    run_id: str
    journal: str
    path: str
    byte_offset: int
    head_sha256: str
    n_lines: int
    n_damaged: int
    ingested: int

    def key(self) -> Key:
        """What makes it this row."""
        return (self.run_id, self.journal)


Row = (
    RunRow
    | MarkRow
    | PersonaRow
    | ScenarioRow
    | ContestantRow
    | PlanRow
    | MatchRow
    | VoidRow
    | SessionRow
    | TurnRow
    | CallRow
    | VerdictRow
    | ProbeRow
    | PromptRow
    | InterviewRow
    | HeldRow
    | ResponseRow
    | JudgingRow
    | ReadRow
)
OfAttempt = MatchRow | SessionRow | TurnRow | VerdictRow | ProbeRow
"""Rows of which only those of a match's latest attempt are kept."""

TAKEN_BY: dict[type[Row], str] = {
    RunRow: "runs",
    MarkRow: "marks",
    PersonaRow: "personas",
    ScenarioRow: "scenarios",
    ContestantRow: "contestants",
    PlanRow: "plans",
    MatchRow: "matches",
    VoidRow: "voids",
    SessionRow: "sessions",
    TurnRow: "turns",
    CallRow: "calls",
    VerdictRow: "verdicts",
    ProbeRow: "probes",
    PromptRow: "prompts",
    InterviewRow: "interviews",
    HeldRow: "held",
    ResponseRow: "interview_responses",
    JudgingRow: "judgings",
    ReadRow: "ingested",
}
"""Kind of row -> the statement that takes it, in the order in which they are written."""
