"""Whether people are told apart from their own reruns, and whether other user models rank contestants alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.cli._people import told_apart
from arena.results.people import OtherPeople, icc_of, others
from arena.store import OwnTurn, Store


def turns(persona: str, seed: int, *texts: str, satisfaction: float | None = None) -> list[OwnTurn]:
    return [OwnTurn(f"{persona}{seed}", persona, seed, text, satisfaction) for text in texts]


def test_icc_by_hand() -> None:
    """Words a message: a 2, 4; b 6, 8. Means 3 and 7, MSB = 2 * (4 + 4) / 1 = 16, MSW = (1+1+1+1) / 2 = 2.

    (16 - 2) / (16 + 2) = 0.778. Nobody asks or shouts, so there is no spread: 0.
    """
    said = turns("a", 0, "Two words") + turns("a", 1, "Four of these words")
    said += turns("b", 0, "Six of these words by now") + turns("b", 1, "Eight of these words by now or so")
    found = icc_of(said)
    assert found["words a message"] == pytest.approx(14 / 18)
    assert (found["questions"], found["exclamation marks"]) == (0.0, 0.0)
    assert "satisfaction" not in found, "nobody's is known"


def test_people_who_are_all_alike_are_not_told_apart() -> None:
    """a 2, 8; b 8, 2: all the spread is between reruns, (0 - 18) / (0 + 18) = -1."""
    long = "Eight of these words by now or so"
    said = turns("a", 0, "Two words") + turns("a", 1, long) + turns("b", 0, long) + turns("b", 1, "Two words")
    assert icc_of(said)["words a message"] == -1.0


def test_without_reruns_nothing_is_said() -> None:
    assert icc_of(turns("a", 0, "One") + turns("b", 0, "Two words")) == {}
    assert list(told_apart({}, [])) == []


@given(st.permutations(range(4)))
def test_a_match_counts_as_a_whole_and_satisfaction_as_it_ended(order: list[int]) -> None:
    groups = [
        turns("a", 0, "One", satisfaction=-1.0) + turns("a", 0, "One two three", satisfaction=0.5),
        turns("a", 1, "One two", satisfaction=0.5),
        turns("b", 0, "One two", satisfaction=-0.5),
        turns("b", 1, "One two", satisfaction=-0.5),
    ]
    found = icc_of([turn for place in order for turn in groups[place]])
    assert found["words a message"] == 0.0
    assert found["satisfaction"] == 1.0


@dataclass
class Row:
    run_id: str
    user_model: str
    n_completed: int = 1
    contestant: str = ""
    mean: float = 0.0


class Fake:
    """A store of runs: id -> (user model, contestant -> mean likability), the latest first."""

    def __init__(self, **runs: tuple[str, dict[str, float]]) -> None:
        self._runs = runs

    def runs(self) -> list[Row]:
        return [Row(run_id, model, 1 if means else 0) for run_id, (model, means) in self._runs.items()]

    def standings(self, run: str, _: str) -> list[Row]:
        return [Row(run, "", 1, name, mean) for name, mean in self._runs[run][1].items()]


def of(run: str, **runs: tuple[str, dict[str, float]]) -> tuple[OtherPeople, ...]:
    return others(cast("Store", cast("Any", Fake(**runs))), run)


MINE = {"a": 4.0, "b": 3.0, "c": 2.0}


def test_the_latest_run_of_each_other_user_model_is_compared() -> None:
    """a > b > c against b > a > c: two of three pairs agree, (2 - 1) / 3."""
    found = of(
        "mine",
        newest=("x", {"a": 3.0, "b": 3.5, "c": 1.0, "d": 5.0}),
        older=("x", MINE),
        mine=("me", MINE),
        same=("me", {"a": 1.0, "b": 2.0, "c": 3.0}),
        few=("y", {"a": 1.0, "b": 2.0}),
        open=("z", {}),
        tied=("w", dict.fromkeys("abc", 3.0)),
    )
    assert found == (OtherPeople("newest", "x", 3, pytest.approx(1 / 3)), OtherPeople("tied", "w", 3, None))
    first, second = told_apart({}, found)
    assert "ranks with x as the people, in newest: Kendall τ 0.33 over 3 contestants" in first
    assert "all ties" in second
