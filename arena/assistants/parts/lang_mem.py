"""LangMem (langmem 0.0.30, MIT) as a memory: its own store manager on a LangGraph store, asking the model of the match.

One call at the end of a session, with LangMem's own prompt and tools; more where an answer does not fit a tool and is
repaired, up to three times. None for a reply: memories are found by their vectors. It sees the memories nearest to the
session, may add to them and may patch them, and deletes none (its defaults). The store is in this process and of this
match alone, nothing is traced. Adapted: the manager works after each session, while nobody waits; each message begins
with its simulated date; calls of tools are asked for as a typed answer, so that any model that gives one can play and
is metered as for all others; random identifiers are given steady names, so that a resumed run finds what it had asked.

On the offline model the person's wishes and lasting facts are kept word for word. The part exists where the extra
`memories` is installed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from importlib.util import find_spec
from typing import Any

from arena.assistants.parts._product import DIMENSIONS, as_theirs, beside, dated, in_lines, quiet, there
from arena.assistants.parts._tools import use_tools
from arena.assistants.parts._turns import embedder
from arena.assistants.slots import Asked, Entry, Kit, Memory, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

_SOURCE = "LangMem, langchain-ai; langmem 0.0.30"
_STEPS = 30
"""Supersteps of its extraction, which tries again without end where a model fails."""
_ALL = 10_000


class LangMem:
    """What LangMem makes of the sessions.

    Args:
        model: answers LangMem's questions.
        top: memories shown beside a message, at most.
    """

    def __init__(self, model: Model, top: int) -> None:
        self._model = model
        self._top = top
        self._manager: Any = None
        self._exchange: Any = None
        self._kept: tuple[str, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The memories that LangMem finds for the last message, and this session. Raises ContestantFailed."""
        if not self._kept:
            return Recall(view.messages)
        items = await self._found(view.info, query=view.messages[-1].content, limit=self._top)
        return beside(view, items)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Has LangMem take in the session. Raises CallFailed where its model gives no answer, ContestantFailed."""
        if not messages:
            return
        said = dated(info, messages)
        await self._run(info, lambda manager, config: manager.ainvoke({"messages": _typed(said)}, config=config))
        self._kept = await self._found(info, limit=_ALL)

    def export(self) -> str:
        """All memories, in the order of the store."""
        return in_lines(self._kept)

    async def _found(self, info: SessionInfo, **how: Any) -> tuple[str, ...]:
        found = await self._run(info, lambda manager, config: manager.asearch(config=config, **how))
        return tuple(" ".join(str(entry.value.content).split()) for entry in found)

    async def _run(self, info: SessionInfo, work: Callable[[Any, Any], Awaitable[Any]]) -> Any:
        """`work`, apart from everything around. What fails in LangMem is told as LangMem's."""
        if self._manager is None:
            self._manager, self._exchange = await asyncio.to_thread(_engine, self._model)
        config = {"configurable": {"langgraph_user_id": info.user_id}, "recursion_limit": _STEPS}
        apart = asyncio.create_task(_untraced(work(self._manager, config)), context=Context())
        return await as_theirs("langmem", apart, self._exchange)


async def _untraced(work: Awaitable[Any]) -> Any:
    """Nothing goes to LangSmith, whatever the environment says."""
    from langsmith import tracing_context  # noqa: PLC0415  # an extra

    with tracing_context(enabled=False):
        return await work


def _typed(said: list[dict[str, str]]) -> list[Any]:
    from langchain_core.messages import convert_to_messages  # noqa: PLC0415  # heavy

    return convert_to_messages(said)


def _engine(model: Model) -> tuple[Any, Any]:
    """A new store manager over an empty store in this process, and its exchange with the model."""
    quiet("extraction", "langmem")
    from langgraph.store.memory import InMemoryStore  # noqa: PLC0415  # two seconds together, and an extra
    from langmem import create_memory_store_manager  # noqa: PLC0415

    from arena.assistants.parts._langchain import Exchange, ToolChat, Vectors  # noqa: PLC0415

    store = InMemoryStore(index={"dims": DIMENSIONS, "embed": Vectors(embedder())})
    exchange = Exchange(model)
    return create_memory_store_manager(ToolChat(exchange=exchange), store=store), exchange


def _make(kit: Kit) -> Memory:
    there("LangMem", "langmem", "wordllama")
    return LangMem(kit.model, kit.number("top"))


_PART = MemoryPart(
    "langmem",
    "LangMem: memories that it adds and patches itself, found by their vectors",
    (Option("top", 10, 1, 100, "memories shown beside a message"),),
    _SOURCE,
    (Asked("assistant/tools", "session"),),
    make=_make,
)
_THERE = find_spec("langmem") is not None
PARTS = (_PART,) if _THERE else ()
CONTESTANTS = (
    (Entry("langmem", "LangGraph's memory library, as it is", memory="langmem", source=_SOURCE),) if _THERE else ()
)
ANSWERS: Answerers = {"assistant/tools": use_tools}
