"""The composition root: who plays whom, with which models, into which journal, and who stands where."""

from arena.tournament._lineup import Lineup, line_up
from arena.tournament._run import Announcement, Delay, Notice, Run
from arena.tournament._schedule import left_out, plan_matches
from arena.tournament._spec import override, override_models, read_spec
from arena.tournament._start import find_run, resume, start

__all__ = [
    "Announcement",
    "Delay",
    "Lineup",
    "Notice",
    "Run",
    "find_run",
    "left_out",
    "line_up",
    "override",
    "override_models",
    "plan_matches",
    "read_spec",
    "resume",
    "start",
]
