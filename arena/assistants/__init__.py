"""Contestants: small graphs around one draft call, and the specifications that name them.

Importing this package imports no graph library; `build` does, when the first contestant is made.
"""

from arena.assistants._build import calls_in_session
from arena.assistants._catalogue import parts
from arena.assistants._entrance import asks, build, canonical, is_code, other_models, restarts
from arena.assistants._spec import ContestantSpec, ablation, describe, names, parse
from arena.assistants.base import Aloud, Contestant
from arena.assistants.doors import in_own_process, installed, is_door, verify
from arena.assistants.slots import Asked, Choice, Entry, Option

__all__ = [
    "Aloud",
    "Asked",
    "Choice",
    "Contestant",
    "ContestantSpec",
    "Entry",
    "Option",
    "ablation",
    "asks",
    "build",
    "calls_in_session",
    "canonical",
    "describe",
    "in_own_process",
    "installed",
    "is_code",
    "is_door",
    "names",
    "other_models",
    "parse",
    "parts",
    "restarts",
    "verify",
]
