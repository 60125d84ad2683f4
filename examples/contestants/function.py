"""The smallest contestant: a function from the messages of a session to a reply.

arena contestant check examples/contestants/function.py:reply
arena play ines-varga smaller-flat examples/contestants/function.py:reply
"""

from __future__ import annotations


def reply(messages: list[dict[str, str]]) -> str:
    """Answer the last message. Put your own assistant here: an API call, a chain, anything that ends in a text."""
    last = messages[-1]["content"]
    if "?" in last:
        return "I would take the quiet one: it costs less sleep. What matters most to you?"
    return f"I see. You said “{last[:80]}”. What would help you most right now?"
