"""What a match asks, counted by playing it: once as short and once as long as it can be, with nobody behind the door.

The course, the person's engine and the judges are those of the play, so whatever they ask is counted, and a question
that is added to them is counted too. What is asked the same number of times in both is certain; the rest lies between.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar

from arena.dialogue import Cast, play
from arena.errors import Rejected
from arena.judges import Brief, Panel
from arena.judges.questions import AcknowledgeAnswer, ViolateAnswer
from arena.judges.realism import RealismJudge
from arena.scenarios import NormTable, load_norms
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo
from arena.schema.event import ProbeAsked, SessionEnded
from arena.schema.persona import Persona
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import RunSpec
from arena.schema.scenario import Probe, Scenario
from arena.schema.user_view import UserView
from arena.text.canonical import canonical_json, key_of
from arena.users import Person
from arena.users.questions import SpokenTurn

A = TypeVar("A", bound=Record)

REPLY = "Here is what I would do about that."
"""An answer that recommends nothing: the last one decides."""
ENOUGH = "Thanks, that is all."
MORE = "I live alone, so feel free to say more. And what would you do after that?"
"""Says something of oneself and gives help, so that every judge of realism has its doubt; asks on, so that it stays."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What one match asks: prompts of the person and of judges, and replies of the contestant."""

    prompts: Counter[str]
    replies: int
    probes: int


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """The least and the most that a match may ask."""

    fewest: Asked
    most: Asked


Pair = tuple[Persona, Scenario]


def rehearse(pairs: Sequence[Pair], spec: RunSpec) -> list[Rehearsed]:
    """The least and the most that is asked when these people meet with these scenarios. Raises BadFiles for norms."""
    norms = load_norms(spec.norms)
    rest = canonical_json([spec.judge, spec.likability, spec.probes, spec.realism.model_dump(mode="json"), spec.norms])
    cases = [_Case(key_of(_text(who), _text(what), rest), who, what, spec, norms) for who, what in pairs]
    with ThreadPoolExecutor(1) as aside:  # whoever wants to know may have an event loop of their own
        return aside.submit(lambda: [_rehearsed(case) for case in cases]).result()


def _text(record: Record) -> str:
    return canonical_json(record.model_dump(mode="json"))


@dataclass(frozen=True, slots=True)
class _Case:
    """Who meets with what; the same where the key is the same."""

    key: str
    persona: Persona = field(compare=False)
    scenario: Scenario = field(compare=False)
    spec: RunSpec = field(compare=False)
    norms: NormTable = field(compare=False)


@lru_cache(maxsize=1024)
def _rehearsed(case: _Case) -> Rehearsed:
    """Both ways to play a case, some ten milliseconds each; a run is forecast more than once."""

    async def both() -> Rehearsed:
        return Rehearsed(await _play(case, _Mute(stays=False)), await _play(case, _Mute(stays=True)))

    return asyncio.run(both())


async def _play(case: _Case, model: _Mute) -> Asked:
    persona, scenario, spec = case.persona, case.scenario, case.spec
    contestant = _Extra()
    cast = Cast("rehearsal", 1, persona, scenario, Person(persona, scenario, model, "rehearsal"), contestant, False)
    readers: list[Panel | RealismJudge] = []
    if spec.judge:
        readers = [Panel(persona, scenario, model, case.norms, "nobody", Brief(apart=spec.likability == "separate"))]
        readers.append(RealismJudge(persona, scenario, model, "nobody", spec.realism))
    async for event in play(cast):
        for job in [job for reader in readers for job in reader.see(event)]:
            await job
        if isinstance(event, SessionEnded):
            last = event
    asked = _probes(persona, scenario, told=model.stays) if spec.probes else []
    for number, probe in asked:
        for job in [job for reader in readers for job in reader.see(_answered(last, number, probe))]:
            await job
    return Asked(model.asked, contestant.replies, len(asked))


def _probes(persona: Persona, scenario: Scenario, *, told: bool) -> list[tuple[int, Probe]]:
    """The probes that are put where the person has told all they know, or nothing."""
    known = {fact.key for fact in persona.known_facts()} if told else set()
    sessions = {plan.id for plan in scenario.sessions}
    return [
        (number, probe)
        for number, probe in enumerate(scenario.probes, start=1)
        if probe.after in sessions and probe.gold and ("{fact}" not in probe.gold or probe.about in known)
    ]


def _answered(ended: SessionEnded, number: int, probe: Probe) -> ProbeAsked:
    return ProbeAsked(
        match=ended.match,
        at=ended.at,
        probe=number,
        session=ended.session,
        kind=probe.kind,
        about=probe.about,
        question=probe.question,
        gold=probe.gold,
        answer=REPLY,
    )


@dataclass(slots=True)
class _Mute:
    """The model of all parties: counts what it is asked, and says what makes for more of it, or for less."""

    stays: bool
    asked: Counter[str] = field(default_factory=Counter)

    async def ask(self, question: Question[A]) -> A:
        """An answer where more may hang on it; else none. Raises Rejected."""
        self.asked[question.prompt] += 1
        said = self._said(question)
        if not isinstance(said, question.answer):
            raise Rejected("nobody is there")
        return said

    def _said(self, question: Question[Any]) -> Record | None:
        if isinstance(question.inputs, UserView):
            return _turn(self.stays, tuple(fact.key for fact in question.inputs.may_tell))
        sure = {"why": "", "certainty": 100, "abstain": False}
        if self.stays and question.answer is AcknowledgeAnswer:
            return AcknowledgeAnswer.model_validate({"passage": REPLY, "acknowledges": True, **sure})
        if self.stays and question.answer is ViolateAnswer:
            return ViolateAnswer.model_validate({"evidence": REPLY, "at_issue": True, "violates": True, **sure})
        return None


def _turn(stays: bool, reveals: tuple[str, ...]) -> SpokenTurn:
    content = 2 if stays else 0
    return SpokenTurn(
        noticed="",
        progress=content,
        understood=content,
        respected=content,
        effort=content,
        happened=(),
        need_met=not stays,
        wants_next="",
        say=MORE if stays else ENOUGH,
        reveals=reveals if stays else (),
    )


@dataclass(slots=True)
class _Extra:
    """Stands where the contestant does."""

    replies: int = 0

    async def start_session(self, info: SessionInfo) -> None: ...

    async def respond(self, view: AssistantView) -> AssistantReply:
        """The same, whatever was said."""
        self.replies += 1
        return AssistantReply(text=REPLY)

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None: ...

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """Not asked: probes are counted apart, for whether one is put hangs on what was told."""
        return AssistantReply(text=REPLY)

    async def export_memory(self) -> str:
        """Nothing."""
        return ""

    async def close(self) -> None: ...
