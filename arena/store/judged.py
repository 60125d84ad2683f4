"""What the store answers about who judged a run: frozen rows, as in `records`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from arena.schema.run import MatchPlan, RunSpec
from arena.schema.verdict import Evidence


@dataclass(frozen=True, slots=True)
class UsedPrompt:
    """The words of a prompt as a run used them."""

    name: str
    version: int
    sha256: str
    text: str

    @property
    def ref(self) -> str:
        """`name@version`."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True)
class JudgingCost:
    """What one judging of a run took. A judged turn has a verdict of a model on it; tokens are None where unmetered."""

    journal: str
    model: str
    calls: int
    failed: int
    turns: int
    input_tokens: int | None
    output_tokens: int | None
    cost_usd: float | None
    unmetered: int
    """Answered calls whose tokens the provider did not say."""

    @property
    def tokens_per_turn(self) -> float | None:
        """Tokens in and out of all questions, by judged turn; None where nothing is metered or no turn was judged."""
        if self.input_tokens is None or not self.turns:
            return None
        return (self.input_tokens + (self.output_tokens or 0)) / self.turns


@dataclass(frozen=True, slots=True)
class OneVerdict:
    """One verdict of one judging, with all that it rests on."""

    journal: str
    match: str
    contestant: str
    persona: str
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
    reason: str
    certainty: int | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class PlayedMatch:
    """A match that was played to its end, and the attempt that its rows are of."""

    plan: MatchPlan
    attempt: int


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a run was made of, and the matches of it that are completed or void."""

    run_id: str
    spec: RunSpec
    personas: dict[str, dict[str, Any]]
    scenarios: dict[str, dict[str, Any]]
    matches: tuple[PlayedMatch, ...]


@dataclass(frozen=True, slots=True)
class JudgingSummary:
    """One judging of a run. `kind` is `run` for its own, else `rejudge` or `label`. Times are UTC."""

    journal: str
    kind: str
    judge: str
    rater: str
    measures: tuple[str, ...]
    prompts: dict[str, int]
    apart: bool
    started_at: datetime
    ended_at: datetime | None
    n_verdicts: int
    n_matches: int

    @property
    def name(self) -> str:
        """As one types it: `run` for the run's own verdicts, else the journal's name without its first word."""
        return "run" if self.kind == "run" else self.journal.removeprefix("journal-")
