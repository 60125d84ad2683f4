"""Which prepared moments and attacks a judge is put before, where all of them would cost too much."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TypeVar

from arena.judges.calibration._attacks import Trial, trials
from arena.judges.calibration._moments import Moment, shipped_moments

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of all there is; everything by default."""

    measures: tuple[str, ...] = ()
    """Measures or families; all when empty."""
    moments: int | None = None
    """At most so many, of as many measures as there are; None: all."""
    attacks: int | None = None
    """At most so many, of as many kinds as there are; None: all. A reply that says nothing is one too."""

    def picked(self) -> tuple[Moment, ...]:
        """The moments: one family after another, the first of each measure first."""
        found = [moment for moment in shipped_moments().moments if self._wants(moment)]
        by_measure = _spread(found, lambda moment: moment.measure)
        return tuple(_spread(by_measure, lambda moment: moment.measure.split(".")[0]))[: self.moments]

    def tried(self) -> tuple[Trial, ...]:
        """The attacks, on one target after another."""
        found = [trial for trial in trials() if self._wants(trial.moment)]
        by_target = _spread(found, lambda trial: trial.moment.id)
        return tuple(_spread(by_target, lambda trial: trial.kind))[: self.attacks]

    def _wants(self, moment: Moment) -> bool:
        family = moment.measure.split(".")[0]
        return not self.measures or moment.measure in self.measures or family in self.measures


def _spread(items: Iterable[T], group: Callable[[T], str]) -> list[T]:
    """The first of every group, then the second of every group, and so on; groups in the order in which they appear."""
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(group(item), []).append(item)
    rounds = zip_longest(*([(item,) for item in its] for its in groups.values()), fillvalue=())
    return list(chain.from_iterable(chain.from_iterable(rounds)))
