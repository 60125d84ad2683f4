"""What is measured on request: each bad simulator is caught by the measure meant for it, and a good one passes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import pytest

from arena.checks._asked_again import picked
from arena.checks._checked import Checked
from arena.checks._figures import Figure, figures
from arena.judges.realism._record import Played
from arena.judges.realism.dials import turned
from arena.schema.realism import AMPLIFICATION, CONSISTENCY, CONSISTENCY_SLOPE, DRIFT, ON_REQUEST, RealismSpec
from arena.schema.run import MatchPlan
from tests.judges import planted as people

SPEC = RealismSpec()
DRAWS = (0,)
pytestmark = pytest.mark.xdist_group("realism-on-request")

Way = Callable[[people.Planted], list[Checked]]


def asked(who: people.Planted) -> list[Checked]:
    return people.asked_again(who, "ines", DRAWS)


def rated(who: people.Planted) -> list[Checked]:
    return people.rated(who, "expressive", (0, 1, 2, 3, 4))


def played_twice(who: people.Planted) -> list[Checked]:
    return people.held_against_nobody(who, (0, 1, 2, 3, 4, 5))


@cache
def found_of(who: people.Planted, way: Way) -> dict[tuple[str, str], Figure]:
    """Each is measured once, whatever is asked of it."""
    return found(way(who))


def found(matches: Sequence[Checked]) -> dict[tuple[str, str], Figure]:
    return {(one.measure, one.about): one for one in figures(matches, SPEC)}


TABLE = [
    # who               how              caught by
    (people.FORGETFUL, asked, CONSISTENCY, ""),
    (people.FORGETFUL, asked, CONSISTENCY_SLOPE, ""),
    (people.ANOTHER, asked, CONSISTENCY, ""),
    (people.CONVERT, asked, CONSISTENCY, ""),
    (people.CONVERT, asked, CONSISTENCY_SLOPE, ""),
    (people.FADING, rated, DRIFT, ""),
    (people.CARICATURE, played_twice, AMPLIFICATION, "words a message"),
    (people.CARICATURE, played_twice, AMPLIFICATION, "words of the longest"),
    (people.FLAT, played_twice, AMPLIFICATION, "words a message"),
    (people.FLAT, played_twice, AMPLIFICATION, "words of the longest"),
]


@pytest.mark.parametrize(
    ("who", "way", "measure", "about"),
    TABLE,
    ids=[f"{w.name}-{m.split('.')[1]}-{a}".strip("-") for w, _, m, a in TABLE],
)
def test_the_bad_are_caught_by_the_measure_meant_for_them(
    who: people.Planted, way: Way, measure: str, about: str
) -> None:
    assert found_of(who, way)[measure, about].met is False


@pytest.mark.parametrize(("good", "way"), [(people.STEADY, asked), (people.STEADY, rated), (people.GOOD, played_twice)])
def test_the_good_one_passes(good: people.Planted, way: Way) -> None:
    passed = found_of(good, way)
    assert passed.keys() >= {(measure, about) for _, its, measure, about in TABLE if its is way}
    assert {key: (one.mean, one.low, one.high) for key, one in passed.items() if one.met is not True} == {}
    assert all(one.outside == () for one in passed.values())


def test_somebody_who_fades_still_answers_as_before() -> None:
    """Why transcripts are rated at all: what people say of themselves does not fade with what they show."""
    assert found(people.asked_again(people.FADING, "ines", DRAWS))[CONSISTENCY, ""].met is True


def test_no_fading_can_be_seen_of_somebody_whom_the_stranger_does_not_see() -> None:
    drift = found(people.rated(people.FADING, "ines", (0,)))[DRIFT, ""]
    assert drift.met is not True
    assert "sees too little" in drift.note


def test_the_caricature_does_twice_what_is_authored() -> None:
    figure = found_of(people.CARICATURE, played_twice)[AMPLIFICATION, "words a message"]
    assert figure.mean == pytest.approx(2.0, abs=0.3)


def _turned(persona: str, *ratios: float) -> list[Checked]:
    matches = [_match(persona, "s", "c", seed) for seed in range(len(ratios))]
    for match, ratio in zip(matches, ratios, strict=True):
        match.dials = {"words a message": ratio}
    return matches


def test_a_caricature_beside_somebody_flat_is_not_hidden_by_the_mean() -> None:
    """Student, three matches: 1.8, 1.9, 2.0 is 1.9 ± 4.303 * 0.1 / sqrt 3 = 1.9 ± 0.248."""
    whole = _turned("a", 1.8, 1.9, 2.0) + _turned("b", 0.1, 0.15, 0.2) + _turned("c", 0.5, 1.0, 1.6)
    figure = found(whole)[AMPLIFICATION, "words a message"]
    assert 0.6 <= figure.mean <= 1.4
    assert figure.met is False
    assert figure.outside == ("a", "b")
    assert (figure.people[0].low, figure.people[0].high) == (
        pytest.approx(1.652, abs=1e-3),
        pytest.approx(2.148, abs=1e-3),
    )


def test_two_matches_that_happen_to_be_alike_call_nobody_outside() -> None:
    assert found(_turned("a", 0.0, 0.0))[AMPLIFICATION, "words a message"].outside == ()
    assert found(_turned("a", 0.0, 0.0, 0.0))[AMPLIFICATION, "words a message"].outside == ("a",)


def test_what_may_be_too_little_as_well_as_too_much_is_open() -> None:
    """Three people at 0.2, 1.0 and 2.0: Student's interval is 1.07 ± 2.2."""
    whole = _turned("a", 0.2) + _turned("b", 1.0) + _turned("c", 2.0)
    assert found(whole)[AMPLIFICATION, "words a message"].met is None


def test_no_match_is_void_for_what_is_measured_on_request() -> None:
    for measure in ON_REQUEST:
        with pytest.raises(ValueError, match="voids no match"):
            RealismSpec.model_validate({"gates": {measure: {"high": 1, "voids": True}}})
    lax = RealismSpec.model_validate({"gates": {AMPLIFICATION: {"high": 3}}})
    assert [one.met for one in figures(_turned("a", 2.0, 2.1, 2.2), lax)] == [True]


def test_one_match_says_too_little_to_call_anybody_outside() -> None:
    figure = found(_turned("a", 1.9))[AMPLIFICATION, "words a message"]
    assert (figure.low, figure.high, figure.outside, figure.met) == (None, None, (), False)


def test_dials_that_stand_about_where_they_are_unset_are_left_out() -> None:
    ines = people.people()["ines"]  # 14 words, where 16 are unset, and no emoji
    match = people.match_of(people.STEADY, "ines", 0)
    mine = Played.of(ines, people.course(), match.events)
    assert set(turned(ines, mine, mine)) <= {"words of the longest"}


def _match(persona: str, scenario: str, contestant: str, seed: int) -> Checked:
    return Checked(
        MatchPlan(key="", persona=persona, scenario=scenario, contestant=contestant, seed=seed), 1, "completed"
    )


def test_a_few_matches_of_each_person_are_spread_over_scenarios_and_contestants() -> None:
    whole = [_match(p, s, c, n) for p in "ab" for s in ("s1", "s2") for c in ("c1", "c2") for n in (0, 1)]
    for each in (2, 4):
        chosen = picked(whole, each)
        for person in "ab":
            its = [match.plan for match in chosen if match.plan.persona == person]
            assert len(its) == each
            assert {plan.seed for plan in its} == {0}, "seeds count last"
            assert len({plan.scenario for plan in its}) == len({plan.contestant for plan in its}) == 2
    assert len(picked(whole, 99)) == len(whole)
