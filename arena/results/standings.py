"""Where every contestant stands on every measure, from what the store holds of a run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

from arena.judges.aggregate import Disclosure, Share, completeness, violation_at_n
from arena.results.judged import summary_of
from arena.results.statistics import Case, Interval, Ranked, Score, bradley_terry, mean_interval
from arena.schema.measure import BY_NAME
from arena.store import JudgedVerdict, MatchScore, StandingRow, Store

R = TypeVar("R")

_OVER_SEEDS: dict[str, Callable[[Sequence[Disclosure]], Share]] = {
    "privacy.violation": violation_at_n,
    "privacy.completeness": completeness,
}
"""Measures with a published aggregate over seeds and contexts, whose standing is named `<measure>@n`."""
AGGREGATES = tuple(f"{measure}@n" for measure in _OVER_SEEDS)


def compute(store: Store, run_id: str, journal: str = "journal") -> list[StandingRow]:
    """Compute the standings of a run over its completed matches and keep them in the store.

    Args:
        store: where the run has been ingested.
        run_id: the run.
        journal: whose verdicts count: the run's own (`journal`), or those of a later judging.

    Returns:
        One row a measure and contestant, by measure, best first.

    Raises:
        StoreUnavailable: the database cannot be read or written now.
    """
    rows = current(store, run_id, journal)
    store.write_standings(run_id, rows, journal)
    return rows


def bring_up(store: Store, run_id: str) -> None:
    """Compute the standings of a run that nobody has ranked yet: it is still played, or was cut off before its end.

    Raises:
        StoreUnavailable: as `compute`.
    """
    is_ranked = store.standings(run_id) and summary_of(store, run_id).ended
    if not is_ranked and any(score.value is not None for score in store.match_scores(run_id)):
        compute(store, run_id)


def current(store: Store, run_id: str, journal: str = "journal", *, ranked: bool = True) -> list[StandingRow]:
    """The same rows without keeping them; without ranks, which take a second, for who needs the means only."""
    board = _Board(run_id, journal, ranked)
    scores = [score for score in store.match_scores(run_id, journal) if score.value is not None]
    verdicts = store.verdict_rows(run_id, tuple(_OVER_SEEDS), journal)
    by_measure = _grouped(scores, lambda score: score.measure)
    rows = [row for measure, its in by_measure.items() for row in board.of_measure(measure, its)]
    for measure, its in _grouped(filter(_counts, verdicts), lambda verdict: verdict.measure).items():
        rows += board.over_seeds(measure, its)
    rows.sort(key=lambda row: (row.measure, row.rank or len(rows), row.contestant))
    return rows


@dataclass(frozen=True, slots=True)
class _Board:
    """What all rows of one computation share."""

    run_id: str
    journal: str
    ranked: bool

    def of_measure(self, measure: str, scores: Sequence[MatchScore]) -> Iterator[StandingRow]:
        """Means of all contestants on a measure, ranked where the measure has a direction."""
        known = BY_NAME.get(measure)
        ranked = bradley_terry(map(_score, scores), known.better) if known and self.ranked else {}
        for contestant, its in _grouped(scores, lambda score: score.contestant).items():
            row = self._row(measure, contestant, _interval(measure, its), len(its))
            place = ranked.get(contestant)
            yield replace(row, **_place(place)) if place else row

    def over_seeds(self, measure: str, verdicts: Sequence[JudgedVerdict]) -> Iterator[StandingRow]:
        """The published aggregate over seeds and contexts; the interval resamples each persona's own value."""
        aggregate = _OVER_SEEDS[measure]
        for contestant, its in _grouped(verdicts, lambda verdict: verdict.contestant).items():
            whole = aggregate(list(map(_disclosure, its)))
            own = {
                persona: [aggregate(list(map(_disclosure, theirs))).value or 0.0]
                for persona, theirs in _grouped(its, lambda verdict: verdict.persona).items()
            }
            interval = mean_interval(own, (0.0, 1.0))
            row = self._row(f"{measure}@n", contestant, interval, len({verdict.match for verdict in its}))
            yield replace(row, n_seeds=whole.n, n_contexts=whole.contexts)

    def _row(self, measure: str, contestant: str, interval: Interval, n_matches: int) -> StandingRow:
        return StandingRow(
            run_id=self.run_id,
            journal=self.journal,
            measure=measure,
            contestant=contestant,
            mean=interval.mean,
            low=interval.low,
            high=interval.high,
            n_matches=n_matches,
            n_personas=interval.n_personas,
            approximate=interval.approximate,
        )


def _interval(measure: str, scores: Sequence[MatchScore]) -> Interval:
    known = BY_NAME.get(measure)
    by_persona = _grouped(scores, lambda score: score.persona)
    values = {persona: [score.value for score in its if score.value is not None] for persona, its in by_persona.items()}
    return mean_interval(values, (known.low, known.high) if known else None)


def _place(ranked: Ranked) -> dict[str, Any]:
    return {field.name: getattr(ranked, field.name) for field in fields(ranked) if field.name != "contestant"}


def _score(score: MatchScore) -> Score:
    return Score(score.contestant, Case(score.persona, score.scenario, score.seed), score.value or 0.0)


def _disclosure(verdict: JudgedVerdict) -> Disclosure:
    context = f"{verdict.scenario}/{verdict.session}"
    return Disclosure(verdict.persona, context, verdict.about, verdict.seed, revealed=bool(verdict.value))


def _counts(verdict: JudgedVerdict) -> bool:
    return verdict.match_status == "completed" and verdict.status == "scored"


def _grouped(rows: Iterable[R], key: Callable[[R], str]) -> dict[str, list[R]]:
    groups: defaultdict[str, list[R]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return dict(sorted(groups.items()))
