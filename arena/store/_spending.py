"""What calls took, by prompt: for the bill afterwards and for the forecast of the next run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arena.store.judged import JudgingCost
from arena.store.records import CallLength, Spending

if TYPE_CHECKING:
    from arena.store._connect import Connection

_SPENDING = """
SELECT
    c.party, coalesce(m.contestant, ''), c.prompt, c.model, count(*), count(*) FILTER (WHERE c.error <> ''),
    coalesce(sum(c.input_tokens) FILTER (WHERE NOT c.cached), 0)::BIGINT,
    coalesce(sum(c.output_tokens) FILTER (WHERE NOT c.cached), 0)::BIGINT,
    fsum(c.cost_usd), count(*) FILTER (WHERE c.cost_usd IS NULL), avg(c.latency_s),
    count(*) FILTER (WHERE c.cached),
    coalesce(sum(c.input_tokens + c.output_tokens) FILTER (WHERE c.cached), 0)::BIGINT, fsum(c.saved_usd)
FROM calls c
LEFT JOIN matches m USING (run_id, match)
WHERE c.run_id = $run
GROUP BY ALL
ORDER BY c.party, coalesce(m.contestant, ''), c.prompt, c.model
"""


def spending(connection: Connection, run: str) -> list[Spending]:
    """Calls, tokens and money of a run by party, contestant, prompt and model."""
    return [Spending(*row) for row in connection.execute(_SPENDING, {"run": run}).fetchall()]


_MEASURES = """
SELECT prompt, list(DISTINCT measure ORDER BY measure)
FROM verdicts
WHERE run_id = $run AND prompt <> ''
GROUP BY prompt
ORDER BY prompt
"""


def measures_of(connection: Connection, run: str) -> dict[str, tuple[str, ...]]:
    """Prompt -> the measures that verdicts name it for."""
    rows = connection.execute(_MEASURES, {"run": run}).fetchall()
    return {prompt: tuple(measures) for prompt, measures in rows}


_LENGTHS = """
SELECT
    c.prompt, c.model, coalesce(m.contestant, ''), count(*),
    avg(c.input_tokens), avg(c.output_tokens), avg(c.latency_s)
FROM calls c
LEFT JOIN matches m USING (run_id, match)
WHERE c.error = '' AND c.input_tokens IS NOT NULL AND c.output_tokens IS NOT NULL
GROUP BY ALL
ORDER BY ALL
"""


def lengths(connection: Connection) -> list[CallLength]:
    """Mean lengths of all calls that were answered and metered."""
    return [CallLength(*row) for row in connection.execute(_LENGTHS).fetchall()]


_JUDGED_TURNS = """
WITH asked AS (
    SELECT
        journal, model, count(*) AS n, count(*) FILTER (WHERE error <> '') AS failed,
        sum(input_tokens)::BIGINT AS spoken, sum(output_tokens)::BIGINT AS written, fsum(cost_usd) AS cost,
        count(*) FILTER (WHERE error = '' AND (input_tokens IS NULL OR output_tokens IS NULL)) AS unmetered
    FROM calls
    WHERE run_id = $run AND party = 'judge'
    GROUP BY ALL
),
judged AS (
    SELECT journal, judge, count(DISTINCT (match, session, turn)) AS turns
    FROM verdicts
    WHERE run_id = $run AND prompt <> '' AND turn > 0
    GROUP BY ALL
)
SELECT a.journal, a.model, a.n, a.failed, coalesce(j.turns, 0), a.spoken, a.written, a.cost, a.unmetered
FROM asked a
LEFT JOIN judged j ON j.journal = a.journal AND (j.judge = a.model OR starts_with(j.judge, a.model || ':'))
"""


def judging_costs(connection: Connection, run: str) -> list[JudgingCost]:
    """Calls and tokens of each judging by model, and the turns that it judged."""
    rows = connection.execute(_JUDGED_TURNS, {"run": run}).fetchall()
    return sorted((JudgingCost(*row) for row in rows), key=lambda row: (row.journal != "journal", row.journal))
