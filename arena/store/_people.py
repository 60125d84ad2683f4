"""Where people were played, over all runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from arena.store.records import Appearance, Appearances

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


def appearances(connection: Connection, people: Sequence[str]) -> Appearances:
    """The matches in which these people were played to the end, the latest first."""
    value = {"people": list(people)}
    rows = connection.execute(_MATCHES, value).fetchall()
    bodies = connection.execute(_BODIES, value).fetchall()
    return Appearances(tuple(Appearance(*row) for row in rows), {key: json.loads(body) for key, body in bodies})
