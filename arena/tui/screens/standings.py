"""Standings."""

from arena.tui._frame import RunScreen


class Standings(RunScreen):
    """Who is winning."""

    mode = "standings"
