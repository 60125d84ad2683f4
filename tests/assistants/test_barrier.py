"""A contestant's graph inherits nothing from the graph that calls it."""

from __future__ import annotations

import asyncio
from typing import Any, TypedDict

from langgraph.config import get_config
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime, get_runtime
from langgraph.store.memory import InMemoryStore

from arena.assistants import build
from arena.assistants.graph import run_apart
from arena.schema.assistant_view import AssistantView
from tests.assistants.playing import Scripted, info, play, said

TOKEN = "canary-7f3a"


class _State(TypedDict, total=False):
    seen: str


class _Secrets(TypedDict):
    persona: str


def _within_reach() -> str:
    config = dict(get_config())
    runtime = get_runtime()
    store = runtime.store
    kept = [] if store is None else [item.value for item in store.search(("persona",))]
    return repr((config, runtime.context, kept, runtime))


def _dumping_graph() -> Any:
    async def dump(state: _State) -> _State:
        return {"seen": _within_reach()}

    graph = StateGraph(_State)
    graph.add_node("dump", dump)
    graph.add_edge(START, "dump")
    graph.add_edge("dump", END)
    return graph.compile()


async def _inside(node: Any) -> str:
    """What `node` returns, run in a graph whose store, context and configuration carry the token."""
    store = InMemoryStore()
    store.put(("persona",), "secret", {"debt": f"{TOKEN}-store"})
    outer = StateGraph(_State, context_schema=_Secrets)
    outer.add_node("node", node)
    outer.add_edge(START, "node")
    outer.add_edge("node", END)
    config = {
        "configurable": {"thread_id": f"{TOKEN}-thread"},
        "metadata": {"note": f"{TOKEN}-metadata"},
        "tags": [TOKEN],
    }
    final = await outer.compile(store=store).ainvoke({}, config, context={"persona": f"{TOKEN}-context"})
    return str(final["seen"])


def test_a_graph_called_plainly_would_inherit() -> None:
    child = _dumping_graph()

    async def node(state: _State, runtime: Runtime[_Secrets]) -> _State:
        return {"seen": (await child.ainvoke({}))["seen"]}

    seen = asyncio.run(_inside(node))
    assert f"{TOKEN}-store" in seen and f"{TOKEN}-context" in seen


def test_a_graph_run_apart_inherits_nothing() -> None:
    child = _dumping_graph()

    async def node(state: _State, runtime: Runtime[_Secrets]) -> _State:
        return {"seen": (await run_apart(child, {}, info(1)))["seen"]}

    seen = asyncio.run(_inside(node))
    assert "u-1/1" in seen
    assert TOKEN not in seen


class _Dumping(Scripted):
    """A model that looks around when a contestant's node calls it."""

    async def ask(self, question: Any) -> Any:
        self.reach = [*getattr(self, "reach", []), _within_reach()]
        return await super().ask(question)


def test_built_in_contestants_reach_nothing_around_them() -> None:
    model = _Dumping()

    async def node(state: _State, runtime: Runtime[_Secrets]) -> _State:
        for spec in ("plain", "notebook"):
            contestant = build(spec, model)
            await play(contestant, 1, "Hello.")
            await contestant.answer_probe(AssistantView(info=info(1), messages=said("Well?")))
        return {"seen": "done"}

    asyncio.run(_inside(node))
    assert len(model.reach) == 5
    assert all(TOKEN not in reach for reach in model.reach)


def test_cancelling_the_match_cancels_the_contestant() -> None:
    stopped = asyncio.Event()

    class Hanging(Scripted):
        async def ask(self, question: Any) -> Any:
            try:
                await asyncio.Event().wait()
            finally:
                stopped.set()

    async def run() -> bool:
        contestant = build("plain", Hanging())
        task = asyncio.create_task(play(contestant, 1, "Hello."))
        for _ in range(50):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return stopped.is_set()

    assert asyncio.run(run())
