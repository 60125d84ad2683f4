"""The course of a match: its sessions in order, simulated time between them, probes out of band."""

from __future__ import annotations

import random
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

from arena.assistants import Contestant
from arena.dialogue._session import Stage
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo
from arena.schema.dialogue import Origin
from arena.schema.event import MatchEvent, ProbeAsked, SessionEnded, SessionStarted, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.scenario import Probe, Scenario, SessionPlan
from arena.text.canonical import key_of, seed_of
from arena.users import Person


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays in a match."""

    match: str
    attempt: int
    persona: Persona
    scenario: Scenario
    person: Person
    contestant: Contestant
    probes: bool = True
    stranger: Callable[[], Contestant] | None = None
    """Makes the same contestant anew, knowing nobody, for questions of fact; None where asking would leave a trace in
    it, so that no such question is put."""
    case: str = ""
    """Key of persona, scenario and seed: whatever is drawn is the same for all contestants."""
    replies: Origin = "generated"
    """How the contestant's replies come about: `human` where a person types them."""


async def play(cast: Cast) -> AsyncIterator[MatchEvent]:
    """The events of all sessions, in order. Raises CallFailed when a party's model gives no answer."""
    now = cast.scenario.clock.start
    user_id = key_of("user", cast.match, str(cast.attempt))[:12]  # opaque, and new to whoever served an earlier attempt
    told: set[str] = set()
    for number, plan in enumerate(cast.scenario.sessions, start=1):
        now += timedelta(days=plan.gap_days)
        info = SessionInfo(user_id=user_id, session=number, now=now)
        async for event in _session(cast, plan, info):
            if isinstance(event, TurnSpoken):
                told.update(event.reveals)
            yield event
        for index, probe in enumerate(cast.scenario.probes, start=1):
            gold = _gold(probe, cast.persona, told)
            if cast.probes and gold and probe.after == plan.id and (probe.kind == "memory" or cast.stranger):
                yield await _probe(cast, (index, probe, gold), info)


async def _session(cast: Cast, plan: SessionPlan, info: SessionInfo) -> AsyncIterator[MatchEvent]:
    yield SessionStarted(
        match=cast.match,
        attempt=cast.attempt,
        at=time.time(),
        session=info.session,
        plan=plan.id,
        kind=plan.kind,
        now=info.now,
        recipient=plan.recipient.who if plan.recipient else "",
    )
    stage = Stage(
        match=cast.match,
        attempt=cast.attempt,
        number=info.session,
        plan=plan,
        persona=cast.persona,
        person=cast.person,
        contestant=cast.contestant,
        info=info,
        replies=cast.replies,
    )
    async for spoken in stage.play():
        yield spoken
    cast.person.end_session(tuple(stage.turns))
    await cast.contestant.end_session(info, tuple(stage.messages))
    memory = await cast.contestant.export_memory()
    yield SessionEnded(
        match=cast.match,
        attempt=cast.attempt,
        at=time.time(),
        session=info.session,
        reason=stage.reason,
        memory=memory,
    )


async def _probe(cast: Cast, asked: tuple[int, Probe, str], info: SessionInfo) -> ProbeAsked:
    index, probe, gold = asked
    question = "\n".join([probe.question, *(f"- {option}" for option in _mixed(probe.options, cast.case, index))])
    view = AssistantView(info=info, messages=(Message(role="user", content=question),))
    reply = await _answer(cast, probe, view)
    return ProbeAsked(
        match=cast.match,
        attempt=cast.attempt,
        at=time.time(),
        probe=index,
        session=info.session,
        kind=probe.kind,
        about=probe.about,
        question=question,
        gold=gold,
        answer=reply.text,
    )


def _mixed(options: tuple[str, ...], case: str, probe: int) -> list[str]:
    """The options in an order that follows from the case, so that no place in the list is the right one."""
    chance = random.Random(seed_of("probe", case, str(probe)))  # noqa: S311
    return chance.sample(options, len(options))


async def _answer(cast: Cast, probe: Probe, view: AssistantView) -> AssistantReply:
    """What was told is asked by those who run the assistant; what is so is asked as a person asks it."""
    if probe.kind == "memory" or cast.stranger is None:
        return await cast.contestant.answer_probe(view)
    if probe.kind == "factuality":
        return await cast.contestant.respond(view)
    nobody = view.info.model_copy(update={"user_id": key_of("nobody", view.info.user_id)[:12]})
    stranger = cast.stranger()
    try:
        return await stranger.respond(view.model_copy(update={"info": nobody}))
    finally:
        await stranger.close()


def _gold(probe: Probe, persona: Persona, told: set[str]) -> str:
    """What a right answer holds; empty when it is about a fact that this person does not have or never told."""
    if "{fact}" not in probe.gold:
        return probe.gold
    value = next((fact.value for fact in persona.known_facts() if fact.key == probe.about), "")
    return probe.gold.replace("{fact}", value) if probe.about in told else ""
