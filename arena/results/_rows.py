"""The verdicts of a run with what stood around them: the length of the reply, its place, the kind of session."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from arena.store import Store

K = TypeVar("K")

_ROWS = """
SELECT
    v.match, m.persona, m.contestant, v.measure, v.session, coalesce(s.kind, ''), v.turn, v.about,
    v.status, v.value, v.certainty, v.judge, v.label, t.n_words
FROM verdicts v
JOIN matches m USING (run_id, match)
LEFT JOIN sessions s ON s.run_id = v.run_id AND s.match = v.match AND s.session = v.session
LEFT JOIN turns t ON t.run_id = v.run_id AND t.match = v.match AND t.session = v.session AND t.turn = v.turn
WHERE v.run_id = $run AND v.journal = 'journal' AND m.status = 'completed'
ORDER BY v.measure, m.persona, m.contestant, v.match, v.session, v.turn, v.about, v.judge, v.prompt, v.sample
"""


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One verdict of a completed match. `words` is the length of the judged turn; None for a whole session."""

    match: str
    persona: str
    contestant: str
    measure: str
    session: int
    kind: str
    turn: int
    about: str
    status: str
    value: float | None
    certainty: int | None
    judge: str
    label: str
    words: int | None


def judged_rows(store: Store, run_id: str) -> list[JudgedRow]:
    """All verdicts of the run's own judge. Raises StoreUnavailable."""
    return [JudgedRow(*row) for row in store.ask(run_id, _ROWS).rows]


def grouped(rows: Iterable[JudgedRow], key: Callable[[JudgedRow], K]) -> dict[K, list[JudgedRow]]:
    """Rows by key, in order of appearance."""
    groups: defaultdict[K, list[JudgedRow]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(groups)


def on(rows: Sequence[JudgedRow], measure: str) -> list[JudgedRow]:
    """The scored rows of a measure."""
    return [row for row in rows if row.measure == measure and row.value is not None]
