"""Erasure on request: what the person asks to be forgotten is taken out of the memory, and nothing can bring it back.

No published memory of those that ship deletes on request; PersonaMem-v2 (arXiv 2512.06688), whose notebook this one
keeps, tests with preferences that are taken back (`ask_to_forget`), and a person's right to erasure (GDPR, article 17)
asks for no less. A design, not a replication: after each session a model names the request, in the person's words, and
by number the entries of the memory that tell it, and code erases these, but only where those words stand in one of the
person's messages, so that neither a reply nor an entry can have anything erased. One call after each session with
something in the memory. In the session of the request itself what was said before is still in sight. It goes with
memories of which single entries can be taken: notebooks, transcripts, windows and retrieved turns.
"""

from __future__ import annotations

import re
from typing import ClassVar

from arena.assistants.memory import SUPERSEDED
from arena.assistants.offline._about import has_shape, wanted_shapes
from arena.assistants.offline._knowledge import GENERIC, names_income, tells_income
from arena.assistants.offline._reading import Statement, noted_in, stems
from arena.assistants.slots import Asked, Entry, Erasable, Guard, GuardPart
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import Message
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.retraction import asks_to_forget
from arena.text.words import sentences

_SOURCE = "erasure on request, after the `ask_to_forget` of PersonaMem-v2, arXiv 2512.06688"


class EraseInputs(Record):
    """Inputs of `assistant/erase`."""

    entries: tuple[str, ...]
    conversation: tuple[Message, ...]


class Erasures(Record):
    """Answer of `assistant/erase`."""

    request: str = ""
    """The person's words; empty where they ask for nothing to be forgotten."""
    entries: tuple[int, ...] = ()
    """Numbers from 1."""


class Eraser(Guard):
    """Erases what the person asked to be forgotten."""

    erases: ClassVar[bool] = True

    def __init__(self, model: Model) -> None:
        self._model = model

    async def erase(self, memory: Erasable, messages: tuple[Message, ...]) -> None:
        """One call, none where nothing is kept or nothing was said. Raises CallFailed."""
        entries = memory.entries()
        if not entries or not messages:
            return
        inputs = EraseInputs(entries=entries, conversation=messages)
        answer = await self._model.ask(Question("assistant/erase", 1, inputs, Erasures))
        if _was_said(answer.request, messages):
            memory.erase({number - 1 for number in answer.entries})


def _was_said(request: str, messages: tuple[Message, ...]) -> bool:
    """Whether the words stand in a message of the person's, but for blanks and capitals."""
    wanted = _plain(request).strip(" .,;!?\"'“”")
    return bool(wanted) and any(wanted in _plain(m.content) for m in messages if m.role == "user")


def _plain(text: str) -> str:
    return " ".join(text.replace("’", "'").split()).casefold()


# Offline -------------------------------------------------------------------------------------------------------------

_EVERYTHING = re.compile(r"\b(?:everything|all (?:of (?:it|that)|that|i)\b|the whole lot)", re.IGNORECASE)
_FIGURE = re.compile(r"\d[\d.,]*\d")
_DATE = re.compile(r"^\[[^\]]*\]")


def erasures(inputs: EraseInputs, offline: Offline) -> Erasures:
    """Entries that tell what is asked for, and those with a figure in them that such an entry holds."""
    theirs = (s for m in inputs.conversation if m.role == "user" for s in sentences(m.content))
    request = next((s for s in theirs if asks_to_forget(s)), "")
    if not request:
        return Erasures()
    if _EVERYTHING.search(request):
        return Erasures(request=request, entries=tuple(range(1, len(inputs.entries) + 1)))
    telling = {i for i, entry in enumerate(inputs.entries, start=1) if _tells(request, entry)}
    figures = {figure for i in telling for figure in _figures(inputs.entries[i - 1])}
    repeating = {i for i, entry in enumerate(inputs.entries, start=1) if figures & _figures(entry)}
    return Erasures(request=request, entries=tuple(sorted(telling | repeating)))


def _figures(entry: str) -> set[str]:
    return {figure.rstrip(".,") for figure in _FIGURE.findall(_DATE.sub("", entry))}


def _tells(request: str, entry: str) -> bool:
    """Whether an entry tells what the request names: it shares its matter, and looks like an answer where one does."""
    said = next(noted_in(f"- {entry.partition(SUPERSEDED)[0].rstrip()}"), None)
    if said is None or asks_to_forget(said.text) or said.text.endswith("?"):
        return False
    of_form = not wanted_shapes(request) or has_shape(request, said.text)
    return of_form and (_shares(request, said) or (names_income(request) and tells_income(said)))


def _shares(request: str, said: Statement) -> bool:
    return bool((stems(request) - GENERIC - _OF_ASKING) & (said.stems | stems(said.answers)))


_OF_ASKING = stems("forget erase delete strike scratch wipe keep remember store note unsaid never please")

PARTS = (
    GuardPart(
        "erase",
        "takes out of the memory what the person asks to be forgotten",
        source=_SOURCE,
        asks=(Asked("assistant/erase", "session"),),
        make=lambda kit: Eraser(kit.model),
        erases=True,
    ),
)
CONTESTANTS = (
    Entry(
        "eraser",
        "notebook, out of which goes what is asked to be forgotten",
        memory="notebook",
        guard="erase",
        source=_SOURCE,
    ),
)
ANSWERS: Answerers = {"assistant/erase": erasures}
