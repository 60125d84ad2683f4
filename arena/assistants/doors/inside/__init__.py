"""What runs beside the user's own code: in a thread of ours, or in a process and an interpreter of its own.

Standard library only, and no import of anything else in `arena`: the interpreter that `--isolate` starts may be one
in which `arena` is not installed. LangGraph is imported when a graph is to be run, from wherever the user has it.
"""

from ._host import Host, Unusable
from ._turn import Llm, Turn

__all__ = ["Host", "Llm", "Turn", "Unusable"]
