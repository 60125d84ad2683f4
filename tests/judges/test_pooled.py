"""A panel's mean, majority and disagreement, and a judge's agreement with itself: by hand and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.judges.pooled import Pooled, SelfConsistency, pooled, self_consistency

Labels = dict[str, dict[str, float | None]]

THREE: Labels = {
    "a": {"u": 1.0, "v": 1.0, "w": 0.0, "x": None},
    "b": {"u": 1.0, "v": 0.0, "w": 0.0, "x": None},
    "c": {"u": 1.0, "v": 0.0, "x": 1.0, "y": 1.0},
}


def test_a_panel_by_hand() -> None:
    # y has one judge and is left out. u: 1, 1, 1; v: 1, 0, 0; w: 0, 0; x: n/a, n/a, 1.
    # means of the scores: u 1, v 1/3, w 0, x 1 -> mean 7/12. Majorities: u 1, v 0, w 0, x n/a (no value) -> 1/3.
    # Not all alike: v and x, 2 of 4. Spread: u 0, w 0, v sqrt(2/9), and x has one score -> sqrt(2/9) / 3.
    found = pooled(THREE, "nominal")
    assert found.n == 4
    assert found.mean == pytest.approx(7 / 12)
    assert found.majority == pytest.approx(1 / 3)
    assert found.disagreement == pytest.approx(1 / 2)
    assert found.spread == pytest.approx((2 / 9) ** 0.5 / 3)
    assert found.tied == 0
    # Alpha over u (1,1,1), v (1,0,0), w (0,0): o_11 = 3, o_10 = o_01 = 1, o_00 = 1 + 2; n_1 = 4, n_0 = 4, n = 8.
    # D_o = 2/8; D_e = 2 * 4 * 4 / (8 * 7) = 4/7; alpha = 1 - 7/16 = 9/16
    assert found.alpha == pytest.approx(9 / 16)


def test_a_judge_who_scores_more_weighs_no_more() -> None:
    # a scores both things, b only the first: means of things are 3 and 1, so 2, and not (4 + 1 + 2) / 3.
    found = pooled({"a": {"u": 4.0, "v": 1.0}, "b": {"u": 2.0, "v": None}}, "ordinal")
    assert found.mean == pytest.approx(2)


def test_a_tie_is_no_majority() -> None:
    found = pooled({"a": {"u": 1.0}, "b": {"u": 0.0}}, "nominal")
    assert (found.majority, found.tied, found.disagreement, found.mean) == (None, 1, 1.0, 0.5)


def test_nothing_applicable_one_judge_one_thing_and_no_variance() -> None:
    nothing = pooled({"a": {"u": None}, "b": {"u": None}}, "nominal")
    assert nothing == Pooled(1, None, None, 0, 0.0, None, None)
    assert pooled({"a": {"u": 1.0}}, "nominal") == Pooled(0, None, None, 0, None, None, None)
    assert pooled({}, "nominal").n == 0
    flat = pooled({"a": {"u": 5.0, "v": 5.0}, "b": {"u": 5.0, "v": 5.0}}, "ordinal")
    assert (flat.mean, flat.disagreement, flat.spread, flat.alpha) == (5.0, 0.0, 0.0, None)


def test_self_consistency_by_hand() -> None:
    # u: 1, 1, 1 -> 3 of 3 pairs; v: 1, 1, 2 -> 1 of 3; w: n/a, n/a -> 1 of 1; x once, left out.
    samples: Labels = {
        "1": {"u": 1.0, "v": 1.0, "w": None, "x": 1.0},
        "2": {"u": 1.0, "v": 1.0, "w": None},
        "3": {"u": 1.0, "v": 2.0},
    }
    assert self_consistency(samples) == SelfConsistency(3, 3, pytest.approx(2 / 3), pytest.approx((1 + 1 / 3 + 1) / 3))
    assert self_consistency({"1": {"u": 1.0}}) == SelfConsistency(0, 1, None, None)


LABEL = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 2.0, 3.0, 4.0, 5.0]))
PANELS = st.dictionaries(
    st.sampled_from("abcd"), st.dictionaries(st.sampled_from("uvwxyz"), LABEL, max_size=6), max_size=4
)


@given(PANELS, st.randoms(use_true_random=False))
def test_the_order_of_judges_and_things_does_not_matter(ratings: Labels, chance: object) -> None:
    judges = list(ratings)
    chance.shuffle(judges)  # type: ignore[attr-defined]
    turned = {judge: dict(reversed(ratings[judge].items())) for judge in judges}
    before, after = pooled(ratings, "ordinal"), pooled(turned, "ordinal")
    assert (before.n, before.mean, before.majority, before.tied) == (after.n, after.mean, after.majority, after.tied)
    assert before.alpha == pytest.approx(after.alpha)
    assert self_consistency(ratings) == self_consistency(turned)


@given(PANELS)
def test_a_panel_stays_on_its_scale_and_shares_between_0_and_1(ratings: Labels) -> None:
    found = pooled(ratings, "ordinal")
    for value, high in ((found.mean, 5), (found.majority, 5), (found.disagreement, 1), (found.spread, 2.5)):
        assert value is None or -1e-9 <= value <= high + 1e-9
    assert 0 <= found.tied <= found.n


@given(st.dictionaries(st.sampled_from("uvwxyz"), LABEL, min_size=1))
def test_a_judge_asked_twice_who_repeats_itself_agrees(own: dict[str, float | None]) -> None:
    found = pooled({"a": own, "b": own}, "ordinal")
    assert found.disagreement == 0
    assert found.alpha is None or found.alpha == pytest.approx(1)
    assert self_consistency({"1": own, "2": own}).unanimous == 1
    once = [value for value in own.values() if value is not None]
    assert found.mean == (pytest.approx(sum(once) / len(once)) if once else None)
