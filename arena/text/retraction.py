"""Whether somebody asks that something they said be forgotten."""

from __future__ import annotations

import re

_FORGET = re.compile(
    r"\b(?:forget|erase|delete|strike|scratch|wipe)\b|\bdon['’]?t (?:keep|remember|store|note|hold on to)\b"
    r"|\b(?:do not|not to|must not|needn['’]?t) (?:keep|remember|store|note)\b|\bunsaid\b|\bnever said\b",
    re.IGNORECASE,
)
_OWN_FAULT = re.compile(
    r"\b(?:don['’]?t|do not|won['’]?t|can['’]?t|never|not) (?:let me )?forget\b|\bI (?:always |often )?forg[eo]t\b",
    re.IGNORECASE,
)


def asks_to_forget(text: str) -> bool:
    """Whether `text` asks for it; to have forgotten something, or to want it remembered, is the opposite.

    >>> asks_to_forget("And please forget what I earn."), asks_to_forget("Don't forget the milk.")
    (True, False)
    """
    return bool(_FORGET.search(_OWN_FAULT.sub(" ", text)))
