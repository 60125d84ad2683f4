"""Where people were played, over all runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from arena.schema.realism import ON_REQUEST
from arena.store.on_people import Appearance, Appearances, Measured, OfPeople, OwnTurn

if TYPE_CHECKING:
    from arena.store._connect import Connection

_MATCHES = """
WITH asked AS (
    SELECT run_id, match, measure, session, bool_or(status = 'scored') AS scored, bool_or(status = 'failed') AS failed
    FROM verdicts
    WHERE measure LIKE 'realism.%'
    GROUP BY ALL
),
checked AS (
    SELECT run_id, match FROM asked GROUP BY ALL HAVING bool_or(scored) AND NOT bool_or(failed AND NOT scored)
)
SELECT m.persona, p.sha256, r.user_model, m.run_id, m.match, m.status = 'void' AS void, c.match IS NOT NULL AS checked
FROM matches m
JOIN runs r USING (run_id)
JOIN personas p USING (run_id, persona)
LEFT JOIN checked c USING (run_id, match)
WHERE list_contains($people, m.persona) AND m.status IN ('completed', 'void')
-- The same match in two runs is one case that was played again, and no second piece of evidence.
QUALIFY row_number() OVER (
    PARTITION BY p.sha256, r.user_model, m.match ORDER BY void OR checked DESC, m.ended_at DESC, m.run_id DESC
) = 1
ORDER BY m.ended_at DESC, m.match
"""
_BODIES = """
SELECT sha256, any_value(body)
FROM personas
WHERE list_contains($people, persona) AND run_id IN (SELECT run_id FROM runs)
GROUP BY sha256
"""


_MEASURED = """
SELECT m.persona, p.sha256, r.user_model, m.run_id, v.measure, v.about, v.value
FROM verdicts v
JOIN matches m USING (run_id, match)
JOIN runs r USING (run_id)
JOIN personas p USING (run_id, persona)
WHERE list_contains($people, m.persona) AND list_contains($measures, v.measure) AND v.status = 'scored'
    AND m.status IN ('completed', 'void')
-- A later check of a run has a name that sorts behind earlier ones.
QUALIFY (r.started_at, m.run_id, v.journal) = max((r.started_at, m.run_id, v.journal)) OVER (
    PARTITION BY m.persona, p.sha256, r.user_model, v.measure
)
ORDER BY m.persona, v.measure, v.about, m.match
"""
_OWN_TURNS = """
SELECT m.match, m.persona, m.seed, t.text, t.satisfaction
FROM turns t
JOIN matches m USING (run_id, match)
WHERE t.run_id = $run AND t.speaker = 'user' AND t.origin <> 'given' AND m.status IN ('completed', 'void')
ORDER BY m.match, t.session, t.turn
"""
_OF_PEOPLE = """
SELECT v.match, m.persona, v.measure, v.about, v.value
FROM verdicts v
JOIN matches m USING (run_id, match)
WHERE v.run_id = $run AND v.measure LIKE 'realism.%' AND v.status = 'scored' AND m.status IN ('completed', 'void')
-- A check that was made later has a name that sorts behind the run's own journal and behind earlier checks.
QUALIFY v.journal = max(v.journal) OVER (PARTITION BY v.measure)
ORDER BY v.measure, v.about, v.match, v.session, v.turn
"""


def own_turns(connection: Connection, run: str) -> list[OwnTurn]:
    """What people said for themselves, in order within each match."""
    return [OwnTurn(*row) for row in connection.execute(_OWN_TURNS, {"run": run}).fetchall()]


def of_people(connection: Connection, run: str) -> list[OfPeople]:
    """Scored verdicts on realism, of each measure those of the latest check that has any."""
    return [OfPeople(*row) for row in connection.execute(_OF_PEOPLE, {"run": run}).fetchall()]


def appearances(connection: Connection, people: Sequence[str]) -> Appearances:
    """The matches in which these people were played to the end, the latest first."""
    value = {"people": list(people)}
    rows = connection.execute(_MATCHES, value).fetchall()
    bodies = connection.execute(_BODIES, value).fetchall()
    told = connection.execute(_MEASURED, {**value, "measures": list(ON_REQUEST)}).fetchall()
    return Appearances(
        matches=tuple(Appearance(*row) for row in rows),
        bodies={key: json.loads(body) for key, body in bodies},
        measured=tuple(Measured(*row) for row in told),
    )
