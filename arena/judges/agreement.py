"""How far raters agree beyond chance: confusion matrices, Cohen's kappa, Krippendorff's alpha.

Sources: Cohen 1960 (Educational and Psychological Measurement 20, kappa) and 1968 (Psychological Bulletin 70, weighted
kappa); Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), sections A to D.

Agreement without variance is no evidence: where raters use one and the same label throughout, chance alone would agree
as often, and kappa and alpha are undefined (None), not 1. Nothing here depends on the order of raters or units.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

Level = Literal["nominal", "ordinal", "interval"]
"""What distance between two values means: none, by rank, by difference."""

U = TypeVar("U", bound=Hashable)

NOT_APPLICABLE = "n/a"
"""The label of a verdict that the measure does not apply: a judgement too, and agreed on or not."""

_RESAMPLES = 1000
_MIDDLE = 0.95
_FEWEST = 5
"""Clusters under which nothing can be said of how they vary."""


@dataclass(frozen=True, slots=True)
class Pair:
    """One thing that two raters labelled. `cluster` holds what is not independent of each other, such as a match."""

    unit: str
    cluster: str
    a: str
    b: str


@dataclass(frozen=True, slots=True)
class Confusion:
    """How often the first rater's label (row) met the second's (column)."""

    labels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    @property
    def n(self) -> int:
        """Pairs."""
        return sum(map(sum, self.counts))

    @property
    def agreed(self) -> float | None:
        """Share of equal labels, 0 to 1; None without pairs."""
        return sum(self.counts[i][i] for i in range(len(self.labels))) / self.n if self.n else None


def confusion(pairs: Iterable[Pair], labels: Sequence[str] = ()) -> Confusion:
    """The matrix of these pairs, with all `labels` on both sides and any others behind them."""
    found = Counter((pair.a, pair.b) for pair in pairs)
    seen = sorted({label for cell in found for label in cell} - set(labels))
    order = (*labels, *seen)
    return Confusion(order, tuple(tuple(found[row, column] for column in order) for row in order))


def kappa(matrix: Confusion, level: Level = "nominal") -> float | None:
    """Cohen's kappa, `1 - sum w_ij o_ij / sum w_ij e_ij`, e_ij = row_i * column_j / n.

    Args:
        matrix: the pairs; for other levels than nominal its labels are numbers.
        level: weights w_ij of a disagreement: nominal 1, interval (i - j)^2. Ordinal is weighted by rank:
            squared distance of the places of the labels among those of the matrix.

    Returns:
        1 for perfect agreement, 0 for that of chance, down to -1; None without pairs or without variance.
    """
    n = matrix.n
    if not n:
        return None
    weight = _weights(matrix.labels, level)
    rows = [sum(row) for row in matrix.counts]
    columns = [sum(row[j] for row in matrix.counts) for j in range(len(matrix.labels))]
    cells = [(i, j) for i in range(len(rows)) for j in range(len(columns))]
    observed = sum(weight(i, j) * matrix.counts[i][j] for i, j in cells)
    expected = sum(weight(i, j) * rows[i] * columns[j] / n for i, j in cells)
    return None if expected == 0 else 1 - observed / expected


def _weights(labels: Sequence[str], level: Level) -> Callable[[int, int], float]:
    if level == "nominal":
        return lambda i, j: float(i != j)
    if level == "ordinal":
        return lambda i, j: float((i - j) ** 2)
    values = [float(label) for label in labels]
    return lambda i, j: (values[i] - values[j]) ** 2


def kappa_interval(
    pairs: Sequence[Pair], level: Level = "nominal", labels: Sequence[str] = ()
) -> tuple[float, float] | None:
    """The 95 % percentile interval of kappa over resampled clusters; None under five clusters or without variance.

    Clusters are drawn, not pairs: the turns of one match are like each other. The same pairs give the same interval.
    """
    import numpy as np  # noqa: PLC0415  # only where many resamples are summed

    whole = confusion(pairs, labels)
    order, places = whole.labels, {label: place for place, label in enumerate(whole.labels)}
    clusters = sorted({pair.cluster for pair in pairs})
    if len(clusters) < _FEWEST:
        return None
    rows = {cluster: row for row, cluster in enumerate(clusters)}
    counts = np.zeros((len(clusters), len(order), len(order)))
    for pair in pairs:
        counts[rows[pair.cluster], places[pair.a], places[pair.b]] += 1
    even = np.full(len(clusters), 1 / len(clusters))
    drawn = np.random.default_rng(20_260_101).multinomial(len(clusters), even, size=_RESAMPLES)
    tables = np.tensordot(drawn, counts, axes=1)
    weight = _weights(order, level)
    apart = np.array([[weight(i, j) for j in range(len(order))] for i in range(len(order))])
    observed = (tables * apart).sum(axis=(1, 2))
    expected = np.einsum("ri,rj,ij->r", tables.sum(axis=2), tables.sum(axis=1), apart) / tables.sum(axis=(1, 2))
    known = expected > 0
    if known.sum() < _RESAMPLES / 2:
        return None
    low, high = np.quantile(1 - observed[known] / expected[known], [(1 - _MIDDLE) / 2, (1 + _MIDDLE) / 2])
    return float(low), float(high)


def alpha(ratings: Mapping[str, Mapping[U, float]], level: Level) -> float | None:
    """Krippendorff's alpha of any number of raters, `1 - D_o / D_e`; units that fewer than two rated do not count.

    With the coincidences o_ck (pairs of values c and k within a unit, divided by its number of ratings less one),
    n_c = sum_k o_ck and n = sum_c n_c: D_o = sum o_ck d_ck / n and D_e = sum n_c n_k d_ck / (n (n - 1)). The distance
    d_ck is 1 for nominal values that differ, (c - k)^2 for interval values, and for ordinal ones
    (sum of n_g from c to k, less half of n_c and n_k)^2.

    Args:
        ratings: rater -> unit -> value; a unit that a rater left out is missing.
        level: what distance means.

    Returns:
        1 for perfect agreement, 0 for that of chance, below 0 for less; None without pairs or without variance.
    """
    units: defaultdict[U, list[float]] = defaultdict(list)
    for mine in ratings.values():
        for unit, value in mine.items():
            units[unit].append(value)
    together = _coincidences(list(units.values()))
    sums: defaultdict[float, float] = defaultdict(float)
    for (c, _), weight in together.items():
        sums[c] += weight
    n, distance = sum(sums.values()), _distance(sums, level)
    expected = sum(sums[c] * sums[k] * distance(c, k) for c in sums for k in sums)
    if n <= 1 or expected == 0:
        return None
    observed = sum(weight * distance(c, k) for (c, k), weight in together.items())
    return float(1 - (n - 1) * observed / expected)


def _coincidences(units: Sequence[Sequence[float]]) -> dict[tuple[float, float], float]:
    together: defaultdict[tuple[float, float], float] = defaultdict(float)
    for values in units:
        if len(values) < 2:
            continue
        counts = Counter(values)
        for c, of_c in counts.items():
            for k, of_k in counts.items():
                together[c, k] += of_c * (of_k - (c == k)) / (len(values) - 1)
    return together


def _distance(sums: Mapping[float, float], level: Level) -> Callable[[float, float], float]:
    if level == "nominal":
        return lambda c, k: float(c != k)
    if level == "interval":
        return lambda c, k: (c - k) ** 2
    return lambda c, k: _apart(sums, min(c, k), max(c, k))


def _apart(sums: Mapping[float, float], low: float, high: float) -> float:
    if low == high:
        return 0.0
    between = sum(n for value, n in sums.items() if low <= value <= high)
    return (between - (sums[low] + sums[high]) / 2) ** 2
