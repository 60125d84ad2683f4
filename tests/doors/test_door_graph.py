"""Graphs of the user's: what they are sent, what they keep, what they cannot reach."""

from __future__ import annotations

import asyncio
from typing import Any, TypedDict

import pytest
from langgraph.graph import START, StateGraph
from langgraph.store.memory import InMemoryStore

from arena.assistants import Contestant, build
from arena.assistants.doors import ContestantFailed
from arena.schema.assistant_view import AssistantView, SessionInfo
from tests.assistants.playing import Scripted, info, play, said
from tests.doors.graphs import __file__ as GRAPHS


def made(name: str, options: str = "") -> Contestant:
    return build(f"langgraph:{GRAPHS}:{name}" + (f"?{options}" if options else ""), Scripted())


def played(contestant: Contestant, *sessions: tuple[str, ...]) -> list[list[str]]:
    async def run() -> list[list[str]]:
        try:
            return [await play(contestant, number, *lines) for number, lines in enumerate(sessions, start=1)]
        finally:
            await contestant.close()

    return asyncio.run(run())


@pytest.mark.parametrize("name", ["stateless", "with_saver", "builder", "factory", "async_factory"])
@pytest.mark.parametrize("isolate", ["no", "yes"])
def test_every_kind_of_graph_sees_each_message_once(name: str, isolate: str) -> None:
    """With a checkpointer or without: 1, 3 and 5 messages; a wrong choice would show 1, 4, 9 or 1, 1, 1."""
    first, second = played(made(name, f"isolate={isolate}"), ("A", "B", "C"), ("D",))
    assert first == ["seen 1: A", "seen 3: B", "seen 5: C"]
    assert second == ["seen 1: D"]


def test_the_choice_can_be_made_by_hand() -> None:
    assert played(made("stateless", "send=new"), ("A", "B"))[0] == ["seen 1: A", "seen 1: B"]
    assert played(made("with_another_saver", "send=session"), ("A", "B"))[0] == ["seen 1: A", "seen 5: B"]


def test_a_reply_that_was_not_its_own_is_told_with_the_next_message() -> None:
    async def run() -> str:
        contestant = made("builder")
        await contestant.start_session(info(1))
        await contestant.respond(AssistantView(info=info(1), messages=said("A")))
        later = said("A", "seen 1: A", "B", "an injected reply", "C")
        reply = await contestant.respond(AssistantView(info=info(1), messages=later))
        await contestant.close()
        return reply.text

    assert asyncio.run(run()) == "seen 5: C"


def test_a_graph_may_ask_our_model() -> None:
    assert played(made("asking"), ("A", "B"))[0] == ["reply 1", "reply 2"]


def test_keys_of_the_state_are_mapped() -> None:
    assert played(made("keyed", "input=question&output=answer"), ("quiet?",))[0] == ["QUIET?"]


def test_a_store_carries_over_within_a_user_and_is_exported() -> None:
    async def run() -> tuple[list[str], str, str]:
        contestant = made("remembering")
        await play(contestant, 1, "bees")
        replies = await play(contestant, 2, "wasps")
        kept = await contestant.export_memory()
        probe = await contestant.answer_probe(AssistantView(info=info(2), messages=said("well?")))
        await contestant.close()
        return replies, kept, probe.text

    replies, kept, probe = asyncio.run(run())
    assert replies == ["bees"]
    assert kept.splitlines() == ['notes/u-1 0: {"said": "bees"}', 'notes/u-1 1: {"said": "wasps"}']
    assert probe == "bees | wasps"


def test_of_a_shared_store_each_exports_its_own() -> None:
    async def run() -> tuple[str, str]:
        one, other = made("shared_store"), made("shared_store")
        await play(one, 1, "bees")
        stranger = SessionInfo(user_id="u-2", session=1, now=info(1).now)
        await other.start_session(stranger)
        await other.respond(AssistantView(info=stranger, messages=said("ants")))
        kept = await one.export_memory(), await other.export_memory()
        await one.close()
        await other.close()
        return kept

    one, other = asyncio.run(run())
    assert "bees" in one and "ants" not in one
    assert "ants" in other and "bees" not in other


def test_an_interrupt_is_a_question_and_the_next_message_its_answer() -> None:
    assert played(made("interrupting"), ("I want to move.", "To the sea."))[0] == ["Where?", "So, To the sea."]


def test_the_declared_context_is_filled_with_what_is_known() -> None:
    assert played(made("with_context"), ("A",), ("B",)) == [["u-1 1 green"], ["u-1 2 green"]]


@pytest.mark.parametrize(
    ("name", "options", "why"),
    [
        ("looping", "steps=9", "GraphRecursionError"),
        ("no_reply", "", "its last message is not the assistant's"),
        ("stateless", "output=answer", r"its state has no 'answer' \(messages\)"),
    ],
)
def test_a_graph_that_gives_no_reply(name: str, options: str, why: str) -> None:
    with pytest.raises(ContestantFailed, match=why):
        played(made(name, options), ("A",))


class _State(TypedDict, total=False):
    seen: str


class _Secrets(TypedDict):
    persona: str


@pytest.mark.parametrize("name", ["dumping", "dumping_compiled"])
def test_a_graph_called_inside_another_inherits_nothing(name: str) -> None:
    token = "canary-7f3a"
    store = InMemoryStore()
    store.put(("persona",), "secret", {"debt": token})

    async def node(state: _State) -> _State:
        contestant = made(name)
        (seen,) = await play(contestant, 1, "A")
        await contestant.close()
        return {"seen": seen}

    outer = StateGraph(_State, context_schema=_Secrets)
    outer.add_node("node", node)
    outer.add_edge(START, "node")
    config: Any = {"configurable": {"thread_id": token}, "metadata": {"note": token}, "tags": [token]}
    final = asyncio.run(outer.compile(store=store).ainvoke({}, config, context={"persona": token}))
    assert "u-1/1" in final["seen"]
    assert token not in final["seen"]
