"""From events to rows. Pure: what is already stored comes in as the attempt of each match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import singledispatchmethod
from operator import attrgetter
from typing import Any, TypeVar

from arena.schema.dialogue import PersonState
from arena.schema.event import (
    CallMade,
    Event,
    InterviewEnded,
    InterviewStarted,
    JudgingEnded,
    JudgingStarted,
    MatchEnded,
    MatchEvent,
    MatchStarted,
    MatchVoided,
    ProbeAsked,
    PromptUsed,
    RunEnded,
    RunResumed,
    RunStarted,
    SessionEnded,
    SessionStarted,
    StatementAnswered,
    TimePlayed,
    TurnSpoken,
    VerdictGiven,
)
from arena.schema.judging import Judging
from arena.schema.run import StoredRun
from arena.store._rows import (
    CallRow,
    ContestantRow,
    JudgingRow,
    Key,
    MarkRow,
    MatchRow,
    OfAttempt,
    PersonaRow,
    PlanRow,
    ProbeRow,
    PromptRow,
    Row,
    RunRow,
    ScenarioRow,
    SessionRow,
    TurnRow,
    VerdictRow,
)
from arena.store._rows_people import HeldRow, InterviewRow, ResponseRow, VoidRow
from arena.text.canonical import canonical_json, sha256
from arena.text.words import count_words

R = TypeVar("R", bound=Row)

MAIN = "journal"
"""Name of a run's own journal, without suffix."""
_BESIDE = (MatchVoided, CallMade, VerdictGiven, ProbeAsked, PromptUsed, JudgingStarted, JudgingEnded)
"""What other journals may say."""
_told_of_call = attrgetter(*CallRow._fields[2:-1])
"""By name, since calls are half of all events and dumping each to a dictionary costs more."""


class Fold:
    """Takes the events of a run's journals in order and holds the rows that follow from them.

    Args:
        run_id: the run's folder name; rows carry it whatever the journal says.
        attempts: match key -> attempt that is stored.
    """

    def __init__(self, run_id: str, attempts: Mapping[str, int]) -> None:
        self._run = run_id
        self._journal = MAIN
        self._stored = dict(attempts)
        self._attempts = dict(attempts)
        self._rows: dict[type, dict[Key, Row]] = {}

    def take(self, journal: str, events: Iterable[Event]) -> None:
        """Read on with the new events of a journal. What only the run's own journal may say is left out of others."""
        self._journal = journal
        see = self._see  # bound once: binding a single-dispatch method makes a function each time
        for event in events:
            if isinstance(event, MatchEvent) and not isinstance(event, CallMade) and self._is_late(event):
                continue
            if journal == MAIN or isinstance(event, _BESIDE):
                see(event)

    def rows(self, kind: type[R]) -> list[R]:
        """The rows of one kind; only those of its latest attempt where a match has several."""
        rows = [row for row in self._rows.get(kind, {}).values() if isinstance(row, kind)]
        return [row for row in rows if not isinstance(row, OfAttempt) or row.attempt == self._attempts[row.match]]

    def restarted(self) -> list[str]:
        """Matches whose stored rows belong to an attempt that has been given up."""
        return [match for match, attempt in self._stored.items() if self._attempts[match] > attempt]

    def _is_late(self, event: MatchEvent) -> bool:
        known = self._attempts.setdefault(event.match, event.attempt)
        self._attempts[event.match] = max(known, event.attempt)
        return event.attempt < known

    def _put(self, row: Row) -> None:
        self._rows.setdefault(type(row), {})[row.key()] = row

    @singledispatchmethod
    def _see(self, event: Event) -> None:
        raise TypeError(f"no rows for {type(event).__name__}")

    @_see.register
    def _(self, event: RunStarted) -> None:
        self._put(_run(self._run, event))
        for row in _sources(self._run, event.run):
            self._put(row)

    @_see.register
    def _(self, event: RunResumed) -> None:
        self._put(MarkRow(self._run, ended=False, resumed=_micros(event.at), ended_us=None))

    @_see.register
    def _(self, _: TimePlayed) -> None:
        """For whoever resumes the run."""

    @_see.register
    def _(self, event: RunEnded) -> None:
        before = self._rows.get(MarkRow, {}).get((self._run,))
        resumed = before.resumed if isinstance(before, MarkRow) else None
        self._put(MarkRow(self._run, ended=True, resumed=resumed, ended_us=_micros(event.at)))

    @_see.register
    def _(self, event: MatchStarted) -> None:
        self._put(MatchRow(self._run, event.match, "running", "", event.attempt, _micros(event.at), None))

    @_see.register
    def _(self, event: MatchEnded) -> None:
        before = self._rows.get(MatchRow, {}).get((self._run, event.match))
        started = before.started if isinstance(before, MatchRow) else None
        at = _micros(event.at)
        self._put(MatchRow(self._run, event.match, event.outcome, event.reason, event.attempt, started, at))

    @_see.register
    def _(self, event: MatchVoided) -> None:
        self._put(VoidRow(self._run, event.match, event.reason))

    @_see.register
    def _(self, event: SessionStarted) -> None:
        half = self._session(event.match, event.session, event.attempt)
        now = event.now.replace(tzinfo=None)
        told = half._replace(plan=event.plan, kind=event.kind, recipient=event.recipient, simulated_time=now)
        self._put(told._replace(started=_micros(event.at)))

    @_see.register
    def _(self, event: SessionEnded) -> None:
        half = self._session(event.match, event.session, event.attempt)
        self._put(half._replace(end_reason=event.reason, memory=event.memory, ended=_micros(event.at)))

    def _session(self, match: str, session: int, attempt: int) -> SessionRow:
        before = self._rows.get(SessionRow, {}).get((self._run, match, session))
        if isinstance(before, SessionRow) and before.attempt == attempt:
            return before
        return SessionRow(self._run, match, session, None, None, None, None, None, None, attempt, None, None)

    @_see.register
    def _(self, event: TurnSpoken) -> None:
        turn = event.turn
        pleasure, arousal, dominance, patience, satisfaction = _state(event.state)
        self._put(
            TurnRow(
                run_id=self._run,
                match=event.match,
                session=turn.session,
                turn=turn.index,
                speaker=turn.speaker,
                text=turn.text,
                n_words=count_words(turn.text),
                origin=turn.origin,
                reveals=list(event.reveals),
                pleasure=pleasure,
                arousal=arousal,
                dominance=dominance,
                patience=patience,
                satisfaction=satisfaction,
                attempt=event.attempt,
                spoken=_micros(event.at),
            )
        )

    @_see.register
    def _(self, event: CallMade) -> None:
        self._put(CallRow._make((self._run, self._journal, *_told_of_call(event), _micros(event.at))))

    @_see.register
    def _(self, event: VerdictGiven) -> None:
        told = event.verdict.model_dump(exclude={"evidence"})
        evidence = canonical_json([quote.model_dump() for quote in event.verdict.evidence])
        self._put(
            VerdictRow(
                run_id=self._run,
                journal=self._journal,
                match=event.match,
                attempt=event.attempt,
                evidence=evidence,
                given=_micros(event.at),
                **told,
            )
        )

    @_see.register
    def _(self, event: ProbeAsked) -> None:
        told = event.model_dump(exclude={"type", "at"})
        self._put(ProbeRow(run_id=self._run, journal=self._journal, asked=_micros(event.at), **told))

    @_see.register
    def _(self, event: PromptUsed) -> None:
        used = _micros(event.at)
        self._put(PromptRow(self._run, event.name, event.version, event.sha256, event.text, used))

    @_see.register
    def _(self, event: InterviewStarted) -> None:
        self._put(_interview(self._run, event))
        for row in _people(self._run, event.interview.personas):
            self._put(row)

    @_see.register
    def _(self, event: StatementAnswered) -> None:
        self._put(ResponseRow(run_id=self._run, answered=_micros(event.at), **event.response.model_dump()))

    @_see.register
    def _(self, event: InterviewEnded) -> None:
        self._put(HeldRow(self._run, _micros(event.at)))

    @_see.register
    def _(self, event: JudgingStarted) -> None:
        self._judging(event.judging, _micros(event.at), None)

    @_see.register
    def _(self, event: JudgingEnded) -> None:
        self._judging(event.judging, _micros(event.at), _micros(event.at))

    def _judging(self, judging: Judging, at: int, ended: int | None) -> None:
        before = self._rows.get(JudgingRow, {}).get((self._run, self._journal))
        started = before.started if isinstance(before, JudgingRow) else at
        row = JudgingRow(
            run_id=self._run,
            journal=self._journal,
            kind=judging.kind,
            judge=judging.by,
            rater=judging.rater,
            measures=list(judging.measures),
            prompts=canonical_json(judging.prompts),
            apart=judging.apart,
            started=started,
            ended=ended,
        )
        self._put(row)


def _interview(run_id: str, event: InterviewStarted) -> InterviewRow:
    held = event.interview
    return InterviewRow(
        run_id=run_id,
        user_model=held.spec.user.id,
        rater_model=held.spec.rater.id,
        source=held.spec.source,
        spec=canonical_json(held.spec.model_dump(mode="json")),
        instruments=canonical_json([one.model_dump(mode="json") for one in held.instruments]),
        instrument_sha256=canonical_json(held.instrument_sha256),
        heard=canonical_json([one.model_dump(mode="json", exclude={"talk"}) for one in held.heard]),
        provenance=canonical_json(held.provenance.model_dump(mode="json")),
        started=_micros(event.at),
    )


def _run(run_id: str, event: RunStarted) -> RunRow:
    run = event.run
    made = run.provenance
    return RunRow(
        run_id=run_id,
        name=run.spec.name,
        spec=canonical_json(run.spec.model_dump(mode="json")),
        n_planned=len(run.matches),
        ended=False,
        user_model=run.spec.models.user.id,
        contestant_model=run.spec.models.contestant.id,
        judge_model=run.spec.models.judge.id,
        arena_version=made.arena_version,
        python=made.python,
        platform=made.platform,
        packages=canonical_json(made.packages),
        git_commit=made.git_commit,
        started=_micros(event.at),
    )


def _people(run_id: str, personas: Mapping[str, Mapping[str, Any]]) -> Iterable[PersonaRow]:
    for persona, body in personas.items():
        text = canonical_json(body)
        name = body.get("identity", {}).get("name", "")
        yield PersonaRow(run_id, persona, name, sha256(text), text)


def _sources(run_id: str, run: StoredRun) -> Iterable[Row]:
    yield from _people(run_id, run.personas)
    for scenario, body in run.scenarios.items():
        text = canonical_json(body)
        yield ScenarioRow(run_id, scenario, body.get("title", ""), sha256(text), text)
    for contestant, planned in Counter(plan.contestant for plan in run.matches).items():
        yield ContestantRow(run_id, contestant, planned)
    for plan in run.matches:
        yield PlanRow(run_id, plan.key, plan.persona, plan.scenario, plan.contestant, plan.seed)


def _state(state: PersonState | None) -> tuple[float | None, ...]:
    if state is None:
        return (None,) * 5
    return (state.pleasure, state.arousal, state.dominance, state.patience, state.satisfaction)


def _micros(seconds: float) -> int:
    return round(seconds * 1_000_000)
