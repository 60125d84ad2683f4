"""Preference adherence of one reply: the four checks of PrefEval (arXiv 2502.09597), and what code can see itself."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from arena.judges import questions
from arena.judges._artefact import parted
from arena.judges._bench import (
    BY_CODE,
    Bench,
    Finding,
    Place,
    Reading,
    Source,
    not_applicable,
    row,
    scored,
)
from arena.judges._options import keeps, recommended
from arena.judges._transcript import Request
from arena.judges.aggregate import Checks, prefeval
from arena.judges.questions import AcknowledgeAnswer, Checked, HallucinateAnswer, HelpfulAnswer, ViolateAnswer
from arena.schema.judge_view import AcknowledgeView, HallucinateView, HelpfulView, ViolateView
from arena.schema.persona import Preference
from arena.schema.scenario import Option, SessionPlan
from arena.schema.verdict import Verdict
from arena.text.features import features

NOT_AT_ISSUE = "not at issue"
"""Label of the rows that say nothing of a preference, because neither request nor reply touched its matter."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The decisive reply of a session, with what led to it and what it is held against."""

    place: Place
    request: Request
    reply: str
    preferences: tuple[Preference, ...]
    """The applicable preferences as they stand in this session."""
    holds: tuple[Preference, ...]
    """All preferences that the person has in this session: what a reply may truthfully refer to."""
    plan: SessionPlan
    former: Mapping[str, str] = field(default_factory=dict)
    """Preference id -> what it was before it last changed, for those that have changed by this session."""


@dataclass(frozen=True, slots=True)
class _Checked:
    """One of the four checks: its source and finding."""

    source: Source
    finding: Finding


class PreferenceJudge:
    """Asks the four checks apart. Only *violate* depends on which preference is judged; the others are asked once."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def judge(self, decision: Decision) -> list[Verdict]:
        """Six rows for each applicable preference: the checks, `preference.accuracy` and `preference.kept`.

        A preference that has changed has a seventh, `preference.stale`: the reply breaks what it is now and keeps what
        it was.

        Where the preference is not at issue, `preference.violate` and `preference.accuracy` are not applicable: a
        reply about something else has neither followed nor broken it.
        """
        if not decision.preferences:
            return []
        violating = asyncio.gather(*(self._violate(decision, preference) for preference in decision.preferences))
        (acknowledge, hallucinate), helpful, violations = await asyncio.gather(
            self._references(decision), self._helpful(decision), violating
        )
        rows: list[Verdict] = []
        for preference, violate in zip(decision.preferences, violations, strict=True):
            checks = {"acknowledge": acknowledge, "violate": violate, "hallucinate": hallucinate, "helpful": helpful}
            rows += _rows(decision, preference, checks)
            rows += await self._stale(decision, preference, violate)
        return rows

    async def stale(self, decision: Decision) -> list[Verdict]:
        """`preference.stale` alone, for each applicable preference that has changed."""
        rows: list[Verdict] = []
        for preference in decision.preferences:
            rows += await self._stale(decision, preference, await self._violate(decision, preference))
        return rows

    async def _references(self, decision: Decision) -> tuple[_Checked, _Checked]:
        """The acknowledgement, asked without showing any preference, and then what it claims."""
        asked = decision.request
        view = AcknowledgeView(before=asked.before, request=asked.text, reply=decision.reply)
        heard = await self._bench.hear(questions.acknowledge(view))
        acknowledge = _Checked(heard.source, heard.finding(_acknowledged, decision.reply))
        return acknowledge, await self._hallucinate(decision, acknowledge.finding)

    async def _hallucinate(self, decision: Decision, acknowledged: Finding) -> _Checked:
        if acknowledged.value is None:
            return _Checked(BY_CODE, Finding(acknowledged.status, reason="no usable acknowledgement to compare"))
        if not acknowledged.value or not acknowledged.quote:
            return _Checked(BY_CODE, scored(0.0, reason="nothing was acknowledged"))
        true = "\n".join(preference.value for preference in decision.holds)
        view = HallucinateView(preference=true, said=decision.request.said, passage=acknowledged.quote)
        heard = await self._bench.hear(questions.hallucinate(view))
        return _Checked(heard.source, heard.finding(_hallucinated, acknowledged.quote))

    async def _violate(self, decision: Decision, preference: Preference) -> _Checked:
        asked = decision.request
        view = ViolateView(preference=preference.value, before=asked.before, request=asked.text, reply=decision.reply)
        heard = await self._bench.hear(questions.violate(view))
        if heard.answer is not None and _passed_by(heard.answer) and not _bound_to_matter(preference, decision):
            aside = Finding("not_applicable", None, NOT_AT_ISSUE, "", heard.answer.why, heard.answer.certainty)
            return _Checked(heard.source, aside)
        return _Checked(heard.source, heard.finding(_violated, decision.reply))

    async def _stale(self, decision: Decision, preference: Preference, violate: _Checked) -> list[Verdict]:
        """Whether a reply that breaks a changed preference keeps its former version; asked only where it breaks it."""
        former = decision.former.get(preference.id)
        if former is None:
            return []
        place = Place(decision.place.session, decision.place.turn, preference.id)
        if not violate.finding.value:
            return [row("preference.stale", place, violate.source, replace(violate.finding, label="", quote=""))]
        asked = decision.request
        view = ViolateView(preference=former, before=asked.before, request=asked.text, reply=decision.reply)
        heard = await self._bench.hear(questions.violate(view))
        found = heard.finding(_violated, decision.reply)
        kept = found if found.value is None else scored(1 - found.value, label="" if found.value else "former kept")
        return [row("preference.stale", place, heard.source, kept)]

    async def _helpful(self, decision: Decision) -> _Checked:
        asked = decision.request
        view = HelpfulView(before=asked.before, request=asked.text, reply=decision.reply)
        heard = await self._bench.hear(questions.helpful(view))
        return _Checked(heard.source, heard.finding(_helped, decision.reply))


def accuracy(checks: Mapping[str, Finding]) -> Finding:
    """`preference.accuracy` of the four findings; a check without a value that the result needs is passed on.

    What is not at issue comes before everything else: there even a useless reply says nothing of the preference.
    """
    needed = [checks["violate"], checks["helpful"]]
    for status in ("not_applicable", "failed", "abstained"):
        if missing := [finding for finding in needed if finding.status == status]:
            return Finding(missing[0].status, label=missing[0].label, reason=missing[0].reason)
    found = prefeval(
        Checks(
            violate=bool(checks["violate"].value),
            helpful=bool(checks["helpful"].value),
            acknowledge=_truth(checks["acknowledge"]),
            hallucinate=_truth(checks["hallucinate"]),
        )
    )
    return scored(float(found.accuracy), label=found.error)


def kept(preference: Preference, plan: SessionPlan, reply: str) -> Finding:
    """`preference.kept`: what code can see of a reply, labelled with the recommended option.

    The reply's form is compared with the `reply.*` attributes of `favours`. Among the session's options, those that the
    plan's check names keep the preference, else those that have what `favours` asks, as far as the catalogue knows
    these attributes. All that can be checked must hold; nothing checkable, or no single option recommended where
    one decides, is *not applicable*.
    """
    form = _form_kept(preference.favours, reply)
    if not _options_decide(preference, plan):
        return not_applicable("nothing that code can check") if form is None else scored(float(form))
    option = recommended(reply, plan.options)
    if option is None:
        return not_applicable("no single option recommended")
    good = _option_kept(preference, plan, option)
    if good is None:
        return not_applicable("the option says nothing of what is favoured")
    return scored(float(good and form is not False), label=option.id)


def _rows(decision: Decision, preference: Preference, checks: Mapping[str, _Checked]) -> list[Verdict]:
    place = Place(decision.place.session, decision.place.turn, preference.id)
    rows = [row(f"preference.{name}", place, check.source, check.finding) for name, check in checks.items()]
    by_code = {
        "accuracy": accuracy({name: check.finding for name, check in checks.items()}),
        "kept": kept(preference, decision.plan, decision.reply),
    }
    return rows + [row(f"preference.{name}", place, BY_CODE, finding) for name, finding in by_code.items()]


def _form_kept(favours: Mapping[str, str], reply: str) -> bool | None:
    own = parted(reply)
    seen = features(own.outside)
    if own.inside:
        del seen["reply.length"]  # the length of a text that was asked for is another matter
    checkable = {key: value for key, value in favours.items() if key in seen}
    return all(seen[key] == value for key, value in checkable.items()) if checkable else None


def _options_decide(preference: Preference, plan: SessionPlan) -> bool:
    known = {key for option in plan.options for key in option.has}
    return bool(plan.options) and (_kept_by(preference, plan) is not None or bool(known & preference.favours.keys()))


def _kept_by(preference: Preference, plan: SessionPlan) -> tuple[str, ...] | None:
    return next((check.kept_by for check in plan.checks if check.preference == preference.id), None)


def _option_kept(preference: Preference, plan: SessionPlan, option: Option) -> bool | None:
    ids = _kept_by(preference, plan)
    return keeps(option, preference.favours, plan.options) if ids is None else option.id in ids


def _truth(finding: Finding) -> bool | None:
    return None if finding.value is None else bool(finding.value)


def _passed_by(answer: ViolateAnswer) -> bool:
    return not (answer.at_issue or answer.violates or answer.abstain)


def _bound_to_matter(preference: Preference, decision: Decision) -> bool:
    """Whether the plan or code already says that the preference is at issue, so that no judge is asked for it.

    It is in an imported item, where a check of the plan names it, and where what is favoured can be seen in the form
    of the reply or in the option it recommends.
    """
    plan = decision.plan
    named = plan.kind == "scripted" or _kept_by(preference, plan) is not None
    return named or kept(preference, plan, decision.reply).value is not None


def reading_of(answer: Checked) -> Reading:
    """What one of the four answers says."""
    match answer:
        case AcknowledgeAnswer():
            return _acknowledged(answer)
        case ViolateAnswer():
            return _violated(answer)
        case HallucinateAnswer():
            return _hallucinated(answer)
        case HelpfulAnswer():
            return _helped(answer)


def _acknowledged(answer: AcknowledgeAnswer) -> Reading:
    quote = answer.passage if answer.acknowledges else ""
    return Reading(float(answer.acknowledges), quote, answer.why, answer.certainty, answer.abstain, answer.acknowledges)


def _violated(answer: ViolateAnswer) -> Reading:
    value, rests = float(answer.violates), answer.violates
    return Reading(value, answer.evidence, answer.why, answer.certainty, answer.abstain, rests)


def _hallucinated(answer: HallucinateAnswer) -> Reading:
    value, rests = float(answer.hallucinates), answer.hallucinates
    return Reading(value, answer.evidence, answer.why, answer.certainty, answer.abstain, rests)


def _helped(answer: HelpfulAnswer) -> Reading:
    return Reading(float(answer.helpful), answer.evidence, answer.why, answer.certainty, answer.abstain, answer.helpful)
