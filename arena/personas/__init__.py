"""Authored people: reading and checking their files, and what each party is shown of them."""

from __future__ import annotations

from arena.personas._check import CheckReport, Level, check
from arena.personas._described import Described, NotAPersona, describe, described_text, with_free_id
from arena.personas._diff import Difference, differences
from arena.personas._diversity import Diversity, distance, diversity
from arena.personas._draft import Draft, Kept, Told, Wish, fragment_names, problems_of, slug, text_of
from arena.personas._load import find, load
from arena.personas._ordinary import ordinary
from arena.personas._portrait import portrait
from arena.personas._propersim import PersonasWritten, import_propersim
from arena.personas._reminder import reminder
from arena.personas._schema import schema
from arena.personas._statements import statements
from arena.personas._views import manner, tastes
from arena.personas.describing import MOST_CHARACTERS
from arena.personas.offline import ANSWERERS

__all__ = [
    "ANSWERERS",
    "MOST_CHARACTERS",
    "CheckReport",
    "Described",
    "Difference",
    "Diversity",
    "Draft",
    "Kept",
    "Level",
    "NotAPersona",
    "PersonasWritten",
    "Told",
    "Wish",
    "check",
    "describe",
    "described_text",
    "differences",
    "distance",
    "diversity",
    "find",
    "fragment_names",
    "import_propersim",
    "load",
    "manner",
    "ordinary",
    "portrait",
    "problems_of",
    "reminder",
    "schema",
    "slug",
    "statements",
    "tastes",
    "text_of",
    "with_free_id",
]
