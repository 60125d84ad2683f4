"""The graphs a contestant is made of, and how they are run: apart from everything around them.

Two small compiled graphs without checkpointer: `recall -> draft` for a reply, `keep` for the end of a session.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from typing import TYPE_CHECKING, Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from arena.assistants._faults import Fault
from arena.assistants.memory import Memory, Recall
from arena.assistants.questions import FaultyInputs, ReplyInputs, Style, in_words, reply
from arena.models import Model
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

STEPS = 6
"""Supersteps a built-in graph may take; it needs two. LangGraph's own limit of 10,007 would not catch a loop."""

Graph = CompiledStateGraph[Any, Any, Any, Any]
Draft = Callable[[AssistantView, Recall, bool], Awaitable[str]]
"""The reply to a view with what was recalled for it; the last says whether it is a probe that is answered."""


class _Replying(TypedDict, total=False):
    view: AssistantView
    probe: bool
    recall: Recall
    text: str


class _Closing(TypedDict, total=False):
    info: SessionInfo
    messages: tuple[Message, ...]


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


def _reply_graph(memory: Memory, draft: Draft) -> Graph:
    async def recall(state: _Replying) -> _Replying:
        return {"recall": await memory.recall(state["view"])}

    async def write(state: _Replying) -> _Replying:
        return {"text": await draft(state["view"], state["recall"], state["probe"])}

    graph = StateGraph(_Replying)
    graph.add_node("recall", recall)
    graph.add_node("draft", write)
    graph.add_edge(START, "recall")
    graph.add_edge("recall", "draft")
    graph.add_edge("draft", END)
    return graph.compile(name="reply")


def _closing_graph(memory: Memory) -> Graph:
    async def keep(state: _Closing) -> _Closing:
        await memory.close_session(state["info"], state["messages"])
        return {}

    graph = StateGraph(_Closing)
    graph.add_node("keep", keep)
    graph.add_edge(START, "keep")
    graph.add_edge("keep", END)
    return graph.compile(name="close_session")


class GraphContestant:
    """A contestant composed of a memory and a style of prompt around one draft call.

    Args:
        model: answers the contestant's questions.
        memory: what is kept between sessions; of this contestant alone.
        style: which prompt drafts.
        reminder: whether the prompt ends on a sentence that asks to honour what was said.
        fault: a planted fault, which has a style of its own.
    """

    def __init__(
        self, model: Model, memory: Memory, style: Style, *, reminder: bool = False, fault: Fault | None = None
    ) -> None:
        self._model = model
        self._memory = memory
        self._style = style
        self._reminder = reminder
        self._fault = fault
        self._reply = _reply_graph(memory, self._draft)
        self._closing = _closing_graph(memory)

    async def start_session(self, info: SessionInfo) -> None:
        """Nothing to prepare: all that counts is in the view and the memory."""

    async def respond(self, view: AssistantView) -> AssistantReply:
        """Recalls and drafts: one model call."""
        return await self._replied(view, probe=False)

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Lets the memory do its work."""
        await run_apart(self._closing, {"info": info, "messages": messages}, info)

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """As `respond`, which keeps nothing either (only the end of a session writes); the prompt says who asks."""
        return await self._replied(view, probe=True)

    async def export_memory(self) -> str:
        """The memory, as text."""
        return self._memory.export()

    async def close(self) -> None:
        """Nothing is held open."""

    async def _replied(self, view: AssistantView, *, probe: bool) -> AssistantReply:
        final = await run_apart(self._reply, {"view": view, "probe": probe}, view.info)
        return AssistantReply(text=final["text"], recalled=final["recall"].items)

    async def _draft(self, view: AssistantView, recall: Recall, probe: bool) -> str:
        inputs = ReplyInputs(
            memory=recall.document,
            earlier=recall.earlier,
            messages=recall.messages[:-1],
            last=recall.messages[-1].content,
            now=in_words(view.info.now),
            reminder=self._reminder,
            probe=probe,
        )
        if self._fault is not None:
            inputs = FaultyInputs(**dict(inputs), fault=self._fault.name, habit=self._fault.habit)
        return (await self._model.ask(reply(self._style, inputs))).text
