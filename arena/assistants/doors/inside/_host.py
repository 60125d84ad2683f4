"""Drives one object of the user's: one call in, one answer out, whatever it does in between."""

from __future__ import annotations

import asyncio
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any

from ._agent import Agent, agent_of, memory_of, reply_of
from ._load import Unusable, load, told
from ._pieces import Say
from ._turn import Ask, Llm, Turn

MEMORY_LIMIT = 200_000
"""Characters of an exported memory that are kept."""

__all__ = ["MEMORY_LIMIT", "Host", "Unusable"]


@dataclass
class Host:
    """The user's object and how it is called. Everything runs on the event loop of whoever calls.

    Args:
        kind: `python` or `langgraph`.
        target: see `load`.
        folder: where relative files and modules are looked for.
        options: those of the specification.
        ask: the model of the match.
    """

    kind: str
    target: str
    folder: str
    options: dict[str, str]
    ask: Ask
    _agent: Agent | None = field(default=None)

    async def answer(self, given: dict[str, Any], say: Say | None = None) -> dict[str, Any]:
        """`{"value": ...}`, or `{"error": why}`. Nothing that the object raises gets past this.

        `say` is told of a reply in pieces while it is written.
        """
        try:
            work = asyncio.create_task(self._do(given, say), context=Context())
            return {"value": await work}
        except asyncio.CancelledError:
            raise
        except Unusable as error:
            return {"error": str(error)}
        except BaseException as error:  # noqa: BLE001  # SystemExit of the user's ends the match, not the run
            return {"error": f"it raised {told(error)}"}

    async def _do(self, given: dict[str, Any], say: Say | None) -> Any:
        try:
            return await self._asked(given["do"], Turn.read(given, Llm(self.ask)), say)
        except (SystemExit, KeyboardInterrupt) as error:
            raise Unusable(f"it raised {told(error)}") from None  # asyncio would end the whole loop with these

    async def _asked(self, what: str, turn: Turn, say: Say | None) -> Any:
        agent = self._agent = self._agent or await self._made(turn)
        if what == "open":
            return agent.keeps_state
        if what == "respond":
            return reply_of(await agent.respond(turn, say))
        if what == "answer_probe":
            return reply_of(await agent.probe(turn))
        told_back = await agent.tell(what, turn)
        return memory_of(told_back, MEMORY_LIMIT) if what == "export_memory" else None

    async def _made(self, turn: Turn) -> Agent:
        found = load(self.target, self.folder)
        if self.kind == "langgraph" or (hasattr(found, "ainvoke") and hasattr(found, "get_graph")):
            from ._graph import graph_agent  # noqa: PLC0415  # langgraph is heavy, and may be absent

            return await graph_agent(found, turn, self.options)
        return await agent_of(found, turn)
