"""Means over personas and their intervals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.results.statistics import Interval, mean_interval

values = st.floats(0, 1, allow_nan=False).map(lambda v: round(v, 3))
people = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=3), st.lists(values, min_size=1, max_size=4), min_size=1
)


def test_personas_weigh_the_same_however_much_they_were_played() -> None:
    # ada: mean of 1, 1, 1, 1 is 1; bob: 0. Mean of the two: 0.5 (and not 4 / 5).
    found = mean_interval({"ada": [1, 1, 1, 1], "bob": [0]}, (0, 1))
    assert (found.mean, found.n_personas, found.n_values, found.approximate) == (0.5, 2, 5, True)


def test_one_persona_says_nothing_of_others() -> None:
    assert mean_interval({"ada": [3.0, 4.0]}, (1, 5)) == Interval(3.5, None, None, 1, 2, approximate=True)


def test_personas_that_agree_do_not_make_certain() -> None:
    # Anderson: eps = sqrt(ln 40 / 12) = 0.554; the upper limit has that share of all mass at 1, the lower none at 0.
    found = mean_interval({f"p{i}": [0.0] for i in range(6)}, (0, 1))
    assert (found.mean, found.low) == (0.0, 0.0)
    assert found.high == pytest.approx(0.5544, abs=1e-4)
    assert mean_interval({f"p{i}": [0.0] for i in range(6)}).high is None


def test_one_violation_among_six_leaves_much_open() -> None:
    found = mean_interval({f"p{i}": [float(i == 0)] for i in range(6)}, (0, 1))
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.01
    assert 0.4 < found.high < 0.9


def test_labelled_approximate_under_twelve_personas() -> None:
    assert mean_interval({f"p{i:02}": [i % 3] for i in range(11)}).approximate
    assert not mean_interval({f"p{i:02}": [i % 3] for i in range(12)}).approximate


def test_nobody_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="mean"):
        mean_interval({})


@settings(max_examples=40, deadline=None)
@given(people, st.randoms(use_true_random=False))
def test_order_and_names_do_not_matter(sample: dict[str, list[float]], random: object) -> None:
    shuffled = list(sample.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    renamed = {f"x{i}": list(reversed(its)) for i, (_, its) in enumerate(shuffled)}
    first, second = mean_interval(sample, (0, 1)), mean_interval(renamed, (0, 1))
    assert first.mean == pytest.approx(second.mean)
    assert first.low == pytest.approx(second.low)
    assert first.high == pytest.approx(second.high)


@settings(max_examples=60, deadline=None)
@given(people)
def test_the_interval_holds_the_mean_and_stays_on_the_scale(sample: dict[str, list[float]]) -> None:
    found = mean_interval(sample, (0, 1))
    if len(sample) > 1:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.mean + 1e-9
        assert found.mean - 1e-9 <= found.high <= 1


@pytest.mark.parametrize(("n", "shape"), [(4, "even"), (8, "even"), (8, "skewed"), (12, "skewed"), (8, "rare")])
def test_coverage(n: int, shape: str) -> None:
    """Of 300 simulated studies about 95 % have the truth in their interval; a percentile bootstrap has 88 %."""
    rng = np.random.default_rng([n, *shape.encode()])
    truth, draw = {
        "even": (3.5, lambda: np.clip(rng.normal(3.5, 0.3, n), 1, 5)),
        "skewed": (1 / 7, lambda: rng.beta(1, 6, n)),
        "rare": (0.08, lambda: rng.binomial(4, 0.08, n) / 4),
    }[shape]
    scale = (1, 5) if shape == "even" else (0, 1)
    held = 0
    for _ in range(300):
        found = mean_interval({f"p{i}": [value] for i, value in enumerate(draw().tolist())}, scale)
        held += found.low is not None and found.high is not None and found.low <= truth <= found.high
    assert held / 300 >= 0.915  # 95 % less three standard errors of a simulation of 300
