"""The terminal interface: watch people talk to assistants. The only door to textual."""

from __future__ import annotations

from arena.tui._feed import Batch, Feed, Status
from arena.tui._follow import Follow
from arena.tui._live import Live
from arena.tui._replay import Replay, Tempo
from arena.tui._watch import watch

__all__ = ["Batch", "Feed", "Follow", "Live", "Replay", "Status", "Tempo", "watch"]
