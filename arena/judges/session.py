"""A whole session, read once: success, personalisation, naturalness and coherence (PersonaLens, arXiv 2506.09902).

All six come from one question, since each of them needs the whole session to be read; the four that the turns alone
decide are answered first. Why one question: `docs/decisions/0058-one-question-a-session.md`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from types import MappingProxyType

from arena.judges import questions
from arena.judges._bench import BY_CODE, Bench, Finding, Heard, Place, Reading, failed, not_applicable, row
from arena.judges._evidence import fault_of
from arena.judges._transcript import SessionCopy, Transcript
from arena.judges.questions import Impression, Level, Outcome, SessionAnswer
from arena.schema.judge_view import Line, SessionView
from arena.schema.verdict import Evidence, Verdict

SUCCESS, LEVEL = "task.success", "personalisation.level"
_TASKS = frozenset({"task", "talk", "message"})
_CLEAN = 4
"""Points of naturalness and coherence from which on no words need be shown."""


@dataclass(frozen=True, slots=True)
class Aspect:
    """One of the six: the field of the answer that decides it, and whose turns its words are taken from."""

    field: str
    speaker: str


ASPECTS = MappingProxyType(
    {
        SUCCESS: Aspect("success", "assistant"),
        LEVEL: Aspect("personalisation", "assistant"),
        "dialogue.naturalness": Aspect("assistant_naturalness", "assistant"),
        "dialogue.coherence": Aspect("assistant_coherence", "assistant"),
        "realism.naturalness": Aspect("person_naturalness", "user"),
        "realism.coherence": Aspect("person_coherence", "user"),
    }
)
"""Measure -> how it is read off the answer."""


class SessionJudge:
    """Asks one question about a session that is over."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    async def judge(self, view: SessionView, session: int, measures: Collection[str]) -> list[Verdict]:
        """A row for each of `measures`.

        Args:
            view: the session. Without a goal success does not apply, without anything known of the person
                personalisation does not; then no answer is looked at.
            session: its number, from 1.
            measures: names among `ASPECTS`.
        """
        heard = await self._bench.hear(questions.session(view))
        return [_row(name, aspect, heard, view, session) for name, aspect in ASPECTS.items() if name in measures]


def view_of(transcript: Transcript, goal: str, wishes: tuple[str, ...]) -> SessionView | None:
    """What is shown of the session that has just ended; None where nobody's merit or fault is to be seen in it.

    In a scripted session the turns are given, and a session without a reply of the contestant's says nothing of it.
    """
    session = transcript.current
    if session.plan.kind == "scripted" or not session.generated():
        return None
    earlier = tuple(line for line in transcript.earlier() if line.speaker == "user")
    known = wishes if earlier else ()
    return SessionView(
        goal=goal if session.plan.kind in _TASKS else "", wishes=known, earlier=earlier, session=session.lines()
    )


def measures_of(session: SessionCopy) -> tuple[str, ...]:
    """Which of the six say something: the person's side only where a simulated person spoke."""
    simulated = any(turn.speaker == "user" and turn.origin == "generated" for turn in session.turns)
    return tuple(name for name, aspect in ASPECTS.items() if simulated or aspect.speaker == "assistant")


def _row(name: str, aspect: Aspect, heard: Heard[SessionAnswer], view: SessionView, session: int) -> Verdict:
    if name == SUCCESS and not view.goal:
        return row(name, Place(session), BY_CODE, not_applicable("nothing in particular was wanted"))
    if name == LEVEL and not view.earlier:
        return row(name, Place(session), BY_CODE, not_applicable("nothing was known of the person before"))
    lines = [line for line in view.session if line.speaker == aspect.speaker]
    finding = _finding(heard, aspect.field, lines)
    verdict = row(name, Place(session), heard.source, replace(finding, quote=""))
    turn = _turn_of(finding.quote, lines)
    return verdict.model_copy(update={"evidence": (Evidence(turn=turn, quote=finding.quote),)}) if turn else verdict


def _finding(heard: Heard[SessionAnswer], field: str, lines: list[Line]) -> Finding:
    if heard.answer is None:
        return failed(heard.reason)
    given: Impression | Level | Outcome = getattr(heard.answer, field)
    value, rests = _value(given)
    if value is None and not heard.answer.abstain:
        return failed("there is something to judge, but no score given")
    reading = Reading(value, given.evidence, given.why, heard.answer.certainty, heard.answer.abstain, rests)
    return heard.stands(reading, "\n".join(line.text for line in lines))


def _value(given: Impression | Level | Outcome) -> tuple[float | None, bool]:
    """The value, and whether it needs words to rest on: faults do, and so do merits that not everything has."""
    if isinstance(given, Outcome):
        return None if given.met is None else float(given.met), bool(given.met)
    if isinstance(given, Level):
        return None if given.score is None else float(given.score), (given.score or 0) > 1
    return float(given.score), given.score < _CLEAN


def _turn_of(quote: str, lines: list[Line]) -> int:
    """The first turn in which the quote stands; 0 for none."""
    return next((line.turn for line in lines if quote and not fault_of(quote, line.text, required=True)), 0)
