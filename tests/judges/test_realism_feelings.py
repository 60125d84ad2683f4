"""Feelings that follow what happens and last as long as authored: worked examples, exact series, planted bad ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from statistics import fmean
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from arena import scenarios
from arena.judges.realism import outside, voiding
from arena.judges.realism._record import Played
from arena.judges.realism.feelings import feelings_follow, inertia_gap
from arena.judges.realism.judge import RealismJudge
from arena.schema.dialogue import Reaction
from arena.schema.event import MatchEvent, TurnSpoken
from arena.schema.realism import DEFAULT_GATES, RealismSpec
from tests.judges import simulators as people
from tests.judges.test_realism_counts import played, state, talk, value

Spoken = tuple[float, int]
"""Pleasure when a turn was spoken, and how all four sides of the reply that it answers were taken, -2 to 2."""


def felt(turns: Sequence[Spoken], inertia: Any = 0.5, rest: float = 0.0, reactivity: float = 0.6) -> Played:
    said = [
        ("b", {"state": state(pleasure=p), "took": Reaction(progress=a, understood=a, respected=a, effort=a)})
        for p, a in turns
    ]
    feeling = {"baseline": {"pleasure": rest}, "inertia": inertia, "reactivity": reactivity}
    return played(talk(*[turn for one in said for turn in (one, "x")]), feeling=feeling)


def series(takes: Sequence[int], lasting: float, moving: float = 0.3, start: float = 0.4, rest: float = 0.0) -> Played:
    """Pleasure that lasts and moves exactly as the model says, for a person who is authored with an inertia of 0.5."""
    turns, now = [], start
    for took in takes:
        turns.append((rest + now, took))
        now = lasting * now + moving * took / 2
    return felt(turns, rest=rest)


def test_feelings_go_the_way_a_reply_was_taken() -> None:
    assert value(feelings_follow(felt([(0.1, 1), (0.3, 1), (0.5, 1), (0.7, 1)]))) == 1.0
    assert value(feelings_follow(felt([(0.1, 1), (-0.2, 1), (-0.5, 1), (-0.8, 1)]))) == 0.0
    # Rests at 0, inertia 0.5. From 0.4 the way back leads to 0.2: 0.3 is up although it is less, 0.1 then down.
    assert value(feelings_follow(felt([(0.4, 1), (0.3, 1), (0.1, 1), (0.2, 1)]))) == pytest.approx(2 / 3)
    assert feelings_follow(felt([(0.1, 1), (0.3, 1), (0.5, 1)])) is None


@pytest.mark.parametrize("took", [-1, 1])
def test_feelings_that_stay_as_they_are_follow_nothing(took: int) -> None:
    assert value(feelings_follow(felt([(0.0, took)] * 5))) == 0.0


def test_inertia_by_hand() -> None:
    # (was, push, now): (0.8, 0, 0.4) (0.4, 0.5, 0.5) (0.5, -0.5, 0.1) (0.1, 0, 0.2) (0.2, 0.5, 0.4) (0.4, 0, 0.1).
    # xx 1.26, aa 0.75, xa 0.05, xy 0.71, ay 0.4; φ̂ = (0.71 * 0.75 - 0.4 * 0.05) / (1.26 * 0.75 - 0.05²) = 0.5437.
    turns = [(0.8, 0), (0.4, 1), (0.5, -1), (0.1, 0), (0.2, 1), (0.4, 0), (0.1, 0)]
    found = inertia_gap(felt(turns))
    assert value(found) == pytest.approx(0.5437 - 0.5, abs=1e-4)
    assert found is not None
    assert found.n == 6
    assert found.note == "inertia 0.54, 0.5 authored"
    by_dimension = {"pleasure": 0.2, "arousal": 0.9, "dominance": 0.9}
    assert value(inertia_gap(felt(turns, inertia=by_dimension))) == pytest.approx(0.5437 - 0.2, abs=1e-4)
    assert inertia_gap(felt(turns[:-1])) is None, "five steps are too few"


TAKES = st.lists(st.integers(-2, 2), min_size=7, max_size=20)


@given(TAKES, st.floats(0, 0.95), st.floats(-0.1, 0.1))
def test_an_exact_series_gives_its_inertia_back(takes: list[int], lasting: float, rest: float) -> None:
    match = series(takes, lasting, moving=0.02, rest=rest)  # small pushes: pleasure stays off the ends of its scale
    found = inertia_gap(match)
    assume(found is not None)
    assert value(found) == pytest.approx(abs(lasting - 0.5), abs=1e-3)


def test_a_good_contestant_does_not_look_like_a_lasting_mood() -> None:
    """Every reply pleases, so that pleasure stays up: a plain autocorrelation of it would be near 1."""
    assert value(inertia_gap(series([2, 2, 1, 2, 2, 1, 2, 2], 0.5, moving=0.3, start=0.0))) < 0.01


@pytest.mark.parametrize("at", [0.0, 0.6])
def test_a_mood_that_never_moves_lasts_for_ever(at: float) -> None:
    assert value(inertia_gap(felt([(at, 1), (at, -1)] * 4))) == pytest.approx(0.5)


def test_where_nothing_can_be_told() -> None:
    assert inertia_gap(felt([(0.0, 0)] * 9)) is None, "nothing pushed and nothing moved"
    assert inertia_gap(felt([(0.3, 2)] * 9, reactivity=0.0)) is None
    assert feelings_follow(felt([(0.3, 2)] * 9, reactivity=0.0)) is None
    assert inertia_gap(series([2] * 9, 0.5, start=0.6)) is None, "mood and push never part"


# Planted ---------------------------------------------------------------------------------------------------------

Feel = Callable[[int], float]


def judged(feel: Feel | None, draw: str) -> RealismJudge:
    """The good person, with pleasure as it was (None) or as it is feigned."""
    persona, scenario = people.stage()
    model = people.Played(people.good, persona, scenarios.world(scenario), draw)
    judge = RealismJudge(persona, scenario, model, "offline", RealismSpec(ask="never"))
    for number, event in enumerate(people.events_of(people.good, draw)):
        assert judge.see(_feigned(event, feel, number)) == []
    return judge


def _feigned(event: MatchEvent, feel: Feel | None, number: int) -> MatchEvent:
    if feel is None or not isinstance(event, TurnSpoken) or event.state is None:
        return event
    return event.model_copy(update={"state": event.state.model_copy(update={"pleasure": feel(number)})})


def flat(number: int) -> float:
    return people.stage()[0].feeling.baseline.pleasure


def jumpy(number: int) -> float:
    return random.Random(number).choice((-0.9, 0.9))


DRAWS = ("1", "2", "3")


@pytest.mark.parametrize("draw", DRAWS)
def test_flat_and_jumpy_feelings_are_caught_and_real_ones_pass(draw: str) -> None:
    spec = RealismSpec()
    meant = {"realism.feelings", "realism.inertia"}
    real, still, wild = (judged(feel, draw).counted() for feel in (None, flat, jumpy))
    assert meant <= {row.measure for row in real}
    assert "realism.feelings" not in {row.measure for row in outside(real, spec)}
    assert meant <= {row.measure for row in outside(still, spec)}
    assert meant & {row.measure for row in outside(wild, spec)}
    assert voiding(still, spec) == voiding(wild, spec) == (), "reported, and no reason to void a match"


def test_over_a_few_matches_real_feelings_last_as_authored_and_jumpy_ones_do_not() -> None:
    """One match has a dozen steps, in which the inertia of anybody may come out a quarter of a point off."""
    gate = DEFAULT_GATES["realism.inertia"].high
    real, wild = (fmean(_inertia(judged(feel, draw)) for draw in DRAWS) for feel in (None, jumpy))
    assert gate is not None
    assert real <= gate < wild


def _inertia(judge: RealismJudge) -> float:
    return next(row.value for row in judge.counted() if row.measure == "realism.inertia" and row.value is not None)
