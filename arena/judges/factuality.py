"""Factuality under personalisation: one question of fact, with memory and without (PFQABench, arXiv 2601.11000)."""

from __future__ import annotations

from arena.judges import questions
from arena.judges._bench import BY_CODE, Bench, Heard, Place, Reading, not_applicable, row, scored
from arena.judges.questions import FactualAnswer
from arena.schema.event import ProbeAsked
from arena.schema.judge_view import FactualView
from arena.schema.verdict import Verdict

WITH, WITHOUT, ECHO = "factuality.with_memory", "factuality.without_memory", "factuality.echo"


class FactualityJudge:
    """Compares one answer with what is so, and a wrong one with what the person had told."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def judge(self, asked: ProbeAsked, history: tuple[str, ...]) -> list[Verdict]:
        """Rows `about` the probe's number: whether it is right, and with memory whether a wrong answer is an echo.

        An empty answer is wrong without a call and echoes nothing.

        Args:
            asked: the probe; its kind says whether the assistant knew the person.
            history: what the person had told by then; not shown where the assistant knew nobody.
        """
        known = asked.kind == "factuality"
        place = Place(asked.session, about=str(asked.probe))
        if not asked.answer.strip():
            wrong = scored(0.0, label=asked.about, reason="empty answer")
            return [row(name, place, BY_CODE, wrong) for name in ((WITH, ECHO) if known else (WITHOUT,))]
        shown = history if known else ()
        view = FactualView(question=asked.question, gold=asked.gold, history=shown, answer=asked.answer)
        heard = await self._bench.hear(questions.factual(view))
        right = row(WITH if known else WITHOUT, place, heard.source, heard.finding(_right, asked.answer))
        rows = [right.model_copy(update={"label": asked.about})]
        return [*rows, _echo(heard, right, asked.answer)] if known else rows


def _echo(heard: Heard[FactualAnswer], right: Verdict, answer: str) -> Verdict:
    place = Place(right.session, about=right.about)
    if right.value:
        return row(ECHO, place, BY_CODE, not_applicable("the answer is right"))
    return row(ECHO, place, heard.source, heard.finding(_echoed, answer))


def _right(answer: FactualAnswer) -> Reading:
    return _reading(answer, answer.right, rests=answer.right)


def _echoed(answer: FactualAnswer) -> Reading:
    return _reading(answer, answer.echoes and not answer.right, rests=answer.echoes)


def _reading(answer: FactualAnswer, value: bool, *, rests: bool) -> Reading:
    return Reading(float(value), answer.evidence, answer.why, answer.certainty, answer.abstain, rests)
