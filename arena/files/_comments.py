"""Comments and blank lines of a YAML text, each with the value it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from arena.files._node import Mark, Node

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, from its `#` on. Lines count from 1."""

    line: int
    text: str
    alone: bool
    """Nothing else stands on its line."""


@dataclass(slots=True)
class Remarks:
    """What stands around the values, by the identity of their nodes."""

    head: list[str] = field(default_factory=list)
    """Lines above the first value."""
    above: dict[int, list[str]] = field(default_factory=dict)
    behind: dict[int, str] = field(default_factory=dict)
    """Comments on a value's own line."""
    foot: list[str] = field(default_factory=list)
    apart: set[int] = field(default_factory=set)
    """Values (with their comments) that a blank line sets off."""

    def inside(self, node: Node) -> bool:
        """Whether a value below `node` has remarks of its own."""
        below = [*node.mapping().values(), *node.entries()]
        return any(id(one) in self.above or id(one) in self.behind or self.inside(one) for one in below)


def comments(text: str) -> list[Comment]:
    """All comments, in order: what begins with `#` between the tokens, or behind the sign of a block."""
    found, lines, at = [], text.split("\n"), 0
    for token in yaml.scan(text, Loader=_LOADER):
        start, end = token.start_mark.index, token.end_mark.index
        found += [(match.start() + at, match.group()) for match in _COMMENT.finditer(text[at:start])]
        if getattr(token, "style", None) in ("|", ">"):
            header = text[start : text.find("\n", start)]
            found += [(start + match.start(), match.group()) for match in _COMMENT.finditer(header)]
        at = max(at, end)
    found += [(match.start() + at, match.group()) for match in _COMMENT.finditer(text[at:])]
    placed = ((text.count("\n", 0, index) + 1, words.rstrip()) for index, words in found)
    return [Comment(line, words, lines[line - 1].lstrip().startswith("#")) for line, words in placed]


def remarks(text: str, root: Node) -> Remarks:
    """The comments of `text`, which was read as `root`, with the values they belong to."""
    anchors = sorted(_anchors(root), key=lambda anchor: anchor[0].line)  # of one line the outermost first
    found, lines = Remarks(), text.split("\n")
    if not anchors:
        return found
    first = anchors[0][0].line
    found.head = _squeezed(lines[: first - 1])
    for comment in comments(text):
        if comment.line < first:
            continue
        if not comment.alone:
            found.behind.setdefault(id(_of_line(anchors, comment.line)), comment.text)
        elif (below := next((node for mark, node in anchors if mark.line > comment.line), None)) is not None:
            found.above.setdefault(id(below), []).append(comment.text)
        else:
            found.foot.append(comment.text)
    _set_apart(found, anchors, lines)
    return found


def _anchors(node: Node) -> Iterator[tuple[Mark, Node]]:
    for key, value in node.mapping().items():
        yield node.keys[key], value
        yield from _anchors(value)
    for entry in node.entries():
        yield entry.mark, entry
        yield from _anchors(entry)


def _of_line(anchors: list[tuple[Mark, Node]], line: int) -> Node:
    """The value that a comment behind it belongs to: of those that begin in its line the first that may end there."""
    here = [node for mark, node in anchors if mark.line == line]
    if not here:
        return [node for mark, node in anchors if mark.line <= line][-1]
    return next((node for node in here if node.inline or not isinstance(node.value, dict | list)), here[-1])


def _set_apart(found: Remarks, anchors: list[tuple[Mark, Node]], lines: list[str]) -> None:
    seen = set()
    for mark, node in anchors[1:]:
        top = mark.line - len(found.above.get(id(node), ()))
        if mark.line not in seen and top >= 2 and not lines[top - 2].strip():
            found.apart.add(id(node))
        seen.add(mark.line)


def _squeezed(lines: list[str]) -> list[str]:
    """Comments and single blank lines; marks of the document's start are left out."""
    kept = list[str]()
    for line in (one.strip() for one in lines):
        if line.startswith("#") or (not line and kept and kept[-1]):
            kept.append(line)
    return kept
