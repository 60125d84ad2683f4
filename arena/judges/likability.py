"""Likability: each generated reply is rated on seven dimensions (LikeBench, arXiv 2512.13077)."""

from __future__ import annotations

from statistics import fmean
from typing import Any

from arena.judges import _bench, questions
from arena.judges._bench import BY_CODE, Bench, Finding, Heard, Place, Reading, Source
from arena.judges._rubric import rubric_of
from arena.judges.questions import DIMENSIONS, DimensionAnswer, LikabilityAnswer, Rating
from arena.schema.judge_view import DimensionView, LikabilityView
from arena.schema.measure import Dimension
from arena.schema.verdict import Verdict

_Found = dict[Dimension, tuple[Source, Finding]]


class LikabilityJudge:
    """Rates one reply, with one question by default."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def judge(self, view: LikabilityView, session: int) -> list[Verdict]:
        """A row a dimension and `likability.overall`, the mean of the dimensions that apply (by code).

        All seven come from one question, or from one each where the brief wants them apart; then only those it wants.

        Args:
            view: the reply in its context.
            session: 1-based number of the session.
        """
        place = Place(session, view.reply_turn)
        found = await (self._apart(view) if self._bench.brief.apart else self._together(view))
        rows = [_bench.row(f"likability.{name}", place, source, finding) for name, (source, finding) in found.items()]
        mean = overall([finding for _, finding in found.values()])
        return [*rows, _bench.row("likability.overall", place, BY_CODE, mean)]

    async def _together(self, view: LikabilityView) -> _Found:
        heard = await self._bench.hear(questions.likability(view))
        return {dimension: (heard.source, _of_seven(heard, dimension, view.reply)) for dimension in DIMENSIONS}

    async def _apart(self, view: LikabilityView) -> _Found:
        """One after another: a provider's cache then holds what the questions on a reply have in common."""
        brief = self._bench.brief
        every = brief.wants("likability.overall")
        found: _Found = {}
        for name in DIMENSIONS:
            if every or brief.wants(f"likability.{name}"):
                rubric = rubric_of(name, brief.versions.get("judge/likability", questions.likability(view).version))
                asked = DimensionView(**dict(view), dimension=name, rubric=rubric)
                heard = await self._bench.hear(questions.dimension(asked))
                found[name] = (heard.source, _alone(heard, view.reply))
        return found


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


def _of_seven(heard: Heard[LikabilityAnswer], dimension: Dimension, reply: str) -> Finding:
    if heard.answer is None:
        return _bench.failed(heard.reason)
    answer = heard.answer
    return _rated(heard, answer.rating(dimension), answer, reply)


def _alone(heard: Heard[DimensionAnswer], reply: str) -> Finding:
    return _bench.failed(heard.reason) if heard.answer is None else _rated(heard, heard.answer, heard.answer, reply)


def _rated(heard: Heard[Any], rating: Rating, answer: LikabilityAnswer | DimensionAnswer, reply: str) -> Finding:
    """What one rating of an answer says of the reply."""
    if rating.applies and rating.score is None and not answer.abstain:
        return _bench.failed("applies, but no score given")
    value = float(rating.score) if rating.applies and rating.score is not None else None
    return heard.stands(Reading(value, rating.evidence, rating.why, answer.certainty, answer.abstain), reply)
