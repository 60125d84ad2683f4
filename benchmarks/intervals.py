"""Whether the intervals hold: simulated studies with a known truth, through the very functions that make standings.

python benchmarks/intervals.py [STUDIES] [--write docs/simulated-intervals.md]
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from arena.results.power import power
from arena.results.statistics import Case, Score, bradley_terry, mean_interval
from arena.results.variance import Design, study
from arena.store import MatchScore

PEOPLE = (8, 12, 16, 24, 32)
LIKED = "likability.overall"
Draw = Callable[[np.random.Generator, int], np.ndarray]


@dataclass(frozen=True)
class Shape:
    """How people's means are spread: the true mean, the scale, and a draw of so many."""

    truth: float
    scale: tuple[float, float]
    draw: Draw


SHAPES = {
    "likability, even": Shape(3.5, (1, 5), lambda rng, n: np.clip(rng.normal(3.5, 0.3, n), 1, 5)),
    "likability, two camps": Shape(
        3.4, (1, 5), lambda rng, n: np.where(rng.random(n) < 0.3, 2.0, 4.0) + rng.normal(0, 0.15, n)
    ),
    "a share, skewed": Shape(1 / 7, (0, 1), lambda rng, n: rng.beta(1, 6, n)),
    "preferences of ten, many kept": Shape(0.85, (0, 1), lambda rng, n: rng.binomial(10, 0.85, n) / 10),
    "leaks of twelve, rare": Shape(0.1, (0, 1), lambda rng, n: rng.binomial(12, 0.1, n) / 12),
}


def coverage(shape: Shape, n: int, studies: int) -> float:
    """Share of studies whose 95 % interval holds the truth."""
    rng = np.random.default_rng([n, int(1000 * shape.truth)])
    held = 0
    for _ in range(studies):
        found = mean_interval({f"p{i}": [v] for i, v in enumerate(shape.draw(rng, n).tolist())}, shape.scale)
        held += found.low is not None and found.high is not None and found.low <= shape.truth <= found.high
    return held / studies


def matches(rng: np.random.Generator, n: int, skill: dict[str, float]) -> list[MatchScore]:
    """Two scenarios a person: a person's leniency, a scenario's hardness, and chance, as in a tournament."""
    scores = []
    for person in range(n):
        leniency = rng.normal(0, 0.4)
        for scenario in range(2):
            hardness = rng.normal(0, 0.2)
            for name, mean in skill.items():
                value = float(np.clip(mean + leniency + hardness + rng.normal(0, 0.25), 1, 5))
                where = (f"{name}-{person}-{scenario}", f"p{person:02}", f"s{scenario}", name, 0)
                scores.append(MatchScore(*where, LIKED, value, 1, 0, 0, 0))
    return scores


def false_separation(n: int, studies: int) -> float:
    """Share of studies in which two identical contestants are said to be apart."""
    rng = np.random.default_rng([n, 7])
    apart = 0
    for _ in range(studies):
        found = power(matches(rng, n, {"a": 3.6, "b": 3.6}), LIKED, "a", "b")
        apart += found is not None and found.separated
    return apart / studies


def order_found(n: int, studies: int, gap: float = 0.25) -> tuple[float, float]:
    """Shares of studies: the whole order of four is right; every true rank lies in its rank interval."""
    rng = np.random.default_rng([n, 11])
    truth = [f"c{i}" for i in range(4)]
    right = inside = 0
    for _ in range(studies):
        scores = matches(rng, n, {name: 4.0 - gap * i for i, name in enumerate(truth)})
        ranked = bradley_terry(
            (Score(s.contestant, Case(s.persona, s.scenario, s.seed), s.value or 0.0) for s in scores), "higher"
        )
        right += sorted(ranked, key=lambda name: ranked[name].rank) == truth
        inside += all(ranked[name].rank_low <= i + 1 <= ranked[name].rank_high for i, name in enumerate(truth))
    return right / studies, inside / studies


SPREADS = {"contestant × person": 0.3, "contestant × scenario": 0.3, "all three": 0.2, "seed": 0.4}
"""Standard deviations of what moves a comparison, on a scale of 1 to 5."""


def crossed(rng: np.random.Generator, people: int, scenarios: int, *, of_scenarios: bool) -> np.ndarray:
    """Scores (5 contestants, people, scenarios, 2 seeds) of contestants none of whom is better than another.

    None is on these very scenarios, unless they are drawn from many (`of_scenarios`).
    """
    both, course, each, chance = SPREADS.values()
    moved = rng.normal(0, both, (5, people, 1, 1)) + rng.normal(0, course * of_scenarios, (5, 1, scenarios, 1))
    shape = (5, people, scenarios)
    return 3.5 + moved + rng.normal(0, each, (*shape, 1)) + rng.normal(0, chance, (*shape, 2))


def scored(values: np.ndarray) -> list[MatchScore]:
    """The same as match scores."""
    return [
        MatchScore("", f"p{p:02}", f"s{s}", f"c{c}", r, LIKED, float(value), 1, 0, 0, 0)
        for (c, p, s, r), value in np.ndenumerate(values)
    ]


def widths_hold(n: int, scenarios: int, studies: int, *, of_scenarios: bool) -> tuple[float, float]:
    """Shares of studies with a difference within the width: in the study itself, in another with twice the people."""
    rng = np.random.default_rng([n, scenarios, of_scenarios])
    now = ahead = 0
    for _ in range(studies):
        first = crossed(rng, n, scenarios, of_scenarios=of_scenarios)
        later = crossed(rng, 2 * n, scenarios, of_scenarios=of_scenarios)
        found = study(scored(first), LIKED)
        assert found is not None
        now += _apart(first) <= found.half_width(Design(n, scenarios, 2), of_scenarios=of_scenarios)
        ahead += _apart(later) <= found.half_width(Design(2 * n, scenarios, 2), of_scenarios=of_scenarios)
    return now / studies, ahead / studies


def _apart(values: np.ndarray) -> float:
    return float(abs(values[0].mean() - values[1].mean()))


def report(studies: int) -> str:
    head = [f"{n} people" for n in PEOPLE]
    lines = [
        "# Simulated intervals",
        "",
        f"Written by `python benchmarks/intervals.py {studies} --write docs/simulated-intervals.md`, with {studies:,}",
        "simulated studies a cell (standard error at 95 %: "
        f"{100 * (0.95 * 0.05 / studies) ** 0.5:.1f} points), through the functions that make standings.",
        "",
        "## 95 % intervals of means: share that holds the truth",
        "",
        "| people's means | " + " | ".join(head) + " |",
        "|---|" + "---|" * len(PEOPLE),
    ]
    for name, shape in SHAPES.items():
        cells = [f"{100 * coverage(shape, n, studies):.1f} %" for n in PEOPLE]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "## Two contestants, four contestants",
        "",
        "| | " + " | ".join(head) + " |",
        "|---|" + "---|" * len(PEOPLE),
    ]
    apart = [f"{100 * false_separation(n, studies):.1f} %" for n in PEOPLE]
    lines.append("| two identical contestants said to be apart | " + " | ".join(apart) + " |")
    few = max(50, studies // 5)
    found = [order_found(n, few) for n in PEOPLE]
    lines.append(
        "| order of four, a quarter of a point apart, found whole | "
        + " | ".join(f"{100 * a:.0f} %" for a, _ in found)
        + " |"
    )
    lines.append(
        "| every true rank inside its rank interval | " + " | ".join(f"{100 * b:.0f} %" for _, b in found) + " |"
    )
    lines += widths(few)
    return "\n".join(lines) + "\n"


def widths(studies: int) -> list[str]:
    """A section on what `arena variance` says: how far off a difference is in this run, and in a larger one."""
    people = PEOPLE[:-1]
    lines = [
        "",
        "## Widths of `arena variance`",
        "",
        f"Five contestants none of whom is better than another, two seeds, {studies:,} studies a cell: how often the",
        "difference of two of them lies within the width that a study says. From two or three scenarios alone, the",
        "widths over scenarios drawn anew are a little narrow.",
        "",
        "| | " + " | ".join(f"{n} people" for n in people) + " |",
        "|---|" + "---|" * len(people),
    ]
    for scenarios, anew in ((2, False), (2, True), (4, True), (8, True)):
        held = [widths_hold(n, scenarios, studies, of_scenarios=anew) for n in people]
        which = f"{scenarios} scenarios drawn anew" if anew else f"on these {scenarios} scenarios"
        for at, what in enumerate(("in this run", "in a run with twice the people")):
            lines.append(f"| {which}, {what} | " + " | ".join(f"{100 * one[at]:.1f} %" for one in held) + " |")
    return lines


def main() -> None:
    words = sys.argv[1:]
    studies = int(words[0]) if words and words[0].isdigit() else 500
    text = report(studies)
    print(text)
    if "--write" in words:
        Path(words[words.index("--write") + 1]).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
