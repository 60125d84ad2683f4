"""A judge's question as a person answers it: the same material, the same rubric, one key at a time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from arena.errors import UsageError
from arena.judges import _for_people
from arena.judges import questions as q
from arena.judges._evidence import fault_of
from arena.judges._rubric import rubric_of
from arena.prompts import load, render
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.verdict import Verdict

BAR = _for_people.BAR
UNSURE = "?"
_CANNOT_SAY = "cannot say"
_POINTS = {str(points): str(points) for points in range(1, 6)} | {"n": "does not apply", UNSURE: "cannot say"}
_YES_NO = {"y": "yes", "n": "no", UNSURE: "cannot say"}
_FOUND = {"w": "the whole of it", "p": "a hint only", "n": "no", UNSURE: "cannot say"}
_FULL = 100
"""What the form of an answer wants for certainty. Nobody asked the person, so no verdict carries it."""

_ASKED = {
    "judge/acknowledge": ("acknowledges", "Does the reply refer to something the person wants?"),
    "judge/helpful": ("helpful", "Is there substance in the reply?"),
    "judge/hallucinate": ("hallucinates", "Does the passage say something of the person that is not true?"),
    "judge/recall": ("right", "Is the answer right?"),
}
_SESSION = {
    "person_naturalness": "Do the person's turns read like somebody typing?",
    "person_coherence": "Do the person's turns hang together?",
    "assistant_naturalness": "Do the assistant's turns read like somebody talking?",
    "assistant_coherence": "Do the assistant's turns answer what was said, and agree?",
    "personalisation": "How far was this made for the person?",
    "success": "Does the person have what they came for?",
}
"""Fields of the answer about a session, in its order, and how a person is asked for them."""
_POINTS_MEAN = "1 very poor · 2 poor · 3 adequate · 4 good · 5 excellent"
_LEVELS_MEAN = "how far it was made for the person: 1 not at all · 2 echoes · 3 uses what it knew · 4 thinks ahead"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to ask: `choices` are keys and what they mean; none for words to be copied out of the reply."""

    key: str
    text: str
    choices: Mapping[str, str]

    @property
    def keys(self) -> str:
        """The choices in one short line; points on a scale as their range."""
        points = [key for key in self.choices if key.isdigit()]
        told = [f"{key} {means}" for key, means in self.choices.items() if not key.isdigit()]
        return " · ".join([f"{points[0]}-{points[-1]}", *told] if points else told)


def asked(question: Question[Any]) -> tuple[Asked, ...]:
    """What a person is asked for the answer to `question`, in order. Raises UsageError for a question of no judge."""
    inputs = question.inputs
    if question.prompt == "judge/likability":
        return tuple(Asked(name, name.replace("_", " "), _POINTS) for name in q.DIMENSIONS)
    if question.prompt == "judge/reveal":
        facts = getattr(inputs, "attributes", ())
        return tuple(Asked(fact.key, f"Does a reader learn {fact.key}: {fact.value}?", _FOUND) for fact in facts)
    if question.prompt == "judge/factual":
        echoes = Asked("echo", "If not: does it say something that the person had told?", _YES_NO)
        return (Asked("right", "Is the answer right?", _YES_NO), echoes)
    if question.prompt == "judge/session":
        return tuple(Asked(key, text, _of_session(key)) for key, text in _SESSION.items() if _open(inputs, key))
    if question.prompt == "judge/violate":
        choices = {**_YES_NO, "-": "not at issue here"}
        return (Asked("violates", "Does the reply go against the preference?", choices),)
    if question.prompt in _ASKED:
        return (Asked(*_ASKED[question.prompt], _YES_NO),)
    raise UsageError(f"nobody can label {question.prompt} by hand")


def scales(question: Question[Any]) -> tuple[str, ...]:
    """What the points mean that are asked for; empty where there are none."""
    if question.prompt == "judge/likability":
        return (_POINTS_MEAN,)
    if question.prompt == "judge/session":
        return (_POINTS_MEAN, *([_LEVELS_MEAN] if _open(question.inputs, "personalisation") else []))
    return ()


def follow_up(question: Question[Any], labels: Mapping[str, str]) -> Asked | None:
    """What is still needed: the words that acknowledge, since it is asked next whether they are true."""
    if question.prompt == "judge/acknowledge" and labels.get("acknowledges") == "y" and "passage" not in labels:
        return Asked("passage", "Which words? (copy them from the reply)", {})
    return None


def fault(question: Question[Any], one: Asked, typed: str) -> str:
    """Why what was typed is no answer; empty when it is one."""
    if not one.choices:
        return fault_of(typed, getattr(question.inputs, "reply", ""), required=True)
    return "" if typed in one.choices else f"{typed or 'an empty line'} is no answer: type {one.keys}"


def material(question: Question[Any]) -> str:
    """What a judge is shown beside its rubric: nothing says who the contestant is or what a judge made of it."""
    return _for_people.material(_said(question, "user"))


def rubric(question: Question[Any], key: str = "") -> str:
    """The judge's rubric without what is meant for a model; of one dimension or aspect alone where `key` names it."""
    parts = {"judge/likability": q.DIMENSIONS, "judge/session": tuple(_SESSION)}.get(question.prompt, ())
    if key in parts:
        return _for_people.worded(rubric_of(key, question.version, question.prompt))
    return _for_people.rubric(_said(question, "system"))


def _said(question: Question[Any], role: str) -> str:
    messages = render(load(question.prompt, question.version), question.inputs).messages
    return "\n\n".join(message.content for message in messages if message.role == role)


def answer(question: Question[Any], labels: Mapping[str, str]) -> Record:
    """The typed answer that these labels are; where a person cannot say, `verdicts` says so afterwards.

    Raises:
        KeyError: a label is missing.
    """
    given: dict[str, Any] = {"certainty": _FULL, "abstain": False}
    if question.prompt == "judge/likability":
        return q.LikabilityAnswer(**{name: _rating(labels[name]) for name in q.DIMENSIONS}, **given)
    if question.prompt == "judge/reveal":
        whole, hints = ([q.Found(key=k, quote="") for k, v in labels.items() if v == kind] for kind in ("w", "p"))
        return q.RevealAnswer(revealed=tuple(whole), partial=tuple(hints), **given)
    if question.prompt == "judge/factual":
        given["abstain"] = labels["right"] == UNSURE
        right, echoes = labels["right"] == "y", labels["echo"] == "y"
        return q.FactualAnswer(evidence="", why="", right=right, echoes=echoes and not right, **given)
    if question.prompt == "judge/session":
        return q.SessionAnswer(**{key: _judged(key, labels.get(key, "")) for key in _SESSION}, **given)
    if question.prompt == "judge/violate":
        said = labels["violates"]
        given["abstain"] = said == UNSURE
        return q.ViolateAnswer(evidence="", why="", at_issue=said != "-", violates=said == "y", **given)
    key, _ = _ASKED[question.prompt]
    given |= {key: labels[key] == "y", "why": "", "abstain": labels[key] == UNSURE}
    given["passage" if key == "acknowledges" else "evidence"] = labels.get("passage", "")
    made: Record = question.answer.model_validate(given)
    return made


def _of_session(key: str) -> Mapping[str, str]:
    if key == "success":
        return _YES_NO
    last = 4 if key == "personalisation" else 5
    return {str(points): str(points) for points in range(1, last + 1)} | {UNSURE: "cannot say"}


def _open(inputs: Record, key: str) -> bool:
    """Whether there is anything to ask: success wants a goal, personalisation something known before."""
    needs = {"success": "goal", "personalisation": "earlier"}.get(key)
    return needs is None or bool(getattr(inputs, needs))


def _judged(key: str, label: str) -> Record:
    """One label as its part of the answer; where a person cannot say, the middle stands and `verdicts` says so."""
    why = _CANNOT_SAY if label == UNSURE else ""
    score = int(label) if label.isdigit() else None
    if key == "success":
        return q.Outcome(evidence="", why=why, met=None if not label else label == "y")
    if key == "personalisation":
        return q.Level(evidence="", why=why, score=2 if label == UNSURE else score)
    return q.Impression(evidence="", why=why, score=score or 3)


def _rating(label: str) -> q.Rating:
    score = int(label) if label.isdigit() else None
    why = _CANNOT_SAY if label == UNSURE else ""
    return q.Rating(evidence="", why=why, applies=score is not None, score=score)


def verdicts(rows: Iterable[Verdict], unsure: Iterable[str]) -> list[Verdict]:
    """A person's verdicts: without a certainty that nobody stated, and abstained where they could not say.

    Args:
        rows: as a panel makes them of the answer.
        unsure: dimensions and fact keys of which the person could not say.
    """
    open_keys = frozenset(unsure)
    return [_own(row, open_keys) for row in rows]


def _own(row: Verdict, unsure: frozenset[str]) -> Verdict:
    changes: dict[str, Any] = {"certainty": None}
    if {row.about, row.measure.partition(".")[2]} & unsure or row.reason == _CANNOT_SAY:
        changes |= {"status": "abstained", "value": None, "label": "", "reason": _CANNOT_SAY}
    return row.model_copy(update=changes)
