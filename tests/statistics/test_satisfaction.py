"""What people make of contestants beside what the judge makes of them: worked examples, laws, planted people."""

from __future__ import annotations

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.results.satisfaction import Contrast, Rated, cohens_d, contrast, in_points, rate, self_rating
from arena.results.statistics import Case
from arena.schema.dialogue import PersonState, Reaction, Turn
from arena.schema.event import MatchEvent, TurnSpoken, VerdictGiven
from arena.schema.persona import Drains
from arena.schema.realism import Gate, RealismSpec
from arena.schema.verdict import Verdict
from tests.judges import simulators as people

GATE = Gate(low=0.8)
HAPPY = st.floats(-2, 1)


def case(seed: int, persona: str = "p") -> Case:
    return Case(persona, "s", seed)


def rated(contestant: str, seed: int, own: float, judged: float | None, persona: str = "p") -> Rated:
    return Rated(case(seed, persona), contestant, own, in_points(own), judged)


def spoken(session: int, satisfaction: float, progress: int | None) -> TurnSpoken:
    state = PersonState(pleasure=0, arousal=0, dominance=0, patience=5, satisfaction=satisfaction)
    took = None
    if progress is not None:
        took = Reaction(progress=progress, understood=0, respected=0, effort=0, happened=())
    turn = Turn(session=session, index=1, speaker="user", text="hm")
    return TurnSpoken(match="m", at=0, turn=turn, state=state, took=took)


def liked(value: float, measure: str = "likability.overall") -> VerdictGiven:
    verdict = Verdict(measure=measure, session=1, turn=2, status="scored", value=value, judge="code")
    return VerdictGiven(match="m", at=0, verdict=verdict)


def test_a_match_as_it_was_rated() -> None:
    """By hand: a reply that gets people wholly further adds 0.35 * 1 to 0.65 of what was before."""
    events: list[MatchEvent] = [
        spoken(1, 0.0, None),
        liked(4),
        spoken(1, 0.0, 2),  # 0.35, and then overtaken
        spoken(1, 0.35, 2),  # 0.65 * 0.35 + 0.35 = 0.5775
        liked(2),
        liked(1, "likability.humor_fit"),
        spoken(2, 0.5775, None),
        spoken(2, 0.2, 2),  # 0.65 * 0.2 + 0.35 = 0.48
    ]
    found = rate(case(1), "plain", events, Drains())
    assert found is not None
    assert found.satisfaction == pytest.approx((0.5775 + 0.48) / 2)
    assert found.points == pytest.approx(3 + 0.5775 + 0.48)
    assert found.judged == 3.0
    assert rate(case(1), "plain", [spoken(1, 0.0, None), liked(4)], Drains()) is None


def test_points() -> None:
    assert [in_points(s) for s in (-2, -1, 0, 0.5, 1)] == [1, 2, 3, 4, 5]


@given(HAPPY, HAPPY)
def test_points_keep_the_order_and_the_scale(a: float, b: float) -> None:
    assert 1 <= in_points(a) <= 5
    assert (a < b) <= (in_points(a) <= in_points(b))


def test_cohens_d_by_hand() -> None:
    # Means 2 and 0, variances 1 and 4: 2 / sqrt(2.5).
    assert cohens_d([1, 2, 3], [-2, 0, 2]) == pytest.approx(2 / 2.5**0.5)
    assert cohens_d([1, 1], [1, 1]) == 0.0
    assert cohens_d([1, 1], [0, 0]) is None


@given(st.lists(st.tuples(HAPPY, HAPPY), min_size=2, max_size=8), st.floats(0.1, 10), st.floats(-3, 3))
def test_cohens_d_changes_sign_with_the_sides_and_not_with_the_scale(
    pairs: list[tuple[float, float]], scale: float, shift: float
) -> None:
    a, b = [x for x, _ in pairs], [y for _, y in pairs]
    there, back = cohens_d(a, b), cohens_d(b, a)
    if there is None or back is None or abs(fmean(a) - fmean(b)) < 1e-6 or abs(there) > 1e6:
        return
    assert back == pytest.approx(-there)
    assert cohens_d([scale * x + shift for x in a], [scale * y + shift for y in b]) == pytest.approx(there, rel=1e-4)


def test_contrast_takes_the_best_and_the_worst_of_the_judge_in_shared_cases() -> None:
    rows = [
        *(rated("good", seed, own, 4.5) for seed, own in ((1, 0.4), (2, 0.6), (3, -2.0))),  # nobody else played 3
        *(rated("middling", seed, 1.0, 3.0) for seed in (1, 2)),
        *(rated("bad", seed, own, 1.5) for seed, own in ((1, 0.1), (2, 0.3))),
    ]
    found = contrast(rows, GATE)
    # Means 0.5 and 0.2, both variances 0.02: 0.3 / sqrt(0.02).
    assert found is not None
    assert (found.good, found.bad, found.n_cases, found.met) == ("good", "bad", 2, True)
    assert (found.difference, found.d) == (pytest.approx(0.3), pytest.approx(0.3 / 0.02**0.5))
    assert contrast(rows[:3], GATE) is None
    assert contrast([rows[0], rows[5]], GATE) is None


def test_two_whom_the_judge_cannot_tell_apart_say_nothing_of_people() -> None:
    rows = [rated(name, seed, 0.1 * seed, 3 + seed) for name in ("a", "b") for seed in (1, 2, 3)]
    found = contrast(rows, GATE)
    assert found is not None
    assert (found.d, found.judged_d, found.met) == (0.0, 0.0, None)


def test_the_gap_by_hand() -> None:
    """Means over people: p gives 4 and 3 (judge 3, 3), q gives 5 (judge 3)."""
    rows = [rated("a", 1, 0.5, 3), rated("a", 2, 0.0, 3), rated("a", 1, 1.0, 3, "q"), rated("a", 2, 1.0, None, "q")]
    found = self_rating(rows)
    assert found is not None
    assert (found.own, found.judged, found.gap, found.n_matches) == (4.25, 3.0, 1.25, 3)
    assert self_rating(rows[-1:]) is None


@given(st.lists(st.tuples(HAPPY, st.floats(1, 5), st.sampled_from("pqr")), min_size=1, max_size=9))
def test_the_gap_is_own_less_judged(found: list[tuple[float, float, str]]) -> None:
    gap = self_rating([rated("a", n, own, judged, who) for n, (own, judged, who) in enumerate(found)])
    assert gap is not None
    assert gap.gap == pytest.approx(gap.own - gap.judged, abs=1e-9)
    assert -4 <= (gap.low or gap.gap) <= (gap.high or gap.gap) <= 4


def met_by(who: people.Change) -> tuple[Contrast, float]:
    """A person with a good and a bad contestant in three draws, and their self-rating gap."""
    drains, rows = people.stage()[0].patience.drains, []
    for contestant, judged in (("transcript", 4.0), ("lecturer", 2.0)):
        for draw in (1, 2, 3):
            events = people.events_of(who, str(draw), contestant)
            rows.append(rate(case(draw), contestant, [*events, liked(judged)], drains))
    found, gap = contrast([row for row in rows if row], GATE), self_rating([row for row in rows if row])
    assert found is not None
    assert gap is not None
    return found, gap.gap


def test_who_likes_everything_is_caught_and_who_does_not_passes() -> None:
    real, real_gap = met_by(people.good)
    rosy, rosy_gap = met_by(people.agreeable)
    assert real.met is True, real
    assert rosy.met is False, rosy
    assert rosy_gap > 1 > real_gap


def test_a_measure_of_a_run_voids_no_match() -> None:
    spec = RealismSpec.model_validate({"gates": {"realism.contrast": {"low": 0.5}}})
    assert spec.gate("realism.contrast") == Gate(low=0.5)
    with pytest.raises(ValueError, match="leave `voids` out"):
        RealismSpec.model_validate({"gates": {"realism.contrast": {"low": 0.5, "voids": True}}})
