"""The rubric of one dimension or aspect, taken from the prompt that holds several: there is one wording of it."""

from __future__ import annotations

import re
from functools import cache

from arena.prompts import load


@cache
def rubric_of(key: str, version: int, prompt: str = "judge/likability") -> str:
    """The paragraph on `key` in this version of a prompt. Raises ValueError where there is none."""
    system = next(words for kind, words in load(prompt, version).sections if kind == "system")
    found = re.search(rf"^{re.escape(key)}: .*?(?=\n\n|\Z)", system, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(f"{prompt}@{version} has no rubric for {key}")
    return found[0]
