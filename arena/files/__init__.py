"""Authored files: safe YAML with a place for every value, and where files are looked for.

Generic over the record that a file holds; what a persona or a scenario must satisfy besides is theirs to say.
"""

from __future__ import annotations

from arena.files._document import Document, examine, parse, problems_of_fragment, read
from arena.files._extend import fragments
from arena.files._find import FRAGMENTS, Kind, available, find, shipped
from arena.files._format import dump, formatted, tidy
from arena.files._many import find_all, gather, shared_ids, try_all
from arena.files._schema import as_text, json_schema, records
from arena.files._text import read_text
from arena.text.nearest import did_you_mean, nearest

__all__ = [
    "FRAGMENTS",
    "Document",
    "Kind",
    "as_text",
    "available",
    "did_you_mean",
    "dump",
    "examine",
    "find",
    "find_all",
    "formatted",
    "fragments",
    "gather",
    "json_schema",
    "nearest",
    "parse",
    "problems_of_fragment",
    "read",
    "read_text",
    "records",
    "shared_ids",
    "shipped",
    "tidy",
    "try_all",
]
