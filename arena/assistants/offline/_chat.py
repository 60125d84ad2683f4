"""A bare chat, as a contestant of the user's own asks it, read as the inputs of a reply."""

from __future__ import annotations

from arena.assistants.doors import ChatInputs
from arena.assistants.questions import ReplyInputs
from arena.schema.assistant_view import Message


def as_reply(inputs: ChatInputs) -> ReplyInputs:
    """System messages are what the assistant has noted; the last message of the user's is the one to answer."""
    noted = "\n".join(m.content for m in inputs.messages if m.role == "system")
    talk = [m for m in inputs.messages if m.role != "system"]
    last = talk.pop() if talk and talk[-1].role == "user" else Message(role="user", content="Go on.")
    return ReplyInputs(
        memory=noted, earlier=(), messages=tuple(talk), last=last.content, now="", reminder=False, probe=False
    )
