"""From a specification to a contestant: which memory, which style."""

from __future__ import annotations

from dataclasses import dataclass

from arena.assistants._faults import FAULTS
from arena.assistants._spec import ContestantSpec, parse
from arena.assistants.base import Contestant
from arena.assistants.memory import Memory, Notebook, SessionOnly, Transcript, Window
from arena.assistants.questions import Style
from arena.models import Model

_STYLES: dict[str, Style] = {
    "oversharer": "reply-oversharer",
    "lecturer": "reply-lecturer",
    **dict.fromkeys(FAULTS, "reply-faulty"),
}


def build(spec: str, model: Model) -> Contestant:
    """A new contestant for one match, asking `model`. Raises UsageError for a specification that cannot be met."""
    from arena.assistants.graph import GraphContestant  # noqa: PLC0415  # langgraph takes over a second to import

    wanted = parse(spec)
    style = _STYLES.get(wanted.name, "reply")
    memory, fault = _memory(wanted, model), FAULTS.get(wanted.name)
    return GraphContestant(model, memory, style, reminder=wanted.name == "reminder", fault=fault)


@dataclass(frozen=True, slots=True)
class Asks:
    """The prompts a contestant uses: `reply` for every reply, `closing` after each session (empty for none)."""

    reply: str
    closing: str = ""


def asks(spec: str) -> Asks:
    """What a contestant asks its model, for a forecast. Raises UsageError."""
    wanted = parse(spec)
    closing = "assistant/notebook" if wanted.name == "notebook" else ""
    return Asks(f"assistant/{_STYLES.get(wanted.name, 'reply')}", closing)


def _memory(spec: ContestantSpec, model: Model) -> Memory:
    match spec.name:
        case "plain" | "forgetter":
            return SessionOnly()
        case "notebook":
            return Notebook(model, spec.options["tokens"])
        case "window":
            return Window(spec.options["turns"])
        case _:
            return Transcript()
