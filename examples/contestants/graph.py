"""A LangGraph contestant with a store: `make` is a factory, so that each match compiles a graph of its own.

Without a checkpointer or store of its own a builder gets fresh ones, for this match alone. `llm` is the model of the
match; use your own client instead, and its calls are unmetered.

arena contestant check langgraph:examples/contestants/graph.py:make
"""

from __future__ import annotations

from typing import Any

from langchain_core.messages import AIMessage
from langgraph.config import get_config
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.runtime import Runtime


def make(llm: Any) -> StateGraph[MessagesState]:
    """A graph of two nodes: recall and answer, then write down."""

    async def answer(state: MessagesState, runtime: Runtime[Any]) -> dict[str, Any]:
        assert runtime.store is not None  # noqa: S101  # the arena gives a builder one
        notes = await runtime.store.asearch(_mine())
        system = {"role": "system", "content": "\n".join(f"- {item.value['said']}" for item in notes)}
        talk = [{"role": "user" if m.type == "human" else "assistant", "content": m.text} for m in state["messages"]]
        return {"messages": [AIMessage(await llm([system, *talk] if notes else talk))]}

    async def write_down(state: MessagesState, runtime: Runtime[Any]) -> dict[str, Any]:
        assert runtime.store is not None  # noqa: S101
        said = [m for m in state["messages"] if m.type == "human"][-1]
        await runtime.store.aput(_mine(), str(said.id), {"said": said.text})
        return {}

    graph = StateGraph(MessagesState)
    graph.add_node("answer", answer)
    graph.add_node("write_down", write_down)
    graph.add_edge(START, "answer")
    graph.add_edge("answer", "write_down")
    return graph


def _mine() -> tuple[str, str]:
    """The notes on the user of this run."""
    return ("notes", get_config()["configurable"]["langgraph_user_id"])
