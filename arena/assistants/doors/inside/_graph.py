"""A LangGraph graph of the user's: compiled, a builder, or a factory of either."""

from __future__ import annotations

import inspect
import json
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any, get_type_hints

from ._agent import call, parameters
from ._load import Unusable, told
from ._pieces import Overheard, Say, text_of
from ._turn import Messages, Turn

_MODES = ["updates", "values", "messages"]
_CONTEXT = ("user_id", "langgraph_user_id", "thread_id", "session", "now", "llm")


@dataclass
class GraphAgent:
    """A compiled graph and what it was told so far.

    Args:
        graph: the compiled graph.
        options: `send`, `input`, `output`, `steps` of the specification.
        own_store: whether the store is this match's alone, so that all of it is its memory.
    """

    graph: Any
    options: dict[str, str]
    own_store: bool
    _sent: dict[str, int] = field(default_factory=dict)
    _waiting: set[str] = field(default_factory=set)
    """Threads that stand at an interrupt: the next message answers it."""
    _probes: int = 0
    _last: frozenset[str] | None = None
    """Nodes after which the graph may end."""

    @property
    def keeps_state(self) -> bool:
        """With a checkpointer or a store it may."""
        parts = (getattr(self.graph, name, None) for name in ("checkpointer", "store"))
        return any(part not in (None, False) for part in parts)

    async def respond(self, turn: Turn, say: Say | None) -> Any:
        """Runs the graph on the thread of this session."""
        thread = f"{turn.user}/{turn.session}"
        state = self._input(turn, thread)
        final = await self._run(state, turn, thread, say)
        self._sent[thread] = len(turn.messages) + 1  # the reply, which the thread has as well
        return self._reply(final, thread)

    async def probe(self, turn: Turn) -> Any:
        """Runs the graph on a thread of its own, with the same store."""
        self._probes += 1
        thread = f"{turn.user}/{turn.session}/probe-{self._probes}"
        return self._reply(await self._run(self._state(turn.messages), turn, thread), thread)

    async def tell(self, what: str, turn: Turn) -> Any:
        """Exports the store; a graph has nothing to be told besides."""
        if what != "export_memory":
            return None
        store = getattr(self.graph, "store", None)
        if store is None:
            return ""
        kept = await store.asearch((), limit=1000)
        mine = [item for item in kept if self.own_store or any(turn.user in part for part in item.namespace)]
        return "\n".join(f"{'/'.join(i.namespace)} {i.key}: {json.dumps(i.value, default=str)}" for i in mine)

    def _input(self, turn: Turn, thread: str) -> Any:
        if thread in self._waiting:
            from langgraph.types import Command  # noqa: PLC0415  # heavy, and only there where graphs are

            self._waiting.discard(thread)
            return Command(resume=turn.messages[-1]["content"])
        new = turn.messages[self._sent.get(thread, 0) :] if self._sends_new() else turn.messages
        return self._state(new or turn.messages[-1:])

    def _state(self, messages: Messages) -> dict[str, Any]:
        key = self.options["input"]
        return {key: messages if key == "messages" else messages[-1]["content"]}

    def _sends_new(self) -> bool:
        """Whether the graph has the earlier messages of a session itself."""
        if self.options["send"] != "auto":
            return self.options["send"] == "new"
        return getattr(self.graph, "checkpointer", None) not in (None, False)

    async def _run(self, state: Any, turn: Turn, thread: str, say: Say | None = None) -> Any:
        known = {
            "thread_id": thread,
            "user_id": turn.user,
            "langgraph_user_id": turn.user,
            "session": turn.session,
            "now": turn.now,
            "llm": turn.llm,
        }
        ids = {name: known[name] for name in ("thread_id", "user_id", "langgraph_user_id")}
        config = {"configurable": ids, "recursion_limit": int(self.options["steps"])}
        context = _context(self.graph, known)
        if say is None or not hasattr(self.graph, "stream_mode"):  # what has only `ainvoke` is no graph of LangGraph's
            return await self.graph.ainvoke(state, config, context=context)
        if self._last is None:
            self._last = _last_nodes(self.graph)
        return await _overheard(self.graph.astream(state, config, context=context, stream_mode=_MODES), self._last, say)

    def _reply(self, final: Any, thread: str) -> Any:
        waits = final.get("__interrupt__") if isinstance(final, dict) else None
        if waits:
            self._waiting.add(thread)
            return _question(waits[0].value)
        key = self.options["output"]
        if not isinstance(final, dict) or key not in final:
            raise Unusable(f"its state has no {key!r}" + (f" ({', '.join(final)})" if isinstance(final, dict) else ""))
        value = final[key]
        return _last_reply(value) if isinstance(value, list) else value


async def _overheard(streamed: Any, last: frozenset[str], say: Say) -> Any:
    """The final state of a graph that is streamed, as `ainvoke` gives it."""
    overheard, final, waits = Overheard(last, say), None, []
    async for mode, payload in streamed:
        if mode == "messages":
            overheard.hear(*payload)
        elif mode == "values":
            final = payload
        elif isinstance(payload, dict):
            waits += payload.get("__interrupt__", ())
    return {**(final if isinstance(final, dict) else {}), "__interrupt__": waits} if waits else final


def _last_nodes(graph: Any) -> frozenset[str]:
    try:
        return frozenset(edge.source for edge in graph.get_graph().edges if edge.target == "__end__")
    except Exception:  # noqa: BLE001  # not every graph of the user's can be drawn; then nothing is overheard
        return frozenset()


def _question(value: Any) -> str:
    """What an interrupt asks, in words."""
    if isinstance(value, dict):
        value = next((value[k] for k in ("question", "message", "text") if isinstance(value.get(k), str)), value)
    return value if isinstance(value, str) else json.dumps(value, default=str)


def _last_reply(messages: list[Any]) -> str:
    """The text of the last message, which has to be the assistant's."""
    last = messages[-1] if messages else None
    role = last.get("role") if isinstance(last, dict) else getattr(last, "type", None)
    if role not in {"ai", "assistant"}:
        raise Unusable("its last message is not the assistant's" if messages else "it left no messages")
    return text_of(last["content"] if isinstance(last, dict) else getattr(last, "content", ""))


def _context(graph: Any, known: dict[str, Any]) -> dict[str, Any] | None:
    """The run's context, of the fields that the graph's `context_schema` declares and the arena knows."""
    schema = getattr(graph, "context_schema", None)
    if schema is None:
        return None
    try:
        fields = get_type_hints(schema)
    except Exception:  # noqa: BLE001  # annotations of the user's may name what is not there at run time
        fields = dict(getattr(schema, "__annotations__", {}))
    return {name: known[name] for name in _CONTEXT if name in fields}


async def graph_agent(found: Any, turn: Turn, options: dict[str, str]) -> GraphAgent:
    """The agent that `found` makes: a compiled graph as it is; a builder compiled with a store and saver of this match.

    Raises:
        Unusable: it is none of these, or the factory made none.
    """
    if inspect.isclass(found) or (callable(found) and not _is_graph(found)):
        found = await _from_factory(found, turn)
    if not _is_graph(found):
        raise Unusable(f"a {type(found).__name__} is no graph: give a compiled graph, a builder, or a factory of one")
    options = {"send": "auto", "input": "messages", "output": "messages", "steps": "50", **options}
    if hasattr(found, "ainvoke"):
        return GraphAgent(found, options, own_store=False)
    from langgraph.checkpoint.memory import InMemorySaver  # noqa: PLC0415
    from langgraph.store.memory import InMemoryStore  # noqa: PLC0415

    try:
        compiled = Context().run(found.compile, checkpointer=InMemorySaver(), store=InMemoryStore())
    except Exception as error:
        raise Unusable(f"the graph cannot be compiled: {told(error)}") from error
    return GraphAgent(compiled, options, own_store=True)


def _is_graph(found: Any) -> bool:
    return not inspect.isclass(found) and (hasattr(found, "ainvoke") or hasattr(found, "compile"))


async def _from_factory(factory: Any, turn: Turn) -> Any:
    """What a factory makes. It may want `llm` or `config`, as LangGraph's own server gives it."""
    names, _ = parameters(factory, only=("llm", "config"))
    if "config" not in names:
        return await call(factory, turn, only=("llm",))
    config = {"configurable": {"user_id": turn.user, "langgraph_user_id": turn.user}}
    made = factory(config=config, llm=turn.llm) if "llm" in names else factory(config=config)
    return await made if inspect.isawaitable(made) else made
