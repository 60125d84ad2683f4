"""What a run's dialogues were, as the events they came from: for who wants to read them once more."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from arena.schema.dialogue import PersonState, Turn
from arena.schema.event import MatchEvent, ProbeAsked, SessionEnded, SessionStarted, TurnSpoken
from arena.schema.run import MatchPlan, RunSpec
from arena.schema.verdict import Evidence
from arena.store.judged import JudgingSummary, OneVerdict, PlayedMatch, Recorded

if TYPE_CHECKING:
    from arena.store._connect import Connection

_SPEC = "SELECT spec FROM runs WHERE run_id = $run"
_PERSONAS = "SELECT persona, body FROM personas WHERE run_id = $run ORDER BY persona"
_SCENARIOS = "SELECT scenario, body FROM scenarios WHERE run_id = $run ORDER BY scenario"
_MATCHES = """
SELECT match, persona, scenario, contestant, seed, attempt
FROM matches
WHERE run_id = $run AND status IN ('completed', 'void')
ORDER BY persona, scenario, seed, contestant
"""


def recorded(connection: Connection, run: str) -> Recorded:
    """What a run was made of, and its finished matches. The run must exist."""
    value = {"run": run}
    ((spec,),) = connection.execute(_SPEC, value).fetchall()
    personas, scenarios = (
        {name: json.loads(body) for name, body in connection.execute(text, value).fetchall()}
        for text in (_PERSONAS, _SCENARIOS)
    )
    matches = tuple(
        PlayedMatch(MatchPlan(key=key, persona=who, scenario=what, contestant=with_whom, seed=seed), attempt)
        for key, who, what, with_whom, seed, attempt in connection.execute(_MATCHES, value).fetchall()
    )
    return Recorded(run, RunSpec.model_validate_json(spec), personas, scenarios, matches)


_SESSIONS = """
SELECT
    session, coalesce(plan, ''), coalesce(kind, ''), coalesce(recipient, ''), simulated_time,
    coalesce(end_reason, 'fault'), coalesce(memory, '')
FROM sessions
WHERE run_id = $run AND match = $match
ORDER BY session
"""
_TURNS = """
SELECT session, turn, speaker, text, origin, reveals, pleasure, arousal, dominance, patience, satisfaction
FROM turns
WHERE run_id = $run AND match = $match
ORDER BY session, turn
"""
_PROBES = """
SELECT probe, session, kind, about, question, gold, answer
FROM probes
WHERE run_id = $run AND match = $match AND journal = 'journal'
ORDER BY session, probe
"""


def dialogue(connection: Connection, run: str, match: str) -> list[MatchEvent]:
    """What was said in a match, in the order in which it was said: each session, and after it its probes."""
    value = {"run": run, "match": match}
    turns = [_turn(match, *row) for row in connection.execute(_TURNS, value).fetchall()]
    probes = [_probe(match, *row) for row in connection.execute(_PROBES, value).fetchall()]
    events: list[MatchEvent] = []
    for number, plan, kind, recipient, now, reason, memory in connection.execute(_SESSIONS, value).fetchall():
        when = (now or datetime.fromtimestamp(0, UTC)).replace(tzinfo=UTC)
        events.append(
            SessionStarted(at=0, match=match, session=number, plan=plan, kind=kind, now=when, recipient=recipient)
        )
        events += [turn for turn in turns if turn.turn.session == number]
        events.append(SessionEnded(at=0, match=match, session=number, reason=reason, memory=memory))
        events += [probe for probe in probes if probe.session == number]
    return events


def _turn(match: str, *told: Any) -> TurnSpoken:
    session, index, speaker, text, origin, reveals, *state = told
    turn = Turn(session=session, index=index, speaker=speaker, text=text, origin=origin)
    return TurnSpoken(at=0, match=match, turn=turn, reveals=tuple(reveals), state=_state(*state))


def _state(*values: float | None) -> PersonState | None:
    if any(value is None for value in values):
        return None
    return PersonState.model_validate(dict(zip(PersonState.model_fields, values, strict=True)))


def _probe(match: str, probe: int, session: int, *told: str) -> ProbeAsked:
    kind, about, question, gold, answer = told
    return ProbeAsked(
        at=0,
        match=match,
        probe=probe,
        session=session,
        kind=kind,
        about=about,
        question=question,
        gold=gold,
        answer=answer,
    )


_JUDGINGS = """
SELECT j.journal, j.kind, j.judge, j.rater, j.measures, j.prompts, j.apart, j.started_at, j.ended_at,
    count(v.match), count(DISTINCT v.match)
FROM (
    SELECT journal, kind, judge, rater, measures, prompts, apart, started_at, ended_at
    FROM judgings WHERE run_id = $run
    UNION ALL
    SELECT 'journal', 'run', judge_model, '', [], '{}', false, started_at, ended_at FROM runs WHERE run_id = $run
) j
LEFT JOIN verdicts v ON v.run_id = $run AND v.journal = j.journal
GROUP BY ALL
ORDER BY ALL
"""


def judgings(connection: Connection, run: str) -> list[JudgingSummary]:
    """All judgings of a run, its own first."""
    rows = connection.execute(_JUDGINGS, {"run": run}).fetchall()
    found = [_judging(*row) for row in rows]
    return sorted(found, key=lambda judging: (judging.kind != "run", judging.started_at, judging.journal))


def _judging(*told: Any) -> JudgingSummary:
    journal, kind, judge, rater, measures, prompts, apart, started, ended, n_verdicts, n_matches = told
    return JudgingSummary(
        journal=journal,
        kind=kind,
        judge=judge,
        rater=rater,
        measures=tuple(measures),
        prompts=json.loads(prompts),
        apart=apart,
        started_at=started,
        ended_at=ended,
        n_verdicts=n_verdicts,
        n_matches=n_matches,
    )


_ALL_VERDICTS = """
SELECT
    v.journal, v.match, m.contestant, m.persona, v.measure, v.session, v.turn, v.about, v.judge, v.prompt, v.sample,
    v.status, v.value, v.label, v.reason, v.certainty, v.evidence
FROM verdicts v
JOIN matches m USING (run_id, match)
WHERE v.run_id = $run AND m.status IN ('completed', 'void')
    AND v.journal IN (SELECT unnest($journals::VARCHAR[]))
    AND (len($measures::VARCHAR[]) = 0 OR v.measure IN (SELECT unnest($measures::VARCHAR[])))
ORDER BY v.journal, v.match, v.session, v.turn, v.measure, v.about, v.judge, v.prompt, v.sample
"""


def verdicts(connection: Connection, run: str, journals: Sequence[str], measures: Sequence[str]) -> list[OneVerdict]:
    """Every verdict of some judgings, in matches that were played to their end."""
    values = {"run": run, "journals": list(journals), "measures": list(measures)}
    rows = connection.execute(_ALL_VERDICTS, values).fetchall()
    return [OneVerdict(*[*told, _quotes(evidence)]) for *told, evidence in rows]


def _quotes(evidence: str) -> tuple[Evidence, ...]:
    return tuple(Evidence(**quote) for quote in json.loads(evidence))
