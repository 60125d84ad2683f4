"""What has been seen of a match so far: turns with their verdicts, sessions, memory. Filled by `_state`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from sys import intern
from typing import Literal, NamedTuple

from arena.schema.dialogue import EndReason, Origin, PersonState, Turn
from arena.schema.event import ProbeAsked, SessionStarted, TurnSpoken, VerdictGiven
from arena.schema.measure import BY_NAME, DERIVED, VIOLATION
from arena.schema.run import MatchPlan
from arena.schema.verdict import Status, Verdict

MatchStatus = Literal["waiting", "playing", "completed", "void", "failed"]
SETTLED: tuple[MatchStatus, ...] = ("completed", "void", "failed")


class Place(NamedTuple):
    """What a verdict is on, whoever gave it."""

    match: str
    attempt: int
    session: int
    turn: int
    measure: str
    about: str

    @classmethod
    def of(cls, event: VerdictGiven) -> Place:
        """The place of a verdict."""
        verdict = event.verdict
        return cls(event.match, event.attempt, verdict.session, verdict.turn, verdict.measure, verdict.about)


class Said(NamedTuple):
    """What another judging of the run says in the same place."""

    judging: str
    status: Status
    value: float | None
    judge: str

    @property
    def usable(self) -> bool:
        """Whether it can be compared: who abstains or fails says nothing."""
        return self.status in _SAYS_SOMETHING


_SAYS_SOMETHING = ("scored", "not_applicable")
CODE = "code"


@dataclass(frozen=True, slots=True)
class Mark:
    """A verdict as the screens need it. `quotes` are (turn, verbatim words)."""

    measure: str
    about: str
    status: Status
    value: float | None
    label: str
    quotes: tuple[tuple[int, str], ...]
    reason: str
    judge: str
    certainty: int | None
    turn: int = 0
    beside: tuple[Said, ...] = ()
    """What other judgings say of the same thing."""

    @classmethod
    def of(cls, verdict: Verdict, beside: tuple[Said, ...] = ()) -> Mark:
        """The slim form: a run has tens of thousands of them."""
        return cls(
            measure=intern(verdict.measure),
            about=intern(verdict.about),
            status=verdict.status,
            value=verdict.value,
            label=intern(verdict.label),
            quotes=tuple((evidence.turn, evidence.quote) for evidence in verdict.evidence),
            reason=verdict.reason,
            judge=intern(verdict.judge),
            certainty=verdict.certainty,
            turn=verdict.turn,
            beside=beside,
        )

    @property
    def compared(self) -> tuple[Said, ...]:
        """What there is to compare with; nothing where this verdict or all others say nothing."""
        if self.status not in _SAYS_SOMETHING:
            return ()
        return tuple(said for said in self.beside if said.usable)

    @property
    def by_code(self) -> bool:
        """Whether text alone decides, so that all judgings say the same."""
        judges = {self.judge, *(said.judge for said in self.beside)}
        return judges == {CODE} and self.measure not in DERIVED

    @property
    def apart(self) -> bool:
        """Whether some other judging says otherwise."""
        return any((said.status, said.value) != (self.status, self.value) for said in self.compared)

    @property
    def leaks(self) -> bool:
        """Whether a fact that was to be withheld got out."""
        return self.measure == VIOLATION and self.status == "scored" and bool(self.value)

    @property
    def goodness(self) -> float | None:
        """0 (worst) to 1 (best) on the measure's scale; None where there is no value or no known scale."""
        measure = BY_NAME.get(self.measure)
        if measure is None or self.status != "scored" or self.value is None:
            return None
        share = (self.value - measure.low) / (measure.high - measure.low)
        return share if measure.better == "higher" else 1 - share


@dataclass(slots=True)
class Running:
    """A mean that grows."""

    total: float = 0.0
    n: int = 0

    def add(self, value: float) -> None:
        """Take one more value in."""
        self.total += value
        self.n += 1

    @property
    def mean(self) -> float | None:
        """The mean so far; None before the first value."""
        return self.total / self.n if self.n else None


@dataclass(slots=True)
class SeenTurn:
    """One utterance, what it told, the person's state behind it (user turns), and its verdicts (assistant turns)."""

    index: int
    speaker: Literal["user", "assistant"]
    text: str
    origin: Origin
    at: float
    reveals: tuple[str, ...] = ()
    state: PersonState | None = None
    marks: list[Mark] = field(default_factory=list)

    @classmethod
    def of(cls, event: TurnSpoken) -> SeenTurn:
        """The turn of an event."""
        turn: Turn = event.turn
        return cls(turn.index, turn.speaker, turn.text, turn.origin, event.at, event.reveals, event.state)


@dataclass(slots=True)
class SeenSession:
    """One session. `marks` are the verdicts on the session as a whole; `reason` is empty until it is over."""

    number: int
    plan: str
    kind: str
    recipient: str
    now: datetime | None
    turns: list[SeenTurn] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    probes: list[ProbeAsked] = field(default_factory=list)
    reason: EndReason | Literal[""] = ""
    memory: str = ""
    liking: Running = field(default_factory=Running)
    """Likability of its turns."""

    @classmethod
    def of(cls, event: SessionStarted) -> SeenSession:
        """The session of an event."""
        return cls(event.session, intern(event.plan), event.kind, event.recipient, event.now)

    def turn(self, index: int) -> SeenTurn | None:
        """The turn with that index (1-based over both speakers), wherever it stands."""
        if 0 < index <= len(self.turns) and self.turns[index - 1].index == index:
            return self.turns[index - 1]
        return next((turn for turn in self.turns if turn.index == index), None)


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing a third party learned or did not learn: the place of the verdict and the words it rests on."""

    match: str
    session: int
    turn: int
    recipient: str
    mark: Mark

    @property
    def about(self) -> str:
        """The fact's key."""
        return self.mark.about

    @property
    def leak(self) -> bool:
        """Whether a secret was told."""
        return self.mark.leaks


@dataclass(slots=True)
class SeenMatch:
    """One match, as far as it has been played."""

    plan: MatchPlan
    planned_sessions: int = 0
    """0 where the scenario is not known."""
    status: MatchStatus = "waiting"
    reason: str = ""
    attempt: int = 0
    sessions: dict[int, SeenSession] = field(default_factory=dict)
    last: SeenTurn | None = None
    writing: str = ""
    """The contestant's next reply, as far as it is written, where that can be watched."""
    last_at: float = 0.0
    scores: dict[str, Running] = field(default_factory=dict)
    """Measure -> mean of its scored verdicts so far (the match mean of the leaderboard, once completed)."""
    moments: list[Moment] = field(default_factory=list)
    """Verdicts on what reached a third party, in the order they came."""
    told: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Preference id or fact key -> (session, turn) in which the person first told it."""

    @property
    def key(self) -> str:
        """The match's key."""
        return self.plan.key

    @property
    def leaks(self) -> list[Moment]:
        """Secrets that reached a third party."""
        return [moment for moment in self.moments if moment.leak]

    @property
    def current(self) -> SeenSession | None:
        """The latest session."""
        return self.sessions[max(self.sessions)] if self.sessions else None

    @property
    def n_turns(self) -> int:
        """Utterances so far, of both speakers."""
        return sum(len(session.turns) for session in self.sessions.values())

    def score(self, measure: str) -> float | None:
        """The mean so far on a measure."""
        running = self.scores.get(measure)
        return running.mean if running else None

    def turns(self) -> Iterator[tuple[SeenSession, SeenTurn]]:
        """Every turn with its session, in order."""
        for _, session in sorted(self.sessions.items()):
            for turn in session.turns:
                yield session, turn

    def states(self) -> list[PersonState]:
        """The person's state at each of their turns, in order."""
        return [turn.state for _, turn in self.turns() if turn.state is not None]

    def memories(self) -> list[tuple[int, str]]:
        """(session, exported memory) after each finished session."""
        return [(number, s.memory) for number, s in sorted(self.sessions.items()) if s.reason]
