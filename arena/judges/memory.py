"""Memory: was a question that was asked out of band answered rightly?"""

from __future__ import annotations

from typing import Literal

from arena.judges import questions
from arena.judges._bench import BY_CODE, Bench, Place, Reading, not_applicable, row, scored
from arena.judges.questions import RecallAnswer
from arena.schema.event import ProbeAsked
from arena.schema.judge_view import RecallView
from arena.schema.verdict import Verdict

MEASURE, IMPLICIT = "memory.recall", "memory.implicit"
Recalls = Literal["explicit", "implicit"]


class MemoryJudge:
    """Compares one answer with what a right answer holds."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def judge(self, asked: ProbeAsked, recalls: Recalls = "explicit") -> list[Verdict]:
        """One row, `about` the probe's number, labelled with the matter that was asked about.

        It is on `memory.recall`, or on `memory.implicit` where the answer had to be drawn from what was said and done.
        An empty answer is wrong without a call; a probe without gold cannot be judged.
        """
        measure = MEASURE if recalls == "explicit" else IMPLICIT
        place = Place(asked.session, about=str(asked.probe))
        if not asked.gold.strip():
            return [row(measure, place, BY_CODE, not_applicable("the probe names no right answer"))]
        if not asked.answer.strip():
            return [row(measure, place, BY_CODE, scored(0.0, label=asked.about, reason="empty answer"))]
        view = RecallView(question=asked.question, gold=asked.gold, answer=asked.answer)
        heard = await self._bench.hear(questions.recall(view))
        found = heard.finding(_read, asked.answer)
        return [row(measure, place, heard.source, found).model_copy(update={"label": asked.about})]


def _read(answer: RecallAnswer) -> Reading:
    return Reading(
        value=float(answer.right),
        quote=answer.evidence,
        why=answer.why,
        certainty=answer.certainty,
        abstain=answer.abstain,
        rests_on_quote=answer.right,
    )
