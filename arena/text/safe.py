"""Text made harmless for a terminal: what would move the cursor, reorder the line or hide is shown instead."""

from __future__ import annotations

import re
import unicodedata

_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_ZERO_WIDTH = "\u00ad\u034f\u180b-\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff"
_LINES = "\u2028\u2029"
_SURROGATES = "\ud800-\udfff"
_SUSPECT = re.compile(f"[{_CONTROL}{_BIDI}{_ZERO_WIDTH}{_LINES}{_SURROGATES}]")
_JOINERS = "\u200c\u200d"
_FLAG = re.compile("\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f")
"""A flag of a region: a black flag, tag letters, an end tag."""


def visible(text: str) -> str:
    r"""`text` with every control, bidi override and zero-width character shown as an escape such as `\x1b`.

    New lines and tabs stay, Windows line ends become new lines; emoji (with their joiners), right-to-left letters and
    combining marks are left alone. Applying it twice changes nothing more.
    """
    text = text.replace("\r\n", "\n")
    kept = {i for m in _FLAG.finditer(text) for i in range(*m.span())}
    return _SUSPECT.sub(lambda m: m.group() if m.start() in kept or _joins(text, m.start()) else _escaped(m), text)


def _joins(text: str, at: int) -> bool:
    """Whether the character is a joiner that shapes its neighbours: parts of an emoji, or letters of one script."""
    if text[at] not in _JOINERS or at == 0 or at + 1 == len(text):
        return False
    before, after = text[at - 1], text[at + 1]
    if text[at] == "\u200d" and unicodedata.category(after) == "So":
        return unicodedata.category(before) in {"So", "Sk", "Mn"}
    return all(ord(c) > 0x5FF and unicodedata.category(c)[0] in "LM" for c in (before, after))


def _escaped(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
