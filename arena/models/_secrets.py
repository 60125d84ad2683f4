"""Keys stay out of every message: what looks like one, and what is one in this environment."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

_NAMES = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)
_SHORTEST = 6
"""Values shorter than this (`none`, `1`) are no secrets, and hiding them would hide words."""
_SHAPES = re.compile(
    r"(?i:\b(?:bearer|basic)\s+[\w.~+/=-]{4,})"
    r"|\b(?:sk|pk|rk|gsk|xai|hf|AIza|key|ghp)[-_][\w*.-]{6,}"
    r"|\bAIza[\w-]{10,}"
    r"|\beyJ[\w-]{10,}(?:\.[\w-]+)*"
    r"|(?<=://)[^/\s@]+(?=@)"
)
HIDDEN = "[hidden]"


def scrub(text: str) -> str:
    """`text` without credentials: values of the environment's keys, and whatever has the shape of one."""
    for value in _known():
        text = text.replace(value, HIDDEN)
    return _SHAPES.sub(HIDDEN, text)


def _known() -> Iterator[str]:
    """Values of environment variables named like secrets, longest first."""
    values = {value.strip() for name, value in os.environ.items() if _NAMES.search(name)}
    return iter(sorted((v for v in values if len(v) >= _SHORTEST), key=len, reverse=True))
