"""The terminal interface: watch people talk to assistants. The only door to textual."""

from __future__ import annotations

from arena.tui._feed import Batch, Controls, Feed, Status
from arena.tui._follow import Follow, is_over
from arena.tui._live import Live
from arena.tui._replay import SPEEDS, Replay, Tempo
from arena.tui._watch import watch
from arena.tui._web import serve

__all__ = [
    "SPEEDS",
    "Batch",
    "Controls",
    "Feed",
    "Follow",
    "Live",
    "Replay",
    "Status",
    "Tempo",
    "is_over",
    "serve",
    "watch",
]
