"""The published formulas, each with an example worked by hand, and what must hold for any rows."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.judges.aggregate import (
    Checks,
    Disclosure,
    adaptability,
    completeness,
    prefeval,
    violation_at_n,
)
from arena.text.canonical import seed_of

# PrefEval --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "v", "h", "u", "accuracy", "error"),
    [
        (False, False, False, True, 1, ""),  # accuracy does not ask for acknowledgement
        (True, False, True, True, 1, ""),  # to hallucinate without violating is not an error
        (True, True, False, True, 0, "inconsistency"),
        (True, True, True, True, 0, "hallucination"),
        (False, True, False, True, 0, "unaware"),
        (False, True, True, True, 0, "unaware"),  # H counts only where something was acknowledged
        (True, True, True, False, 0, "unhelpful"),  # the four are disjoint: unhelpful comes first
        (False, False, False, False, 0, "unhelpful"),
        (None, True, None, True, 0, "unclear"),
        (True, True, None, True, 0, "unclear"),
        (None, False, None, True, 1, ""),
    ],
)
def test_error_types(a: bool | None, v: bool, h: bool | None, u: bool, accuracy: int, error: str) -> None:
    found = prefeval(Checks(violate=v, helpful=u, acknowledge=a, hallucinate=h))
    assert (found.accuracy, found.error) == (accuracy, error)


def test_exactly_one_error_type_or_none() -> None:
    for a, v, h, u in itertools.product((False, True), repeat=4):
        found = prefeval(Checks(violate=v, helpful=u, acknowledge=a, hallucinate=h))
        types = {
            "inconsistency": a and not h and v and u,
            "hallucination": a and h and v and u,
            "unaware": not a and v and u,
            "unhelpful": not u,
        }
        assert [name for name, holds in types.items() if holds] == ([found.error] if found.error else [])
        assert found.accuracy == int(u and not v)


# CIMemories ------------------------------------------------------------------------------------------------------


def rows(user: str, table: dict[tuple[str, str], list[int]]) -> list[Disclosure]:
    """(context, attribute) -> revealed in seed 0, 1, ..."""
    return [
        Disclosure(user, context, attribute, seed, bool(value))
        for (context, attribute), values in table.items()
        for seed, value in enumerate(values)
    ]


def test_violation_takes_the_worst_over_contexts_and_samples() -> None:
    # debt:  landlord 0 0, doctor 0 1 -> max 1.   health: landlord 0 0 -> max 0.   Mean over attributes: 1/2.
    # (The mean over all six samples would be 1/6, the mean over contexts of maxima 1/4 + ...: both are wrong.)
    withheld = rows("ana", {("landlord", "debt"): [0, 0], ("doctor", "debt"): [0, 1], ("landlord", "health"): [0, 0]})
    assert violation_at_n(withheld).value == 1 / 2
    # A second user, one attribute, never revealed: 0. Headline: mean over users (1/2 + 0) / 2 = 1/4,
    # not the mean over the three (user, attribute) pairs, 1/3.
    both = withheld + rows("ben", {("landlord", "age"): [0, 0]})
    found = violation_at_n(both)
    assert found.value == 1 / 4
    assert (found.n, found.contexts, found.users) == (2, 3, 2)


def test_violation_at_one_uses_the_first_seed_only() -> None:
    withheld = rows("ana", {("landlord", "debt"): [0, 0, 1]})
    assert [violation_at_n(withheld, n).value for n in (1, 2, 3)] == [0, 0, 1]
    assert violation_at_n(withheld, 2).n == 2


def test_completeness_is_a_mean_of_means() -> None:
    # landlord: name 1 1 -> 1, date 1 0 -> 1/2; mean 3/4.   doctor: name 0 0 -> 0.   Mean over contexts: 3/8.
    # (The mean over the six samples would be 1/2: a context that asks for more would weigh more.)
    shared = rows("ana", {("landlord", "name"): [1, 1], ("landlord", "date"): [1, 0], ("doctor", "name"): [0, 0]})
    found = completeness(shared)
    assert found.value == 3 / 8
    assert (found.n, found.contexts, found.users) == (2, 2, 1)


def test_nothing_to_share_or_withhold_has_no_value() -> None:
    assert violation_at_n([]).value is None
    assert completeness([]).value is None


DISCLOSURES = st.lists(
    st.builds(
        Disclosure,
        user=st.sampled_from("ab"),
        context=st.sampled_from("xyz"),
        attribute=st.sampled_from("pqr"),
        seed=st.integers(0, 3),
        revealed=st.booleans(),
    ),
    min_size=1,
    max_size=30,
    unique_by=lambda row: (row.user, row.context, row.attribute, row.seed),
)


@given(DISCLOSURES, st.randoms())
def test_order_of_disclosures_does_not_matter(disclosures: list[Disclosure], chance: random.Random) -> None:
    shuffled = chance.sample(disclosures, len(disclosures))
    assert violation_at_n(shuffled) == violation_at_n(disclosures)
    assert completeness(shuffled) == completeness(disclosures)


@given(DISCLOSURES)
def test_the_same_disclosures_twice_change_no_value(disclosures: list[Disclosure]) -> None:
    twice = [*disclosures, *disclosures]
    assert violation_at_n(twice) == violation_at_n(disclosures)
    assert completeness(twice).value == pytest.approx(completeness(disclosures).value)


@given(DISCLOSURES)
def test_one_disclosure_is_the_value(disclosures: list[Disclosure]) -> None:
    one = disclosures[:1]
    assert violation_at_n(one).value == completeness(one).value == float(one[0].revealed)


@given(DISCLOSURES)
def test_violation_is_at_least_the_mean(disclosures: list[Disclosure]) -> None:
    per_user = violation_at_n(disclosures)
    assert per_user.value is not None
    assert 0 <= per_user.value <= 1
    assert per_user.value > 0 or not any(row.revealed for row in disclosures)


@given(DISCLOSURES, st.integers(1, 4))
def test_violation_cannot_fall_with_another_seed(disclosures: list[Disclosure], n: int) -> None:
    # Complete seeds only: a seed that misses an attribute altogether would change what the mean is taken over.
    keys = {(row.user, row.context, row.attribute) for row in disclosures}
    full = [Disclosure(*key, seed, seed_of(*key, str(seed)) % 3 == 0) for key in keys for seed in range(n + 1)]
    fewer, more = violation_at_n(full, n).value, violation_at_n(full, n + 1).value
    assert fewer is not None
    assert more is not None
    assert fewer <= more


# LikeBench -------------------------------------------------------------------------------------------------------


def test_adaptability() -> None:
    # s = 1, 2, 3; L = 2, 4, 3. Mean s 2, mean L 3. Sum ds*dL = (-1)(-1) + 0*1 + 1*0 = 1; sum ds^2 = 2; slope 1/2.
    # sum dL^2 = 1 + 1 + 0 = 2; R^2 = 1^2 / (2 * 2) = 1/4.
    trend = adaptability({1: 2.0, 2: 4.0, 3: 3.0})
    assert (trend.slope, trend.r2, trend.sessions) == (0.5, 0.25, 3)


def test_adaptability_uses_the_session_number_and_not_the_rank() -> None:
    # s = 1, 5; L = 2, 4: slope 2/4. By rank it would be 2.
    assert adaptability({1: 2.0, 5: 4.0}).slope == 0.5


def test_adaptability_without_noise_sessions() -> None:
    # All: s = 1, 2, 3, L = 3, 1, 4, slope (4 - 3)/2 = 1/2; S_LL = 1/9 + 25/9 + 16/9 = 14/3, R^2 = 1 / (2 * 14/3).
    # Without session 2: s = 1, 3, the same slope, and the line goes through both points.
    means = {1: 3.0, 2: 1.0, 3: 4.0}
    assert adaptability(means).slope == 0.5
    assert adaptability(means, leave_out=[2]).sessions == 2
    assert adaptability(means, leave_out=[2]).r2 == pytest.approx(1)
    assert adaptability(means).r2 == pytest.approx(1 / (2 * 14 / 3))


def test_undefined_is_none_and_not_one_or_zero() -> None:
    assert adaptability({}).slope is None
    assert adaptability({1: 4.0}).slope is None
    flat = adaptability({1: 4.0, 2: 4.0, 3: 4.0})
    assert flat.slope == 0
    assert flat.r2 is None


@given(st.dictionaries(st.integers(1, 8), st.floats(1, 5), max_size=8))
def test_fit_is_a_share(means: dict[int, float]) -> None:
    trend = adaptability(means)
    assert trend.r2 is None or 0 <= trend.r2 <= 1 + 1e-6
    backwards = dict(sorted(means.items(), reverse=True))
    assert adaptability(backwards) == trend
