"""How sure a comparison will be in a run that is not played yet, from an earlier run with the same models."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from arena.errors import StoreUnavailable
from arena.results.variance import Design, study
from arena.schema.measure import LIKABILITY
from arena.schema.run import RunSpec
from arena.store import RunSummary, Store
from arena.tournament.lineup import line_up

_PATIENCE_S = 0.5
_RUNS_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Precision:
    """What the difference between two contestants will be known to, on average over the pairs of an earlier run.

    Half widths of 95 % intervals (`arena.results.variance.Study.half_width`), infinite where nothing can be said.
    """

    run: str
    """Where the spread was measured."""
    measure: str
    half_width: float
    half_width_over_scenarios: float


def precision_of(spec: RunSpec) -> Precision | None:
    """The precision of a run of `spec`; None where no earlier run in its database can tell.

    Raises:
        UsageError, BadFiles: somebody named in the specification does not exist.
    """
    db = Path(spec.db)
    if not db.exists():
        return None
    lineup = line_up(spec)
    design = Design(len(lineup.personas), len(lineup.scenarios), spec.seeds)
    store = Store(db, _PATIENCE_S)
    try:
        alike = [run for run in store.runs() if _is_alike(run, spec)]
        found = (_read(store, run, design) for run in alike[:_RUNS_LOOKED_AT])
        return next((one for one in found if one is not None), None)
    except StoreUnavailable:
        return None


def _is_alike(run: RunSummary, spec: RunSpec) -> bool:
    models = spec.models
    asked = (models.user.id, models.contestant.id, models.judge.id)
    return run.n_completed > 0 and (run.user_model, run.contestant_model, run.judge_model) == asked


def _read(store: Store, run: RunSummary, design: Design) -> Precision | None:
    its = study(store.match_scores(run.run_id), LIKABILITY)
    if its is None or len(its.contestants) < 2:
        return None
    return Precision(run.run_id, LIKABILITY, its.half_width(design), its.half_width(design, of_scenarios=True))
