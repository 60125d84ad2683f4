"""The graphs a contestant is made of, and how they are run: apart from everything around them.

Two small compiled graphs without checkpointer. A reply goes `recall -> ask -> screen -> draft -> revise`, with only the
nodes that the contestant's parts have something to do in; the end of a session is `keep`, and `erase` where a guard
takes entries out of the memory again.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from arena.assistants.questions import ReplyInputs, in_words
from arena.assistants.slots import Ask, Asking, Erasable, Guard, Memory, Recall, Style
from arena.models import Model
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo

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


_Node = Callable[[_Replying], Awaitable[_Replying]]
_End = Callable[[_Closing], Awaitable[_Closing]]


@dataclass(frozen=True, slots=True)
class Composed:
    """The parts of one contestant, made for it alone."""

    memory: Memory
    style: Style
    ask: Ask | None = None
    guards: tuple[tuple[str, Guard], ...] = ()
    """(name, guard), in their order."""
    reminder: bool = False
    """Whether the prompt ends on a sentence that asks to honour what was said."""


async def run_apart(graph: Graph, state: Any, info: SessionInfo) -> dict[str, Any]:
    """The final state of `graph`, which inherits nothing from whoever calls.

    A graph invoked inside a node of another one is handed that graph's store and context through context variables.
    A fresh `Context` and an explicit `configurable` cut this off.
    """
    config: RunnableConfig = {
        "configurable": {"thread_id": f"{info.user_id}/{info.session}", "user_id": info.user_id},
        "recursion_limit": STEPS,
    }
    task = asyncio.create_task(_invoke(graph, state, config), context=Context())
    return await task


async def _invoke(graph: Graph, state: Any, config: RunnableConfig) -> dict[str, Any]:
    final: dict[str, Any] = await graph.ainvoke(state, config)
    return final


def _recalling(memory: Memory) -> _Node:
    async def recall(state: _Replying) -> _Replying:
        return {"recall": await memory.recall(state["view"])}

    return recall


def _asking(ask: Ask) -> _Node:
    async def decide(state: _Replying) -> _Replying:
        asking = await ask.decide(state["view"], state["recall"])
        return {"asking": asking, "text": asking.question}

    return decide


def _screening(guard: Guard) -> _Node:
    async def screen(state: _Replying) -> _Replying:
        return {"recall": await guard.screen(state["view"], state["recall"])}

    return screen


def _revising(guard: Guard) -> _Node:
    async def revise(state: _Replying) -> _Replying:
        return {"text": await guard.revise(state["view"], state["recall"], state["text"])}

    return revise


def _closing_with(ask: Callable[[_Replying], str]) -> _Node:
    async def end_on(state: _Replying) -> _Replying:
        return {"text": ending_on(ask(state), state["text"])}

    return end_on


def _reply_graph(parts: Composed, draft: _Node) -> Graph:
    """The nodes in a row. A probe is answered from the memory alone; a question instead of an answer ends the row."""
    before = [(f"screen {name}", _screening(guard)) for name, guard in parts.guards if guard.screens]
    after = [(f"revise {name}", _revising(guard)) for name, guard in parts.guards if guard.revises]
    if parts.ask is not None:
        before.insert(0, ("ask", _asking(parts.ask)))
        after.append(("end on question", _closing_with(lambda state: state["asking"].question)))
    rows = [("recall", _recalling(parts.memory)), *before, ("draft", draft), *after]
    graph = StateGraph(_Replying)
    for name, node in rows:
        graph.add_node(name, node)  # type: ignore[call-overload]  # langgraph's overloads know no plain callables
    graph.add_edge(START, "recall")
    following = {name: then for (name, _), (then, _) in zip(rows, [*rows[1:], (END, draft)], strict=True)}
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


def _keeping(memory: Memory) -> _End:
    async def keep(state: _Closing) -> _Closing:
        await memory.close_session(state["info"], state["messages"])
        return {}

    return keep


def _erasing(guard: Guard, memory: Erasable) -> _End:
    async def erase(state: _Closing) -> _Closing:
        await guard.erase(memory, state["messages"])
        return {}

    return erase


def _closing_graph(parts: Composed) -> Graph:
    memory = parts.memory
    rows = [("keep", _keeping(memory))]
    if isinstance(memory, Erasable):
        rows += [(f"afterwards {name}", _erasing(guard, memory)) for name, guard in parts.guards if guard.erases]
    graph = StateGraph(_Closing)
    for name, node in rows:
        graph.add_node(name, node)  # type: ignore[call-overload]  # as above
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


class GraphContestant:
    """A contestant composed of memory, ask policy, guards and style around one draft call.

    Args:
        model: writes the draft.
        aloud: the same model, heard while it writes a draft that the person waits for.
        parts: what stands in its slots; of this contestant alone.
    """

    def __init__(self, model: Model, aloud: Model, parts: Composed) -> None:
        self._model = model
        self._aloud = aloud
        self._parts = parts
        self._reply = _reply_graph(parts, self._draft)
        self._closing = _closing_graph(parts)

    @property
    def graphs(self) -> tuple[Graph, Graph]:
        """The graph of a reply, and the one of the end of a session."""
        return self._reply, self._closing

    async def start_session(self, info: SessionInfo) -> None:
        """Nothing to prepare: all that counts is in the view and the memory."""

    async def respond(self, view: AssistantView) -> AssistantReply:
        """Recalls, asks or drafts, and lets the guards do their work."""
        return await self._replied(view, probe=False)

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Lets the memory do its work."""
        await run_apart(self._closing, {"info": info, "messages": messages}, info)

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """As `respond`, which keeps nothing either, without questions and guards; the prompt says who asks."""
        return await self._replied(view, probe=True)

    async def export_memory(self) -> str:
        """The memory, as text."""
        return self._parts.memory.export()

    async def close(self) -> None:
        """Nothing is held open."""

    async def _replied(self, view: AssistantView, *, probe: bool) -> AssistantReply:
        final = await run_apart(self._reply, {"view": view, "probe": probe}, view.info)
        return AssistantReply(text=final["text"], recalled=final["recall"].items)

    async def _draft(self, state: _Replying) -> _Replying:
        recall, view = state["recall"], state["view"]
        inputs = ReplyInputs(
            memory=recall.document,
            earlier=recall.earlier,
            messages=recall.messages[:-1],
            last=recall.messages[-1].content,
            now=in_words(view.info.now),
            reminder=self._parts.reminder,
            probe=state["probe"],
            ends_on=_to_end_on(state),
        )
        model = self._model if state["probe"] else self._aloud
        return {"text": await self._parts.style.draft(model, inputs)}
