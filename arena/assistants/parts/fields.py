"""Persona dictionary: fields in four sections, edited as little as possible every few sessions.

AI PERSONA (arXiv 2412.13103): demographics, personality, usage patterns and preferences; an update every k=3 sessions
from the last three and at most nine messages of each; the prompt stresses that people rarely change and returns changed
fields only, which code merges one by one; the whole record stands in the prompt. One call a turn, a third of one a
session. Adapted: a flat record with one level of fields; each keeps its date, confidence and evidence; a value that is
replaced goes to an archive, which is exported and not shown to the draft. As published, what was said in the sessions
since the last update is not known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from arena.assistants.memory import document
from arena.assistants.offline._reading import Statement, form_asked, said_in
from arena.assistants.slots import Asked, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.stance import stance
from arena.text.words import content_words

_SOURCE = "AI PERSONA, arXiv 2412.13103"
_MESSAGES = 9
"""Messages of each session that an update reads, at most."""
Section = Literal["demographics", "personality", "usage", "preferences"]


class FieldsInputs(Record):
    """Inputs of `assistant/fields`."""

    record: str
    conversation: tuple[Message, ...]
    date: str


class FieldChange(Record):
    """One field as it should read now."""

    section: Section
    field: str
    value: str
    confidence: Annotated[int, Field(ge=1, le=5)] = 3
    evidence: str = ""


class Patch(Record):
    """Answer of `assistant/fields`."""

    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A field and when it was learnt."""

    change: FieldChange
    date: str

    @property
    def line(self) -> str:
        """`[2026-03-02] Preferences/answers: "..."`."""
        value = self.change.value.replace('"', "'")
        return f'[{self.date}] {self.change.section.capitalize()}/{self.change.field}: "{value}"'


class PersonaDictionary:
    """Keeps the record and the sessions since its last update.

    Args:
        model: answers `assistant/fields`.
        every: sessions between updates.
    """

    def __init__(self, model: Model, every: int) -> None:
        self._model = model
        self._every = every
        self._fields: Mapping[tuple[str, str], Kept] = MappingProxyType({})
        self._archive: tuple[str, ...] = ()
        self._since: tuple[tuple[Message, ...], ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The whole record and this session."""
        return Recall(view.messages, document=self._record(), items=tuple(k.line for k in self._fields.values()))

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Has the record updated when it is time: one call. Raises CallFailed."""
        if messages:
            self._since = (*self._since, messages[-_MESSAGES:])
        if len(self._since) < self._every:
            return
        date = info.now.date().isoformat()
        said = tuple(message for session in self._since for message in session)
        inputs = FieldsInputs(record=self._record(), conversation=said, date=date)
        patch = await self._model.ask(Question("assistant/fields", 1, inputs, Patch))
        for change in patch.changes:
            self._merge(change, date)
        self._since = ()

    def export(self) -> str:
        """The record, and what was replaced in it."""
        return document([*(k.line for k in self._fields.values()), *self._archive])

    def _record(self) -> str:
        return document([k.line for k in self._fields.values()])

    def _merge(self, change: FieldChange, date: str) -> None:
        key = (change.section, change.field)
        old = self._fields.get(key)
        if old and old.change.value == change.value:
            return
        if old:
            self._archive = (*self._archive, f"{old.line} (replaced {date})")
        self._fields = MappingProxyType({**self._fields, key: Kept(change, date)})


def fields(inputs: FieldsInputs, offline: Offline) -> Patch:
    """The person's sentences as fields: a wish replaces the one it contradicts, in the field where that stands."""
    changes: dict[tuple[str, str], FieldChange] = {}
    for said in said_in(inputs.conversation):
        change = _field(said)
        against = next((k for k, old in changes.items() if stance(old.value, said.text) < -0.4), None)
        if against and said.wish:
            change = replace_field(change, against[1])
        changes[change.section, change.field] = change
    return Patch(changes=tuple(c for c in changes.values() if f'"{c.value}"' not in inputs.record))


def replace_field(change: FieldChange, field: str) -> FieldChange:
    """The change under another field."""
    return change.model_copy(update={"field": field})


def _field(said: Statement) -> FieldChange:
    formed = [key for key, _ in form_asked(said.text)]
    name = (
        formed[0].partition(".")[2].replace("_", " ") if formed else " ".join(content_words(said.text)[:3]) or "other"
    )
    section: Section = "preferences" if said.wish else "demographics"
    value = said.text.replace('"', "'")
    return FieldChange(section=section, field=name, value=value, confidence=5 if said.wish else 3, evidence=value)


PARTS = (
    MemoryPart(
        "fields",
        "a record of fields, edited as little as possible every few sessions",
        (Option("every", 3, 1, 50, "sessions between updates"),),
        _SOURCE,
        (Asked("assistant/fields", "session", 1 / 3),),
        make=lambda kit: PersonaDictionary(kit.model, kit.number("every")),
    ),
)
CONTESTANTS = (
    Entry("persona-dict", "keeps a record of fields, updated every third session", memory="fields", source=_SOURCE),
)
ANSWERS: Answerers = {"assistant/fields": fields}
