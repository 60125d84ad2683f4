"""Rows of likability: three kinds of no value, and a mean that leaves all of them out."""

from __future__ import annotations

import pytest

from arena.errors import AnswerInvalid, TransportFailed
from arena.judges._bench import Bench
from arena.judges.likability import LikabilityJudge
from arena.judges.questions import DIMENSIONS, LikabilityAnswer
from arena.prompts import load
from arena.schema.verdict import Verdict
from tests.judges.judging import Answer, FakeModel, by, likability, rating, run, view

REPLY = "Take the courtyard. Nobody has heard a sound there since 1974."


def judged(answer: Answer) -> list[Verdict]:
    return run(LikabilityJudge(Bench(FakeModel(likability=answer), "fake-1")).judge(view(REPLY), 3))


def test_eight_rows_with_their_source() -> None:
    rows = judged(likability(humor_fit=rating(5, "since 1974"), formality_matching=rating(2, "Take the courtyard")))
    assert [row.measure for row in rows] == [f"likability.{name}" for name in (*DIMENSIONS, "overall")]
    row = by(rows, "likability.humor_fit")
    prompt = load("judge/likability", 2)
    assert (row.session, row.turn, row.status, row.value) == (3, 2, "scored", 5)
    assert (row.judge, row.prompt, row.prompt_sha256) == ("fake-1", "judge/likability@2", prompt.sha256)
    assert (row.evidence[0].turn, row.evidence[0].quote) == (2, "since 1974")
    assert row.certainty == 80


def test_overall_is_the_mean_of_what_applies() -> None:
    # (5 + 2) / 2 = 3.5 although five dimensions do not apply.
    rows = judged(likability(humor_fit=rating(5, "since 1974"), formality_matching=rating(2, "Take the courtyard")))
    overall = by(rows, "likability.overall")
    assert (overall.status, overall.value, overall.judge, overall.prompt) == ("scored", 3.5, "code", "")
    assert by(rows, "likability.callback").status == "not_applicable"
    assert by(rows, "likability.callback").value is None


def test_nothing_applies() -> None:
    assert by(judged(likability()), "likability.overall").status == "not_applicable"


def test_one_bad_quote_costs_one_dimension() -> None:
    rows = judged(likability(humor_fit=rating(5, "a splendid joke"), formality_matching=rating(2, "courtyard")))
    humour = by(rows, "likability.humor_fit")
    assert (humour.status, humour.value, humour.reason) == ("failed", None, "quote not in the transcript")
    assert by(rows, "likability.overall").value == 2


def test_a_score_without_a_quote_fails() -> None:
    rows = judged(likability(humor_fit=rating(5, "")))
    assert by(rows, "likability.humor_fit").status == "failed"
    assert by(rows, "likability.overall").status == "failed"


def test_applies_without_a_score_fails_and_a_score_without_applying_is_none() -> None:
    rows = judged(likability(humor_fit=rating(None, "courtyard"), callback=rating(4, "n/a", applies=False)))
    assert by(rows, "likability.humor_fit").status == "failed"
    assert by(rows, "likability.callback").status == "not_applicable"


def test_abstaining_is_neither_failing_nor_a_low_score() -> None:
    answer = likability(humor_fit=rating(1, "courtyard")).model_copy(update={"abstain": True})
    rows = judged(answer)
    assert {row.status for row in rows} == {"abstained"}
    assert {row.value for row in rows} == {None}


@pytest.mark.parametrize("error", [AnswerInvalid("not the form"), TransportFailed("no answer")])
def test_a_failed_call_is_rows_and_not_an_exception(error: AnswerInvalid) -> None:
    rows = judged(error)
    assert len(rows) == 8
    assert {row.status for row in rows} == {"failed"}
    assert rows[0].reason == f"{error.kind}: {error.fact}"
    assert rows[0].prompt == "judge/likability@2"


def test_an_empty_reply_may_be_scored_without_a_quote() -> None:
    low: LikabilityAnswer = likability(conversation_length_fit=rating(1, ""))
    rows = run(LikabilityJudge(Bench(FakeModel(likability=low), "fake")).judge(view(" "), 1))
    assert by(rows, "likability.conversation_length_fit").value == 1
