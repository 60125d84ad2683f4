"""The four checks of PrefEval: four calls, one of them blind, and a result that invents nothing."""

from __future__ import annotations

from typing import Any

import pytest

from arena.errors import AnswerInvalid
from arena.judges._bench import Bench, Place
from arena.judges._transcript import Request
from arena.judges.preference import Decision, PreferenceJudge
from arena.schema.persona import Preference
from arena.schema.scenario import SessionPlan
from arena.schema.verdict import Verdict
from tests.judges.judging import FakeModel, acknowledge, by, hallucinate, helpful, run, said, violate

QUIET = Preference(id="quiet", about="noise", value="wants it quiet")
CHEAP = Preference(id="cheap", about="rent", value="wants it cheap")
REPLY = "Since you like it quiet, take the room above the bar."
REFERS, AGAINST = "Since you like it quiet", "the room above the bar"


def judged(model: FakeModel, *preferences: Preference, holds: tuple[Preference, ...] = ()) -> list[Verdict]:
    wanted = preferences or (QUIET,)
    plan = SessionPlan(id="viewings", kind="task")
    decision = Decision(Place(2, 4), Request("Which flat?", ()), REPLY, wanted, holds or wanted, plan)
    return run(PreferenceJudge(Bench(model, "fake")).judge(decision))


def model(**changes: Any) -> FakeModel:
    answers = {
        "acknowledge": acknowledge(REFERS),
        "violate": violate(),
        "hallucinate": hallucinate(),
        "helpful": helpful("take the room"),
    }
    return FakeModel(**{**answers, **changes})


def test_four_separate_calls_and_one_is_blind() -> None:
    fake = model()
    rows = judged(fake)
    assert sorted(fake.names()) == ["acknowledge", "hallucinate", "helpful", "violate"]
    (blind,) = fake.inputs("acknowledge")
    assert QUIET.value not in blind.model_dump_json()
    assert [row.measure.removeprefix("preference.") for row in rows] == [
        "acknowledge",
        "violate",
        "hallucinate",
        "helpful",
        "accuracy",
        "kept",
    ]
    assert {(row.session, row.turn, row.about) for row in rows} == {(2, 4, "quiet")}


@pytest.mark.parametrize(
    ("changes", "value", "label"),
    [
        ({}, 1, ""),
        ({"acknowledge": acknowledge()}, 1, ""),  # accuracy does not ask for acknowledgement
        ({"hallucinate": hallucinate("you like it quiet")}, 1, ""),
        ({"violate": violate(AGAINST)}, 0, "inconsistency"),
        ({"violate": violate(AGAINST), "acknowledge": acknowledge()}, 0, "unaware"),
        ({"violate": violate(AGAINST), "hallucinate": hallucinate("you like it quiet")}, 0, "hallucination"),
        ({"violate": violate(AGAINST), "helpful": helpful()}, 0, "unhelpful"),
    ],
)
def test_accuracy_and_error_type(changes: dict[str, Any], value: int, label: str) -> None:
    row = by(judged(model(**changes)), "preference.accuracy")
    assert (row.status, row.value, row.label, row.judge) == ("scored", value, label, "code")


def test_an_empty_passage_needs_no_call() -> None:
    fake = model(acknowledge=acknowledge())
    row = by(judged(fake), "preference.hallucinate")
    assert "hallucinate" not in fake.names()
    assert (row.status, row.value, row.judge) == ("scored", 0, "code")


def test_hallucination_is_about_the_passage_and_everything_the_person_wants() -> None:
    fake = model()
    judged(fake, CHEAP, holds=(QUIET, CHEAP))
    (inputs,) = fake.inputs("hallucinate")
    assert inputs.passage == REFERS  # the quiet that the person really wants is not made up where cheapness is judged
    assert inputs.preference.splitlines() == [QUIET.value, CHEAP.value]


def test_what_does_not_depend_on_the_preference_is_asked_once() -> None:
    fake = model()
    rows = judged(fake, QUIET, CHEAP)
    assert sorted(fake.names()) == ["acknowledge", "hallucinate", "helpful", "violate", "violate"]
    assert {inputs.preference for inputs in fake.inputs("violate")} == {QUIET.value, CHEAP.value}
    assert len(rows) == 12


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"violate": AnswerInvalid("no")}, "failed"),
        ({"helpful": AnswerInvalid("no")}, "failed"),
        ({"violate": violate(abstain=True)}, "abstained"),
        ({"violate": violate(abstain=True), "helpful": AnswerInvalid("no")}, "failed"),
        ({"violate": violate("the room above the opera")}, "failed"),
        ({"violate": violate(violates=True)}, "failed"),
        ({"helpful": helpful("take the lot")}, "failed"),
    ],
)
def test_a_missing_check_is_passed_on_and_not_invented(changes: dict[str, Any], status: str) -> None:
    row = by(judged(model(**changes)), "preference.accuracy")
    assert (row.status, row.value) == (status, None)


def test_an_invented_acknowledgement_fails_without_costing_the_accuracy() -> None:
    fake = model(acknowledge=acknowledge("As you said, no bars"))
    rows = judged(fake)
    assert by(rows, "preference.acknowledge").reason == "quote not in the transcript"
    assert by(rows, "preference.hallucinate").status == "failed"
    assert "hallucinate" not in fake.names()
    assert by(rows, "preference.accuracy").value == 1


def test_a_violation_of_unknown_kind_says_so() -> None:
    rows = judged(model(acknowledge=AnswerInvalid("no"), violate=violate(AGAINST)))
    accuracy = by(rows, "preference.accuracy")
    assert (accuracy.value, accuracy.label) == (0, "unclear")


@pytest.mark.parametrize("helps", [helpful("take the room"), helpful(), AnswerInvalid("no")])
def test_what_is_not_at_issue_was_neither_followed_nor_broken(helps: Any) -> None:
    rows = judged(model(violate=violate("made up", violates=False, at_issue=False), helpful=helps))
    for measure in ("preference.violate", "preference.accuracy"):
        row = by(rows, measure)
        assert (row.status, row.value, row.label) == ("not_applicable", None, "not at issue")
    assert by(rows, "preference.acknowledge").value == 1  # the other checks do not ask which preference


def test_what_is_broken_is_at_issue() -> None:
    row = by(judged(model(violate=violate(AGAINST, at_issue=False))), "preference.violate")
    assert (row.status, row.value) == ("scored", 1)


def test_a_judge_that_abstains_says_nothing_of_what_is_at_issue() -> None:
    rows = judged(model(violate=violate(abstain=True, at_issue=False)))
    assert {by(rows, f"preference.{name}").status for name in ("violate", "accuracy")} == {"abstained"}


def test_a_claim_is_held_against_what_the_person_said_too() -> None:
    fake = model()
    before = (said("user", "I have a cat."), said("assistant", "Noted.", 1, 2))
    plan = SessionPlan(id="viewings", kind="task")
    decision = Decision(Place(2, 4), Request("Which flat?", before), REPLY, (QUIET,), (QUIET,), plan)
    run(PreferenceJudge(Bench(fake, "fake")).judge(decision))
    (inputs,) = fake.inputs("hallucinate")
    assert inputs.said == ("I have a cat.", "Which flat?")


def test_no_applicable_preference_no_calls() -> None:
    fake = model()
    decision = Decision(Place(1, 2), Request("?", ()), REPLY, (), (QUIET,), SessionPlan(id="any", kind="task"))
    assert run(PreferenceJudge(Bench(fake, "fake")).judge(decision)) == []
    assert fake.asked == []
