"""A contestant's graphs as something that can be drawn: nodes with what stands in them, and the ways between them."""

from __future__ import annotations

from dataclasses import dataclass

from langgraph.graph import END, START

from arena.assistants._build import build
from arena.assistants._composed import GraphContestant
from arena.assistants._spec import parse
from arena.assistants.doors import is_door
from arena.assistants.graph import Graph
from arena.errors import UsageError
from arena.schema.question import Question
from arena.schema.record import Record

__all__ = ["Drawing", "Step", "drawings"]


@dataclass(frozen=True, slots=True)
class Step:
    """One node and where it leads."""

    name: str
    part: str
    """What stands in it: `memory: notebook`."""
    to: tuple[str, ...]
    """Names of the next nodes; several where it depends. `__end__` is the way out."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """One graph, its steps in the order in which they are gone through."""

    name: str
    steps: tuple[Step, ...]
    mermaid: str


class _Nobody:
    """A model for contestants that are only looked at."""

    async def ask(self, question: Question[Record]) -> Record:
        raise RuntimeError("a contestant that is drawn is not played")


def drawings(spec: str) -> tuple[Drawing, Drawing]:
    """The graph of a reply and the one of the end of a session. Raises UsageError."""
    if is_door(spec):
        raise UsageError(f"“{spec}” comes from outside: what happens in it is its own", next_step="try a built-in one")
    contestant = build(spec, _Nobody(), _Nobody())  # type: ignore[arg-type]  # it answers nothing
    if not isinstance(contestant, GraphContestant):
        raise UsageError(f"“{spec}” is not composed of slots", next_step="`arena contestant list` shows those that are")
    slots: dict[str, str] = {str(slot): name for slot, name in parse(spec).slots.items()}
    stands = {"recall": "memory", "keep": "memory", "ask": "ask", "draft": "style", "end on question": "ask"}
    parts = {node: f"{slot}: {slots[slot]}" for node, slot in stands.items()}
    reply, closing = (_drawing(graph, parts) for graph in contestant.graphs)
    return reply, closing


def _drawing(graph: Graph, parts: dict[str, str]) -> Drawing:
    drawn = graph.get_graph()
    ways: dict[str, list[str]] = {}
    for edge in drawn.edges:
        ways.setdefault(edge.source, []).append(edge.target)
    names = [name for name in drawn.nodes if name not in (START, END)]
    steps = (Step(name, parts.get(name, _guard(name)), tuple(_onward(ways[name]))) for name in names)
    return Drawing(str(graph.name), tuple(steps), drawn.draw_mermaid())


def _onward(targets: list[str]) -> list[str]:
    """The usual next node first, the way out last."""
    return sorted(targets, key=lambda name: name == END)


def _guard(name: str) -> str:
    return f"guard: {name.rsplit(maxsplit=1)[-1]}"
