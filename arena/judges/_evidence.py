"""Evidence is checked, not believed: a quote that nobody said invalidates the verdict that rests on it."""

from __future__ import annotations

import re

from arena.text.match import verbatim

NOT_SAID = "quote not in the transcript"
NO_QUOTE = "no quote given"

_WRAPPING = re.compile(r"^[\s\"'“”‘’«»]+|[\s\"'“”‘’«»]+$")
_NOTHING = frozenset({"", "none", "n/a", "na", "-", "–", "(none)", "null"})


def fault_of(quote: str, text: str, *, required: bool) -> str:
    """Why `quote` cannot stand as evidence from `text`; empty when it can.

    Args:
        quote: what the judge says it copied, perhaps with quotation marks around it.
        text: what was really said. Where it has nothing but blanks and quotation marks there is nothing to quote.
        required: whether the verdict needs a quote.
    """
    bare = unwrapped(quote)
    if not bare:
        return NO_QUOTE if required and unwrapped(text) else ""
    return "" if verbatim(_as_shown(bare), _as_shown(text)) else NOT_SAID


def unwrapped(quote: str) -> str:
    """`quote` without quotation marks around it; empty for the ways of writing that there is none."""
    bare = quote.strip()
    if bare.lower() in _NOTHING:
        return ""
    return _WRAPPING.sub("", bare)


def _as_shown(text: str) -> str:
    # A fence defuses angle brackets, and a judge copies what it was shown.
    return text.replace("<", "‹")
