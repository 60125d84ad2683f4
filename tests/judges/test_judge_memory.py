"""Memory probes: one row each, and no call where there is nothing to compare."""

from __future__ import annotations

from arena.errors import AnswerInvalid
from arena.judges._bench import Bench
from arena.judges.memory import MemoryJudge
from arena.judges.questions import RecallAnswer
from arena.schema.event import ProbeAsked
from arena.schema.verdict import Verdict
from tests.judges.judging import Answer, FakeModel, run


def recall(right: bool, evidence: str, abstain: bool = False) -> RecallAnswer:
    return RecallAnswer(evidence=evidence, why="why", right=right, certainty=90, abstain=abstain)


def judged(reply: Answer, answer: str = "On the 2nd of May.", gold: str = "2 May") -> tuple[Verdict, FakeModel]:
    fake = FakeModel(recall=reply)
    asked = ProbeAsked(
        at=0,
        match="m",
        probe=2,
        session=3,
        kind="memory",
        about="move_out_date",
        question="?",
        gold=gold,
        answer=answer,
    )
    (row,) = run(MemoryJudge(Bench(fake, "fake")).judge(asked))
    return row, fake


def test_right_and_wrong() -> None:
    right, _ = judged(recall(True, "2nd of May"))
    assert (right.measure, right.session, right.about, right.label) == ("memory.recall", 3, "2", "move_out_date")
    assert (right.status, right.value, right.judge) == ("scored", 1, "fake")
    assert judged(recall(False, ""))[0].value == 0


def test_a_right_answer_needs_its_words() -> None:
    assert judged(recall(True, "the second"))[0].status == "failed"
    assert judged(recall(True, ""))[0].status == "failed"


def test_an_empty_answer_is_wrong_without_a_call() -> None:
    row, fake = judged(recall(True, ""), answer=" \n")
    assert (row.status, row.value, row.judge, fake.asked) == ("scored", 0, "code", [])


def test_without_gold_there_is_nothing_to_judge() -> None:
    row, fake = judged(recall(True, ""), gold="")
    assert (row.status, row.value, fake.asked) == ("not_applicable", None, [])


def test_failing_and_abstaining() -> None:
    assert judged(AnswerInvalid("no"))[0].status == "failed"
    assert judged(recall(True, "May", abstain=True))[0].status == "abstained"
