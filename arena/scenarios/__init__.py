"""Courses of sessions: reading and checking their files, casting, what they make public, and who may learn what."""

from __future__ import annotations

from arena.scenarios._cast import misfit, shorten, world
from arena.scenarios._check import CheckReport, check
from arena.scenarios._load import find, load
from arena.scenarios._norms import NormRow, NormTable, Resolved, default_norms, load_norms, resolve
from arena.scenarios._placeholders import fill
from arena.scenarios._prefeval_course import ImportReport, PrefEvalForm, import_prefeval
from arena.scenarios._rules import named_preferences
from arena.scenarios._schema import schema

__all__ = [
    "CheckReport",
    "ImportReport",
    "NormRow",
    "NormTable",
    "PrefEvalForm",
    "Resolved",
    "check",
    "default_norms",
    "fill",
    "find",
    "import_prefeval",
    "load",
    "load_norms",
    "misfit",
    "named_preferences",
    "resolve",
    "schema",
    "shorten",
    "world",
]
