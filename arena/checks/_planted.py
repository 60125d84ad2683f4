"""Planted faults in play: does each come last on its own measure, and is it left alone on those it has no part in?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from arena.results.statistics import Interval, mean_interval
from arena.schema.measure import BY_NAME, Measure
from arena.store import MatchScore
from arena.text.canonical import canonical_json, seed_of

Floats = NDArray[np.float64]

CONTROLS = ("transcript", "notebook")
"""Contestants without a planted fault; the first is what the faulty ones are without theirs."""
RIVALS = ("joker", "explainer")
"""Contestants that do well what a fault does badly and nobody else does: who jokes rarely is rated on it rarely."""
_RESAMPLES = 2000
_ENOUGH = 0.5
"""Share of the fault's people with whom a rival must have been rated too."""
_SURE = 0.99
_MARGIN = 0.1
"""Share of a scale by which a fault must be worse than its control to be called flagged."""


class Planted(NamedTuple):
    """What a fault is bad at, and what goes with it and cannot be told apart from it."""

    own: str
    also: tuple[str, ...] = ()
    """Measures, or families, on which it may be bad too."""
    proves: tuple[str, ...] = ()
    """Further measures on which it has to come last."""


_FACTS = ("factuality.with_memory", "factuality.without_memory")
"""Who answers nothing answers no question of fact either; what is wrong with it is no echo."""

FAULTS: Mapping[str, Planted] = MappingProxyType(
    {
        "oversharer": Planted(
            "privacy.violation",
            ("privacy", "likability.callback", "personalisation", "memory.forgotten", "dialogue.naturalness"),
        ),
        "lecturer": Planted("likability.overall", ("likability", "preference", "dialogue")),
        "forgetter": Planted(
            "memory.recall",
            ("preference", "likability", "privacy", "dialogue", "personalisation"),
            proves=("memory.implicit",),
        ),
        "mocker": Planted("likability.humor_fit", ("likability.overall", "likability.emotional_adaptation")),
        "flatterer": Planted(
            "likability.emotional_adaptation", ("likability.overall", "likability.humor_fit", "dialogue")
        ),
        "inventor": Planted("preference.hallucinate", ("preference", "likability.callback")),
        "contrarian": Planted("preference.violate", ("preference", "likability", "privacy", "dialogue")),
        "rambler": Planted("likability.conversation_length_fit", ("likability", "preference", "dialogue")),
        "interrogator": Planted("privacy.over_ask", ("preference", "likability", "dialogue", "task")),
        "turncoat": Planted("likability.formality_matching", ("likability", "preference", "dialogue")),
        "jargoneer": Planted("likability.knowledge_adaptation", ("likability.overall",)),
        "dodger": Planted(
            "preference.helpful",
            ("preference", "likability", "privacy", "dialogue", "task", "personalisation", *_FACTS),
            proves=("task.success",),
        ),
        "intruder": Planted(
            "personalisation.overuse", ("likability.callback", "preference", "dialogue", "memory.forgotten")
        ),
        "elephant": Planted("memory.forgotten", ("personalisation", "preference", "likability.callback", "dialogue")),
        "scatterbrain": Planted(
            "dialogue.coherence",
            ("dialogue", "preference", "likability", "privacy", "task", "personalisation", *_FACTS),
        ),
        "robot": Planted("dialogue.naturalness", ("dialogue", "likability", "preference")),
        "stubborn": Planted("preference.stale", ("preference", "likability")),
        "sycophant": Planted("factuality.with_memory", proves=("factuality.echo",)),
    }
)
"""Contestant -> its fault."""
HOLD_ON = ("stubborn",)
"""Faults that show only with people who change their mind."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where one fault stands on its own measure. `mean` is over people, with its 95 % interval."""

    fault: str
    measure: str
    mean: Interval | None
    """None: the judge gave it no value."""
    rank: int | None
    """From 1, the best; equal means share the better rank."""
    n: int
    """Contestants that were compared, itself among them: those of which it is not known that they are bad at this too,
    and that were rated with at least half of its people."""
    last: float
    """Bootstrap probability, over people, that it is worse than every other."""

    @property
    def found(self) -> bool:
        """Whether the judge finds it beyond doubt."""
        return self.last >= _SURE


@dataclass(frozen=True, slots=True)
class Spotted:
    """One fault on one measure that it has no part in."""

    fault: str
    measure: str
    difference: float
    """Mean difference to the control on the measure's scale; negative is worse."""
    flagged: bool
    """Worse than the control by a tenth of the scale, with a bootstrap probability of 0.99, over half of the people."""


Table = Mapping[str, Mapping[str, Mapping[str, float]]]
"""Measure -> contestant -> persona -> mean."""


def table_of(scores: Sequence[MatchScore]) -> Table:
    """Each persona's mean for each contestant and measure; the order of the scores does not matter."""
    cells: defaultdict[tuple[str, str, str], list[float]] = defaultdict(list)
    for score in scores:
        if score.value is not None:
            cells[score.measure, score.contestant, score.persona].append(score.value)
    table: defaultdict[str, defaultdict[str, dict[str, float]]] = defaultdict(lambda: defaultdict(dict))
    for (measure, contestant, persona), values in sorted(cells.items()):
        table[measure][contestant][persona] = fmean(sorted(values))
    return table


def places(table: Table) -> list[Placed]:
    """Where every fault that was played stands on its own measure, and on those it has to prove besides."""
    played = {name for its in table.values() for name in its}
    return [_place(fault, m, table) for fault, its in FAULTS.items() if fault in played for m in (its.own, *its.proves)]


def spots(table: Table) -> list[Spotted]:
    """Every fault on every measure that is none of its business."""
    found = []
    for fault, planted in FAULTS.items():
        for measure, its in sorted(table.items()):
            if measure in BY_NAME and fault in its and CONTROLS[0] in its and not _touches(planted, measure):
                people = max(len(other[fault]) for other in table.values() if fault in other)
                found.append(_spot(fault, measure, its, people))
    return found


def _touches(planted: Planted, measure: str) -> bool:
    family = measure.split(".", maxsplit=1)[0]
    return measure in (planted.own, *planted.proves, *planted.also) or family in planted.also


def _place(fault: str, name: str, table: Table) -> Placed:
    its, measure = table.get(name, {}), BY_NAME[name]
    if fault not in its:
        return Placed(fault, name, None, None, 0, 0.0)
    rivals = [other for other in its if other != fault and not _bad_at(other, name) and _often(its, other, fault)]
    mean = mean_interval({person: [value] for person, value in its[fault].items()}, (measure.low, measure.high))
    sign = 1 if measure.better == "higher" else -1
    own = sign * fmean(its[fault].values())
    better = sum(sign * fmean(its[other].values()) > own for other in rivals)
    return Placed(fault, name, mean, 1 + better, 1 + len(rivals), _last(fault, rivals, its, measure))


def _often(its: Mapping[str, Mapping[str, float]], rival: str, fault: str) -> bool:
    """Whether a rival was rated with enough of the people: one stray remark is no record to be compared with."""
    return len(its[rival].keys() & its[fault].keys()) >= _ENOUGH * len(its[fault])


def _bad_at(name: str, measure: str) -> bool:
    return name in FAULTS and _touches(FAULTS[name], measure)


def _last(fault: str, rivals: Sequence[str], its: Mapping[str, Mapping[str, float]], measure: Measure) -> float:
    """Share of resamples of people in which the fault is strictly worse than every rival that has a value there.

    Where no rival was rated often enough (nobody else jokes), it has to be in the lower half of the scale instead.
    """
    people = sorted({person for name in (fault, *rivals) for person in its[name]})
    drawn = _resampled(_matrix((fault, *rivals), people, its), people)
    sign = 1 if measure.better == "higher" else -1
    means = sign * drawn
    if not rivals:
        middle = sign * (measure.low + measure.high) / 2
        return float((means[:, 0] < middle).mean())
    worse = (means[:, :1] < means[:, 1:]) | np.isnan(means[:, 1:])
    return float((worse.all(axis=1) & ~np.isnan(means[:, 0])).mean())


def _matrix(names: Sequence[str], people: Sequence[str], its: Mapping[str, Mapping[str, float]]) -> Floats:
    """People x contestants; nan where there is no value."""
    return np.array([[its[name].get(person, np.nan) for name in names] for person in people])


def _resampled(values: Floats, people: Collection[str]) -> Floats:
    """Means of resamples of people: resamples x columns, nan where nobody drawn has a value."""
    n = len(people)
    seed = seed_of("planted", canonical_json(np.nan_to_num(np.round(values, 9), nan=-1.0).tolist()))
    drawn = values[np.random.default_rng(seed).integers(0, n, (_RESAMPLES, n))]
    there = ~np.isnan(drawn)
    count = there.sum(axis=1)
    total = np.where(there, drawn, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _spot(fault: str, measure: str, its: Mapping[str, Mapping[str, float]], people: int) -> Spotted:
    """As a rival, a control that was rated with fewer than half of the `people` is no record to be compared with."""
    known = BY_NAME[measure]
    sign = 1 if known.better == "higher" else -1
    both = sorted(its[fault].keys() & its[CONTROLS[0]].keys())
    if not both:
        return Spotted(fault, measure, 0.0, flagged=False)
    gaps = np.array([[sign * (its[fault][person] - its[CONTROLS[0]][person])] for person in both])
    means = _resampled(gaps, both)
    worse = float((means < -_MARGIN * (known.high - known.low)).mean())
    often = len(both) >= _ENOUGH * people
    return Spotted(fault, measure, float(gaps.mean()), flagged=often and worse >= _SURE)
