"""Agreement beyond chance: hand-computed examples, properties, and a library as second opinion."""

import math
import random

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.judges.agreement import Level, Pair, alpha, confusion, kappa, kappa_interval

LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")


def pairs(*labels: tuple[str, str]) -> list[Pair]:
    return [Pair(f"u{i}", f"m{i % 7}", a, b) for i, (a, b) in enumerate(labels)]


def test_kappa_by_hand() -> None:
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no; n 50. Agreed (20 + 15) / 50 = 0.7.
    # Rows: yes 25, no 25; columns: yes 30, no 20. By chance: 25*30/2500 + 25*20/2500 = 0.3 + 0.2 = 0.5.
    # kappa = (0.7 - 0.5) / (1 - 0.5) = 0.4.
    matrix = confusion(pairs(*[("yes", "yes")] * 20, *[("yes", "no")] * 5, *[("no", "yes")] * 10, *[("no", "no")] * 15))
    assert matrix.agreed == pytest.approx(0.7)
    assert kappa(matrix) == pytest.approx(0.4)


def test_weighted_kappa_by_hand() -> None:
    # Pairs 1-1, 3-2, 2-3, 3-3 on labels 1, 2, 3. Squared distances observed: 0 + 1 + 1 + 0 = 2.
    # Rows: one 1, one 2, two 3; columns: one 1, one 2, two 3. Expected sum over cells of d * row * column / 4:
    # (1,2) 1*1*1/4, (1,3) 4*1*2/4, (2,1) 1/4, (2,3) 1*1*2/4, (3,1) 4*2*1/4, (3,2) 1*2*1/4 = 5.5; kappa = 1 - 2/5.5.
    matrix = confusion(pairs(("1", "1"), ("3", "2"), ("2", "3"), ("3", "3")), ("1", "2", "3"))
    assert kappa(matrix, "ordinal") == pytest.approx(1 - 2 / 5.5)
    assert kappa(matrix, "interval") == pytest.approx(1 - 2 / 5.5)


def test_a_step_apart_is_less_than_the_whole_scale_apart() -> None:
    near = confusion(pairs(("5", "4"), ("1", "1"), ("3", "3")), "12345")
    far = confusion(pairs(("5", "1"), ("1", "1"), ("3", "3")), "12345")
    assert (kappa(near, "ordinal") or 0) > (kappa(far, "ordinal") or 0)


def test_without_variance_nothing_is_known() -> None:
    same = confusion(pairs(*[("n/a", "n/a")] * 9))
    assert kappa(same) is None
    assert kappa(confusion([])) is None
    assert alpha({"a": {1: 3.0, 2: 3.0}, "b": {1: 3.0, 2: 3.0}}, "ordinal") is None
    assert alpha({"a": {1: 3.0}, "b": {2: 4.0}}, "nominal") is None, "no unit was rated twice"
    assert alpha({}, "nominal") is None


def test_alpha_by_hand() -> None:
    # Units: (1, 1), (1, 2), (2, 2), (2, 2). Each has 2 ratings, so pairs weigh 1: o_11 = 2, o_12 = o_21 = 1, o_22 = 4.
    # n_1 = 3, n_2 = 5, n = 8. Nominal: D_o = 2/8; D_e = 2*3*5 / (8*7) = 30/56; alpha = 1 - (2/8) / (30/56) = 8/15.
    ratings = {"a": {1: 1.0, 2: 1.0, 3: 2.0, 4: 2.0}, "b": {1: 1.0, 2: 2.0, 3: 2.0, 4: 2.0}}
    assert alpha(ratings, "nominal") == pytest.approx(8 / 15)


_TABLES = st.dictionaries(
    st.sampled_from("abcd"), st.dictionaries(st.integers(0, 8), st.integers(1, 5).map(float), max_size=9), min_size=2
)


@given(_TABLES, st.sampled_from(LEVELS))
def test_alpha_is_what_the_library_says(table: dict[str, dict[int, float]], level: Level) -> None:
    mine = alpha(table, level)
    if mine is None:
        return
    grid = np.array([[table[rater].get(unit, math.nan) for unit in range(9)] for rater in sorted(table)])
    assert mine == pytest.approx(krippendorff.alpha(reliability_data=grid, level_of_measurement=level), abs=1e-9)


@given(_TABLES, st.sampled_from(LEVELS), st.randoms())
def test_the_order_of_raters_and_units_is_nothing(
    table: dict[str, dict[int, float]], level: Level, chance: random.Random
) -> None:
    raters = list(table)
    chance.shuffle(raters)
    shuffled = {rater: dict(chance.sample(sorted(table[rater].items()), len(table[rater]))) for rater in raters}
    before, after = alpha(table, level), alpha(shuffled, level)
    assert (before is None) == (after is None)
    assert before is None or before == pytest.approx(after)


_LABELS = st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("123")), max_size=40)


@given(_LABELS)
def test_kappa_is_bounded_symmetric_and_blind_to_repetition(labels: list[tuple[str, str]]) -> None:
    value = kappa(confusion(pairs(*labels)))
    turned = kappa(confusion(pairs(*[(b, a) for a, b in labels])))
    twice = kappa(confusion(pairs(*labels, *labels)))
    assert (value is None) == (turned is None) == (twice is None)
    if value is not None:
        assert -1 - 1e-9 <= value <= 1 + 1e-9
        assert value == pytest.approx(turned)
        assert value == pytest.approx(twice)


def test_a_rater_who_always_says_the_same_has_no_agreement() -> None:
    lazy = confusion(pairs(*[("5", "5")] * 6, *[("1", "5")] * 6))
    assert kappa(lazy) == pytest.approx(0.0)
    assert lazy.agreed == pytest.approx(0.5)


def test_the_interval_holds_the_value_and_needs_clusters() -> None:
    many = pairs(*[("yes", "yes")] * 30, *[("no", "no")] * 20, *[("yes", "no")] * 5)
    low, high = kappa_interval(many) or (2.0, -2.0)
    assert low < (kappa(confusion(many)) or 9) < high
    assert kappa_interval(list(reversed(many))) == (low, high)
    one = [Pair(p.unit, "m", p.a, p.b) for p in many]
    assert kappa_interval(one) is None, "turns of one match are not independent"
