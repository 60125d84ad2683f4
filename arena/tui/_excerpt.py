"""Words found in a text, and the part of the text around them, for one line of a screen. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from textual.content import Content

from arena.tui._look import one_line

Span = tuple[int, int]
"""Start and end (exclusive) of a stretch of characters."""

_CUT = "…"
_BEFORE = 0.35
"""Share of an excerpt that stands before what it is about, where there is more on both sides."""


@lru_cache(maxsize=512)
def pattern(words: str) -> re.Pattern[str]:
    """What finds `words` in a text: in any case, with any white space between them and any kind of apostrophe."""
    parts = (re.sub(r"['’]", "['’]", re.escape(word).replace("\\'", "'")) for word in words.split())
    return re.compile(r"\s+".join(parts), re.IGNORECASE)


def found(text: str, wanted: Iterable[str]) -> list[Span]:
    """Where any of the wanted words stand, ascending, without overlaps."""
    spans = sorted(match.span() for words in wanted if words.strip() for match in pattern(words).finditer(text))
    joined: list[Span] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def excerpt(text: str, wanted: Sequence[str], room: int) -> tuple[str, list[Span]]:
    """At most `room` characters of the text on one line, around the first of the wanted words, and where they stand.

    The text is made harmless before it is cut, so no escape is shown in part and no position is off.
    """
    line = one_line(text)
    spans = found(line, wanted)
    start, end = _window(len(line), spans[0] if spans else (0, 0), room)
    before, after = (_CUT if start else ""), (_CUT if end < len(line) else "")
    shift = len(before) - start
    inside = [(max(a, start) + shift, min(b, end) + shift) for a, b in spans if a < end and b > start]
    return before + line[start:end] + after, inside


def lit(text: str, spans: Iterable[Span], style: str = "", mark: str = "reverse") -> Content:
    """The text with the spans standing out, which reverse video does without any colour."""
    content = Content.styled(text, style)
    for start, end in spans:
        content = content.stylize(mark, start, end)
    return content


def _window(length: int, span: Span, room: int) -> Span:
    """The stretch to show, with a character left at each end that is cut."""
    if length <= room:
        return 0, length
    start = span[0] - round(_BEFORE * max(room - (span[1] - span[0]), 0))
    start = max(0, min(start, length - room))
    end = min(length, start + room)
    return (start + 1 if start else 0), max(end - 1 if end < length else end, start + 1 if start else 0)
