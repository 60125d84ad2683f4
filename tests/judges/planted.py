"""People whose fault shows over many turns, or against nobody in particular: played, asked again, rated."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from arena import assistants, personas, scenarios
from arena.checks._asked_again import Asking
from arena.checks._checked import Checked
from arena.dialogue import Cast, play
from arena.judges.realism._record import Played
from arena.judges.realism.dials import turned
from arena.models import Sampling, request_for
from arena.models.offline import OfflineBackend
from arena.schema.event import MatchEvent
from arena.schema.persona import Persona, Voice
from arena.schema.probe_view import AgainView
from arena.schema.run import MatchPlan, RunSpec
from arena.schema.scenario import Scenario
from arena.schema.user_view import UserView
from arena.tournament._schedule import Cases
from arena.tournament.backends import Backends, offline_answerers
from arena.users import Person
from arena.users.questions import SpokenTurn

FADES_AFTER = 6
"""Turns of the match after which nothing of the person shows in one who fades."""


@dataclass(frozen=True)
class Planted:
    """How somebody differs from the offline person: in what the speaker reads, in what is said, in what is answered."""

    name: str
    reads: Callable[[UserView, int], UserView] = lambda view, turn: view
    """What the speaker is shown at that turn of the match."""
    says: Callable[[SpokenTurn, int], SpokenTurn] = lambda said, turn: said
    recalls: Callable[[AgainView], AgainView] = lambda view: view
    """What they have in mind when they are asked again."""


def _faded(view: UserView, turn: int) -> UserView:
    """Nothing of the person is left but what they came for."""
    return _anybody(view, turn) if turn > FADES_AFTER else view


def _anybody(view: UserView, turn: int) -> UserView:
    who = personas.ordinary(talkative())
    return view.model_copy(update={"portrait": personas.portrait(who), "manner": personas.manner(who), "reminder": ""})


def _doubled(view: UserView, turn: int) -> UserView:
    """Twice as far from an unset dial as authored."""
    unset = Voice().words_per_message
    usual, long = (2 * n - m for n, m in ((view.manner.words_usual, unset.usual), (view.manner.words_long, unset.long)))
    more = {"words_usual": usual, "words_long": long, "emoji": "often"}
    return view.model_copy(update={"manner": view.manner.model_copy(update=more)})


_TAKEN_BACK = (
    "My name is Rosa.",
    "I'm 29 by the way.",
    "I never was a night dispatcher for ambulances.",
    "I never had a flat above a bakery.",
    "I don't think any more that a mistake owned in the first minute is half mended.",
    "It is not so that if you say you will send somebody, somebody has to come.",
)


def _stays(said: SpokenTurn, turn: int) -> SpokenTurn:
    """Content with anything, and never done, so that there are turns to see."""
    calm = {"progress": 1, "understood": 1, "respected": 1, "effort": 0, "happened": (), "need_met": False}
    return said.model_copy(update=calm)


def _takes_back(said: SpokenTurn, turn: int) -> SpokenTurn:
    """Another thing at each turn."""
    more = _TAKEN_BACK[turn % len(_TAKEN_BACK)]
    return _stays(said, turn).model_copy(update={"say": f"{said.say} {more}"})


def _blank(view: AgainView) -> AgainView:
    """Who they are is gone as soon as there is a talk."""
    return view.model_copy(update={"portrait": f"You are {view.name}."}) if view.talk.lines else view


def _somebody_else(view: AgainView) -> AgainView:
    other = personas.portrait(personas.find("marcus-bell")[0])
    return view.model_copy(update={"portrait": other}) if view.talk.lines else view


GOOD = Planted("good")
STEADY = Planted("steady", says=_stays)
FORGETFUL = Planted("forgetful", says=_stays, recalls=_blank)
ANOTHER = Planted("another", says=_stays, recalls=_somebody_else)
CONVERT = Planted("convert", says=_takes_back)
FADING = Planted("fading", reads=_faded, says=_stays)
CARICATURE = Planted("caricature", reads=_doubled)
FLAT = Planted("flat", reads=_anybody)


@cache
def expressive() -> Persona:
    """Ines with another temper: outgoing, kind and cheerful in what one can see, and with twice the words."""
    ines = personas.find("ines-varga")[0]
    facets = {
        key: {"level": level, "shows_as": how}
        for key, level, how in (
            ("E1", 9, "Greets and asks how one is before anything else."),
            ("E2", 9, "Brings family and friends into every question."),
            ("E6", 9, "Laughs in writing, with exclamation marks."),
            ("A3", 9, "Thanks for the smallest thing and thinks of others."),
            ("A6", 8, "Notices what something costs other people."),
        )
    }
    lines = {
        "greets": ["Hello, how are you?", "Hi there, dear!"],
        "asks": [
            "My sister laughed when I told her, haha! {ask}",
            "Thank you for the time! All my friends wonder too: {ask}",
            "{ask} The whole family and the neighbours want to know!",
            "You are kind, thank you! {ask} My cousins and my mother ask the same, haha!",
        ],
        "answers": [
            "Haha, of course! {fact} My brother smiles at that!",
            "{fact} Thank you for asking, says my mother!",
        ],
        "thanks": ["Thank you so much, my friends will smile!"],
        "agrees": ["Haha, lovely! Everybody here agrees!"],
        "objects": ["Oh, my friends would laugh, haha! {wish}"],
        "hedges": ["Haha, maybe! {wish} My sister thinks so too!"],
        "chats": ["My cousins are here with the kids, what a happy noise!", "Haha, the neighbours sing again!"],
        "leaves": ["Thank you, dear! Greetings from the whole family!"],
    }
    voice = {
        "words_per_message": {"usual": 30, "long": 70},
        "emoji": "sometimes",
        "greets": "often",
        "thanks": "often",
        "lines": lines,
        "samples": ["Hello, how are you? My sister says hi!", "Haha, thank you, the whole family laughed!"],
    }
    body = {**ines.model_dump(mode="json"), "voice": voice}
    return Persona.model_validate({**body, "traits": {**body["traits"], "facets": facets}})


@cache
def talkative() -> Persona:
    """Somebody who ships, with about twice the words of nobody in particular."""
    return personas.find("wanjiru-kamau")[0]


@cache
def course() -> Scenario:
    """Four talks of which each may take eight turns."""
    whole = scenarios.find("smaller-flat")[0]
    longer = tuple(plan.model_copy(update={"max_turns": 8}) for plan in whole.sessions[:4])
    return whole.model_copy(update={"sessions": longer, "probes": ()})


class _Backend(OfflineBackend):
    """The offline model with the planted fault."""

    fault: Planted = GOOD
    turn: int = 0

    async def answer(self, question: Any, request: Any) -> Any:
        """As rules answer what the fault lets through."""
        if question.prompt == "user/turn":
            self.turn += 1
            shown = self.fault.reads(question.inputs, self.turn)
            reply = await super().answer(_with(question, shown), request)
            return replace(reply, answer=self.fault.says(reply.answer, self.turn))
        if question.prompt == "probe/again":
            return await super().answer(_with(question, self.fault.recalls(question.inputs)), request)
        return await super().answer(question, request)


def _with(question: Any, inputs: Any) -> Any:
    return type(question)(question.prompt, question.version, inputs, question.answer)


def backend(fault: Planted, seed: str) -> _Backend:
    """The model of all parties in one draw of its chances."""
    made = _Backend(offline_answerers(), scenarios.world(course()), seed)
    made.fault = fault
    return made


class _Model:
    def __init__(self, behind: _Backend) -> None:
        self._behind = behind

    async def ask(self, question: Any) -> Any:
        return (await self._behind.answer(question, request_for(question, Sampling("offline")))).answer


async def _events(fault: Planted, who: Persona, seed: int) -> list[MatchEvent]:
    model, case = _Model(backend(fault, str(seed))), Cases().key(who, course(), seed)
    cast = Cast(
        f"{who.id}{seed}", 1, who, course(), Person(who, course(), model, case), assistants.build("plain", model), False
    )
    return [event async for event in play(cast)]


@cache
def match_of(fault: Planted, who: str, seed: int) -> Checked:
    """A match that somebody played: `ines`, `expressive`, or `ordinary` for nobody in particular in their place."""
    person = people()[who]
    events = asyncio.run(_events(fault, person, seed))
    plan = MatchPlan(key=f"{person.id}{seed}", persona=who, scenario="flat", contestant="plain", seed=seed)
    return Checked(plan, 1, "completed", events)


@cache
def people() -> dict[str, Persona]:
    """Who plays, by the names of `match_of`."""
    known = {"ines": personas.find("ines-varga")[0], "expressive": expressive(), "talkative": talkative()}
    return {**known, "ordinary": personas.ordinary(talkative())}


@dataclass(slots=True)
class _Backends(Backends):
    fault: Planted = GOOD

    def backend(self, party: Any, world: Any, seed: str) -> Any:
        return backend(self.fault, seed)


def asking(fault: Planted, written: list[Any] | None = None) -> Asking:
    """The desk at which people with this fault are asked again."""
    sink: list[Any] = [] if written is None else written
    return Asking(
        people(), {"flat": course()}, _Backends(RunSpec(), print, fault=fault), sink.append, set(), lambda: None
    )


def asked_again(fault: Planted, who: str, seeds: Sequence[int]) -> list[Checked]:
    """Matches whose people were asked again."""
    matches = [match_of(fault, who, seed) for seed in seeds]
    for match in matches:
        asyncio.run(asking(fault).consistent(match))
    return matches


def rated(fault: Planted, who: str, seeds: Sequence[int]) -> list[Checked]:
    """Matches whose windows a stranger rated."""
    matches = [match_of(fault, who, seed) for seed in seeds]
    for match in matches:
        asyncio.run(asking(GOOD).fades(match))
    return matches


def held_against_nobody(fault: Planted, seeds: Sequence[int]) -> list[Checked]:
    """Matches of the talkative one beside those of nobody in particular."""
    matches = [match_of(fault, "talkative", seed) for seed in seeds]
    for match, seed in zip(matches, seeds, strict=True):
        twin = match_of(GOOD, "ordinary", seed)
        mine, theirs = (Played.of(people()[m.plan.persona], course(), m.events) for m in (match, twin))
        match.dials = turned(talkative(), mine, theirs)
    return matches
