"""A contestant that an installed package brings."""

from __future__ import annotations


def reply(messages: list[dict[str, str]]) -> str:
    """Answer the last message."""
    return f"That makes {len(messages)} messages. I would take the quiet one. Shall I write to them?"
