"""Questions to the tables, each with its text beside it; values travel as parameters."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from arena.errors import UsageError
from arena.journal import latest
from arena.schema.verdict import Evidence
from arena.store.records import (
    AskedProbe,
    Bounded,
    Cost,
    JudgedVerdict,
    LeaderboardRow,
    MatchScore,
    MatchSummary,
    PreferenceAtDistance,
    PreferenceErrors,
    PrivacyFlow,
    RunSummary,
    SpokenTurn,
    StandingRow,
    Transcript,
    TranscriptSession,
    TranscriptVerdict,
)

if TYPE_CHECKING:
    from arena.store._connect import Connection

_RUNS = """
SELECT
    r.run_id, any_value(r.name), any_value(r.n_planned),
    count(*) FILTER (WHERE m.status = 'running'),
    count(*) FILTER (WHERE m.status = 'completed'),
    count(*) FILTER (WHERE m.status = 'void'),
    count(*) FILTER (WHERE m.status = 'failed'),
    any_value(r.ended), any_value(r.user_model), any_value(r.contestant_model), any_value(r.judge_model),
    any_value(r.arena_version), any_value(r.started_at), any_value(r.ended_at)
FROM runs r
LEFT JOIN matches m USING (run_id)
GROUP BY r.run_id
"""


def runs(connection: Connection) -> list[RunSummary]:
    """All runs, latest first."""
    found = [RunSummary(*row) for row in connection.execute(_RUNS).fetchall()]
    return sorted(found, key=lambda run: _when(run.run_id, run.started_at), reverse=True)


_NAMED = re.compile(r"\d{8}-\d{6}-")


def _when(run_id: str, started_at: datetime) -> tuple[str, datetime, str]:
    """What runs are put in order by: names sort as runs were started, also where the clock was set back in between.

    A folder that somebody has renamed goes by its time.
    """
    name = run_id if _NAMED.match(run_id) else started_at.strftime("%Y%m%d-%H%M%S-")
    return name, started_at, run_id


_RUN_IDS = "SELECT run_id, started_at FROM runs"


def resolve_run(connection: Connection, prefix: str | None) -> str:
    """The run whose id is, or begins like, the given one; the latest for None.

    Raises:
        UsageError: there is none, or there are several.
    """
    rows = connection.execute(_RUN_IDS).fetchall()
    known = [run_id for run_id, _ in sorted(rows, key=lambda row: _when(*row), reverse=True)]
    if not known:
        raise UsageError("the database holds no run yet", next_step="play one, or `arena ingest RUN`")
    return latest(known[::-1]) if prefix is None else _the_one("run", prefix, known)


_WHERE = {"run": "`arena runs` lists them", "match": "`arena show RUN` lists them"}


def _the_one(noun: str, prefix: str, known: Sequence[str]) -> str:
    if prefix in known:
        return prefix
    found = [name for name in known if name.startswith(prefix)]
    if len(found) == 1:
        return found[0]
    if found:
        raise UsageError(f"several {noun} names begin with {prefix!r}", choices=found[:5], next_step="give more of it")
    near = difflib.get_close_matches(prefix, known, n=3, cutoff=0.4) or known[:3]
    raise UsageError(f"there is no {noun} {prefix!r}", choices=near, next_step=_WHERE[noun])


def _the_match(prefix: str, known: Sequence[MatchSummary]) -> MatchSummary:
    """The one whose key begins so, or whose case does: `persona/scenario/contestant/seed`."""
    keyed = [match for match in known if match.match.startswith(prefix)]
    if len(keyed) == 1:
        return keyed[0]
    cases = {f"{match.persona}/{match.scenario}/{match.contestant}/{match.seed}": match for match in known}
    whole = [match for case, match in cases.items() if case.rpartition("/")[0] == prefix]
    return whole[0] if len(whole) == 1 else cases[_the_one("match", prefix, list(cases))]


_LEADERBOARD = """
SELECT
    contestant, rank, rank_low, rank_high,
    likability, likability_low, likability_high, coalesce(likability_n, 0),
    preference, preference_low, preference_high, coalesce(preference_n, 0),
    kept, kept_low, kept_high, coalesce(kept_n, 0),
    violation, violation_low, violation_high, coalesce(violation_n, 0),
    worst, worst_low, worst_high, coalesce(violation_n, 0),
    worst_seeds, worst_contexts,
    completeness, completeness_low, completeness_high, coalesce(completeness_n, 0),
    n_personas, approximate, n_completed, n_void, n_failed
FROM leaderboard
WHERE run_id = $run AND journal = $journal
ORDER BY rank NULLS LAST, likability DESC NULLS LAST, contestant
"""


def leaderboard(connection: Connection, run: str, journal: str) -> list[LeaderboardRow]:
    """One row a contestant, best likability first; empty before standings are computed."""
    rows = connection.execute(_LEADERBOARD, {"run": run, "journal": journal}).fetchall()
    return [_standing(row) for row in rows]


def _standing(row: Sequence[Any]) -> LeaderboardRow:
    likability, preference, kept, violation, worst = (Bounded(*row[at : at + 4]) for at in (4, 8, 12, 16, 20))
    contestant, rank, rank_low, rank_high, *_ = row
    n_personas, approximate, n_completed, n_void, n_failed = row[30:]
    return LeaderboardRow(
        contestant=contestant,
        rank=rank,
        rank_low=rank_low,
        rank_high=rank_high,
        likability=likability,
        preference=preference,
        kept=kept,
        violation=violation,
        worst=worst,
        worst_seeds=row[24],
        worst_contexts=row[25],
        completeness=Bounded(*row[26:30]),
        n_personas=n_personas,
        approximate=approximate,
        n_completed=n_completed,
        n_void=n_void,
        n_failed=n_failed,
    )


_STANDINGS = """
SELECT
    run_id, journal, measure, contestant, mean, low, high, n_matches, n_personas, approximate,
    strength, strength_low, strength_high, rank, rank_low, rank_high, n_seeds, n_contexts
FROM standings
WHERE run_id = $run AND journal = $journal AND measure = coalesce($measure, measure)
ORDER BY measure, rank NULLS LAST, contestant
"""


def standings(connection: Connection, run: str, measure: str | None, journal: str) -> list[StandingRow]:
    """Where contestants stand on a measure (on all for None), best first."""
    values = {"run": run, "measure": measure, "journal": journal}
    return [StandingRow(*row) for row in connection.execute(_STANDINGS, values).fetchall()]


_MATCHES = """
SELECT match, persona, scenario, contestant, seed, status, reason, attempt, n_sessions, n_turns
FROM matches
WHERE run_id = $run
ORDER BY persona, scenario, seed, contestant
"""


def matches(connection: Connection, run: str) -> list[MatchSummary]:
    """All matches of a run; those of one case (persona, scenario, seed) stand together."""
    return [MatchSummary(*row) for row in connection.execute(_MATCHES, {"run": run}).fetchall()]


_SESSIONS = """
SELECT
    session, coalesce(plan, ''), coalesce(kind, ''), coalesce(recipient, ''), simulated_time,
    coalesce(end_reason, ''), coalesce(memory, '')
FROM sessions
WHERE run_id = $run AND match = $match
ORDER BY session
"""
_TURNS = """
SELECT session, turn, speaker, text, origin, reveals, pleasure, patience, satisfaction
FROM turns
WHERE run_id = $run AND match = $match
ORDER BY session, turn
"""
_VERDICTS = """
SELECT session, turn, measure, about, status, value, label, reason, certainty, judge, evidence
FROM verdicts
WHERE run_id = $run AND match = $match AND journal = $journal
ORDER BY session, turn, measure, about, judge, prompt, sample
"""
_PROBES = """
SELECT session, probe, about, question, gold, answer
FROM probes
WHERE run_id = $run AND match = $match AND journal IN ('journal', $journal)
ORDER BY session, probe
"""


def transcript(connection: Connection, run: str, prefix: str, journal: str) -> Transcript:
    """Everything said and judged in the match whose key, or `persona/scenario/contestant/seed`, begins like this.

    Raises:
        UsageError: there is none, or there are several.
    """
    match = _the_match(prefix, matches(connection, run))
    of_match = {"run": run, "match": match.match}
    judged = {**of_match, "journal": journal}
    turns = [_turn(row) for row in connection.execute(_TURNS, of_match).fetchall()]
    verdicts = [_verdict(row) for row in connection.execute(_VERDICTS, judged).fetchall()]
    probes = [AskedProbe(*row) for row in connection.execute(_PROBES, judged).fetchall()]
    sessions = []
    for number, *told in connection.execute(_SESSIONS, of_match).fetchall():
        its_turns = tuple(turn for turn in turns if turn.session == number)
        its_verdicts = tuple(verdict for verdict in verdicts if verdict.session == number)
        its_probes = tuple(probe for probe in probes if probe.session == number)
        sessions.append(TranscriptSession(*[number, *told, its_turns, its_verdicts, its_probes]))
    return Transcript(match, tuple(sessions))


def _turn(row: Sequence[Any]) -> SpokenTurn:
    session, turn, speaker, text, origin, reveals, *state = row
    return SpokenTurn(session, turn, speaker, text, origin, tuple(reveals), *state)


def _verdict(row: Sequence[Any]) -> TranscriptVerdict:
    *told, evidence = row
    quotes = tuple(Evidence(**quote) for quote in json.loads(evidence))
    return TranscriptVerdict(*[*told, quotes])


_MATCH_SCORES = """
SELECT
    match, persona, scenario, contestant, seed, measure, value,
    n_scored, n_not_applicable, n_abstained, n_failed
FROM match_scores
WHERE run_id = $run AND journal = $journal AND measure NOT LIKE 'realism.%'
ORDER BY measure, persona, scenario, seed, contestant, match
"""


def match_scores(connection: Connection, run: str, journal: str) -> list[MatchScore]:
    """Match means of every measure that tells of contestants, completed matches only."""
    rows = connection.execute(_MATCH_SCORES, {"run": run, "journal": journal}).fetchall()
    return [MatchScore(*row) for row in rows]


_VERDICT_ROWS = """
SELECT
    v.match, m.persona, m.scenario, m.contestant, m.seed, m.status, v.measure, v.session, v.turn, v.about,
    v.status, v.value, v.label, v.judge, v.sample
FROM verdicts v
JOIN matches m USING (run_id, match)
WHERE v.run_id = $run AND v.journal = $journal AND v.measure IN (SELECT unnest($measures::VARCHAR[]))
ORDER BY
    v.measure, m.persona, m.scenario, m.seed, m.contestant, v.match, v.session, v.turn, v.about, v.judge, v.prompt,
    v.sample
"""


def verdict_rows(connection: Connection, run: str, measures: Sequence[str], journal: str) -> list[JudgedVerdict]:
    """Verdicts of whatever status on these measures, of matches of whatever status."""
    values = {"run": run, "journal": journal, "measures": list(measures)}
    return [JudgedVerdict(*row) for row in connection.execute(_VERDICT_ROWS, values).fetchall()]


_ERRORS = """
SELECT contestant, error, n, n_scored, share
FROM preference_errors
WHERE run_id = $run AND journal = $journal
ORDER BY contestant, n DESC, error
"""


def preference_errors(connection: Connection, run: str, journal: str) -> list[PreferenceErrors]:
    """Kinds of preference errors by contestant (empty: followed), most frequent first."""
    rows = connection.execute(_ERRORS, {"run": run, "journal": journal}).fetchall()
    return [PreferenceErrors(*row) for row in rows]


_BY_DISTANCE = """
SELECT
    contestant, measure, sessions_since,
    avg(value ORDER BY match, session, turn, preference, judge, prompt, sample), count(*),
    avg(turns_since), avg(words_since)
FROM preference_distance
WHERE run_id = $run AND journal = $journal AND status = 'scored'
GROUP BY contestant, measure, sessions_since
ORDER BY contestant, measure, sessions_since NULLS LAST
"""


def preference_by_distance(connection: Connection, run: str, journal: str) -> list[PreferenceAtDistance]:
    """How well preferences are followed, by sessions since the person last showed them."""
    rows = connection.execute(_BY_DISTANCE, {"run": run, "journal": journal}).fetchall()
    return [PreferenceAtDistance(*row) for row in rows]


_FLOWS = """
SELECT contestant, attribute, recipient, flow, revealed, n, n_matches
FROM privacy_flows
WHERE run_id = $run AND journal = $journal
ORDER BY contestant, recipient, attribute, flow
"""


def privacy_flows(connection: Connection, run: str, journal: str) -> list[PrivacyFlow]:
    """Which fact reached whom, by contestant."""
    rows = connection.execute(_FLOWS, {"run": run, "journal": journal}).fetchall()
    return [PrivacyFlow(*row) for row in rows]


_COSTS = """
SELECT
    c.party, coalesce(m.contestant, ''), count(*), count(*) FILTER (WHERE c.error <> ''),
    coalesce(sum(c.input_tokens) FILTER (WHERE NOT c.cached), 0)::BIGINT,
    coalesce(sum(c.output_tokens) FILTER (WHERE NOT c.cached), 0)::BIGINT,
    coalesce(fsum(c.cost_usd), 0), count(*) FILTER (WHERE c.cost_usd IS NULL), avg(c.latency_s)
FROM calls c
LEFT JOIN matches m USING (run_id, match)
WHERE c.run_id = $run
GROUP BY c.party, coalesce(m.contestant, '')
ORDER BY c.party, coalesce(m.contestant, '')
"""


def costs(connection: Connection, run: str) -> list[Cost]:
    """Calls, tokens and money by party and contestant, over all journals and attempts."""
    return [Cost(*row) for row in connection.execute(_COSTS, {"run": run}).fetchall()]


_FORGET_STANDINGS = "DELETE FROM standings WHERE run_id = $run AND journal = $journal"


def forget_standings(connection: Connection, run: str, journal: str) -> None:
    """Remove what was computed for a run from one of its journals."""
    connection.execute(_FORGET_STANDINGS, {"run": run, "journal": journal})
