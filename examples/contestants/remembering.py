"""A contestant with a memory: one object for each match, so nothing can reach another user.

It asks the model of the match (`--contestant-model`) through `turn.llm`: those calls are metered, and replayed when an
interrupted run is resumed. On the offline model it runs without a key.

arena contestant check examples/contestants/remembering.py:Remembering
arena tournament --contestants examples/contestants/remembering.py:Remembering,plain,notebook
"""

from __future__ import annotations

from typing import Any


class Remembering:
    """Keeps what the person said, word for word, and shows the latest of it to the model."""

    def __init__(self) -> None:
        self._said: list[str] = []

    async def respond(self, turn: Any) -> dict[str, Any]:
        """One model call with the notes in the system message."""
        notes = self._said[-20:]
        system = {"role": "system", "content": "\n".join(f"- {line}" for line in notes)}
        text = await turn.llm([system, *turn.messages] if notes else turn.messages)
        return {"text": text, "recalled": notes}

    def end_session(self, messages: list[dict[str, str]]) -> None:
        """Nobody waits: the time to write things down."""
        self._said += [m["content"] for m in messages if m["role"] == "user"]

    def export_memory(self) -> str:
        """What `arena show RUN MATCH --memory` prints."""
        return "\n".join(self._said)
