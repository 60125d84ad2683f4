"""Likability: each generated reply is rated on seven dimensions (LikeBench, arXiv 2512.13077)."""

from __future__ import annotations

from statistics import fmean

from arena.judges import _bench, questions
from arena.judges._bench import BY_CODE, Bench, Finding, Heard, Place, Reading
from arena.judges.questions import DIMENSIONS, LikabilityAnswer
from arena.schema.judge_view import LikabilityView
from arena.schema.measure import Dimension
from arena.schema.verdict import Verdict


class LikabilityJudge:
    """Rates one reply with one question."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def judge(self, view: LikabilityView, session: int) -> list[Verdict]:
        """Seven rows and `likability.overall`, the mean of the dimensions that apply (by code).

        Args:
            view: the reply in its context.
            session: 1-based number of the session.
        """
        place = Place(session, view.reply_turn)
        heard = await self._bench.hear(questions.likability(view))
        found = {dimension: _finding(heard, dimension, view.reply) for dimension in DIMENSIONS}
        rows = [_bench.row(f"likability.{name}", place, heard.source, finding) for name, finding in found.items()]
        return [*rows, _bench.row("likability.overall", place, BY_CODE, overall(list(found.values())))]


def overall(findings: list[Finding]) -> Finding:
    """Mean of the scored dimensions of one turn.

    A dimension that does not apply is left out, never counted as zero or as the middle. Without a scored dimension
    the turn failed or was abstained from if any dimension was, else nothing applied.
    """
    values = [finding.value for finding in findings if finding.value is not None]
    if values:
        return _bench.scored(fmean(values))
    statuses = {finding.status for finding in findings}
    if "failed" in statuses:
        return _bench.failed("no dimension was scored")
    return Finding("abstained") if "abstained" in statuses else _bench.not_applicable("no dimension applies")


def _finding(heard: Heard[LikabilityAnswer], dimension: Dimension, reply: str) -> Finding:
    if heard.answer is None:
        return _bench.failed(heard.reason)
    answer, rating = heard.answer, heard.answer.rating(dimension)
    if rating.applies and rating.score is None and not answer.abstain:
        return _bench.failed("applies, but no score given")
    value = float(rating.score) if rating.applies and rating.score is not None else None
    return heard.stands(Reading(value, rating.evidence, rating.why, answer.certainty, answer.abstain), reply)
