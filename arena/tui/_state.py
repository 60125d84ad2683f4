"""A run as the screens see it: a pure fold of events, O(1) each. Nothing here knows of a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from sys import intern
from typing import Any, TypeVar

from pydantic import ValidationError

from arena.schema.event import (
    CallMade,
    Event,
    MatchEnded,
    MatchEvent,
    MatchStarted,
    ProbeAsked,
    PromptUsed,
    RunEnded,
    RunResumed,
    RunStarted,
    SessionEnded,
    SessionStarted,
    TimePlayed,
    TurnSpoken,
    VerdictGiven,
)
from arena.schema.measure import COMPLETENESS, LIKABILITY, VIOLATION
from arena.schema.persona import Persona
from arena.schema.record import Record
from arena.schema.run import MatchPlan, StoredRun
from arena.schema.scenario import Scenario
from arena.tournament import Piece
from arena.tui._beside import Others
from arena.tui._seen import (
    SETTLED,
    Mark,
    Moment,
    Place,
    Running,
    SeenMatch,
    SeenSession,
    SeenTurn,
)

_IDLE_S = 60.0
"""Between two events at most so much counts as playing: a run that was interrupted did not play in between."""


@dataclass(slots=True)
class Meter:
    """What was asked of models. `None` means unmetered, which is not zero."""

    calls: int = 0
    failed: int = 0
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost_usd: float | None = None

    def add(self, call: CallMade) -> None:
        """Take one call in."""
        self.calls += 1
        self.failed += bool(call.error)
        self.input_tokens = _sum(self.input_tokens, call.input_tokens)
        self.output_tokens = _sum(self.output_tokens, call.output_tokens)
        if call.cost_usd is not None:
            self.cost_usd = (self.cost_usd or 0.0) + call.cost_usd


def _sum(a: int | None, b: int | None) -> int | None:
    return a if b is None else (a or 0) + b


@dataclass(slots=True)
class RunState:
    """Everything known of a run. Read it freely; only `take` changes it."""

    stored: StoredRun | None = None
    matches: dict[str, SeenMatch] = field(default_factory=dict)
    """In the order of the plan."""
    meter: Meter = field(default_factory=Meter)
    started_at: float = 0.0
    last_at: float = 0.0
    played_s: float = 0.0
    """Seconds in which something went on."""
    ended: bool = False
    n_events: int = 0
    n_turns: int = 0
    sessions_done: int = 0
    others: Others = field(default_factory=Others)
    """The other judgings of the run, as far as they have been read."""
    _people: dict[str, Persona | None] = field(default_factory=dict)
    _courses: dict[str, Scenario | None] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: StoredRun | None) -> RunState:
        """The state before anything has happened."""
        state = cls()
        if stored is not None:
            state._plan(stored)
        return state

    def take(self, events: Iterable[Event]) -> set[str]:
        """Fold events in, in journal order. Gives back the keys of the matches they touched."""
        touched = set[str]()
        for event in events:
            self._clock(event.at)
            self.n_events += 1
            if isinstance(event, MatchEvent):
                if self._is_late(event):
                    continue
                touched.add(event.match)
            self._see(event)
        return touched

    def hear(self, pieces: Iterable[Piece]) -> set[str]:
        """Take in what is being written. Gives back the keys of the matches it is written in."""
        touched = set[str]()
        for piece in pieces:
            match = self._match(piece.match)
            if match.status == "playing":  # code that was given up may still go on
                match.writing = "" if piece.text is None else match.writing + piece.text
                touched.add(match.key)
        return touched

    def hear_others(self, others: Others) -> None:
        """Set the verdicts of other judgings beside those of the run, and of those to come."""
        self.others = others
        for match in self.matches.values():
            for session in match.sessions.values():
                for marks in (session.marks, *(turn.marks for turn in session.turns)):
                    marks[:] = [self._beside(match, session.number, mark) for mark in marks]

    def _beside(self, match: SeenMatch, session: int, mark: Mark) -> Mark:
        place = Place(match.key, match.attempt, session, mark.turn, mark.measure, mark.about)
        said = self.others.said.get(place, ())
        return mark if said == mark.beside else replace(mark, beside=said)

    # What screens ask -------------------------------------------------------------------------------------------

    @property
    def run_id(self) -> str:
        """The run's id, empty before the first event."""
        return self.stored.run_id if self.stored else ""

    @property
    def contestants(self) -> list[str]:
        """In the order of the plan."""
        return list(dict.fromkeys(match.plan.contestant for match in self.matches.values()))

    @property
    def statuses(self) -> Counter[str]:
        """How many matches are waiting, playing, completed, void, failed."""
        return Counter(match.status for match in self.matches.values())

    @property
    def n_settled(self) -> int:
        """Matches that are over."""
        return sum(match.status in SETTLED for match in self.matches.values())

    @property
    def is_offline(self) -> bool:
        """Whether all three parties are played by the offline model."""
        models = self.stored.spec.models if self.stored else None
        return models is not None and models.offline

    @property
    def left_s(self) -> float | None:
        """Seconds of play left at the pace so far, by sessions; None before one session is over or when all is.

        Nobody can say for a run in which a human plays.
        """
        if self._by_hand:
            return None
        planned = sum(match.planned_sessions for match in self.matches.values())
        over = self.sessions_done
        if self.ended or not over or planned <= over:
            return None
        return self.played_s / over * (planned - over)

    @property
    def command(self) -> str:
        """The command that goes on with the run."""
        return "play" if self._by_hand else "tournament"

    @property
    def _by_hand(self) -> bool:
        models = self.stored.spec.models if self.stored else None
        return models is not None and "human" in {models.user.id, models.contestant.id}

    def person(self, persona: str) -> Persona | None:
        """The authored person, None when the journal does not hold a valid one."""
        if persona not in self._people and self.stored is not None:
            self._people[persona] = _valid(Persona, self.stored.personas.get(persona))
        return self._people.get(persona)

    def course(self, scenario: str) -> Scenario | None:
        """The scenario, None when the journal does not hold a valid one."""
        if scenario not in self._courses and self.stored is not None:
            self._courses[scenario] = _valid(Scenario, self.stored.scenarios.get(scenario))
        return self._courses.get(scenario)

    def name(self, persona: str) -> str:
        """What the person is called; the id where that is not known."""
        person = self.person(persona)
        return person.identity.name if person else persona

    # The fold ---------------------------------------------------------------------------------------------------

    def _clock(self, at: float) -> None:
        if self.last_at:
            self.played_s += min(max(at - self.last_at, 0.0), _IDLE_S)
        self.started_at = self.started_at or at
        self.last_at = at  # a clock that was set back goes on from there

    def _plan(self, stored: StoredRun) -> None:
        self.stored = stored
        for plan in stored.matches:
            if plan.key not in self.matches:
                self.matches[plan.key] = SeenMatch(plan, _n_sessions(stored, plan.scenario))

    def _is_late(self, event: MatchEvent) -> bool:
        """Whether it belongs to an attempt that was given up; calls of those were still paid for."""
        return not isinstance(event, CallMade) and event.attempt < self._match(event.match).attempt

    def _match(self, key: str) -> SeenMatch:
        """The match; one that no plan names, in a journal without its beginning, is shown all the same."""
        if key not in self.matches:
            self.matches[key] = SeenMatch(MatchPlan(key=key, persona="?", scenario="?", contestant="?", seed=0))
        return self.matches[key]

    @singledispatchmethod
    def _see(self, event: Event) -> None:
        raise TypeError(f"nothing to show of {type(event).__name__}")

    @_see.register
    def _(self, event: RunStarted) -> None:
        self._plan(event.run)
        self.ended = False

    @_see.register
    def _(self, _: RunResumed) -> None:
        self.ended = False
        for match in self.matches.values():
            if match.status == "playing":
                match.status = "waiting"

    @_see.register
    def _(self, _: TimePlayed) -> None:
        """For whoever resumes the run."""

    @_see.register
    def _(self, _: RunEnded) -> None:
        self.ended = True

    @_see.register
    def _(self, event: PromptUsed) -> None:
        """The words of prompts are in the journal for whoever wants them."""

    @_see.register
    def _(self, event: MatchStarted) -> None:
        """Begin, or begin again: what was seen of an interrupted attempt comes once more."""
        before = self._match(event.match)
        self.sessions_done -= sum(bool(session.reason) for session in before.sessions.values())
        self.n_turns -= before.n_turns
        fresh = SeenMatch(before.plan, before.planned_sessions, "playing", attempt=event.attempt, last_at=event.at)
        self.matches[event.match] = fresh

    @_see.register
    def _(self, event: MatchEnded) -> None:
        match = self._match(event.match)
        match.status, match.reason, match.last_at, match.writing = event.outcome, event.reason, event.at, ""
        unplayed = match.planned_sessions - sum(bool(session.reason) for session in match.sessions.values())
        match.planned_sessions -= max(unplayed, 0)

    @_see.register
    def _(self, event: SessionStarted) -> None:
        self._match(event.match).sessions[event.session] = SeenSession.of(event)

    @_see.register
    def _(self, event: SessionEnded) -> None:
        session = _session(self._match(event.match), event.session)
        self.sessions_done += not session.reason
        session.reason, session.memory = event.reason, event.memory

    @_see.register
    def _(self, event: TurnSpoken) -> None:
        match = self._match(event.match)
        turn = SeenTurn.of(event)
        _session(match, event.turn.session).turns.append(turn)
        match.last, match.last_at, match.writing = turn, event.at, ""
        self.n_turns += 1
        for key in event.reveals:
            match.told.setdefault(intern(key), (event.turn.session, turn.index))

    @_see.register
    def _(self, event: ProbeAsked) -> None:
        _session(self._match(event.match), event.session).probes.append(event)

    @_see.register
    def _(self, event: CallMade) -> None:
        self.meter.add(event)

    @_see.register
    def _(self, event: VerdictGiven) -> None:
        verdict = event.verdict
        match, mark = self._match(event.match), Mark.of(verdict, self.others.said.get(Place.of(event), ()))
        session = _session(match, verdict.session)
        turn = session.turn(verdict.turn)
        (session.marks if turn is None else turn.marks).append(mark)
        if mark.status == "scored" and mark.value is not None:
            _score(match, session, mark, mark.value)
        if mark.measure in {VIOLATION, COMPLETENESS}:
            match.moments.append(Moment(match.key, session.number, verdict.turn, session.recipient, mark))


def _score(match: SeenMatch, session: SeenSession, mark: Mark, value: float) -> None:
    match.scores.setdefault(mark.measure, Running()).add(value)
    if mark.measure == LIKABILITY:
        session.liking.add(value)


def _session(match: SeenMatch, number: int) -> SeenSession:
    """The session; one whose beginning is not in the journal is shown all the same."""
    if number not in match.sessions:
        match.sessions[number] = SeenSession(number, "", "", "", None)
    return match.sessions[number]


def _n_sessions(stored: StoredRun, scenario: str) -> int:
    sessions = stored.scenarios.get(scenario, {}).get("sessions", ())
    return len(sessions) if isinstance(sessions, list | tuple) else 0


R = TypeVar("R", bound=Record)


def _valid(kind: type[R], raw: dict[str, Any] | None) -> R | None:
    if raw is None:
        return None
    try:
        return kind.model_validate(raw)
    except ValidationError:  # written by another version: shown by its id
        return None
