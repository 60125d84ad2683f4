"""Where scores come from, and what would make them surer: a generalizability study of a run. Pure.

A match score is taken apart by the person, the scenario, the contestant and chance: the same three with another seed.
What is the same for all contestants cancels when two are compared; what is not says how sure a comparison becomes with
more people, more scenarios or more seeds (Cronbach, Gleser, Nanda and Rajaratnam 1972, The Dependability of Behavioral
Measurements; Brennan 2001, Generalizability Theory, chapters 3 to 5).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from math import inf, prod, sqrt
from typing import Literal, NamedTuple

import numpy as np

from arena.results.statistics import LEVEL, Floats
from arena.store import Cost, MatchScore, RunSummary
from arena.text.words import counted

Facet = Literal["contestant", "person", "scenario", "seed"]
FACETS: tuple[Facet, ...] = ("contestant", "person", "scenario", "seed")
_NEST: frozenset[Facet] = frozenset(("person", "scenario"))
"""Seeds are nested in these: the third seed of one case has nothing in common with the third of another."""
_MOST_PEOPLE, _MOST_SEEDS = 400, 10
NOW, TWICE = "now", " × 2"
"""Names of runs of other sizes: `now`, `people × 2`."""
Effect = frozenset[Facet]
_Place = tuple[str, str, str, int]


class Design(NamedTuple):
    """How much is played: numbers of people, scenarios and seeds, each at least 1."""

    people: int
    scenarios: int
    seeds: int

    @property
    def cases(self) -> int:
        """Matches of one contestant."""
        return self.people * self.scenarios * self.seeds

    def __str__(self) -> str:
        """`12 people × 2 scenarios × 1 seed`."""
        words = (("person", "people"), ("scenario", "scenarios"), ("seed", "seeds"))
        return " × ".join(counted(n, *word) for n, word in zip(self, words, strict=True))


@dataclass(frozen=True, slots=True)
class Component:
    """One source of differences between match scores.

    `variance` is in squared units of the measure; an estimate below zero means that nothing was found. `share` is its
    part of all variance, 0 to 1, where those below zero count as nothing. `with_chance`: played with one seed, so
    that chance cannot be told from it.
    """

    of: tuple[Facet, ...]
    variance: float
    share: float
    with_chance: bool

    def __str__(self) -> str:
        """`contestant × person`; what only the seed changes is chance."""
        if "seed" in self.of:
            return "chance, each contestant its own" if "contestant" in self.of else "chance, shared by all contestants"
        return " × ".join(self.of) + (" (and chance)" if self.with_chance else "")


@dataclass(frozen=True)
class Study:
    """The analysis of one measure of one run.

    `left_out` are people of whom a score is missing somewhere: the analysis needs everybody in every combination.
    """

    measure: str
    design: Design
    contestants: tuple[str, ...]
    left_out: tuple[str, ...]
    squares: Mapping[Effect, float]
    """Mean square of every effect that the design can tell apart."""

    @cached_property
    def components(self) -> tuple[Component, ...]:
        """All sources that can be told apart, largest first."""
        whole = sum(max(0.0, variance) for variance in self._variances.values()) or 1.0
        finest = max(self.squares, key=len)
        rows = [
            Component(_in_order(effect), found, max(0.0, found) / whole, effect == finest and "seed" not in effect)
            for effect, found in self._variances.items()
        ]
        return tuple(sorted(rows, key=lambda row: (-row.share, row.of)))

    def half_width(self, design: Design, *, of_scenarios: bool = False) -> float:
        """Half of the 95 % interval of the difference between two contestants, on average over all pairs of them.

        Student's interval over people drawn anew, on scenarios that stay; with `of_scenarios` over scenarios drawn
        anew as well, with the degrees of freedom of Satterthwaite (1946, Biometrics Bulletin 2, 110-114). An effect
        that this run cannot tell from another is counted with that one, which does not shrink as fast: the width is
        then too large rather than too small.

        Returns:
            In units of the measure; infinite where nothing can be said: fewer than two people or contestants, or, over
            scenarios, fewer than two scenarios, here or in `design`.
        """
        from scipy.special import stdtrit  # noqa: PLC0415  # a tenth of a second

        compared = min(len(self.contestants), self.design.people, design.people)
        if compared < 2 or (of_scenarios and min(self.design.scenarios, design.scenarios) < 2):
            return inf
        over_people = self._of_a_person(design) / design.people
        over_scenarios = max(0.0, self._part("contestant", "scenario")) / design.scenarios if of_scenarios else 0.0
        variance = over_people + over_scenarios
        if not variance:
            return 0.0
        its_freedom = (len(self.contestants) - 1) * max(1, design.scenarios - 1)
        freedom = variance**2 / (over_people**2 / (design.people - 1) + over_scenarios**2 / its_freedom)
        freedom = min(freedom, design.people - 1)  # adding a source must not make the interval narrower
        return float(stdtrit(freedom, (1 + LEVEL) / 2)) * sqrt(2 * variance)

    def smallest(self, width: float) -> Design | None:
        """The fewest matches on these scenarios whose half width is at most `width` (above 0, units of the measure).

        None where 400 people with ten seeds would not do. Other numbers of seeds are tried only where this run had
        several.
        """
        most = _MOST_SEEDS if self.design.seeds > 1 else 1
        fitting = [found for seeds in range(1, most + 1) if (found := self._fewest_people(width, seeds))]
        return min(fitting, key=lambda one: (one.cases, one.seeds), default=None)

    def _fewest_people(self, width: float, seeds: int) -> Design | None:
        designs = (Design(people, self.design.scenarios, seeds) for people in range(2, _MOST_PEOPLE + 1))
        return next((one for one in designs if self.half_width(one) <= width), None)

    def _of_a_person(self, design: Design) -> float:
        """Variance of a contestant's mean over a person's matches, as far as it moves a comparison; not below 0."""
        always = self._part("contestant", "person")
        each = self._part("contestant", "person", "scenario") / design.scenarios
        chance = self._part("contestant", "seed", *_NEST) / (design.scenarios * design.seeds)
        return max(0.0, always + each + chance)

    def _part(self, *facets: Facet) -> float:
        """The variance of an effect; 0 where the design does not tell it from a coarser one, which then holds it."""
        effect = frozenset(facets)
        if "seed" in effect and self.design.scenarios == 1:
            effect -= {"scenario"}
        return self._variances.get(effect, 0.0)

    @cached_property
    def _variances(self) -> dict[Effect, float]:
        """By the expected mean squares of the balanced random model (Brennan 2001, section 3.3), finest first."""
        found: dict[Effect, float] = {}
        for effect in sorted(self.squares, key=len, reverse=True):
            finer = sum(self._repeats(other) * its for other, its in found.items() if other > effect)
            found[effect] = (self.squares[effect] - finer) / self._repeats(effect)
        return found

    def _repeats(self, effect: Effect) -> int:
        """How many scores share one combination of what the effect tells apart."""
        sizes = zip(FACETS, (len(self.contestants), *self.design), strict=True)
        return prod(size for facet, size in sizes if facet not in effect)


def study(scores: Iterable[MatchScore], measure: str) -> Study | None:
    """The analysis of a measure over the match means of one run; scores on other measures are left alone.

    None where fewer than two people have a score in all the scenarios where the measure was scored at all, with every
    contestant and seed.
    """
    values: dict[_Place, float] = {
        (score.contestant, score.persona, score.scenario, score.seed): score.value
        for score in scores
        if score.measure == measure and score.value is not None
    }
    contestants, people, scenarios, seeds = (sorted({place[axis] for place in values}) for axis in range(len(FACETS)))
    present = Counter(place[1] for place in values)
    whole = [one for one in people if present[str(one)] == len(contestants) * len(scenarios) * len(seeds)]
    if len(whole) < 2:
        return None
    cells = [values[c, p, s, r] for c in contestants for p in whole for s in scenarios for r in seeds]  # type: ignore[index]
    shape = (len(contestants), len(whole), len(scenarios), len(seeds))
    return Study(
        measure=measure,
        design=Design(*shape[1:]),
        contestants=tuple(map(str, contestants)),
        left_out=tuple(str(one) for one in people if one not in whole),
        squares=_mean_squares(np.array(cells, dtype=np.float64).reshape(shape)),
    )


def _mean_squares(array: Floats) -> dict[Effect, float]:
    sizes: dict[Facet, int] = dict(zip(FACETS, array.shape, strict=True))
    varied = frozenset(facet for facet, size in sizes.items() if size > 1)
    squares = {}
    for effect in _effects(varied):
        within = _NEST & varied if "seed" in effect else frozenset[Facet]()
        freedom = prod(sizes[facet] - 1 for facet in effect - within) * prod(sizes[facet] for facet in within)
        away = _deviations(array, effect, within)
        squares[effect] = float((away**2).sum()) * (array.size // away.size) / freedom
    return squares


def _effects(varied: Effect) -> Iterator[Effect]:
    for n in range(1, len(varied) + 1):
        for chosen in combinations(sorted(varied), n):
            effect: Effect = frozenset(chosen)
            if "seed" not in effect or _NEST & varied <= effect:
                yield effect


def _deviations(array: Floats, effect: Effect, within: Effect) -> Floats:
    """What the effect adds to everything coarser, around the means of what it is nested in."""
    free = sorted(effect - within)
    away = np.zeros((1,) * array.ndim)
    for n in range(len(free) + 1):
        for chosen in combinations(free, n):
            over = tuple(axis for axis, facet in enumerate(FACETS) if facet not in within.union(chosen))
            away = away + (-1) ** (len(free) - n) * array.mean(axis=over, keepdims=True)
    return away


def _in_order(effect: Effect) -> tuple[Facet, ...]:
    return tuple(facet for facet in FACETS if facet in effect)


# What larger runs would know -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ahead:
    """A run of some size, what it would take and how far off a difference could be in it (`Study.half_width`)."""

    name: str
    design: Design
    matches: int
    """Of all contestants."""
    cost_usd: float | None
    """None where nothing was priced."""
    half_width: float
    half_width_over_scenarios: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """Runs of other sizes: as played, and twice as much of each thing whose effect is known."""

    rows: tuple[Ahead, ...]
    reaches: bool
    """Whether there is a run for the width that was wanted; it is the last row then."""

    @property
    def is_priced(self) -> bool:
        """Whether anything in the run had a price."""
        return any(row.cost_usd is not None for row in self.rows)


def outlook(study: Study, width: float | None = None, usd_per_match: float | None = None) -> Outlook:
    """What twice the people, scenarios or seeds would do, and the fewest matches for a half width (above 0)."""
    people, scenarios, seeds = study.design
    designs = {NOW: study.design, f"people{TWICE}": Design(2 * people, scenarios, seeds)}
    if scenarios > 1:
        designs[f"scenarios{TWICE}"] = Design(people, 2 * scenarios, seeds)
    if seeds > 1:
        designs[f"seeds{TWICE}"] = Design(people, scenarios, 2 * seeds)
    wanted = study.smallest(width) if width is not None else None
    if wanted is not None:
        designs[f"± {width:g}"] = wanted
    return Outlook(
        rows=tuple(_ahead(study, name, design, usd_per_match) for name, design in designs.items()),
        reaches=wanted is not None,
    )


def _ahead(study: Study, name: str, design: Design, usd_per_match: float | None) -> Ahead:
    matches = design.cases * len(study.contestants)
    return Ahead(
        name=name,
        design=design,
        matches=matches,
        cost_usd=None if usd_per_match is None else matches * usd_per_match,
        half_width=study.half_width(design),
        half_width_over_scenarios=study.half_width(design, of_scenarios=True),
    )


def dollars_per_match(costs: Iterable[Cost], run: RunSummary) -> float | None:
    """Everything that was paid in a run by its matches that came to an end; None where nothing had a price."""
    paid = sum(cost.cost_usd for cost in costs)
    ended = run.n_completed + run.n_void + run.n_failed
    return paid / ended if paid and ended else None
