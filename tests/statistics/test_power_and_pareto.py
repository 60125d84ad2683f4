"""How many people it would take, and who is beaten by nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.results.pareto import Offer, dominated
from arena.results.power import personas_needed, power
from arena.store import MatchScore

LIKED = "likability.overall"


def scores(contestant: str, *values: float, scenario: str = "s") -> list[MatchScore]:
    return [
        MatchScore(f"{i}-{contestant}", f"p{i:02}", scenario, contestant, 0, LIKED, value, 1, 0, 0, 0)
        for i, value in enumerate(values)
    ]


def test_personas_needed_by_hand() -> None:
    # (1.959964 + 0.841621)^2 x (1 / 0.5)^2 + 1.959964^2 / 2 = 7.84888 x 4 + 1.92073 = 33.3 -> 34, as in the tables of
    # the paired t-test for an effect of 0.5.
    assert personas_needed(0.5, 1.0) == 34
    assert personas_needed(-0.5, 1.0) == 34
    assert personas_needed(0.0, 1.0) is None


@given(st.floats(0.01, 4), st.floats(0.01, 2), st.floats(1.1, 3))
def test_more_is_needed_for_less(difference: float, spread: float, times: float) -> None:
    needed = personas_needed(difference, spread)
    smaller, noisier = personas_needed(difference / times, spread), personas_needed(difference, spread * times)
    surer = personas_needed(difference, spread, 0.9)
    assert needed is not None
    assert all(more is not None and more >= needed for more in (smaller, noisier, surer))


def test_two_that_cannot_be_told_apart_yet() -> None:
    # Differences -1 and 1 six times, and once 1: mean 1/13, so hundreds of people.
    first = [3.0, 4.0] * 6 + [4.0]
    found = power(scores("a", *first) + scores("b", *([4.0, 3.0] * 6), 3.0), LIKED, "a", "b")
    assert found is not None
    assert not found.separated
    assert found.difference.mean == pytest.approx(1 / 13)
    assert found.needed == personas_needed(found.difference.mean, found.spread or 0)
    assert found.more == (found.needed or 0) - 13


def test_two_that_are_apart_need_nobody() -> None:
    first, second = (4.0, 4.1, 4.2, 4.3, 4.4, 4.1), (2.0, 2.2, 2.1, 2.4, 2.3, 2.2)
    found = power(scores("a", *first) + scores("b", *second), LIKED, "a", "b")
    assert found is not None
    assert (found.separated, found.more) == (True, 0)
    # Five all on one side are one in sixteen by chance, which `arena compare` does not call a difference either.
    few = power(scores("a", *first[:5]) + scores("b", *second[:5]), LIKED, "a", "b")
    assert few is not None
    assert (few.separated, few.more) == (False, 7)


def test_few_people_are_never_promised_to_be_enough() -> None:
    # The formula says 3; an interval from under twelve people is only approximate.
    found = power(scores("a", 4.0, 4.0) + scores("b", 2.0, 2.1), LIKED, "a", "b")
    assert found is not None
    assert not found.separated
    assert (found.needed, found.more) == (12, 10)


def test_nothing_to_say() -> None:
    assert power(scores("a", 4.0) + scores("b", 3.0, scenario="t"), LIKED, "a", "b") is None
    one = power(scores("a", 4.0) + scores("b", 3.0), LIKED, "a", "b")
    assert one is not None
    assert (one.more, one.needed, one.spread) == (None, None, None)
    alike = power(scores("a", 4.0, 3.0) + scores("b", 4.0, 3.0), LIKED, "a", "b")
    assert alike is not None
    assert (alike.more, alike.separated) == (None, False)


def test_front_by_hand() -> None:
    offers = [
        Offer("best", 4.0, (2.0, 1.0)),
        Offer("cheap", 3.0, (1.0, 1.0)),
        Offer("quick", 3.0, (3.0, 0.5)),
        Offer("poor", 2.0, (2.0, 1.0)),
        Offer("twin", 4.0, (2.0, 1.0)),
    ]
    found = dominated(offers)
    assert [name for name, by in found.items() if not by] == ["best", "cheap", "quick", "twin"]
    assert found["poor"] == ("best", "cheap", "twin")


numbers = st.integers(0, 4).map(float)


@given(st.lists(st.tuples(numbers, numbers, numbers), min_size=1, max_size=8))
def test_somebody_is_on_the_front_and_everybody_else_is_beaten_from_there(values: list[tuple[float, ...]]) -> None:
    offers = [Offer(f"c{i}", score, (price, time)) for i, (score, price, time) in enumerate(values)]
    found = dominated(offers)
    front = {name for name, by in found.items() if not by}
    assert front
    assert all(set(by) & front for by in found.values() if by)
