"""The graphs a contestant is made of, and how they are run: apart from everything around them.

Two small compiled graphs without checkpointer. A reply goes `recall -> ask -> screen -> draft -> revise`, with only the
nodes that the contestant's parts have something to do in; the end of a session is `keep`, and `erase` where a guard
takes entries out of the memory again. A graph is compiled once for all contestants of one shape, each of which hands in
its own parts when it is invoked.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable
from contextvars import Context
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from arena.assistants._composed import Equipment, Shape
from arena.assistants.questions import ReplyInputs, in_words
from arena.assistants.slots import Asking, Erasable, Recall
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

STEPS = 12
"""Supersteps a built-in graph may take; it never goes round. LangGraph's own limit of 10,007 would not catch a loop."""

Graph = CompiledStateGraph[Any, Any, Any, Any]


class _Replying(TypedDict, total=False):
    view: AssistantView
    probe: bool
    recall: Recall
    asking: Asking
    text: str


class _Closing(TypedDict, total=False):
    info: SessionInfo
    messages: tuple[Message, ...]


class _Node(Protocol):
    def __call__(self, state: _Replying, runtime: Runtime[Equipment]) -> Awaitable[_Replying]: ...


class _End(Protocol):
    def __call__(self, state: _Closing, runtime: Runtime[Equipment]) -> Awaitable[_Closing]: ...


async def run_apart(graph: Graph, state: Any, info: SessionInfo, equipment: Any = None) -> dict[str, Any]:
    """The final state of `graph`, which inherits nothing from whoever calls.

    A graph invoked inside a node of another one is handed that graph's store and context through context variables.
    A fresh `Context` and an explicit `configurable` cut this off. `equipment` is what its nodes find in their runtime.
    """
    config: RunnableConfig = {
        "configurable": {"thread_id": f"{info.user_id}/{info.session}", "user_id": info.user_id},
        "recursion_limit": STEPS,
    }
    task = asyncio.create_task(_invoke(graph, state, config, equipment), context=Context())
    return await task


async def _invoke(graph: Graph, state: Any, config: RunnableConfig, equipment: Any) -> dict[str, Any]:
    final: dict[str, Any] = await graph.ainvoke(state, config, context=equipment)
    return final


async def _recall(state: _Replying, runtime: Runtime[Equipment]) -> _Replying:
    return {"recall": await runtime.context.parts.memory.recall(state["view"])}


async def _decide(state: _Replying, runtime: Runtime[Equipment]) -> _Replying:
    ask = runtime.context.parts.ask
    asking = Asking() if ask is None else await ask.decide(state["view"], state["recall"])
    return {"asking": asking, "text": asking.question}


def _screening(name: str) -> _Node:
    async def screen(state: _Replying, runtime: Runtime[Equipment]) -> _Replying:
        return {"recall": await runtime.context.guard(name).screen(state["view"], state["recall"])}

    return screen


async def _draft(state: _Replying, runtime: Runtime[Equipment]) -> _Replying:
    recall, view, equipment = state["recall"], state["view"], runtime.context
    inputs = ReplyInputs(
        memory=recall.document,
        earlier=recall.earlier,
        messages=recall.messages[:-1],
        last=recall.messages[-1].content,
        now=in_words(view.info.now),
        reminder=equipment.parts.reminder,
        probe=state["probe"],
        ends_on=_to_end_on(state),
    )
    model = equipment.model if state["probe"] else equipment.aloud
    return {"text": await equipment.parts.style.draft(model, inputs)}


def _revising(name: str) -> _Node:
    async def revise(state: _Replying, runtime: Runtime[Equipment]) -> _Replying:
        return {"text": await runtime.context.guard(name).revise(state["view"], state["recall"], state["text"])}

    return revise


async def _end_on(state: _Replying, runtime: Runtime[Equipment]) -> _Replying:
    return {"text": ending_on(state["asking"].question, state["text"])}


@cache
def reply_graph(shape: Shape) -> Graph:
    """The nodes in a row. A probe is answered from the memory alone; a question instead of an answer ends the row."""
    before = [(f"screen {name}", _screening(name)) for name in shape.screens]
    after = [(f"revise {name}", _revising(name)) for name in shape.revises]
    if shape.asks:
        before.insert(0, ("ask", _decide))
        after.append(("end on question", _end_on))
    rows: list[tuple[str, _Node]] = [("recall", _recall), *before, ("draft", _draft), *after]
    graph = StateGraph(_Replying, context_schema=Equipment)
    for name, node in rows:
        graph.add_node(name, node)
    graph.add_edge(START, "recall")
    following = {name: then for (name, _), (then, _) in zip(rows, [*rows[1:], (END, _draft)], strict=True)}
    for name, then in following.items():
        _leave(graph, name, then)
    return graph.compile(name="reply")


def _leave(graph: StateGraph[Any, Any, Any, Any], name: str, then: str) -> None:
    """The ways out of a node: to the next one, and past those that have nothing to do."""
    if name == "recall" and then != "draft":
        graph.add_conditional_edges(name, lambda state: "draft" if state["probe"] else then, [then, "draft"])
    elif name == "ask":
        graph.add_conditional_edges(name, lambda state: END if state["asking"].instead else then, [then, END])
    elif name == "draft" and then != END:
        graph.add_conditional_edges(name, lambda state: END if state["probe"] else then, [then, END])
    else:
        graph.add_edge(name, then)


async def _keep(state: _Closing, runtime: Runtime[Equipment]) -> _Closing:
    await runtime.context.parts.memory.close_session(state["info"], state["messages"])
    return {}


def _erasing(name: str) -> _End:
    async def erase(state: _Closing, runtime: Runtime[Equipment]) -> _Closing:
        memory = runtime.context.parts.memory
        if isinstance(memory, Erasable):
            await runtime.context.guard(name).erase(memory, state["messages"])
        return {}

    return erase


@cache
def closing_graph(erases: tuple[str, ...]) -> Graph:
    """The nodes of the end of a session, with the names of the guards that erase."""
    rows: list[tuple[str, _End]] = [("keep", _keep), *((f"afterwards {name}", _erasing(name)) for name in erases)]
    graph = StateGraph(_Closing, context_schema=Equipment)
    for name, node in rows:
        graph.add_node(name, node)
    graph.add_edge(START, "keep")
    for (name, _), then in zip(rows, [*(name for name, _ in rows[1:]), END], strict=True):
        graph.add_edge(name, then)
    return graph.compile(name="close_session")


_OWN_QUESTION = re.compile(r"(?:(?<=[.!?…”\"])\s+|\n+|^)[^.!?\n]*\?\s*\Z")


def _to_end_on(state: _Replying) -> str:
    """The question that is put behind the draft; a probe is answered without one."""
    return state["asking"].question if "asking" in state else ""


def ending_on(question: str, text: str) -> str:
    """`text` with `question` as its last words, in place of a question that it ends on itself."""
    if not question:
        return text
    rest = _OWN_QUESTION.sub("", text).rstrip()
    return f"{rest}\n\n{question}" if rest else question
