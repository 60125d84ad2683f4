"""Where verdicts are made: a judging model, the source of an answer, and the rows that follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from arena.errors import CallFailed
from arena.judges._brief import AS_SHIPPED, Brief
from arena.judges._evidence import fault_of, unwrapped
from arena.models import Model
from arena.prompts import load
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.verdict import Evidence, Status, Verdict

A = TypeVar("A", bound=Record)
A_co = TypeVar("A_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Source:
    """Who decided and, for a model, on which words; part of every row."""

    judge: str
    prompt: str = ""
    prompt_sha256: str = ""


BY_CODE = Source("code")
"""The source of rows that text and arithmetic alone decide."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a row is about: `turn` is the judged assistant turn, 0 where there is none."""

    session: int
    turn: int = 0
    about: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found on one measure. `value` is None exactly when the status is not `scored`."""

    status: Status
    value: float | None = None
    label: str = ""
    quote: str = ""
    reason: str = ""
    certainty: int | None = None


def scored(value: float, *, label: str = "", quote: str = "", reason: str = "") -> Finding:
    """A finding with a value, by code."""
    return Finding("scored", value, label, quote, reason)


def not_applicable(reason: str) -> Finding:
    """There was nothing to judge."""
    return Finding("not_applicable", reason=reason)


def failed(reason: str) -> Finding:
    """There was something to judge and no usable answer."""
    return Finding("failed", reason=reason)


def row(measure: str, place: Place, source: Source, finding: Finding) -> Verdict:
    """The verdict of one finding. A quote becomes evidence where there is a turn for it to come from."""
    quoted = finding.quote and place.turn
    return Verdict(
        measure=measure,
        session=place.session,
        turn=place.turn,
        about=place.about,
        status=finding.status,
        value=finding.value,
        label=finding.label,
        evidence=(Evidence(turn=place.turn, quote=finding.quote),) if quoted else (),
        reason=finding.reason,
        certainty=finding.certainty,
        judge=source.judge,
        prompt=source.prompt,
        prompt_sha256=source.prompt_sha256,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """The parts of an answer that every judge's answer has. `value` is None for *not applicable*."""

    value: float | None
    quote: str
    why: str
    certainty: int
    abstain: bool
    rests_on_quote: bool = True
    """Whether this value needs a quote to stand."""


def finding_of(reading: Reading, text: str) -> Finding:
    """The finding that a reading of `text` supports, its quote checked against the text."""
    if reading.abstain:
        return Finding("abstained", reason=reading.why, certainty=reading.certainty)
    if reading.value is None:
        return Finding("not_applicable", reason=reading.why, certainty=reading.certainty)
    if fault := fault_of(reading.quote, text, required=reading.rests_on_quote):
        return failed(fault)
    return Finding("scored", reading.value, "", unwrapped(reading.quote), reading.why, reading.certainty)


@dataclass(frozen=True, slots=True)
class Heard(Generic[A_co]):
    """A judge's answer with its source; `answer` is None when the call failed, and `reason` says how."""

    source: Source
    answer: A_co | None
    reason: str = ""
    quotes: bool = True
    """Whether a verdict needs words copied from the text to rest on."""

    def finding(self, read: Callable[[A_co], Reading], text: str) -> Finding:
        """What the answer says of `text`, read by `read`; *failed* when there is no answer."""
        return failed(self.reason) if self.answer is None else self.stands(read(self.answer), text)

    def stands(self, reading: Reading, text: str) -> Finding:
        """The finding that a reading supports; people need not copy out what they rest on."""
        return finding_of(reading if self.quotes else replace(reading, rests_on_quote=False), text)


class Bench:
    """A judging model, the id under which its verdicts are recorded, and how it is to be asked."""

    def __init__(self, model: Model, judge: str, brief: Brief = AS_SHIPPED) -> None:
        self._model = model
        self._judge = judge
        self.brief = brief

    async def hear(self, question: Question[A]) -> Heard[A]:
        """The answer. A failed call is not raised: the rows that wanted it say that it failed."""
        question = replace(question, version=self.brief.versions.get(question.prompt, question.version))
        prompt = load(question.prompt, question.version)
        source = Source(self._judge, prompt.ref, prompt.sha256)
        try:
            return Heard(source, await self._model.ask(question), quotes=self.brief.quotes)
        except CallFailed as error:
            return Heard(source, None, f"{error.kind}: {error.fact}")
