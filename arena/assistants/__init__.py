"""Contestants: small graphs around one draft call, and the specifications that name them.

Importing this package imports no graph library; `build` does, when the first contestant is made.
"""

from arena.assistants._build import asks, build
from arena.assistants._catalogue import parts
from arena.assistants._spec import ContestantSpec, ablation, canonical, describe, names, parse
from arena.assistants.base import Contestant
from arena.assistants.slots import Asked, Choice, Entry, Option

__all__ = [
    "Asked",
    "Choice",
    "Contestant",
    "ContestantSpec",
    "Entry",
    "Option",
    "ablation",
    "asks",
    "build",
    "canonical",
    "describe",
    "names",
    "parse",
    "parts",
]
