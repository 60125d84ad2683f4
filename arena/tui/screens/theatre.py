"""The theatre: one match."""

from __future__ import annotations

from arena.tui._frame import RunScreen


class Theatre(RunScreen):
    """One match, turn by turn."""

    def __init__(self, match: str) -> None:
        super().__init__()
        self._match = match
