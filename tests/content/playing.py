"""The shipped people at play: whole courses on the offline model, without judges, and what was said in them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from arena import assistants, personas, scenarios
from arena.dialogue import Cast, play
from arena.files import shipped
from arena.models import Sampling, request_for
from arena.models.offline import OfflineBackend
from arena.schema.event import SessionEnded, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.question import Question
from arena.schema.scenario import Scenario
from arena.tournament.backends import offline_answerers
from arena.users import Person


@dataclass(frozen=True)
class Door:
    """The way to the offline model, without a journal."""

    backend: OfflineBackend

    async def ask(self, question: Question[Any]) -> Any:
        request = request_for(question, Sampling("offline"))
        return (await self.backend.answer(question, request)).answer


@dataclass
class Played:
    """A course that was played."""

    persona: Persona
    scenario: Scenario
    turns: list[TurnSpoken] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    misbehaved: tuple[str, ...] = ()

    @property
    def said(self) -> list[str]:
        """The person's own messages."""
        return [
            t.turn.text for t in self.turns if t.turn.speaker == "user" and t.turn.text and t.turn.origin != "given"
        ]


GROUP = "shipped people at play"
"""Tests that play the shipped people run in one worker, so that no course is played twice."""


@cache
def course(persona_id: str, scenario_id: str, contestant: str = "notebook") -> Played:
    """A course of somebody shipped, played once."""
    persona = personas.load(shipped("personas") / f"{persona_id}.yaml")
    return played(persona, scenarios.load(shipped("scenarios") / f"{scenario_id}.yaml"), contestant)


def played(persona: Persona, scenario: Scenario, contestant: str = "notebook", seed: str = "0") -> Played:
    """Play the whole course."""
    return asyncio.run(_played(persona, scenario, contestant, seed))


async def _played(persona: Persona, scenario: Scenario, contestant: str, seed: str) -> Played:
    case = f"{persona.id}|{scenario.id}|{seed}"
    door = Door(OfflineBackend(offline_answerers(), scenarios.world(scenario), case))
    person = Person(persona, scenario, door, case)
    assistant = assistants.build(assistants.canonical(contestant), door)
    result = Played(persona, scenario)
    cast = Cast(
        match=case, attempt=1, persona=persona, scenario=scenario, person=person, contestant=assistant, probes=False
    )
    async for event in play(cast):
        if isinstance(event, TurnSpoken):
            result.turns.append(event)
        elif isinstance(event, SessionEnded):
            result.ends.append(event.reason)
    await assistant.close()
    result.misbehaved = person.misbehaved
    return result
