"""Contestants: small graphs around one draft call, and the specifications that name them.

Importing this package imports no graph library; `build` does, when the first contestant is made.
"""

from arena.assistants._build import Asks, asks, build
from arena.assistants._spec import ContestantSpec, Entry, Option, canonical, describe, names, parse
from arena.assistants.base import Contestant

__all__ = [
    "Asks",
    "Contestant",
    "ContestantSpec",
    "Entry",
    "Option",
    "asks",
    "build",
    "canonical",
    "describe",
    "names",
    "parse",
]
