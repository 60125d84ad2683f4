"""The questions a contestant puts to its model."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from arena.schema.assistant_view import Message
from arena.schema.question import Prose, Question
from arena.schema.record import Record


class PastSession(Record):
    """Messages of one earlier session (or of the part of this one that no longer fits the chat)."""

    when: str
    """Simulated time, in words."""
    messages: tuple[Message, ...]


class InSight(Record):
    """What of the person is in sight for one reply."""

    memory: str
    """A document of the contestant's own; empty when it keeps none."""
    earlier: tuple[PastSession, ...]
    """Earlier sessions in sight, oldest first."""
    messages: tuple[Message, ...]
    """This session as far as it is in sight, without the last message."""
    last: str
    """The person's last message. Apart, so that the reminder joins it: some providers refuse two in a row."""


class DraftInputs(InSight):
    """What every `assistant/reply*` prompt shows."""

    now: str
    """Simulated time, in words."""
    reminder: bool
    """Whether the prompt ends on a sentence that asks to honour what was said."""
    probe: bool = False
    """Whether `last` is put out of band by those who run the assistant, and not by the person."""


class ReplyInputs(DraftInputs):
    """Inputs of `assistant/reply` and `assistant/reply-reasoned`."""

    ends_on: str = ""
    """A question that is put to the person at the end of the reply, and is not the drafter's to write."""

    @property
    def without_end(self) -> DraftInputs:
        """The same for a prompt that is told of no such question."""
        return DraftInputs(**{name: getattr(self, name) for name in DraftInputs.model_fields})


class FaultyInputs(DraftInputs):
    """Inputs of `assistant/reply-faulty`."""

    fault: str
    """Name of the planted fault."""
    habit: str
    """What it is, told to the assistant."""


class NotebookInputs(Record):
    """Inputs of `assistant/notebook`."""

    limit_tokens: int
    notebook: str
    conversation: tuple[Message, ...]
    date: str
    """Simulated date of the session, ISO 8601."""


class ShortenInputs(Record):
    """Inputs of `assistant/notebook-shorten`."""

    limit_tokens: int
    notebook: str


class Notes(Record):
    """A whole notebook."""

    bullets: Annotated[tuple[str, ...], Field(description="each begins with its date in square brackets")] = ()


def in_words(moment: datetime) -> str:
    """`Monday 2 March 2026, 19:00`."""
    return f"{moment:%A} {moment.day} {moment:%B %Y, %H:%M}"


def reply(inputs: ReplyInputs) -> Question[Prose]:
    """Asks for the reply to the person's last message."""
    return Question("assistant/reply", 2, inputs, Prose)


def drafted(prompt: str, inputs: DraftInputs) -> Question[Prose]:
    """Asks for it with another of the prompts `prompts/assistant/reply-*`."""
    return Question(f"assistant/{prompt}", 1, inputs, Prose)


def notebook(inputs: NotebookInputs) -> Question[Notes]:
    """Asks for the notebook as it should read after a session."""
    return Question("assistant/notebook", 1, inputs, Notes)


def shorten(inputs: ShortenInputs) -> Question[Notes]:
    """Asks for a notebook that fits its limit."""
    return Question("assistant/notebook-shorten", 1, inputs, Notes)
