"""LangGraph graphs as people have them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.config import get_config
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.runtime import Runtime, get_runtime
from langgraph.store.memory import InMemoryStore
from langgraph.types import interrupt


def answer(state: MessagesState) -> dict[str, Any]:
    return {"messages": [AIMessage(f"seen {len(state['messages'])}: {state['messages'][-1].content}")]}


def counting(compiled: bool, **parts: Any) -> Any:
    graph = StateGraph(MessagesState)
    graph.add_node("answer", answer)
    graph.add_edge(START, "answer")
    graph.add_edge("answer", END)
    return graph.compile(**parts) if compiled else graph


stateless = counting(compiled=True)
with_saver = counting(compiled=True, checkpointer=InMemorySaver())
with_another_saver = counting(compiled=True, checkpointer=InMemorySaver())
builder = counting(compiled=False)


def factory() -> Any:
    return counting(compiled=True)


async def async_factory(config: Any) -> Any:
    assert config["configurable"]["user_id"]
    return counting(compiled=False)


def asking(llm: Any) -> Any:
    async def node(state: MessagesState) -> dict[str, Any]:
        return {"messages": [AIMessage(await llm(str(state["messages"][-1].content)))]}

    graph = StateGraph(MessagesState)
    graph.add_node("node", node)
    graph.add_edge(START, "node")
    return graph


class Plain(TypedDict, total=False):
    question: str
    answer: str


def plain_answer(state: Plain) -> Plain:
    return {"answer": state["question"].upper()}


keyed = StateGraph(Plain)
keyed.add_node("plain", plain_answer)
keyed.add_edge(START, "plain")


async def remember(state: MessagesState, runtime: Runtime[Any]) -> dict[str, Any]:
    assert runtime.store is not None
    user = get_config()["configurable"]["langgraph_user_id"]
    known = await runtime.store.asearch(("notes", user))
    text = str(state["messages"][-1].content)
    await runtime.store.aput(("notes", user), str(len(known)), {"said": text})
    return {"messages": [AIMessage(" | ".join(sorted(k.value["said"] for k in known)) or "nothing yet")]}


remembering = StateGraph(MessagesState)
remembering.add_node("remember", remember)
remembering.add_edge(START, "remember")

shared_store = remembering.compile(store=InMemoryStore())


def ask_back(state: MessagesState) -> dict[str, Any]:
    where = interrupt({"question": "Where?"})
    return {"messages": [AIMessage(f"So, {where}")]}


interrupting = StateGraph(MessagesState)
interrupting.add_node("ask_back", ask_back)
interrupting.add_edge(START, "ask_back")


async def route(state: MessagesState) -> dict[str, Any]:
    """Asks a chat model first which way to go; what it says there is no reply."""
    await Typist(messages=iter([AIMessage("the way of bees")])).ainvoke(state["messages"])
    return {}


async def write(state: MessagesState) -> dict[str, Any]:
    words = f"Bees, then: {state['messages'][-1].content}."
    return {"messages": [await Typist(messages=iter([AIMessage(words)])).ainvoke(state["messages"])]}


class Typist(GenericFakeChatModel):
    """A chat model that writes word by word where somebody listens."""


routed = StateGraph(MessagesState)
routed.add_node("route", route)
routed.add_node("write", write)
routed.add_edge(START, "route")
routed.add_edge("route", "write")
routed.add_edge("write", END)


@dataclass
class Who:
    user_id: str
    session: int
    colour: str = "green"


def greet(state: MessagesState, runtime: Runtime[Who]) -> dict[str, Any]:
    who = runtime.context
    return {"messages": [AIMessage(f"{who.user_id} {who.session} {who.colour}")]}


with_context = StateGraph(MessagesState, context_schema=Who)
with_context.add_node("greet", greet)
with_context.add_edge(START, "greet")


class Loop(TypedDict):
    messages: Annotated[list[Any], lambda a, b: b]


looping = StateGraph(Loop)
looping.add_node("a", lambda state: state)
looping.add_edge(START, "a")
looping.add_edge("a", "a")


def parrot(state: MessagesState) -> dict[str, Any]:
    return {}


no_reply = StateGraph(MessagesState)
no_reply.add_node("parrot", parrot)
no_reply.add_edge(START, "parrot")


def dump(state: MessagesState) -> dict[str, Any]:
    runtime = get_runtime()
    kept = [] if runtime.store is None else [item.value for item in runtime.store.search(())]
    return {"messages": [AIMessage(repr((dict(get_config()), runtime.context, kept)))]}


dumping = StateGraph(MessagesState)
dumping.add_node("dump", dump)
dumping.add_edge(START, "dump")
dumping_compiled = dumping.compile()
