"""The barrier at the doors: a contestant from outside that looks at everything it can reach learns nothing early.

As in `test_barrier.py` a persona carries a token in every text, and none may be seen before the person has said it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from arena import assistants, scenarios
from arena.assistants import Contestant
from arena.dialogue import Cast, play
from arena.models import Sampling, request_for
from arena.models.remote import RemoteBackend
from arena.schema.event import SessionEnded, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.run import ModelSpec
from arena.users import Person
from tests.architecture.test_barrier import TOKEN, Spied, persona
from tests.model_server import ModelServer

__all__ = ["persona"]

SPY = """
import gc, os, sys, threading
from contextvars import copy_context
from pathlib import Path

SEEN = Path({seen!r})

def look(*given):
    frames, frame = [], sys._getframe()
    while frame is not None:
        frames.append({{k: v for k, v in frame.f_locals.items() if k not in ("frames", "frame")}})
        frame = frame.f_back
    around = {{variable.name: value for variable, value in copy_context().items()}}
    with SEEN.open("a") as file:
        file.write(repr((given, around, frames, dict(os.environ), sys.argv, os.listdir("."))) + "\\n")

def function(turn):
    look(turn)
    return "Could you tell me your income, your address, your debts and what your doctor says?"

class Agent:
    def __init__(self, llm):
        self.llm = llm
    def start_session(self, turn):
        look(turn)
    async def respond(self, turn):
        look(turn)
        return await turn.llm(turn.messages)
    def end_session(self, turn):
        look(turn)
    def export_memory(self, turn):
        look(turn)
        return ""
    def close(self, turn):
        look(turn)

def graph():
    from langgraph.config import get_config
    from langgraph.graph import START, MessagesState, StateGraph
    from langgraph.runtime import get_runtime

    def node(state):
        runtime = get_runtime()
        kept = runtime.store.search(()) if runtime.store else []
        look(state, dict(get_config()), runtime, runtime.context, kept)
        return {{"messages": [{{"role": "assistant", "content": "And your income?"}}]}}

    built = StateGraph(MessagesState)
    built.add_node("node", node)
    built.add_edge(START, "node")
    return built
"""


class Asked:
    """A model behind an endpoint, without a record."""

    def __init__(self, spec: ModelSpec, more: Mapping[str, Any], *, aloud: bool) -> None:
        self._backend = RemoteBackend(spec, more=more, mends=False)
        self._sampling = Sampling(spec.id, None, spec.max_tokens)

    async def ask(self, question: Any) -> Any:
        answer = (await self._backend.answer(question, request_for(question, self._sampling))).answer
        await self._backend.close()
        return answer


def seen_and_said(who: Persona, agent: Contestant, seen: Callable[[], str]) -> Iterator[tuple[str, str]]:
    """(all that the contestant has seen, all that the person has said) after each event."""
    scenario = scenarios.find("smaller-flat")[0]
    world = scenarios.world(scenario)
    cast = Cast("m" * 8, 1, who, scenario, Person(who, scenario, Spied(world, "seed", []), "seed"), agent)

    async def events() -> list[tuple[str, str]]:
        found, said, before = [], "", ""
        async for event in play(cast):
            found.append((seen() + (event.memory if isinstance(event, SessionEnded) else ""), before))
            if isinstance(event, TurnSpoken) and event.turn.speaker == "user":
                said += " " + event.turn.text
            before = said
        await agent.close()
        return [*found, (seen(), said)]

    yield from asyncio.run(events())


def check(who: Persona, agent: Contestant, seen: Callable[[], str]) -> None:
    tokens: set[str] = set()
    for shown, said in seen_and_said(who, agent, seen):
        tokens = set(TOKEN.findall(shown))
        assert tokens <= set(TOKEN.findall(said))
    assert tokens  # the test would see a token: some arrive once they are said


@pytest.mark.parametrize(
    "contestant", ["{file}:function", "{file}:Agent", "{file}:Agent?isolate=yes", "langgraph:{file}:graph"]
)
def test_no_token_reaches_code_before_it_is_said(persona: Persona, contestant: str, tmp_path: Path) -> None:
    seen, file = tmp_path / "seen.txt", tmp_path / "spy.py"
    file.write_text(SPY.format(seen=str(seen)))
    world = scenarios.world(scenarios.find("smaller-flat")[0])
    agent = assistants.build(contestant.format(file=file), Spied(world, "seed", []))
    check(persona, agent, lambda: seen.read_text() if seen.exists() else "")


@pytest.mark.parametrize("history", ["session", "last", "all"])
def test_no_token_reaches_an_endpoint_before_it_is_said(
    persona: Persona,
    history: str,
    model_server: ModelServer,
) -> None:
    model_server.responder = lambda body: "Could you tell me your income and your debts?"
    spec = f"openai:{model_server.url}#m?history={history}"
    agent = assistants.build(spec, Spied(None, "seed", []), Asked)
    check(persona, agent, lambda: repr(model_server.requests))
