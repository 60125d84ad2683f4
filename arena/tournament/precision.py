"""How sure a comparison will be in a run that is not played yet, from an earlier run with the same models."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from arena.errors import StoreUnavailable
from arena.journal import is_branch
from arena.results.variance import Design, study
from arena.schema.measure import LIKABILITY
from arena.schema.run import MatchPlan, RunSpec
from arena.store import RunSummary, Store
from arena.tournament._schedule import plan_matches
from arena.tournament.lineup import line_up

_PATIENCE_S = 0.5
_RUNS_LOOKED_AT = 20
_FEWEST = 3
"""People whose spread says something: from two there is one difference of differences."""


@dataclass(frozen=True, slots=True)
class Precision:
    """What the difference between two contestants will be known to, if it spreads as in an earlier run.

    Half widths of 95 % intervals (`arena.results.variance.Study.half_width`): over people, and over scenarios as well,
    where it is infinite if nothing can be said.
    """

    run: str
    """Where the spread was measured."""
    measure: str
    contestants: tuple[str, ...]
    """Those of the planned ones that played there; the average over all pairs of them."""
    people: int
    """How many played there in every combination."""
    half_width: float
    half_width_over_scenarios: float


def precision_of(spec: RunSpec) -> Precision | None:
    """The precision of a run of `spec`.

    None where there will be nothing to compare, or no earlier run in its database with the same models and at least
    two of its contestants can tell.

    Raises:
        UsageError, BadFiles: somebody named in the specification does not exist.
    """
    db = Path(spec.db)
    if not db.exists() or not spec.judge:
        return None
    plans = plan_matches(line_up(spec), spec)
    design, contestants = _design(plans, spec.seeds), frozenset(plan.contestant for plan in plans)
    if design.people < 2 or len(contestants) < 2:
        return None
    store = Store(db, _PATIENCE_S)
    try:
        alike = [run for run in store.runs() if _is_alike(run, spec)]
        found = (_read(store, run, design, contestants) for run in alike[:_RUNS_LOOKED_AT])
        return next((one for one in found if one is not None), None)
    except StoreUnavailable:
        return None


def _design(plans: Sequence[MatchPlan], seeds: int) -> Design:
    """Who is cast everywhere counts: the others have no part in the comparison that the study speaks of."""
    scenarios = {plan.scenario for plan in plans}
    cast = Counter(person for person, _ in {(plan.persona, plan.scenario) for plan in plans})
    return Design(sum(n == len(scenarios) for n in cast.values()), len(scenarios), seeds)


def _is_alike(run: RunSummary, spec: RunSpec) -> bool:
    models = spec.models
    asked = (models.user.id, models.contestant.id, models.judge.id)
    played = (run.user_model, run.contestant_model, run.judge_model)
    return run.n_completed > 0 and played == asked and not is_branch(run.run_id)


def _read(store: Store, run: RunSummary, design: Design, contestants: Collection[str]) -> Precision | None:
    its = study((score for score in store.match_scores(run.run_id) if score.contestant in contestants), LIKABILITY)
    if its is None or len(its.contestants) < 2 or its.design.people < _FEWEST:
        return None
    return Precision(
        run=run.run_id,
        measure=LIKABILITY,
        contestants=its.contestants,
        people=its.design.people,
        half_width=its.half_width(design),
        half_width_over_scenarios=its.half_width(design, of_scenarios=True),
    )
