"""Contestants: small graphs around one draft call, and the specifications that name them.

Importing this package imports no graph library; `build` does, when the first contestant is made.
"""

from arena.assistants._build import build
from arena.assistants._spec import ContestantSpec, Entry, Option, canonical, describe, names, parse
from arena.assistants.base import Contestant

__all__ = ["Contestant", "ContestantSpec", "Entry", "Option", "build", "canonical", "describe", "names", "parse"]
