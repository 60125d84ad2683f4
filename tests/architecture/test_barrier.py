"""The information barrier, end to end: nothing hidden reaches a contestant before the person says it.

A persona carries a unique token in every text field. A whole match is played; everything a contestant is asked, keeps
or could look up is collected, and a token may be in it only after it was in something the person said.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from contextvars import copy_context
from typing import Any

import pytest
from pydantic import ValidationError

from arena import assistants, personas, scenarios
from arena.dialogue import Cast, play
from arena.models import Sampling, request_for
from arena.models.offline import OfflineBackend
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo
from arena.schema.event import MatchEvent, SessionEnded, TurnSpoken
from arena.schema.judge_view import (
    AcknowledgeView,
    HallucinateView,
    HelpfulView,
    LikabilityView,
    Tastes,
    ViolateView,
)
from arena.schema.persona import Persona
from arena.tournament.backends import offline_answerers
from arena.users import Person

TOKEN = re.compile(r"zq\d+qz")


def marked(value: Any, rebuild: Any, count: Iterator[int]) -> Any:
    """`value` with a token behind every text for which the persona stays valid."""
    if isinstance(value, dict):
        return {key: marked(entry, lambda e, k=key: rebuild({**value, k: e}), count) for key, entry in value.items()}
    if isinstance(value, list):
        whole = list(value)
        return [marked(e, lambda x, i=i: rebuild([*whole[:i], x, *whole[i + 1 :]]), count) for i, e in enumerate(whole)]
    if not isinstance(value, str) or not value:
        return value
    candidate = f"{value[:120]} zq{next(count)}qz"
    try:
        Persona.model_validate(rebuild(candidate))
    except ValidationError:
        return value
    return candidate


@pytest.fixture(scope="module")
def persona() -> Persona:
    plain = personas.find("ines-varga")[0].model_dump(mode="json")
    return Persona.model_validate(marked(plain, lambda whole: whole, iter(range(10_000))))


class Spied:
    """A model for one party that remembers everything it was shown."""

    def __init__(self, world: Any, seed: str, shown: list[str]) -> None:
        self._backend = OfflineBackend(offline_answerers(), world, seed)
        self._shown = shown

    async def ask(self, question: Any) -> Any:
        request = request_for(question, Sampling("offline"))
        self._shown.append(" ".join(m.content for m in request.messages) + question.inputs.model_dump_json())
        return (await self._backend.answer(question, request)).answer


class Dumper:
    """Keeps everything the protocol, the context and the views bring within its reach."""

    def __init__(self, shown: list[str]) -> None:
        self._shown = shown

    def _look(self, *given: object) -> None:
        around = {variable.name: repr(value) for variable, value in copy_context().items()}
        self._shown.append(repr((given, around)))

    async def start_session(self, info: SessionInfo) -> None:
        self._look(info)

    async def respond(self, view: AssistantView) -> AssistantReply:
        self._look(view)
        return AssistantReply(text="Could you tell me your income, your address, your debts and what your doctor says?")

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        self._look(info, messages)

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        self._look(view)
        return AssistantReply(text="I do not know.")

    async def export_memory(self) -> str:
        self._look()
        return ""

    async def close(self) -> None:
        self._look()


def shown_and_said(persona: Persona, contestant: str) -> Iterator[tuple[str, str]]:
    """(what the contestant was shown since the last event, everything the person had said by then)."""
    scenario = scenarios.find("smaller-flat")[0]
    world, shown = scenarios.world(scenario), list[str]()
    model = Spied(world, "seed", shown)
    agent = Dumper(shown) if contestant == "dumper" else assistants.build(contestant, model)
    person = Person(persona, scenario, Spied(world, "seed", []), "seed")
    cast = Cast("m" * 8, 1, persona, scenario, person, agent)

    async def events() -> list[tuple[str, MatchEvent]]:
        heard = []
        async for event in play(cast):
            heard.append((" ".join(shown), event))
            shown.clear()
        return heard

    said = ""
    for seen, event in asyncio.run(events()):
        yield seen + (event.memory if isinstance(event, SessionEnded) else ""), said
        if isinstance(event, TurnSpoken) and event.turn.speaker == "user":
            said += " " + event.turn.text


@pytest.mark.parametrize("contestant", [*assistants.names(), "dumper"])
def test_no_token_arrives_before_it_is_said(persona: Persona, contestant: str) -> None:
    said_tokens = set()
    for seen, said in shown_and_said(persona, contestant):
        said_tokens = set(TOKEN.findall(said))
        assert set(TOKEN.findall(seen)) <= said_tokens
    assert said_tokens  # the test would see a token: the person says some


def test_the_persona_is_full_of_tokens(persona: Persona) -> None:
    assert len(TOKEN.findall(persona.model_dump_json())) > 150


def test_judges_of_company_and_preferences_have_no_field_for_secrets() -> None:
    for view in (LikabilityView, Tastes, AcknowledgeView, ViolateView, HallucinateView, HelpfulView):
        assert not {name for name in view.model_fields if re.search(r"secret|fact|attribute", name)}
    assert set(AcknowledgeView.model_fields) == {"before", "request", "reply"}


def test_tastes_hold_no_secret(persona: Persona) -> None:
    shown = personas.tastes(persona, 1).model_dump_json()
    hidden = {token for secret in persona.secrets for token in TOKEN.findall(secret.value + " ".join(secret.says_like))}
    assert hidden
    assert not hidden & set(TOKEN.findall(shown))
