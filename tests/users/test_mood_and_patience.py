from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.schema.feeling import Feeling, Inertia, Reactivity, Touch
from arena.schema.persona import Drains, Patience
from arena.users import mood, patience, satisfaction
from arena.users.appraisal import Appraisal
from arena.users.mood import Mood

unit = st.floats(-1, 1)
step = st.integers(-2, 2)
happenings = st.frozensets(
    st.sampled_from(["repeat", "misread", "too_long", "off_topic", "refuses", "forgets", "remembers", "owns_error"])
)
appraisals = st.builds(Appraisal, progress=step, understood=step, respected=step, effort=step, happened=happenings)
touches = st.builds(Touch, what=st.sampled_from(["haste", "a long wait"]), size=unit)
feelings = st.builds(
    Feeling,
    inertia=st.floats(0, 0.95),
    reactivity=st.floats(0, 2),
    soothed_by=st.lists(touches, max_size=2).map(tuple),
    stung_by=st.lists(touches, max_size=2).map(tuple),
)
moods = st.builds(Mood, unit, unit, unit)
GOOD = Appraisal(2, 2, 2, 2)
BAD = Appraisal(-2, -2, -2, -2)


def parts(m: Mood) -> tuple[float, float, float]:
    return m.pleasure, m.arousal, m.dominance


@settings(deadline=None)
@given(moods, appraisals, feelings, st.floats(0, 400))
def test_mood_stays_in_range(m: Mood, a: Appraisal, f: Feeling, days: float) -> None:
    for after in (mood.after_reply(m, a, f), mood.after_gap(m, f, days), mood.push(a, f)):
        assert all(-1 <= x <= 1 for x in parts(after))


@settings(deadline=None)
@given(moods, feelings, st.floats(1, 100))
def test_a_gap_brings_mood_nearer_to_rest_and_a_longer_one_not_less_so(m: Mood, f: Feeling, days: float) -> None:
    rest = parts(mood.resting(f))
    near, nearer = parts(mood.after_gap(m, f, days)), parts(mood.after_gap(m, f, days + 3))
    for at, one, two, base in zip(parts(m), near, nearer, rest, strict=True):
        assert abs(two - base) <= abs(one - base) + 1e-9 <= abs(at - base) + 2e-9


@settings(deadline=None)
@given(moods, feelings)
def test_a_better_reply_never_leaves_a_worse_mood(m: Mood, f: Feeling) -> None:
    assert mood.after_reply(m, GOOD, f).pleasure >= mood.after_reply(m, BAD, f).pleasure


def test_mood_formula_by_hand() -> None:
    # μ = 0.1, φ = 0.5, ρ = 0.6, m = 0.5. All four judgements 1: a = 0.5 (weights sum to 1, divided by 2), no touches.
    # m' = 0.1 + 0.5 * (0.5 - 0.1) + 0.6 * 0.5 = 0.6.  Arousal: 0 + 0.5 * 0.2 + 0.6 * (-0.2 * 0.5) = 0.04.
    after = mood.after_reply(Mood(0.5, 0.2, 0.0), Appraisal(1, 1, 1, 1), Feeling())
    assert after.pleasure == pytest.approx(0.6)
    assert after.arousal == pytest.approx(0.04)
    # Three days later: 0.1 + 0.5^3 * (0.6 - 0.1) = 0.1625. Less than a day counts as one: 0.1 + 0.5 * 0.5 = 0.35.
    assert mood.after_gap(after, Feeling(), 3).pleasure == pytest.approx(0.1625)
    assert mood.after_gap(after, Feeling(), 0.1).pleasure == pytest.approx(0.35)


def test_what_stings_is_felt_more_by_those_it_stings() -> None:
    touchy = Feeling(stung_by=(Touch(what="being asked the same thing twice", size=-0.8),))
    plain, named = Appraisal(0, -1, 0, -1), Appraisal(0, -1, 0, -1, noticed="asked me the same thing twice")
    assert mood.push(plain, touchy).pleasure < mood.push(plain, Feeling()).pleasure
    assert mood.push(named, touchy).pleasure < mood.push(plain, touchy).pleasure


@settings(deadline=None)
@given(moods, st.sampled_from(["open", "leaks", "hides"]))
def test_moods_are_told_without_numbers(m: Mood, shows: str) -> None:
    assert not any(c.isdigit() for c in mood.phrase(m, shows))


def test_feelings_show_as_the_person_lets_them() -> None:
    assert len({mood.phrase(Mood(-0.7, 0.5, 0), shows) for shows in ("open", "leaks", "hides")}) == 3


def test_patience_by_hand() -> None:
    # Budget 6, defaults. No progress (1), repeat (1), too_long (0.5), owns_error refills 0.5: 6 - 2.5 + 0.5 = 4.
    rules = Patience()
    assert patience.after_reply(6, Appraisal(happened=frozenset({"repeat", "too_long", "owns_error"})), rules) == 4
    # Progress refills 0.5, but never above the budget.
    assert patience.after_reply(4, Appraisal(progress=1), rules) == 4.5
    assert patience.after_reply(6, Appraisal(progress=1), rules) == 6


def test_leaving_by_hand() -> None:
    # σ(1.5 (0.5 - p)): p = 0.5 gives a half; p = 2 gives 1 / (1 + e^2.25) = 0.0953; p = 6 gives 0.00026.
    assert patience.leave_probability(0.5) == 0.5
    assert patience.leave_probability(2) == pytest.approx(1 / (1 + math.exp(2.25)))
    assert patience.leave_probability(6) < 0.001


@settings(deadline=None)
@given(st.floats(-20, 12), st.floats(-20, 12), st.integers(0, 2**63 - 1))
def test_who_has_less_patience_leaves_whenever_one_with_more_does(p: float, q: float, seed: int) -> None:
    less, more = min(p, q), max(p, q)
    assert patience.leaves(less, seed) or not patience.leaves(more, seed)


@settings(deadline=None)
@given(st.floats(-5, 12), appraisals)
def test_drains_cost_and_refills_give(left: float, a: Appraisal) -> None:
    rules = Patience(budget=12)
    assert patience.drained(a, rules.drains) >= 0
    assert patience.refilled(a, rules.refills) >= 0
    assert patience.after_reply(left, a, rules) <= 12


@settings(deadline=None)
@given(st.floats(-6, 12), st.floats(3, 12))
def test_patience_is_told_without_numbers(left: float, budget: float) -> None:
    assert not any(c.isdigit() for c in patience.phrase(left, budget))


@settings(deadline=None)
@given(st.floats(-2, 1), appraisals)
def test_satisfaction_stays_in_range(s: float, a: Appraisal) -> None:
    assert -2 <= satisfaction.after_reply(s, a, Drains()) <= 1


def test_satisfaction_by_hand() -> None:
    # Progress 2 of 2 and no cost: u = 1, s = 0.65 * 0.2 + 0.35 = 0.48.
    assert satisfaction.after_reply(0.2, Appraisal(progress=2), Drains()) == pytest.approx(0.48)
    # No progress, one repeat (1 of 3 points), effort -1 (a quarter): cost 1/3 + 1/4 = 7/12, u = -7/6.
    lost = Appraisal(effort=-1, happened=frozenset({"repeat"}))
    assert satisfaction.after_reply(0.2, lost, Drains()) == pytest.approx(0.13 - 0.35 * 7 / 6)


dials = st.floats(0, 0.95)
by_dimension = st.builds(
    Feeling,
    inertia=st.builds(Inertia, pleasure=dials, arousal=dials, dominance=dials),
    reactivity=st.builds(Reactivity, pleasure=dials, arousal=dials, dominance=dials),
)


@settings(deadline=None)
@given(moods, appraisals, st.floats(0, 0.95), st.floats(0, 2), st.floats(0, 40))
def test_one_number_is_three_equal_ones(m: Mood, a: Appraisal, last: float, move: float, days: float) -> None:
    one = Feeling(inertia=last, reactivity=move)
    three = Feeling(
        inertia=Inertia(pleasure=last, arousal=last, dominance=last),
        reactivity=Reactivity(pleasure=move, arousal=move, dominance=move),
    )
    assert mood.after_reply(m, a, one) == mood.after_reply(m, a, three)
    assert mood.after_gap(m, one, days) == mood.after_gap(m, three, days)


@settings(deadline=None)
@given(moods, appraisals, by_dimension)
def test_a_dimension_has_its_own_dials(m: Mood, a: Appraisal, f: Feeling) -> None:
    still = f.model_copy(update={"inertia": Inertia(pleasure=0), "reactivity": Reactivity(pleasure=0)})
    assert mood.after_reply(m, a, still).pleasure == mood.resting(still).pleasure
    assert mood.after_gap(m, still, 3).pleasure == mood.resting(still).pleasure
