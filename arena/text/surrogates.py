"""Lone surrogates: half characters that a Python string can hold and no file, database or provider takes."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """`text` with U+FFFD, the replacement character, for every lone surrogate; all else as it is."""
    return _SURROGATE.sub("\ufffd", text)


def with_pairs_joined(text: str) -> str:
    """`text` with each pair of surrogates as the one character it stands for; lone ones stay."""
    if not _SURROGATE.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
