"""The reply that a contestant is writing, at the foot of a terminal until the whole of it is printed."""

from __future__ import annotations

from collections.abc import Callable

from rich.live import Live
from rich.padding import Padding
from rich.segment import SegmentLines

from arena.cli._output import screen

_ROOM = 4
"""Lines of the terminal that are left to what was said before."""


class Writing:
    """Draws what is written so far, and clears it away.

    Args:
        line: an utterance as it is drawn.
    """

    def __init__(self, line: Callable[[str], Padding]) -> None:
        self._line = line
        self._text = ""
        self._live: Live | None = None

    def hear(self, piece: str | None) -> None:
        """Take one piece; None takes back what was written."""
        self._text = "" if piece is None else self._text + piece
        if self._live is None:
            self._live = Live(console=screen(), transient=True, refresh_per_second=12)
            self._live.start()
        self._live.update(self._drawn())

    def clear(self) -> None:
        """It is over: take it off the terminal; twice is harmless."""
        self._text = ""
        self.stand_aside()

    def stand_aside(self) -> None:
        """Make room for a line of something else; with the next piece all of it is there again."""
        live, self._live = self._live, None
        if live is not None:
            live.update("")
            live.stop()

    def _drawn(self) -> SegmentLines:
        """The last lines of it that the terminal has room for."""
        console = screen()
        lines = console.render_lines(self._line(f"{self._text}▍"), pad=False)
        return SegmentLines(lines[-max(console.height - _ROOM, 1) :], new_lines=True)
