"""Contestants of the user's own: a Python object, a LangGraph graph, an endpoint, an installed package's.

`docs/contestants.md` is the guide. Importing this package imports nothing of the user's and no graph library.
"""

from arena.assistants.doors._chat import PROMPT, ChatInputs, chat
from arena.assistants.doors._endpoint import Reach, merged
from arena.assistants.doors._foreign import Desk
from arena.assistants.doors._line import ContestantFailed, check_length
from arena.assistants.doors._open import open_door, verify
from arena.assistants.doors._spec import OPTIONS, DoorSpec, in_own_process, installed, is_door, parse_door

__all__ = [
    "OPTIONS",
    "PROMPT",
    "ChatInputs",
    "ContestantFailed",
    "Desk",
    "DoorSpec",
    "Reach",
    "chat",
    "check_length",
    "in_own_process",
    "installed",
    "is_door",
    "merged",
    "open_door",
    "parse_door",
    "verify",
]
