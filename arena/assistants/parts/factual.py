"""The factuality gate: what a person believes is kept from a draft that is about what is so.

FPPS (arXiv 2601.11000) edits hidden states, which no interface to a model offers; this is an analogue in prompts, a
design and not a replication. A probe call sorts the request: `factual` is answered without anything recalled (the hard
setting), `mixed` without the beliefs on the same facts (the soft one), `preference` with everything. One call a turn
more. Adapted: the rewrite of the mixed setting (facts first, style afterwards) is left out.
"""

from __future__ import annotations

from typing import ClassVar, Literal

from arena.assistants.offline._knowledge import GENERIC, asks_for_choice, items_on
from arena.assistants.offline._reading import form_asked, noted_in, stems
from arena.assistants.parts._items import items_of, without
from arena.assistants.slots import Asked, Entry, Guard, GuardPart, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message
from arena.schema.question import Question
from arena.schema.record import Record

_SOURCE = "FPPS, arXiv 2601.11000, as prompts"


class SortInputs(Record):
    """Inputs of `assistant/sort-claims`."""

    items: tuple[str, ...]
    messages: tuple[Message, ...]
    last: str


class Sorted(Record):
    """Answer of `assistant/sort-claims`."""

    kind: Literal["factual", "preference", "mixed"]
    beliefs: tuple[int, ...] = ()


class FactualityGate(Guard):
    """Keeps beliefs from drafts on facts."""

    screens: ClassVar[bool] = True

    def __init__(self, model: Model) -> None:
        self._model = model

    async def screen(self, view: AssistantView, recall: Recall) -> Recall:
        """One call; none when nothing is recalled. Raises CallFailed."""
        items = items_of(recall)
        if not items:
            return recall
        inputs = SortInputs(items=items, messages=recall.messages[:-1], last=recall.messages[-1].content)
        found = await self._model.ask(Question("assistant/sort-claims", 1, inputs, Sorted))
        if found.kind == "factual":
            return without(recall, items)
        beliefs = [item for number, item in enumerate(items, start=1) if number in found.beliefs]
        return without(recall, beliefs) if found.kind == "mixed" else recall


def sort_claims(inputs: SortInputs, offline: Offline) -> Sorted:
    """A choice is taste; what public knowledge answers is fact, unless something wished bears on it too."""
    if asks_for_choice(inputs.last) or not items_on(inputs.last, offline.world.known):
        return Sorted(kind="preference")
    said = [(i, s) for i, item in enumerate(inputs.items, start=1) for s in noted_in(f"- {item}")]
    if not any(s.wish for _, s in said):
        return Sorted(kind="factual")
    asked = stems(inputs.last) - GENERIC
    on_it = [i for i, s in said if not s.wish and not form_asked(s.text) and len(s.stems & asked) > 1]
    return Sorted(kind="mixed", beliefs=tuple(on_it))


PARTS = (
    GuardPart(
        "factual",
        "keeps the person's beliefs from drafts that are about facts",
        source=_SOURCE,
        asks=(Asked("assistant/sort-claims", "reply"),),
        make=lambda kit: FactualityGate(kit.model),
    ),
)
CONTESTANTS = (
    Entry(
        "factual-gate",
        "notebook, without beliefs where facts are asked",
        memory="notebook",
        guard="factual",
        source=_SOURCE,
    ),
)
ANSWERS: Answerers = {"assistant/sort-claims": sort_claims}
