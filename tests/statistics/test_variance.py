"""Where scores come from: by hand, against simulated truths, and against what compares contestants."""

from __future__ import annotations

from itertools import combinations
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as draws

from arena.results.power import power
from arena.results.statistics import Floats
from arena.results.variance import Design, Study, outlook, study
from arena.store import MatchScore

LIKED = "likability.overall"
ARRAYS = draws.arrays(
    np.float64,
    st.tuples(st.integers(2, 4), st.integers(2, 5), st.integers(1, 3), st.integers(1, 3)),
    elements=st.floats(1, 5, width=16),
)


def scores(values: Floats) -> list[MatchScore]:
    """Of an array by contestant, person, scenario and seed."""
    return [
        MatchScore(f"m{place}", f"p{p}", f"s{s}", f"c{c}", r, LIKED, float(value), 1, 0, 0, 0)
        for place, ((c, p, s, r), value) in enumerate(np.ndenumerate(values))
    ]


def studied(values: Floats) -> Study:
    found = study(scores(values), LIKED)
    assert found is not None
    return found


def test_two_people_and_two_contestants_by_hand() -> None:
    # Mean 3, contestants 1.5 and 4.5, people 2 and 4, what is left of each score 0.5 or -0.5:
    # MS(contestant x person) = 4 x 0.25 / 1 = 1, MS(person) = 2 x (1 + 1) = 4, MS(contestant) = 2 x (2.25 + 2.25) = 9.
    found = studied(np.array([[1.0, 2.0], [3.0, 6.0]]).reshape(2, 2, 1, 1))
    assert {part.of: part.variance for part in found.components} == {
        ("contestant",): pytest.approx((9 - 1) / 2),
        ("person",): pytest.approx((4 - 1) / 2),
        ("contestant", "person"): pytest.approx(1),
    }
    assert [part.share for part in found.components] == pytest.approx([4 / 6.5, 1.5 / 6.5, 1 / 6.5])
    assert [part.with_chance for part in found.components] == [False, False, True]
    # The differences of the two people are 2 and 4: standard error 1, and t at 1 degree of freedom is 12.706.
    assert found.half_width(found.design) == pytest.approx(12.7062, rel=1e-4)
    # Four people: variance of a difference 2 / 4, t at 3 degrees 3.1824.
    assert found.half_width(Design(4, 1, 1)) == pytest.approx(3.1824 * 0.5**0.5, rel=1e-4)


SPREADS = {
    ("contestant",): 0.5,
    ("person",): 0.7,
    ("scenario",): 0.5,
    ("contestant", "person"): 0.6,
    ("contestant", "scenario"): 0.3,
    ("person", "scenario"): 0.2,
    ("contestant", "person", "scenario"): 0.4,
    ("person", "scenario", "seed"): 0.3,
    ("contestant", "person", "scenario", "seed"): 0.5,
}
FACETS = ("contestant", "person", "scenario", "seed")


def drawn(rng: np.random.Generator, shape: tuple[int, int, int, int], *, alike: bool = False) -> Floats:
    """Scores with these spreads; `alike`: of contestants none of whom is better than another."""
    values = np.zeros(shape)
    for of, spread in SPREADS.items():
        size = [n if facet in of else 1 for facet, n in zip(FACETS, shape, strict=True)]
        values = values + rng.normal(0, 0 if alike and of == ("contestant",) else spread, size)
    return values


def test_every_source_is_estimated_without_bias() -> None:
    rng = np.random.default_rng(7)
    found: dict[tuple[str, ...], list[float]] = {}
    for _ in range(150):
        for part in studied(drawn(rng, (4, 8, 3, 2))).components:
            found.setdefault(part.of, []).append(part.variance)
    assert found.keys() == SPREADS.keys()
    for of, estimates in found.items():
        error = np.std(estimates, ddof=1) / len(estimates) ** 0.5
        assert abs(np.mean(estimates) - SPREADS[of] ** 2) < 4 * error, of


def test_intervals_over_people_and_over_scenarios_hold() -> None:
    # None is better than another. Over scenarios drawn anew the interval holds zero in about 95 of 100 studies; the one
    # over people alone does so less often, since four scenarios happen to suit one of them.
    rng, n = np.random.default_rng(3), 300
    held, held_over_scenarios = 0, 0
    for _ in range(n):
        values = drawn(rng, (4, 12, 4, 1), alike=True)
        found, means = studied(values), values.mean(axis=(1, 2, 3))
        away = abs(float(means[0] - means[1]))
        held += away <= found.half_width(found.design)
        held_over_scenarios += away <= found.half_width(found.design, of_scenarios=True)
    assert 0.92 < held_over_scenarios / n < 0.985
    assert held / n < 0.9


@settings(max_examples=40)
@given(ARRAYS)
def test_as_played_it_is_the_spread_of_the_differences(values: Floats) -> None:
    # The average over pairs of what `power` calls spread^2 / people, which is how compared contestants are judged.
    found, rows = studied(values), scores(values)
    pairs = [power(rows, LIKED, *pair) for pair in combinations(found.contestants, 2)]
    squares = [(pair.spread or 0.0) ** 2 / found.design.people for pair in pairs if pair is not None]
    quantile = found.half_width(found.design) / max(1e-12, float(np.mean(squares))) ** 0.5
    if np.mean(squares) > 1e-9:
        assert quantile == pytest.approx(_t(found.design.people - 1), rel=1e-6)


def _t(freedom: int) -> float:
    from scipy.stats import t

    return float(t.ppf(0.975, freedom))


@settings(max_examples=40)
@given(ARRAYS, st.integers(1, 4), st.integers(1, 4))
def test_more_of_anything_never_hurts_and_shares_add_up(values: Floats, more: int, again: int) -> None:
    found = studied(values)
    people, scenarios, seeds = found.design
    assert sum(part.share for part in found.components) == pytest.approx(1) or np.ptp(values) < 1e-6
    assert found.half_width(Design(people + more, scenarios, seeds)) <= found.half_width(found.design) + 1e-9
    wider = found.half_width(found.design, of_scenarios=True)
    assert wider >= found.half_width(found.design) - 1e-9
    if found.smallest(0.5) is not None:
        assert found.half_width(found.smallest(0.5) or found.design) <= 0.5
    once, often = (found.half_width(Design(people, scenarios, n)) for n in (1, 1 + again))
    chance = next((part.variance for part in found.components if {"contestant", "seed"} <= set(part.of)), 0.0)
    assert often <= once + 1e-9 or chance < 0  # an estimate below zero says that seeds do nothing


def test_who_has_no_score_somewhere_is_left_out_and_said() -> None:
    rows = scores(np.arange(16.0).reshape(2, 4, 2, 1))
    found = study(rows[1:], LIKED)
    assert found is not None
    assert (found.left_out, found.design) == (("p0",), Design(3, 2, 1))
    assert study(rows[:2], LIKED) is None
    assert study(rows, "privacy.violation") is None


def test_nothing_is_said_of_what_cannot_be_known() -> None:
    found = studied(np.random.default_rng(1).normal(3, 1, (2, 4, 1, 1)))
    assert found.half_width(Design(1, 1, 1)) == inf
    assert found.half_width(Design(4, 5, 1), of_scenarios=True) == inf
    assert [row.name for row in outlook(found).rows] == ["now", "people × 2"]
    assert studied(np.ones((1, 4, 2, 2))).half_width(Design(4, 2, 2)) == inf
    assert not outlook(found, width=1e-6).reaches
