"""Chat messages as a question: what the user's code asks our model, and what is sent to an endpoint of the user's."""

from __future__ import annotations

from arena.schema.assistant_view import Message
from arena.schema.question import Prose, Question
from arena.schema.record import Record

PROMPT = "assistant/chat"


class ChatInputs(Record):
    """Inputs of `assistant/chat`."""

    messages: tuple[Message, ...]
    """The whole chat, system messages included, the last one to be answered."""


def chat(messages: tuple[Message, ...]) -> Question[Prose]:
    """Asks for the reply to a chat, in nobody's words but those of its messages."""
    return Question(PROMPT, 1, ChatInputs(messages=messages), Prose)
