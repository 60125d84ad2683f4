"""Where every contestant stands on every measure, from what the store holds of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from arena.judges.aggregate import Disclosure, Share, completeness, violation_at_n
from arena.schema.measure import BY_NAME
from arena.store import JudgedVerdict, MatchScore, StandingRow, Store
from arena.tournament.statistics import Case, Interval, Score, bradley_terry, mean_interval

VIOLATION, COMPLETENESS = "privacy.violation", "privacy.completeness"
_OVER_SEEDS: dict[str, Callable[[Sequence[Disclosure]], Share]] = {
    VIOLATION: violation_at_n,
    COMPLETENESS: completeness,
}
"""Measures with a published aggregate over seeds and contexts, whose standing is named `<measure>@n`."""


def compute(store: Store, run_id: str, journal: str = "journal") -> list[StandingRow]:
    """Compute the standings of a run over its completed matches and keep them in the store.

    Args:
        store: where the run has been ingested.
        run_id: the run.
        journal: whose verdicts count: the run's own (`journal`), or those of a later judging.

    Raises:
        StoreUnavailable: the database cannot be read or written now.
    """
    rows = [*_of_measures(store.match_scores(run_id, journal)), *_over_seeds(store, run_id, journal)]
    rows = [row.of(run_id, journal) for row in rows]
    store.write_standings(run_id, rows, journal)
    return rows
