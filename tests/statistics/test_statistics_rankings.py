"""Bradley-Terry rankings of pairs on the same case."""

from __future__ import annotations

import random
from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.results import statistics
from arena.results.statistics import Case, Ranked, Score, bradley_terry

SIX = tuple(f"p{i}" for i in range(6))


def scores(values: dict[str, list[float]]) -> list[Score]:
    """Contestant -> value for each of as many personas."""
    return [
        Score(contestant, Case(f"p{persona}", "s", 0), value)
        for contestant, its in values.items()
        for persona, value in enumerate(its)
    ]


def ranks(found: dict[str, Ranked]) -> dict[str, int]:
    return {name: ranked.rank for name, ranked in found.items()}


def test_by_hand() -> None:
    # a beats b in 3 of 4 cases; with the one draw that is added 3.5 : 1.5, so the strengths differ by ln(3.5 / 1.5).
    found = bradley_terry(scores({"a": [2, 2, 2, 1], "b": [1, 1, 1, 2]}), "higher")
    assert found["a"].strength == pytest.approx(log(3.5 / 1.5) / 2, abs=1e-6)
    assert found["b"].strength == pytest.approx(-log(3.5 / 1.5) / 2, abs=1e-6)
    assert ranks(found) == {"a": 1, "b": 2}


def test_the_better_direction_is_the_measures() -> None:
    sample = scores({"a": [1, 1, 1], "b": [0, 0, 1]})
    assert ranks(bradley_terry(sample, "higher")) == {"a": 1, "b": 2}
    assert ranks(bradley_terry(sample, "lower")) == {"a": 2, "b": 1}


def test_equal_is_a_tie_even_after_rounding() -> None:
    assert 0.1 + 0.2 != 0.3
    found = bradley_terry(scores({"a": [0.1 + 0.2] * 4, "b": [0.3] * 4}), "higher")
    assert ranks(found) == {"a": 1, "b": 1}
    assert found["a"].strength == pytest.approx(0, abs=1e-6)


def test_who_loses_every_match_does_not_pull_the_others_down() -> None:
    """Without the draw that is added, evalica gives everybody 1e-06 here."""
    sample = {"good": [3, 3, 2, 3, 3, 2], "fair": [2, 2, 3, 2, 2, 3], "hopeless": [1] * 6}
    found = bradley_terry(scores(sample), "higher")
    assert ranks(found) == {"good": 1, "fair": 2, "hopeless": 3}
    assert found["good"].strength - found["fair"].strength == pytest.approx(log(4.5 / 2.5), abs=0.25)
    assert found["hopeless"].strength < -1
    assert all(abs(ranked.strength) < 10 for ranked in found.values())


def test_who_wins_everything_stays_finite_too() -> None:
    found = bradley_terry(scores({"a": [2] * 30, "b": [1] * 30}), "higher")
    assert found["a"].strength == pytest.approx(log(30.5 / 0.5) / 2, abs=1e-6)
    assert (found["a"].rank_low, found["a"].rank_high) == (1, 1)


def test_only_the_same_case_is_compared() -> None:
    other_seed = [Score("a", Case("p", "s", 0), 5), Score("b", Case("p", "s", 1), 1)]
    other_scenario = [Score("a", Case("p", "s", 0), 5), Score("b", Case("p", "t", 0), 1)]
    assert bradley_terry(other_seed, "higher") == {}
    assert bradley_terry(other_scenario, "higher") == {}


def test_those_who_never_met_are_not_placed_among_the_others() -> None:
    met = scores({"a": [3, 3], "b": [2, 3], "c": [1, 1]})
    apart = [Score(name, Case("far", "s", 0), value) for name, value in (("x", 1.0), ("y", 2.0))]
    alone = [Score("z", Case("alone", "s", 0), 5.0)]
    assert ranks(bradley_terry([*met, *apart, *alone], "higher")) == {"a": 1, "b": 2, "c": 3}
    assert bradley_terry([], "higher") == {}
    assert bradley_terry(alone, "higher") == {}


def test_a_chain_of_comparisons_joins() -> None:
    chain = [
        Score("a", Case("p", "s", 0), 2),
        Score("b", Case("p", "s", 0), 1),
        Score("b", Case("q", "s", 0), 2),
        Score("c", Case("q", "s", 0), 1),
    ]
    assert ranks(bradley_terry(chain, "higher")) == {"a": 1, "b": 2, "c": 3}


def test_few_personas_leave_every_place_open() -> None:
    found = bradley_terry(scores({"a": [3, 3, 3], "b": [2, 2, 2], "c": [1, 1, 1]}), "higher")
    assert [(r.rank, r.rank_low, r.rank_high, r.strength_low) for r in found.values()] == [
        (1, 1, 3, None),
        (2, 1, 3, None),
        (3, 1, 3, None),
    ]


def test_intervals_tell_near_equals_from_the_last() -> None:
    sample = {
        "a": [3.1, 2.9, 3.2, 3.0, 2.8, 3.1, 3.0, 2.9],
        "b": [3.0, 3.0, 3.0, 3.1, 2.9, 3.0, 2.9, 3.0],
        "c": [1.0] * 8,
    }
    found = bradley_terry(scores(sample), "higher")
    assert (found["a"].rank_low, found["a"].rank_high) == (1, 2)
    assert (found["b"].rank_low, found["b"].rank_high) == (1, 2)
    assert (found["c"].rank_low, found["c"].rank_high) == (3, 3)
    for ranked in found.values():
        assert ranked.strength_low is not None
        assert ranked.strength_high is not None
        assert ranked.strength_low <= ranked.strength + 1e-6
        assert ranked.strength - 1e-6 <= ranked.strength_high


tables = st.integers(2, 5).flatmap(
    lambda size: st.lists(st.lists(st.integers(1, 4), min_size=size, max_size=size), min_size=1, max_size=7)
)


def of_table(table: list[list[int]]) -> list[Score]:
    return scores({f"c{i}": [float(row[i]) for row in table] for i in range(len(table[0]))})


@settings(max_examples=30, deadline=None)
@given(tables, st.integers(0, 1000))
def test_order_of_input_does_not_matter(table: list[list[int]], seed: int) -> None:
    """evalica's own answer depends on it."""
    sample = of_table(table)
    shuffled = sample.copy()
    random.Random(seed).shuffle(shuffled)
    assert bradley_terry(shuffled, "higher") == bradley_terry(sample, "higher")


@settings(max_examples=30, deadline=None)
@given(tables)
def test_a_turned_measure_turns_the_ranking(table: list[list[int]]) -> None:
    up, down = bradley_terry(of_table(table), "higher"), bradley_terry(of_table(table), "lower")
    for name in up:
        assert up[name].strength == pytest.approx(-down[name].strength, abs=1e-6)
    assert sum(ranked.strength for ranked in up.values()) == pytest.approx(0, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(tables)
def test_resamples_are_fitted_as_evalica_fits(table: list[list[int]]) -> None:
    found = bradley_terry(of_table(table), "higher")
    wins = statistics._wins(of_table(table), "higher")
    names = sorted(found)
    total = statistics._matrices(wins, names).sum(axis=0)
    refitted = statistics._refitted(total[None], np.zeros(len(names)))[0]
    assert refitted == pytest.approx([found[name].strength for name in names], abs=1e-6)


def test_strengths_are_odds() -> None:
    """A Bradley-Terry world: wins come with odds exp(d); the fit finds d again from many cases."""
    rng = random.Random(7)
    gap = 1.0
    sample = []
    for persona in range(1500):
        a_wins = rng.random() < exp(gap) / (1 + exp(gap))
        sample += [Score("a", Case(f"p{persona}", "s", 0), float(a_wins)), Score("b", Case(f"p{persona}", "s", 0), 0.5)]
    found = bradley_terry(sample, "higher")
    low, high = found["a"].strength_low, found["a"].strength_high
    assert low is not None
    assert high is not None
    assert found["a"].strength - found["b"].strength == pytest.approx(gap, abs=0.15)
    assert 2 * low <= gap <= 2 * high
