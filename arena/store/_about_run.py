"""What a run was made of, how far it came, and what its contestants' calls took."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from arena.store.judged import UsedPrompt
from arena.store.records import Price, RunContents

if TYPE_CHECKING:
    from arena.store._connect import Connection

_PERSONAS = "SELECT persona, sha256 FROM personas WHERE run_id = $run ORDER BY persona"
_SCENARIOS = "SELECT scenario, sha256 FROM scenarios WHERE run_id = $run ORDER BY scenario"
_PROMPTS = """
SELECT name || '@' || version, string_agg(sha256, ' ' ORDER BY sha256)
FROM prompts
WHERE run_id = $run
GROUP BY ALL
ORDER BY ALL
"""
_MADE_WITH = """
SELECT packages, spec, user_model, contestant_model, judge_model, arena_version, git_commit, python, platform
FROM runs
WHERE run_id = $run
"""
_NAMES = ("user model", "contestant model", "judge model", "arena", "commit", "python", "platform")


def contents(connection: Connection, run: str) -> RunContents:
    """The hashes of all that was authored for a run, and what played it."""
    value = {"run": run}
    personas, scenarios, prompts = (
        dict(connection.execute(text, value).fetchall()) for text in (_PERSONAS, _SCENARIOS, _PROMPTS)
    )
    ((packages, spec, *made_with),) = connection.execute(_MADE_WITH, value).fetchall()
    named = dict(zip(_NAMES, made_with, strict=True))
    return RunContents(personas, scenarios, prompts, named, json.loads(packages), json.loads(spec))


_PRICES = """
WITH played AS (
    SELECT run_id, match, contestant, attempt FROM matches WHERE run_id = $run AND status = 'completed'
),
replies AS (
    SELECT p.contestant, count(*) AS n
    FROM played p
    JOIN turns t USING (run_id, match)
    WHERE t.speaker = 'assistant'
    GROUP BY ALL
),
spent AS (
    SELECT
        p.contestant,
        count(*) AS n_calls,
        -- A call that failed may name no price though all others do; one that was answered and names none is unmetered.
        -- A cached answer counts as what it cost when it was given: the price is the contestant's, not the run's.
        CASE WHEN count(*) FILTER (WHERE if(c.cached, c.saved_usd, c.cost_usd) IS NULL AND c.error = '') = 0
            THEN fsum(c.cost_usd + coalesce(c.saved_usd, 0)) END AS usd,
        CASE WHEN count(*) FILTER (WHERE c.output_tokens IS NULL AND c.error = '') = 0
            THEN sum(c.input_tokens) + sum(c.output_tokens) END AS tokens,
        nullif(fsum(c.latency_s), 0) AS seconds
    FROM played p
    JOIN calls c ON (c.run_id, c.match, c.attempt) = (p.run_id, p.match, p.attempt)
    WHERE c.party = 'contestant' AND c.journal = 'journal'
    GROUP BY ALL
)
SELECT
    p.contestant, count(*), coalesce(any_value(s.n_calls), 0),
    any_value(s.usd) / count(*), any_value(s.tokens)::DOUBLE / count(*), any_value(s.seconds) / any_value(r.n)
FROM played p
LEFT JOIN spent s USING (contestant)
LEFT JOIN replies r USING (contestant)
GROUP BY p.contestant
ORDER BY p.contestant
"""


def prices(connection: Connection, run: str) -> list[Price]:
    """What each contestant's own calls took in its completed matches."""
    return [Price(*row) for row in connection.execute(_PRICES, {"run": run}).fetchall()]


_WORDS = "SELECT name, version, sha256, text FROM prompts WHERE run_id = $run ORDER BY name, version, sha256"


def prompts(connection: Connection, run: str) -> list[UsedPrompt]:
    """The words of every prompt that a run and its later judgings used."""
    return [UsedPrompt(*row) for row in connection.execute(_WORDS, {"run": run}).fetchall()]
