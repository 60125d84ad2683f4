"""The terminal interface: watch people talk to assistants. The only door to textual."""

from __future__ import annotations

from arena.tui._desk import Desk, play
from arena.tui._feed import Batch, Controls, Feed, Status
from arena.tui._follow import Follow, is_over
from arena.tui._live import Live
from arena.tui._replay import READING_S, SPEEDS, Replay, Tempo, tempo_of
from arena.tui._watch import watch
from arena.tui._web import serve

__all__ = [
    "READING_S",
    "SPEEDS",
    "Batch",
    "Controls",
    "Desk",
    "Feed",
    "Follow",
    "Live",
    "Replay",
    "Status",
    "Tempo",
    "is_over",
    "play",
    "serve",
    "tempo_of",
    "watch",
]
