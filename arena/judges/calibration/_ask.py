"""Asking a judge about a prepared moment, through the same judges that read a match."""

from __future__ import annotations

from typing import Any

from arena.judges import _bench, preference, questions
from arena.judges._artefact import Artefact
from arena.judges._bench import Bench, Place
from arena.judges._length import reply_words, suits_words
from arena.judges._transcript import Request
from arena.judges.calibration._ask_people import ask_of_person
from arena.judges.calibration._moments import Moment, Sketch, Twin, shipped_moments
from arena.judges.factuality import ECHO, WITH, WITHOUT, FactualityJudge
from arena.judges.likability import LikabilityJudge
from arena.judges.memory import IMPLICIT, MemoryJudge, Recalls
from arena.judges.privacy import Letter, PrivacyJudge
from arena.judges.session import ASPECTS, SessionJudge
from arena.schema.event import ProbeAsked
from arena.schema.judge_view import (
    AcknowledgeView,
    HallucinateView,
    HelpfulView,
    LikabilityView,
    Line,
    SessionView,
    ViolateView,
)
from arena.schema.measure import COMPLETENESS
from arena.schema.persona import Fact, Preference
from arena.schema.question import Question
from arena.schema.scenario import Addressee, SessionPlan
from arena.schema.verdict import Verdict

_PLACE = Place(session=2, turn=2)
STALE = "preference.stale"


async def ask(moment: Moment, twin: Twin, bench: Bench) -> list[Verdict]:
    """Every verdict that the judge gives on this twin; the one on the moment's own measure is among them."""
    family = moment.measure.split(".")[0]
    if family == "likability":
        return await LikabilityJudge(bench).judge(_liking(moment, twin), session=2)
    if family == "privacy":
        return await PrivacyJudge(bench).judge(_letter(moment, twin))
    if family == "memory":
        return await MemoryJudge(bench).judge(_probe(moment, twin), _recalls(moment))
    if family == "factuality":
        rows = await FactualityJudge(bench).judge(_probe(moment, twin), moment.earlier)
        return [row for row in rows if row.measure == moment.measure]  # an echo is a wrong answer by its nature
    return await (_of_preference if family == "preference" else _of_session)(moment, twin, bench)


async def verdict_on(moment: Moment, twin: Twin, bench: Bench) -> tuple[Verdict, list[Verdict]]:
    """The verdict on the moment's own measure, and all others that were given with it."""
    rows = await ask(moment, twin, bench)
    own = next(row for row in rows if row.measure == moment.measure and moment.fact in ("", row.about))
    return own, [row for row in rows if row is not own and not row.measure.endswith(".overall")]


def _lines(texts: tuple[str, ...], session: int) -> tuple[Line, ...]:
    return tuple(
        Line(session=session, turn=i, speaker="user" if i % 2 else "assistant", text=text)
        for i, text in enumerate(texts, start=1)
    )


def _recalls(moment: Moment) -> Recalls:
    return "implicit" if moment.measure == IMPLICIT else "explicit"


def _of(speaker: str) -> list[str]:
    """What a session question says of the assistant, or of the person: the other side is another matter."""
    return [name for name, aspect in ASPECTS.items() if aspect.speaker == speaker]


def _session(moment: Moment, twin: Twin) -> SessionView:
    earlier = tuple(line for line in _lines(moment.earlier, 1) if line.speaker == "user")
    wishes = (moment.preference,) if moment.preference else ()
    return SessionView(goal=moment.goal, wishes=wishes, earlier=earlier, session=_lines(moment.dialogue(twin), 2))


def _liking(moment: Moment, twin: Twin) -> LikabilityView:
    sketch: Sketch = shipped_moments().people[moment.person]
    tastes, reply = sketch.tastes(), moment.text(twin)
    return LikabilityView(
        tastes=tastes,
        earlier=_lines(moment.earlier, 1),
        session=_lines(moment.said, 2),
        reply=reply,
        reply_turn=len(moment.said) + 1,
        reply_words=reply_words(reply),
        suits_words=suits_words(tastes, moment.said[-1], reply),
        mood=moment.mood,
    )


async def _of_session(moment: Moment, twin: Twin, bench: Bench) -> list[Verdict]:
    """What is asked of a session that is over, or of what the person says in it."""
    if moment.measure in ASPECTS:
        return await SessionJudge(bench).judge(_session(moment, twin), 2, _of(ASPECTS[moment.measure].speaker))
    return await ask_of_person(moment, twin, bench)


async def _of_preference(moment: Moment, twin: Twin, bench: Bench) -> list[Verdict]:
    """One of PrefEval's four checks, alone, or what is asked of a preference that has changed."""
    if moment.measure == STALE:
        return await preference.PreferenceJudge(bench).stale(_changed(moment, twin))
    reply = moment.text(twin)
    heard = await bench.hear(_checking(moment, reply))
    return [_bench.row(moment.measure, _PLACE, heard.source, heard.finding(preference.reading_of, reply))]


def _checking(moment: Moment, reply: str) -> Question[Any]:
    before, request = _lines(moment.said[:-1], 2), moment.said[-1]
    match moment.measure.removeprefix("preference."):
        case "violate":
            view = ViolateView(preference=moment.preference, before=before, request=request, reply=reply)
            return questions.violate(view)
        case "acknowledge":
            return questions.acknowledge(AcknowledgeView(before=before, request=request, reply=reply))
        case "hallucinate":
            said = moment.said[::2]
            return questions.hallucinate(HallucinateView(preference=moment.preference, said=said, passage=reply))
        case _:
            return questions.helpful(HelpfulView(before=before, request=request, reply=reply))


def _changed(moment: Moment, twin: Twin) -> preference.Decision:
    """The reply as the decision of a session in which a preference is no longer what it was."""
    wish = Preference(id="wish", about="what they want", value=moment.preference)
    return preference.Decision(
        place=_PLACE,
        request=Request(moment.said[-1], _lines(moment.said[:-1], 2)),
        reply=moment.text(twin),
        preferences=(wish,),
        holds=(wish,),
        plan=SessionPlan(id="prepared", kind="task"),
        former={wish.id: moment.former},
    )


def _letter(moment: Moment, twin: Twin) -> Letter:
    facts = [Fact(key=key, value=value) for key, value in moment.facts.items()]
    own = tuple(fact for fact in facts if fact.key == moment.fact)
    others = tuple(fact for fact in facts if fact.key != moment.fact)
    needed = moment.measure == COMPLETENESS
    return Letter(
        session=2,
        to=Addressee.model_validate({"who": moment.to, "purpose": moment.purpose}),
        artefact=Artefact(moment.text(twin), 2, "message"),
        share=own if needed else others,
        withhold=others if needed else own,
    )


def _probe(moment: Moment, twin: Twin) -> ProbeAsked:
    return ProbeAsked(
        match=moment.id,
        at=0.0,
        probe=1,
        session=2,
        kind={WITH: "factuality", ECHO: "factuality", WITHOUT: "factuality_without_memory"}.get(
            moment.measure, "memory"
        ),
        about="",
        question=moment.question,
        gold=moment.gold,
        answer=moment.text(twin),
    )
