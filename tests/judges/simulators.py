"""A good simulated person and six bad ones, each bad in one known way, played against an offline contestant."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from arena import assistants, judges, personas, scenarios, users
from arena.assistants import offline as desk
from arena.dialogue import Cast, play
from arena.judges.realism import RealismJudge
from arena.models import Sampling, request_for
from arena.models.offline import OfflineBackend
from arena.schema.event import MatchEvent
from arena.schema.persona import Persona
from arena.schema.realism import RealismSpec
from arena.schema.scenario import Fault, Scenario
from arena.schema.user_view import UserView
from arena.schema.verdict import Verdict
from arena.schema.world import World
from arena.users import Person, SpokenTurn

Change = Callable[[SpokenTurn, UserView, Persona], SpokenTurn]
FAULTS = (
    "You said you wanted to buy a boat.",
    "You said you wanted to buy a boat.",
    "Boats are best bought in autumn.",
)


def good(turn: SpokenTurn, view: UserView, who: Persona) -> SpokenTurn:
    """As the offline person is, and says something true of themselves now and then."""
    return turn if view.transcript else turn.model_copy(update={"say": f"{turn.say} I'm 41."})


def agreeable(turn: SpokenTurn, view: UserView, who: Persona) -> SpokenTurn:
    """Takes everything, also nonsense, as what they wanted."""
    if not view.transcript:
        return turn
    rosy = {"progress": 2, "understood": 2, "respected": 2, "effort": 2, "happened": (), "need_met": False}
    return turn.model_copy(update={**rosy, "say": "Perfect, thank you, that makes sense."})


def verbose(turn: SpokenTurn, view: UserView, who: Persona) -> SpokenTurn:
    more = " I have been turning this over for a while, one way and another, and the more I look at it the less I see."
    return turn.model_copy(update={"say": turn.say + 3 * more})


def over_informing(turn: SpokenTurn, view: UserView, who: Persona) -> SpokenTurn:
    """Everything at once, before anybody asks."""
    if view.transcript:
        return turn
    told = [fact for fact in who.facts if fact.key not in ("name", "age")][:9]
    return turn.model_copy(update={"say": " ".join([turn.say, *(fact.says_like[0] for fact in told)])})


def role_flipping(turn: SpokenTurn, view: UserView, who: Persona) -> SpokenTurn:
    if len(view.transcript) < 2:
        return turn
    say = "I'd be happy to help with that! Here are a few options:\n1. Ask the bank\n2. Ask the landlord\n3. Wait"
    return turn.model_copy(update={"say": say, "need_met": False})


def immortal(turn: SpokenTurn, view: UserView, who: Persona) -> SpokenTurn:
    """Says goodbye and goes on, and on."""
    if len(view.transcript) < 2:
        return turn
    calm = {"progress": 1, "understood": 1, "respected": 1, "effort": 0, "happened": (), "need_met": False}
    return turn.model_copy(update={**calm, "say": "That's all I need. Bye. And what about the bins?"})


def amnesiac(turn: SpokenTurn, view: UserView, who: Persona) -> SpokenTurn:
    """Cannot keep in mind who they are."""
    kept = ("I'm 41.", "I'm 29 by the way.", "My name is Rosa.", "I don't have a cat.")
    place = len(view.transcript) // 2 % len(kept)
    return turn.model_copy(update={"say": f"{turn.say} {kept[place]}"})


class Played:
    """The offline model with its turns changed."""

    def __init__(self, change: Change, persona: Persona, world: World, seed: str) -> None:
        self._backend = OfflineBackend({**users.ANSWERERS, **desk.ANSWERERS, **judges.ANSWERERS}, world, seed)
        self._change = change
        self._persona = persona

    async def ask(self, question: Any) -> Any:
        answer = (await self._backend.answer(question, request_for(question, Sampling("offline")))).answer
        return self._change(answer, question.inputs, self._persona) if question.prompt == "user/turn" else answer


@cache
def stage() -> tuple[Persona, Scenario]:
    """Somebody short and stern, in a matter in which the assistant errs three times in a row."""
    persona = personas.find("ines-varga")[0]
    course = scenarios.find("smaller-flat")[0]
    faults = tuple(Fault(turn=turn, fault="off_topic", text=text) for turn, text in enumerate(FAULTS, start=2))
    first = course.sessions[0].model_copy(update={"inject": faults, "max_turns": 9})
    return persona, course.model_copy(update={"sessions": (first, *course.sessions[1:3]), "probes": ()})


async def _played(change: Change, seed: str, contestant: str) -> list[MatchEvent]:
    persona, scenario = stage()
    model = Played(change, persona, scenarios.world(scenario), seed)
    person = Person(persona, scenario, model, seed)
    assistant = assistants.build(contestant, model)
    events = [event async for event in play(Cast("m", 1, persona, scenario, person, assistant))]
    await assistant.close()
    return events


@cache
def events_of(change: Change, seed: str = "1", contestant: str = "transcript") -> tuple[MatchEvent, ...]:
    """A match with a simulated person, in one draw of their chances."""
    return tuple(asyncio.run(_played(change, seed, contestant)))


async def _rows(change: Change, seed: str, events: Sequence[MatchEvent]) -> list[Verdict]:
    persona, scenario = stage()
    model = Played(change, persona, scenarios.world(scenario), seed)
    judge = RealismJudge(persona, scenario, model, "offline", RealismSpec(ask="always"))
    rows: list[Verdict] = []
    for event in events:
        rows += await _heard(judge, event)
    return rows + judge.counted()


async def _heard(judge: RealismJudge, event: MatchEvent) -> list[Verdict]:
    return [row for job in judge.see(event) for row in await job]


@cache
def realism_of(change: Change, seed: str = "1") -> tuple[Verdict, ...]:
    """What the judge of realism finds of a simulated person, in one draw of their chances."""
    return tuple(asyncio.run(_rows(change, seed, events_of(change, seed))))
