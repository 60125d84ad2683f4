"""The play: sessions of one match, as a stream of events."""

from arena.dialogue._course import Cast, play

__all__ = ["Cast", "play"]
