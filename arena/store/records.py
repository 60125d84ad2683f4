"""What the store answers: frozen rows, one class a question. Units are those of docs/tables.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from arena.schema.verdict import Evidence


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run and how far it is. Times are UTC."""

    run_id: str
    name: str
    n_planned: int
    n_running: int
    n_completed: int
    n_void: int
    n_failed: int
    ended: bool
    user_model: str
    contestant_model: str
    judge_model: str
    arena_version: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Bounded:
    """A mean on its measure's scale with its 95 % interval and n (matches). All None, n 0: not measured."""

    mean: float | None
    low: float | None
    high: float | None
    n: int


@dataclass(frozen=True, slots=True)
class LeaderboardRow:
    """One contestant of a run, best likability first. `worst_seeds` and `worst_contexts` belong to violation@n."""

    contestant: str
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    likability: Bounded
    preference: Bounded
    kept: Bounded
    violation: Bounded
    worst: Bounded
    worst_seeds: int | None
    worst_contexts: int | None
    completeness: Bounded
    n_personas: int
    approximate: bool
    n_completed: int
    n_void: int
    n_failed: int


@dataclass(frozen=True, slots=True)
class StandingRow:
    """Where one contestant stands on one measure: a row of the table `standings`."""

    run_id: str
    journal: str
    measure: str
    contestant: str
    mean: float
    low: float | None
    high: float | None
    n_matches: int
    n_personas: int
    approximate: bool
    strength: float | None = None
    strength_low: float | None = None
    strength_high: float | None = None
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    n_seeds: int | None = None
    n_contexts: int | None = None


@dataclass(frozen=True, slots=True)
class MatchSummary:
    """One match of a run."""

    match: str
    persona: str
    scenario: str
    contestant: str
    seed: int
    status: str
    reason: str
    attempt: int
    n_sessions: int
    n_turns: int


@dataclass(frozen=True, slots=True)
class MatchScore:
    """One completed match on one measure. `value` is None when no verdict was scored."""

    match: str
    persona: str
    scenario: str
    contestant: str
    seed: int
    measure: str
    value: float | None
    n_scored: int
    n_not_applicable: int
    n_abstained: int
    n_failed: int


@dataclass(frozen=True, slots=True)
class JudgedVerdict:
    """One verdict with the match it belongs to."""

    match: str
    persona: str
    scenario: str
    contestant: str
    seed: int
    match_status: str
    measure: str
    session: int
    turn: int
    about: str
    status: str
    value: float | None
    label: str
    judge: str
    sample: int


@dataclass(frozen=True, slots=True)
class SpokenTurn:
    """One utterance of a transcript. The state is None but for user turns played by a simulated user."""

    session: int
    turn: int
    speaker: str
    text: str
    origin: str
    reveals: tuple[str, ...]
    pleasure: float | None
    patience: float | None
    satisfaction: float | None


@dataclass(frozen=True, slots=True)
class TranscriptVerdict:
    """One verdict beside a transcript."""

    session: int
    turn: int
    measure: str
    about: str
    status: str
    value: float | None
    label: str
    reason: str
    certainty: int | None
    judge: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class AskedProbe:
    """One out-of-band question with its answer."""

    session: int
    probe: int
    about: str
    question: str
    gold: str
    answer: str


@dataclass(frozen=True, slots=True)
class TranscriptSession:
    """One session of a transcript; `memory` is what the contestant says it kept afterwards."""

    session: int
    plan: str
    kind: str
    recipient: str
    simulated_time: datetime | None
    end_reason: str
    memory: str
    turns: tuple[SpokenTurn, ...]
    verdicts: tuple[TranscriptVerdict, ...]
    probes: tuple[AskedProbe, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """Everything said and judged in one match."""

    match: MatchSummary
    sessions: tuple[TranscriptSession, ...]


@dataclass(frozen=True, slots=True)
class PreferenceErrors:
    """How often a contestant failed preferences in one way (`error` empty: followed); `share` is of its verdicts."""

    contestant: str
    error: str
    n: int
    n_scored: int
    share: float


@dataclass(frozen=True, slots=True)
class PreferenceAtDistance:
    """Preferences followed so many sessions after they were last shown; `sessions_since` None: never shown."""

    contestant: str
    measure: str
    sessions_since: int | None
    mean: float
    n: int
    turns_since: float | None
    """Mean turns back to the showing."""
    words_since: float | None
    """Mean words spoken in between."""


@dataclass(frozen=True, slots=True)
class PrivacyFlow:
    """How often a fact reached a recipient; `flow` is `forbidden` or `allowed`, `revealed` a share of n verdicts."""

    contestant: str
    attribute: str
    recipient: str
    flow: str
    revealed: float
    n: int
    n_matches: int


@dataclass(frozen=True, slots=True)
class Cost:
    """Model calls of one party for one contestant. Sums are over metered calls; `unmetered` calls named no price.

    Tokens of calls that were answered from the cache are left out: nobody was asked for them.
    """

    party: str
    contestant: str
    calls: int
    failed: int
    input_tokens: int
    output_tokens: int
    cost_usd: float
    unmetered: int
    latency_s: float
    """Mean seconds a call."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a contestant's own calls took in its completed matches, on average. None: unmetered, which is not zero."""

    contestant: str
    n_matches: int
    n_calls: int
    usd_per_match: float | None
    """US dollars."""
    tokens_per_match: float | None
    """Read and written."""
    seconds_per_reply: float | None
    """Spent in model calls, of all that one reply needed; None also where no call took any time."""


@dataclass(frozen=True, slots=True)
class RunContents:
    """What a run was made of: names with hashes of what was authored, and what played it."""

    personas: dict[str, str]
    scenarios: dict[str, str]
    prompts: dict[str, str]
    """name@version -> hash of the words."""
    made_with: dict[str, str]
    """`user model`, `contestant model`, `judge model`, `arena`, `commit`, `python`, `platform` -> id or version."""
    packages: dict[str, str]
    """name -> version."""
    spec: dict[str, Any]
    """The specification as JSON."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, in the words of docs/tables.md."""

    name: str
    type: str
    means: str


@dataclass(frozen=True, slots=True)
class Exported:
    """One table of a run as it was written to a file. `kind` is `table` or `view`."""

    name: str
    kind: str
    comment: str
    columns: tuple[Column, ...]
    n_rows: int
    path: Path


@dataclass(frozen=True, slots=True)
class Answer:
    """What a statement answered: column names, and rows of Python values in that order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Spending:
    """Calls of one party with one prompt to one model for one contestant, over all journals and attempts."""

    party: str
    contestant: str
    prompt: str
    """`name@version`."""
    model: str
    calls: int
    failed: int
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    """US dollars of the calls that name a price; None where none does, which is not zero."""
    unpriced: int
    """Calls that name no price."""
    latency_s: float
    """Mean seconds a call; of a cached one, when it was first answered."""
    cached: int = 0
    """Calls that were answered from the cache; their tokens are not among those above, and they cost nothing."""
    cached_tokens: int = 0
    """Tokens in and out that those took when they were first answered."""
    saved_usd: float | None = None
    """US dollars that those cost then; None where none of them names a price."""


@dataclass(frozen=True, slots=True)
class CallLength:
    """Answered and metered calls with one prompt to one model for one contestant, of all runs, on average."""

    prompt: str
    model: str
    contestant: str
    n: int
    input_tokens: float
    output_tokens: float
    latency_s: float
