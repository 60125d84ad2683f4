"""How a contestant's memory changed from one session to the next. Pure."""

from __future__ import annotations

from arena.text.line_changes import ChangedLine, line_changes
from arena.tui._seen import SeenMatch


def memory_after(match: SeenMatch, session: int | None = None) -> list[ChangedLine]:
    """The contestant's memory after that session (the latest finished one by default) against the one before."""
    told = [(number, text) for number, text in match.memories() if session is None or number <= session]
    if not told:
        return []
    return line_changes(told[-2][1] if len(told) > 1 else "", told[-1][1])
