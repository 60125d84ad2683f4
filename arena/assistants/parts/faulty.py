"""The planted faults as styles: each is the transcript contestant with a habit (the forgetter also has no memory)."""

from __future__ import annotations

from dataclasses import dataclass

from arena.assistants._faults import FAULTS, RIVALS, Fault
from arena.assistants.questions import FaultyInputs, ReplyInputs, drafted
from arena.assistants.slots import NOTHING, Asked, Entry, Kit, Style, StylePart
from arena.models import Model


@dataclass(frozen=True, slots=True)
class Faulty:
    """Drafts with a habit."""

    fault: Fault

    async def draft(self, model: Model, inputs: ReplyInputs) -> str:
        """The answer to `assistant/reply-faulty`. Raises CallFailed."""
        told = FaultyInputs(**dict(inputs.without_end), fault=self.fault.name, habit=self.fault.habit)
        return (await model.ask(drafted("reply-faulty", told))).text


def _style(fault: Fault) -> StylePart:
    def make(kit: Kit) -> Style:
        return Faulty(fault)

    asks = (Asked("assistant/reply-faulty", "reply"),)
    return StylePart(fault.name, _about(fault), asks=asks, make=make)


def _entry(fault: Fault) -> Entry:
    memory = NOTHING if fault.name == "forgetter" else "transcript"
    return Entry(fault.name, _about(fault), memory=memory, style=fault.name)


def _about(habit: Fault) -> str:
    return f"{'rival of a planted' if habit.name in RIVALS else 'planted'} fault: {habit.what}"


_ALL = (*FAULTS.values(), *RIVALS.values())
PARTS = tuple(_style(habit) for habit in _ALL)
CONTESTANTS = tuple(_entry(habit) for habit in _ALL)
