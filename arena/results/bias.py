"""What a run's scores hang on besides what was judged: certainty, length, place, and whose model judged whose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from arena.results._rows import JudgedRow, grouped, judged_rows
from arena.results.kin import OwnKind, family, own_kind
from arena.schema.run import RunSpec
from arena.store import Store
from arena.text.canonical import seed_of

Floats = NDArray[np.float64]

_RESAMPLES = 500
_FEW = 8
"""Rows under which nothing is said of a correlation."""


@dataclass(frozen=True, slots=True)
class Correlated:
    """Spearman's rank correlation of a measure with the length of the reply, or with its place in the session."""

    measure: str
    with_: str
    """`length` (words) or `position` (turn)."""
    rho: float | None
    """-1 to 1; None where there is too little or nothing varies."""
    low: float | None
    high: float | None
    """95 % percentile interval over people; None with fewer than two."""
    n: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left of a measure when verdicts under a certainty are set aside."""

    measure: str
    certainty: int
    coverage: float
    """Share of the model's verdicts, abstentions among them, that are kept."""
    mean: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Bias:
    """All of it, with warnings in words."""

    correlations: tuple[Correlated, ...]
    coverage: tuple[Kept, ...]
    own_kind: tuple[OwnKind, ...]
    """Family bias, where judges of several families read contestants of several."""
    warnings: tuple[str, ...]


def bias(store: Store, run_id: str) -> Bias:
    """The bias report of a run. Raises StoreUnavailable."""
    rows = [row for row in judged_rows(store, run_id) if row.judge != "code"]
    spec = RunSpec.model_validate(store.contents(run_id).spec)
    by_measure = grouped(rows, lambda row: row.measure)
    return Bias(
        tuple(c for name, its in by_measure.items() for c in correlations(name, its)),
        tuple(k for name, its in by_measure.items() for k in score_coverage(name, its)),
        tuple(own_kind(store, run_id, spec)),
        tuple(shared_families(spec)),
    )


def shared_families(spec: RunSpec) -> list[str]:
    """A warning for each party whose model is of the judge's family: judges prefer what their own kind writes."""
    found = []
    for judge in (spec.models.judge, *spec.models.panel) if spec.judge else ():
        for party in ("contestant", "user"):
            other, kind = getattr(spec.models, party).id, family(judge.id)
            if kind and family(other) == kind:
                found.append(
                    f"judge ({judge.id}) and {party} ({other}) are of one family, {kind}: judges tend to "
                    "prefer their own kind; judge the run once more with another: arena rejudge"
                )
    return found


def repeated(spec: RunSpec) -> list[str]:
    """A warning for each judge that is asked several times and can hardly answer otherwise."""
    if spec.samples == 1:
        return []
    cold = [judge.id for judge in (spec.models.judge, *spec.models.panel) if judge.temperature == 0]
    return [
        f"{judge} is asked {spec.samples} times at temperature 0, where it mostly repeats itself; "
        "models.judge.temperature in a SPEC.yaml sets another"
        for judge in cold
    ]


def correlations(measure: str, rows: Sequence[JudgedRow]) -> list[Correlated]:
    """Correlations of a measure's values with length and with position."""
    judged = [row for row in rows if row.value is not None and row.words is not None]
    return [
        _correlated(measure, "length", judged, [float(row.words or 0) for row in judged]),
        _correlated(measure, "position", judged, [float(row.turn) for row in judged]),
    ]


def _correlated(measure: str, name: str, rows: Sequence[JudgedRow], beside: Sequence[float]) -> Correlated:
    values = np.array([row.value for row in rows], dtype=float)
    other = np.array(beside)
    rho = spearman(values, other) if len(rows) >= _FEW else None
    low, high = _interval(rows, values, other) if rho is not None else (None, None)
    return Correlated(measure, name, rho, low, high, len(rows))


def spearman(a: Floats, b: Floats) -> float | None:
    """Pearson's correlation of the ranks, ties sharing their mean rank (Spearman 1904); None where one is constant."""
    ranks = [_ranks(values) for values in (a, b)]
    spread = [float(values.std()) for values in ranks]
    if len(a) < 2 or min(spread) == 0:
        return None
    centred = [values - values.mean() for values in ranks]
    return float((centred[0] * centred[1]).mean() / (spread[0] * spread[1]))


def _ranks(values: Floats) -> Floats:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[place], dtype=float)


def _interval(rows: Sequence[JudgedRow], a: Floats, b: Floats) -> tuple[float | None, float | None]:
    """Percentiles over resamples of people: turns of one person are no independent evidence."""
    by_person: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        by_person.setdefault(row.persona, []).append(place)
    people = sorted(by_person)
    if len(people) < 2:
        return None, None
    chance = np.random.default_rng(seed_of("bias", *people, str(len(rows))))
    drawn = []
    for _ in range(_RESAMPLES):
        picked = [place for i in chance.integers(0, len(people), len(people)) for place in by_person[people[i]]]
        if (rho := spearman(a[picked], b[picked])) is not None:
            drawn.append(rho)
    if not drawn:
        return None, None
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)


def score_coverage(
    measure: str, rows: Sequence[JudgedRow], steps: Sequence[int] = (1, 50, 60, 70, 80, 90)
) -> list[Kept]:
    """The mean of a measure at rising certainty. Abstentions are never kept; what does not apply does not count."""
    asked = [row for row in rows if row.status in ("scored", "abstained", "failed")]
    curve = []
    for step in steps:
        kept = [row.value for row in asked if row.value is not None and (row.certainty or 0) >= step]
        share = len(kept) / len(asked) if asked else 0.0
        curve.append(Kept(measure, step, share, fmean(kept) if kept else None, len(kept)))
    return curve
