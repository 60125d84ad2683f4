"""Which sentences ask for something."""

from __future__ import annotations

import re
from functools import lru_cache

_SENTENCE = re.compile(r"[^.!?\n]+[.!?]*")
_BLANK = re.compile(r"[\[{<][^\]}>\n]{2,60}[\]}>]")
"""A blank to fill in, as drafts have them: `[your address]`."""
_REQUEST = re.compile(
    r"\b(tell me|let me know|share (your|the|a)|send me|give me|fill in|confirm|provide|remind me|i(?:'d| would)? need"
    r"|please (?:add|include|tell|give|send|share|name|say|specify)|if you (?:tell|give|share|send)"
    r"|(?:could|can|would|will) you|(?:i'd|i would) like to know|help me with your)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def asking_sentences(text: str) -> tuple[str, ...]:
    """The questions, requests and blanks in `text`."""
    sentences = [s.strip() for s in _SENTENCE.findall(text)]
    return (*(s for s in sentences if s.endswith("?") or _REQUEST.search(s)), *_BLANK.findall(text))


def asks_something(text: str) -> bool:
    """Whether `text` asks or requests anything."""
    return bool(asking_sentences(text))


def topic(key: str) -> str:
    """A fact key as topic words, never the value."""
    return key.replace("_", " ")
