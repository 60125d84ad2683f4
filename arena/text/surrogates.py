"""Lone surrogates: half characters that a Python string can hold and no file, database or provider takes."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """`text` with U+FFFD, the replacement character, for every lone surrogate; all else as it is."""
    return _SURROGATE.sub("\ufffd", text)
