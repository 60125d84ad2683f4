"""From a path to text, with every reason why that may be refused."""

from __future__ import annotations

import re
from pathlib import Path

from arena.errors import BadFiles, Problem

MAX_BYTES = 1_000_000
"""Larger files are refused unread: no persona or scenario needs them, and an imported course is one file an item."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
"""Control characters (they can rewrite a terminal) and half characters. Tab and line ends are text."""


def read_text(path: Path) -> str:
    """The text of the file without a byte order mark.

    Raises:
        BadFiles: missing, not a file, unreadable, over 1 MB, not UTF-8, or with control characters.
    """
    text = _decode(path, _read_bytes(path))
    found = UNPRINTABLE.search(text)
    if found:
        line, column = _place(text, found.start())
        raise BadFiles([Problem(str(path), line, column, f"control character U+{ord(found.group()):04X}", "delete it")])
    return text


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise _whole(path, "no such file" if not path.exists() else "is not a file")
        if path.stat().st_size > MAX_BYTES:
            raise _whole(path, "is larger than 1 MB", "split it: one persona or scenario a file")
        with path.open("rb") as file:
            return file.read(MAX_BYTES)
    except OSError as error:
        raise _whole(path, f"cannot be read: {error.strerror}") from error


def _decode(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8-sig", "replace"), None)
        problem = Problem(str(path), line, column, "is not UTF-8 text", "save it with the encoding UTF-8")
        raise BadFiles([problem]) from error


def _place(text: str, offset: int | None) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _whole(path: Path, message: str, hint: str = "") -> BadFiles:
    return BadFiles([Problem(str(path), 0, 0, message, hint)])
