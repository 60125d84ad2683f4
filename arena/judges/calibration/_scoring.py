"""From a judge's answers on known truth to precision, recall and how far its certainty can be trusted. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

_Z = 1.959964
"""The 97.5 % point of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One answer on a moment whose truth is known."""

    moment: str
    measure: str
    planted: bool
    """The truth: whether the fault is there."""
    flagged: bool | None
    """Whether the judge called it a fault; None where it gave no value (not applicable, abstained, failed)."""
    status: str
    certainty: int | None = None
    spilled: tuple[str, ...] = ()
    """Other measures on which the same text was called faulty."""
    value: float | None = None
    """What the judge said, on the measure's scale."""
    reason: str = ""
    """Its words for it."""

    @property
    def right(self) -> bool:
        """Planted faults have to be called so, and clean twins not: to say nothing of a clean one is no error."""
        return bool(self.flagged) == self.planted


class Rate(NamedTuple):
    """A share with its Wilson 95 % interval (Wilson 1927); all None where there is nothing to take a share of."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def rate(hits: int, n: int) -> Rate:
    """`hits` of `n`. Wilson: (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)."""
    if n == 0:
        return Rate(None, None, None, 0)
    p, z2 = hits / n, _Z**2
    centre, spread = p + z2 / (2 * n), _Z * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    return Rate(p, max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale), n)


@dataclass(frozen=True, slots=True)
class Found:
    """How well a judge finds the faults of one measure, or of several together."""

    measure: str
    precision: Rate
    """Of what it flagged, the share that was planted; no value where it flagged nothing."""
    recall: Rate
    """Of what was planted, the share it flagged."""
    spill: Rate
    """Of the planted texts, the share on which it flagged another measure that its clean twin is not flagged on."""
    n_unusable: int
    """Answers that failed: no call went through, or the quote was nowhere in the text."""


def found(measure: str, judgements: Iterable[Judgement]) -> Found:
    """Precision and recall of `judgements`, in whatever order they come; a moment asked twice counts twice."""
    rows = list(judgements)
    flagged = [row for row in rows if row.flagged]
    planted = [row for row in rows if row.planted]
    clean_spill = {(row.moment, other) for row in rows if not row.planted for other in row.spilled}
    spilled = [row for row in planted if any((row.moment, other) not in clean_spill for other in row.spilled)]
    return Found(
        measure,
        rate(sum(row.planted for row in flagged), len(flagged)),
        rate(sum(bool(row.flagged) for row in planted), len(planted)),
        rate(len(spilled), len(planted)),
        sum(row.status == "failed" for row in rows),
    )


class Covered(NamedTuple):
    """What is left, and how right it is, when answers under a certainty are set aside."""

    certainty: int
    coverage: float
    """Share of all answers that are kept, 0 to 1."""
    accuracy: float | None
    n: int


def coverage_curve(judgements: Sequence[Judgement], steps: Iterable[int] = range(0, 100, 10)) -> list[Covered]:
    """Accuracy and coverage at rising certainty (Can LLM be a Personalized Judge?, arXiv 2406.11657).

    An answer without a certainty (abstained with none, failed) is covered at step 0 only, and there it counts as wrong
    unless the twin was clean.
    """
    curve = []
    for step in steps:
        kept = [row for row in judgements if (row.certainty or 0) >= step and (step == 0 or row.flagged is not None)]
        share = len(kept) / len(judgements) if judgements else 0.0
        right = sum(row.right for row in kept) / len(kept) if kept else None
        curve.append(Covered(step, share, right, len(kept)))
    return curve
