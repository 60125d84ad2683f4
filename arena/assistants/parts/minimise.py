"""The minimiser: what a reply does not need is taken out before the draft, so that it cannot be told.

Decided item by item and not by prompt, because a prompt alone over-generalises (CIMemories, arXiv 2511.14937); that a
few items mostly do is the finding of MinDRel (arXiv 2305.17593). One call a turn more, only where something is
recalled. A design after these papers, not a replication: a selector names the items needed, by number, and whatever it
does not name is withheld; afterwards code takes out of a message to somebody else each line that holds a figure of a
withheld item. No model verifies the draft a second time. What the person says in the present session stays in sight,
because the talk would break without it.
"""

from __future__ import annotations

import re
from typing import Annotated, ClassVar

from pydantic import Field

from arena.assistants.offline import _letter
from arena.assistants.offline._about import matters_in
from arena.assistants.offline._knowledge import GENERIC, asks_for_choice
from arena.assistants.offline._reading import Sight, Statement, form_asked, noted_in, sight_of, stems
from arena.assistants.parts._items import items_of, without
from arena.assistants.questions import InSight
from arena.assistants.slots import Asked, Entry, Guard, GuardPart, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.words import sentences

_SOURCE = "data minimisation item by item, after CIMemories, arXiv 2511.14937, and MinDRel, arXiv 2305.17593"
_FIGURE = re.compile(r"\d[\d.,]*\d")
_MESSAGE = re.compile(r"(?<=<message>)(.*?)(?=</message>)", re.DOTALL)


class NeedInputs(Record):
    """Inputs of `assistant/need`."""

    items: tuple[str, ...]
    messages: tuple[Message, ...]
    last: str


class Needed(Record):
    """Answer of `assistant/need`."""

    reader: Annotated[str, Field(description="who reads what is written: the person, or also a third party")] = (
        "the person"
    )
    needed: tuple[int, ...] = ()


class Minimiser(Guard):
    """Withholds what is not needed."""

    screens: ClassVar[bool] = True
    revises: ClassVar[bool] = True

    def __init__(self, model: Model) -> None:
        self._model = model

    async def screen(self, view: AssistantView, recall: Recall) -> Recall:
        """The recall with the items needed alone: one call, none when nothing is recalled. Raises CallFailed."""
        items = items_of(recall)
        if not items:
            return recall
        last = recall.messages[-1].content
        inputs = NeedInputs(items=items, messages=recall.messages[:-1], last=last)
        answer = await self._model.ask(Question("assistant/need", 1, inputs, Needed))
        return without(recall, [item for number, item in enumerate(items, start=1) if number not in answer.needed])

    async def revise(self, view: AssistantView, recall: Recall, text: str) -> str:
        """The draft, its message to somebody else without the figures of what was withheld. No call."""
        figures = {f for item in recall.withheld for f in _FIGURE.findall(item.partition("] ")[2] or item)}
        return _MESSAGE.sub(lambda found: _without(found[1], figures), text) if figures else text


def _without(message: str, figures: set[str]) -> str:
    lines = message.split("\n")
    return "\n".join(" ".join(s for s in _parts(line) if not figures & set(_FIGURE.findall(s))) for line in lines)


def _parts(line: str) -> list[str]:
    return sentences(line) or [line]


# Offline -------------------------------------------------------------------------------------------------------------


def needed(inputs: NeedInputs, offline: Offline) -> Needed:
    """The form of replies always, a wish for any choice; for a message what its request names, no delicate matter."""
    sight = sight_of(InSight(memory="", earlier=(), messages=inputs.messages, last=inputs.last))
    request = _letter.request_in(sight)
    reader = _letter.recipient_in(request) if request else "the person"
    numbered = ((i, said) for i, item in enumerate(inputs.items, start=1) for said in noted_in(f"- {item}"))
    return Needed(reader=reader, needed=tuple(i for i, said in numbered if _is_needed(said, sight, request)))


def _is_needed(said: Statement, sight: Sight, request: str) -> bool:
    if form_asked(said.text):
        return True
    if request:
        return _bears(said, request) and matters_in(said.text) <= matters_in(request)
    if any(asks_for_choice(text) for text in sight.theirs):
        return said.wish
    return _bears(said, " ".join((sight.first, sight.last)))


def _bears(said: Statement, text: str) -> bool:
    """Whether the statement shares a word of content with the text, or has the form of what the text asks for."""
    return bool((said.stems | stems(said.answers)) & (stems(text) - GENERIC)) or _letter.tells(text, said)


PARTS = (
    GuardPart(
        "minimise",
        "withholds from the draft whatever it does not need",
        source=_SOURCE,
        asks=(Asked("assistant/need", "reply"),),
        make=lambda kit: Minimiser(kit.model),
    ),
)
CONTESTANTS = (
    Entry(
        "minimiser",
        "notebook, from which each reply gets what it needs",
        memory="notebook",
        guard="minimise",
        source=_SOURCE,
    ),
)
ANSWERS: Answerers = {"assistant/need": needed}
