"""A judging model that answers as told, and short ways to write answers and scenes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from arena.errors import CallFailed
from arena.judges import questions as q
from arena.judges._length import reply_words, suits_words
from arena.models import Sampling, request_for
from arena.schema.judge_view import LikabilityView, Line, Tastes
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.verdict import Verdict

A = TypeVar("A", bound=Record)
Answer = Record | CallFailed | Callable[[Any], Record]


class FakeModel:
    """Answers by prompt name: a record, an error to raise, or a function of the inputs. Renders every prompt."""

    def __init__(self, **answers: Answer) -> None:
        self.answers = answers
        self.asked: list[Question[Any]] = []

    async def ask(self, question: Question[A]) -> A:
        request_for(question, Sampling("fake"))
        self.asked.append(question)
        await asyncio.sleep(0)
        answer = self.answers[question.prompt.removeprefix("judge/")]
        if isinstance(answer, CallFailed):
            raise answer
        made = answer if isinstance(answer, Record) else answer(question.inputs)
        assert isinstance(made, question.answer)
        return made

    def names(self) -> list[str]:
        return [question.prompt.removeprefix("judge/") for question in self.asked]

    def inputs(self, name: str) -> list[Any]:
        return [question.inputs for question in self.asked if question.prompt == f"judge/{name}"]


def run(job: Coroutine[Any, Any, list[Verdict]]) -> list[Verdict]:
    return asyncio.run(job)


def by(rows: list[Verdict], measure: str, about: str = "") -> Verdict:
    found = [row for row in rows if row.measure == measure and (not about or row.about == about)]
    assert len(found) == 1, (measure, about, [row.measure for row in rows])
    return found[0]


def acknowledge(passage: str = "", abstain: bool = False) -> q.AcknowledgeAnswer:
    return q.AcknowledgeAnswer(passage=passage, why="why", acknowledges=bool(passage), certainty=90, abstain=abstain)


def violate(
    evidence: str = "", abstain: bool = False, violates: bool | None = None, at_issue: bool = True
) -> q.ViolateAnswer:
    yes = bool(evidence) if violates is None else violates
    return q.ViolateAnswer(evidence=evidence, why="why", at_issue=at_issue, violates=yes, certainty=90, abstain=abstain)


def hallucinate(evidence: str = "") -> q.HallucinateAnswer:
    return q.HallucinateAnswer(evidence=evidence, why="why", hallucinates=bool(evidence), certainty=90, abstain=False)


def helpful(evidence: str = "", abstain: bool = False) -> q.HelpfulAnswer:
    return q.HelpfulAnswer(evidence=evidence, why="why", helpful=bool(evidence), certainty=90, abstain=abstain)


def likability(**ratings: q.Rating) -> q.LikabilityAnswer:
    """Ratings by dimension; those not named do not apply."""
    none = q.Rating(evidence="", why="not here", applies=False, score=None)
    return q.LikabilityAnswer(**{name: ratings.get(name, none) for name in q.DIMENSIONS}, certainty=80, abstain=False)


def whole(**parts: Any) -> q.SessionAnswer:
    """A session without a fault; every part is given as (evidence, value)."""
    given = {name: parts.get(name, ("", 5)) for name in list(q.SessionAnswer.model_fields)[:4]}
    impressions = {name: q.Impression(evidence=words, why="why", score=n) for name, (words, n) in given.items()}
    words, met = parts.get("success", ("", False))
    shown, level = parts.get("personalisation", ("", 1))
    return q.SessionAnswer(
        **impressions,
        personalisation=q.Level(evidence=shown, why="why", score=level),
        success=q.Outcome(evidence=words, why="why", met=met),
        certainty=70,
        abstain=parts.get("abstain", False),
    )


def rating(score: int | None, evidence: str, applies: bool = True) -> q.Rating:
    return q.Rating(evidence=evidence, why="why", applies=applies, score=score)


def tastes(**changes: Any) -> Tastes:
    plain = {
        "name": "Ana",
        "formality": "plain",
        "usual_words": 16,
        "wants_depth": 3,
        "emoji": "rarely",
        "knows": {},
        "humor_enjoys": (),
        "humor_lands_badly": (),
        "soothed_by": (),
        "stung_by": (),
        "holds": (),
        "wishes": (),
        "samples": (),
    }
    return Tastes.model_validate({**plain, **changes})


def said(speaker: str, text: str, session: int = 1, turn: int = 1) -> Line:
    return Line.model_validate({"session": session, "turn": turn, "speaker": speaker, "text": text})


def view(reply: str, user: str = "Which flat should I take?", **changes: Any) -> LikabilityView:
    likes = changes.get("tastes", tastes())
    plain = {
        "tastes": likes,
        "earlier": (),
        "session": (said("user", user),),
        "reply": reply,
        "reply_turn": 2,
        "reply_words": reply_words(reply),
        "suits_words": suits_words(likes, user, reply),
        "mood": "neither up nor down",
    }
    return LikabilityView.model_validate({**plain, **changes})
