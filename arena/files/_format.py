"""One layout for authored files: keys in the order of the schema, two spaces, double quotes, comments kept.

What the author put in brackets stays in them while it fits in a line; everything else is a block.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from arena.errors import BadFiles, Problem
from arena.files._comments import Remarks, comments, remarks
from arena.files._compose import compose, resolve
from arena.files._dump import BLOCK, Writer, as_yaml
from arena.files._explain import inside, record_of
from arena.files._extend import KEY
from arena.files._node import Node
from arena.files._text import read_text
from arena.schema.record import Record

WIDTH = 120
_SIMPLE = re.compile(r"[^\W\d_](?:[\w '().!?/;&+-]*[\w'().!?/;&+-])?")
"""Texts that need no quotes anywhere, and those that need none outside of brackets."""
_SIMPLE_OUTSIDE = re.compile(_SIMPLE.pattern.replace("[\\w ", "[\\w ,"))


def formatted(path: Path, kind: type[Record]) -> tuple[str, str]:
    """The text of the file as it is, and as it should be laid out; both hold the same values and comments.

    Raises:
        BadFiles: the file is no YAML that could be read, or has a comment that cannot be kept.
    """
    text = read_text(path)
    return text, laid_out(text, kind, str(path))


def laid_out(text: str, kind: type[Record], name: str) -> str:
    """The text as it should be laid out. Raises BadFiles as `formatted`, with this name for the file."""
    root, problems = compose(text, name)
    if problems:
        raise BadFiles(problems)
    found = _Layout(remarks(text, root)).document(root, kind)
    again, _ = compose(found, name)
    if sorted(c.text for c in comments(text)) != sorted(c.text for c in comments(found)):
        raise BadFiles([Problem(name, 0, 0, "a comment cannot be kept", "move it to a line of its own")])
    if again.plain() != root.plain():
        raise BadFiles([Problem(name, 0, 0, "cannot be laid out without changing it", "leave this file as it is")])
    return found


def tidy(text: str, kind: type[Record]) -> str:
    """The text laid out; as it is where it does not bear that without a change, so that `formatted` refuses it, too."""
    try:
        return laid_out(text, kind, "")
    except BadFiles:
        return text


def dump(record: Record) -> str:
    """The record as a file in the one layout, keys in the order of the schema, defaults left out.

    Raises:
        ValueError: a text in it has control characters, which no authored file may have.
    """
    return tidy(as_yaml(record), type(record))


class _Layout:
    """Writes nodes as lines."""

    def __init__(self, around: Remarks) -> None:
        self._around = around

    def document(self, root: Node, kind: type[Record]) -> str:
        head, body = self._around.head, list(self._mapping(root, kind, 0))
        if body[:1] == [""] and head[-1:] in ([], [""]):
            del body[0]
        return "\n".join([*head, *body, *self._around.foot]) + "\n"

    def _mapping(self, node: Node, kind: Any, depth: int) -> Iterator[str]:
        record = record_of(kind)
        order = {name: float(place) for place, name in enumerate(record.model_fields)} if record else {}
        order.setdefault(KEY, order.get("id", 0) + 0.5)
        for key in sorted(node.mapping(), key=lambda name: order.get(name, len(order)) if record else 0):
            yield from self._entry(f"{_scalar(Node(node.mark, key))}:", node.mapping()[key], inside(kind, key), depth)

    def _list(self, node: Node, kind: Any, depth: int) -> Iterator[str]:
        for index, entry in enumerate(node.entries()):
            yield from self._entry("-", entry, inside(kind, index), depth)

    def _entry(self, start: str, node: Node, kind: Any, depth: int) -> Iterator[str]:
        """A key or a dash with its value, and the remarks around it."""
        pad = " " * depth
        if id(node) in self._around.apart:
            yield ""
        yield from (pad + comment for comment in self._around.above.get(id(node), ()))
        note = f"  {self._around.behind[id(node)]}" if id(node) in self._around.behind else ""
        line = self._line(node, kind, block=True)
        if line is not None and (len(f"{pad}{start} {line}") <= WIDTH or not _splits(node)):
            yield f"{pad}{start}{' ' if line else ''}{line}{note}"
        elif isinstance(node.value, dict | list):
            yield from self._below(start, node, kind, depth, note)
        else:
            yield f"{pad}{start} {'|' if chr(10) in str(node.value) else '>'}{_keeps(node)}{note}"
            yield from _paragraphs(str(node.value), depth + 2)

    def _below(self, start: str, node: Node, kind: Any, depth: int, note: str) -> Iterator[str]:
        """A mapping or list as a block; behind a dash it begins in the same line."""
        write = self._mapping if isinstance(node.value, dict) else self._list
        lines = list(write(node, kind, depth + 2))
        plain_start = lines[0].strip() and not lines[0].lstrip().startswith("#")
        if start == "-" and not note and plain_start:
            yield f"{' ' * depth}- {lines[0].lstrip()}"
            yield from lines[1:]
        else:
            yield f"{' ' * depth}{start}{note}"
            yield from lines

    def _line(self, node: Node, kind: Any, *, block: bool = False) -> str | None:
        """The value within one line, if it may stand in one."""
        if not isinstance(node.value, dict | list):
            return None if _is_block(str(node.value)) else _scalar(node, block=block)
        if node.value and (not node.inline or self._around.inside(node)):
            return None
        if isinstance(node.value, list):
            parts = [self._line(entry, inside(kind, n)) for n, entry in enumerate(node.value)]
            return None if None in parts else f"[{', '.join(map(str, parts))}]"
        record = record_of(kind)
        order = list(record.model_fields) if record else []
        keys = sorted(node.value, key=lambda name: order.index(name) if name in order else len(order))
        pairs = [(key, self._line(node.value[key], inside(kind, key))) for key in keys]
        joined = ", ".join(f"{_scalar(Node(node.mark, key))}: {value}".rstrip() for key, value in pairs)
        return None if any(value is None for _, value in pairs) else f"{{{joined}}}"


def _splits(node: Node) -> bool:
    """Whether a value that is too long for its line can be broken without a change."""
    if isinstance(node.value, dict | list):
        return bool(node.value)
    text = node.value
    return isinstance(text, str) and not node.inline and " " in text and " ".join(text.split()) == text


def _is_block(text: str) -> bool:
    return "\n" in text and not text.endswith("\n\n") and BLOCK.fullmatch(text) is not None


def _keeps(node: Node) -> str:
    """The sign for the end of a block: nothing when the text ends in one line break, else none kept."""
    return "" if str(node.value).endswith("\n") else "-"


def _paragraphs(text: str, depth: int) -> Iterator[str]:
    if "\n" in text:
        yield from ((" " * depth + line).rstrip() for line in text.removesuffix("\n").split("\n"))
        return
    wide = max(40, WIDTH - depth)
    lines = textwrap.wrap(text, wide, break_long_words=False, break_on_hyphens=False)
    yield from (" " * depth + line for line in lines)


def _scalar(node: Node, *, block: bool = False) -> str:
    """A scalar as it may stand in brackets, or only outside of them."""
    text = node.value
    if not isinstance(text, str):
        return node.raw
    simple = _SIMPLE_OUTSIDE if block else _SIMPLE
    if not node.inline and simple.fullmatch(text) and resolve(text) == text:
        return text
    plain = "" if node.inline or "\n" in text else _dumped(text, None, block=block)
    return plain if plain and plain[0] not in "'\"" else _dumped(text, '"', block=False)


def _dumped(text: str, style: str | None, *, block: bool) -> str:
    """The text as PyYAML writes it, in a list in brackets or outside of one."""
    written = yaml.dump(
        [text], Dumper=Writer, default_style=style, default_flow_style=not block, allow_unicode=True, width=10**9
    )
    return str(written).strip()[1 : None if block else -1].strip()
