"""mem0 (mem0ai 2.2, Apache-2.0) as a memory: its own extraction, vectors and search, asking the contestant's model.

One extraction call at the end of a session, with mem0's own prompt of some 34,000 characters, and none for a reply.
The vectors are wordllama's, the store is in this process and of this match alone, telemetry is off. Adapted: `add` is
called once a session instead of once an exchange, and each message begins with its simulated date, since mem0 itself
knows only the clock on the wall (its prompt says today's date, so a resumed run asks anew on another day). mem0 only
adds: of two notes that contradict each other both are found.

It wants a language model: on the offline model, which cannot follow mem0's prompt, it keeps nothing. The part exists
where the extra `memories` is installed.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from arena.assistants.doors import PROMPT, Desk
from arena.assistants.parts._product import DIMENSIONS, as_theirs, beside, dated, in_lines, quiet, there
from arena.assistants.parts._turns import embedder
from arena.assistants.slots import Asked, Entry, Kit, Memory, MemoryPart, Option, Recall
from arena.models import Model
from arena.schema.assistant_view import AssistantView, Message, SessionInfo

T = TypeVar("T")
_SOURCE = "mem0, arXiv 2504.19413; mem0ai 2.2.1"


class MemZero:
    """What mem0 makes of the sessions.

    Args:
        model: answers mem0's questions.
        top: memories shown beside a message, at most.
    """

    def __init__(self, model: Model, top: int) -> None:
        self._desk = Desk(model)
        self._top = top
        self._engine: Any = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._kept: tuple[str, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The memories that mem0 finds for the last message, and this session. Raises ContestantFailed."""
        if not self._kept:
            return Recall(view.messages)
        who, asked = {"user_id": view.info.user_id}, view.messages[-1].content
        found = await self._run(lambda engine: engine.search(asked, filters=who, top_k=self._top))
        items = tuple(str(entry["memory"]) for entry in found["results"])
        return beside(view, items)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Has mem0 take in the session. Raises CallFailed where its model gives no answer, ContestantFailed."""
        if not messages:
            return
        said = dated(info, messages)
        who = {"user_id": info.user_id}
        await self._run(lambda engine: engine.add(said, user_id=info.user_id))
        kept = await self._run(lambda engine: engine.get_all(filters=who, top_k=10_000))
        self._kept = tuple(str(entry["memory"]) for entry in kept["results"])

    def export(self) -> str:
        """All memories, in the order in which mem0 lists them."""
        return in_lines(self._kept)

    async def _run(self, work: Callable[[Any], T]) -> T:
        """`work` in a thread: mem0 waits for its model. What fails in mem0 is told as mem0's."""
        self._loop = asyncio.get_running_loop()

        def blocking() -> T:
            if self._engine is None:
                self._engine = _engine(self._ask)
            return work(self._engine)

        return await as_theirs("mem0", asyncio.to_thread(blocking), self._desk)

    def _ask(self, talk: tuple[Message, ...]) -> str:
        """From the thread of `_run`: the model's reply."""
        if self._loop is None:
            raise RuntimeError("mem0 asks while it works, and not before")
        return asyncio.run_coroutine_threadsafe(self._desk.ask(talk), self._loop).result()


def _engine(ask: Callable[[tuple[Message, ...]], str]) -> Any:
    """A new mem0 over an empty store in this process. Nothing is reported anywhere and nothing is written at home."""
    quiet("mem0")
    os.environ["MEM0_TELEMETRY"] = "False"
    os.environ.setdefault("MEM0_DIR", str(Path(tempfile.gettempdir()) / "arena-mem0"))
    from mem0 import Memory as Engine  # noqa: PLC0415  # two seconds, and an extra
    from qdrant_client import QdrantClient  # noqa: PLC0415

    from arena.assistants.parts._langchain import ThreadChat, Vectors  # noqa: PLC0415

    store = {"client": QdrantClient(":memory:"), "embedding_model_dims": DIMENSIONS, "collection_name": "memories"}
    return Engine.from_config(
        {
            "llm": {"provider": "langchain", "config": {"model": ThreadChat(ask=ask)}},
            "embedder": {"provider": "langchain", "config": {"model": Vectors(embedder())}},
            "vector_store": {"provider": "qdrant", "config": store},
            "history_db_path": ":memory:",
        }
    )


def _make(kit: Kit) -> Memory:
    there("mem0", "mem0", "langchain", "wordllama")
    return MemZero(kit.model, kit.number("top"))


_PART = MemoryPart(
    "mem0",
    "mem0: facts that it extracts itself, found by their vectors",
    (Option("top", 10, 1, 100, "memories shown beside a message"),),
    _SOURCE,
    (Asked(PROMPT, "session"),),
    make=_make,
)
_THERE = find_spec("mem0") is not None
PARTS = (_PART,) if _THERE else ()
CONTESTANTS = (Entry("mem0", "a published memory product, as it is", memory="mem0", source=_SOURCE),) if _THERE else ()
