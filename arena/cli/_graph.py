"""`arena contestant graph`: the way from a message to a reply, drawn in the terminal or as Mermaid text."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from arena.cli._output import print_json, safe, screen

if TYPE_CHECKING:
    from arena.assistants.drawing import Drawing, Step

_END = "__end__"
_HEADINGS = {"reply": "a message arrives", "close_session": "a session ends"}


def show_graph(spec: str, *, mermaid: bool, as_json: bool) -> None:
    """Both graphs of a contestant. Raises UsageError."""
    from arena.assistants import canonical
    from arena.assistants.drawing import drawings

    drawn = drawings(spec)
    if as_json:
        print_json({"contestant": canonical(spec), "graphs": [asdict(drawing) for drawing in drawn]})
    elif mermaid:
        blocks = (f"{_HEADINGS[drawing.name]}:\n\n```mermaid\n{drawing.mermaid}```\n" for drawing in drawn)
        sys.stdout.write("\n".join(blocks))
    else:
        screen().print(safe(canonical(spec), "bold"))
        for drawing in drawn:
            _draw(drawing)


def _draw(drawing: Drawing) -> None:
    screen().print(safe(f"\n{_HEADINGS[drawing.name]}", "dim"))
    width = max(len(step.name) for step in drawing.steps) + 2
    for step, after in zip(drawing.steps, [*[s.name for s in drawing.steps[1:]], _END], strict=True):
        screen().print(safe("      │", "dim"))
        line = safe(f"  [ {step.name} ]".ljust(width + 6), "bold cyan")
        line.append_text(safe(step.part))
        line.append_text(safe(_turnings(step, after), "yellow"))
        screen().print(line)
    screen().print(safe("      │", "dim"))
    screen().print(safe("  the reply" if drawing.name == "reply" else "  the memory is kept", "dim"))


def _turnings(step: Step, after: str) -> str:
    """The ways that do not lead to the next line, with what they are for."""
    why = {"recall": "a probe", "ask": "a question is the reply", "draft": "a probe"}
    others = ["the end" if name == _END else name for name in step.to if name != after]
    return "".join(f"  └─ {why.get(step.name, '')} → {name}" for name in others)
