"""A contestant composed of parts, and what decides which graphs it runs. LangGraph itself is loaded at the first reply.

The import takes half a second, in which nothing else is done: by then the first turns of many people are being waited
for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from arena.assistants.slots import Ask, Erasable, Guard, Memory, Style
from arena.models import Model
from arena.schema.assistant_view import AssistantReply, AssistantView, Message, SessionInfo

if TYPE_CHECKING:
    from arena.assistants.graph import Graph


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

    @property
    def shape(self) -> Shape:
        """Which of its parts have something to do, in a reply and at the end of a session."""
        screens = tuple(name for name, guard in self.guards if guard.screens)
        revises = tuple(name for name, guard in self.guards if guard.revises)
        erases = tuple(name for name, guard in self.guards if guard.erases and isinstance(self.memory, Erasable))
        return Shape(self.ask is not None, screens, revises, erases)


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides which nodes there are: all contestants of one shape share their graphs."""

    asks: bool
    screens: tuple[str, ...]
    revises: tuple[str, ...]
    erases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Equipment:
    """What one contestant brings to a graph that it shares with others."""

    parts: Composed
    model: Model
    aloud: Model

    def guard(self, name: str) -> Guard:
        return dict(self.parts.guards)[name]


class GraphContestant:
    """A contestant composed of memory, ask policy, guards and style around one draft call.

    Args:
        model: writes the draft.
        aloud: the same model, heard while it writes a draft that the person waits for.
        parts: what stands in its slots; of this contestant alone.
    """

    def __init__(self, model: Model, aloud: Model, parts: Composed) -> None:
        self._equipment = Equipment(parts, model, aloud)
        self._shape = parts.shape

    @property
    def graphs(self) -> tuple[Graph, Graph]:
        """The graph of a reply, and the one of the end of a session."""
        from arena.assistants.graph import closing_graph, reply_graph  # noqa: PLC0415  # see above

        return reply_graph(self._shape), closing_graph(self._shape.erases)

    async def start_session(self, info: SessionInfo) -> None:
        """Nothing to prepare: all that counts is in the view and the memory."""

    async def respond(self, view: AssistantView) -> AssistantReply:
        """Recalls, asks or drafts, and lets the guards do their work."""
        return await self._replied(view, probe=False)

    async def end_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Lets the memory do its work."""
        from arena.assistants.graph import run_apart  # noqa: PLC0415  # see above

        _, closing = self.graphs
        await run_apart(closing, {"info": info, "messages": messages}, info, self._equipment)

    async def answer_probe(self, view: AssistantView) -> AssistantReply:
        """As `respond`, which keeps nothing either, without questions and guards; the prompt says who asks."""
        return await self._replied(view, probe=True)

    async def export_memory(self) -> str:
        """The memory, as text."""
        return self._equipment.parts.memory.export()

    async def close(self) -> None:
        """Nothing is held open."""

    async def _replied(self, view: AssistantView, *, probe: bool) -> AssistantReply:
        from arena.assistants.graph import run_apart  # noqa: PLC0415  # see above

        reply, _ = self.graphs
        final = await run_apart(reply, {"view": view, "probe": probe}, view.info, self._equipment)
        return AssistantReply(text=final["text"], recalled=final["recall"].items)
