"""The rubric of one likability dimension, taken from the prompt that holds all seven: there is one wording of it."""

from __future__ import annotations

import re
from functools import cache

from arena.prompts import load


@cache
def rubric_of(dimension: str, version: int) -> str:
    """The paragraph on `dimension` in `judge/likability` of this version. Raises ValueError where there is none."""
    system = next(words for kind, words in load("judge/likability", version).sections if kind == "system")
    found = re.search(rf"^{re.escape(dimension)}: .*?(?=\n\n|\Z)", system, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"judge/likability@{version} has no rubric for {dimension}")
    return found[0]
