"""YAML text to nodes, from parser events.

Events instead of a composed document: an alias is refused where it stands, before anything could be expanded, and
nesting is bounded by this module rather than by the stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from arena.errors import BadFiles, Problem
from arena.files._node import Mark, Node, Scalar
from arena.files._text import UNPRINTABLE

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 40
_MAX_VALUES = 50_000
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
_INT = re.compile(r"[-+]?(0|[1-9][0-9_]{0,17})")
_FLOAT = re.compile(r"[-+]?([0-9][0-9_]*\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_TAB_INDENT = re.compile(r"^ *\t", re.MULTILINE)

_YAML_TAG = "tag:yaml.org,2002:"

_CAUSES = {
    "mapping values are not allowed": "text with a colon and a space in it needs quotes",
    "could not find expected ':'": "a key without a colon, or text that should be indented under its key",
    "cannot start any token": "text that begins with @, ` or % needs quotes",
    "did not find expected key": "check the indentation, and the quotes of the line before",
    "did not find expected ',' or": "a comma or a closing bracket is missing, or a quote inside the text",
}


def compose(text: str, file: str, *, marked: bool = False) -> tuple[Node, list[Problem]]:
    """The top mapping of a YAML document, and problems that do not stop the reading (duplicate keys, aliases, tags).

    With `marked`, places name the file, too.

    Raises:
        BadFiles: a syntax error, more or less than one document, no mapping at the top, too deep (40 levels) or too
            much (50,000 values).
    """
    composer = _Composer(yaml.parse(text, Loader=_LOADER), file, file if marked else "")
    try:
        root = composer.document()
    except yaml.MarkedYAMLError as error:
        raise BadFiles(_syntax(error, text, file)) from error
    except yaml.YAMLError as error:
        raise BadFiles([Problem(file, 0, 0, f"YAML syntax: {str(error).splitlines()[0]}")]) from error
    if not isinstance(root.value, dict):
        raise BadFiles(
            [composer.problem(root.mark, "the top level must be a mapping", "lines of the form `key: value`")]
        )
    return root, composer.problems


class _Composer:
    """Turns one document's events into nodes, collecting problems."""

    def __init__(self, events: Iterator[yaml.Event], file: str, marked: str) -> None:
        self._events = events
        self._marked = marked
        self._file = file
        self._values = 0
        self.problems: list[Problem] = []

    def _mark(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        return Mark(start.line + 1, start.column + 1, self._marked) if start else Mark(1, 1, self._marked)

    def problem(self, mark: Mark, message: str, hint: str = "") -> Problem:
        return Problem(self._file, mark.line, mark.column, message, hint)

    def document(self) -> Node:
        next(self._events)  # stream start
        if isinstance(next(self._events), yaml.StreamEndEvent):
            raise BadFiles([Problem(self._file, 0, 0, "the file is empty")])
        root = self._node(next(self._events), 0)
        if root.value is None:
            raise BadFiles([Problem(self._file, 0, 0, "the file is empty")])
        next(self._events)  # document end
        after = next(self._events)
        if not isinstance(after, yaml.StreamEndEvent):
            problem = self.problem(
                self._mark(after), "more than one document", "one file, one document: delete the `---`"
            )
            raise BadFiles([problem])
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        mark = self._mark(event)
        if depth > _MAX_DEPTH:
            raise BadFiles([self.problem(mark, f"nested deeper than {_MAX_DEPTH} levels")])
        self._values += 1
        if self._values > _MAX_VALUES:
            raise BadFiles([self.problem(mark, f"more than {_MAX_VALUES} values", "split the file")])
        if isinstance(event, yaml.AliasEvent):
            self.problems.append(self.problem(mark, f"alias `*{event.anchor}`", "repeat the text; aliases are refused"))
            return Node(mark, None, refused=True)
        self._refuse_extras(event, mark)
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            whole = self._mapping if isinstance(event, yaml.MappingStartEvent) else self._sequence
            node = whole(mark, depth)
            node.inline = bool(event.flow_style)
            return node
        raw = str(getattr(event, "value", ""))
        if found := UNPRINTABLE.search(raw):
            self.problems.append(self.problem(mark, f"control character U+{ord(found.group()):04X}", "delete it"))
            return Node(mark, None, refused=True)
        plain = bool(getattr(event, "implicit", (False,))[0])
        quoted = getattr(event, "style", None) in ("'", '"')
        return Node(mark, resolve(raw) if plain else raw, raw, inline=quoted)

    def _refuse_extras(self, event: yaml.Event, mark: Mark) -> None:
        if anchor := getattr(event, "anchor", None):
            self.problems.append(self.problem(mark, f"anchor `&{anchor}`", "delete it; anchors are refused"))
        if tag := getattr(event, "tag", None):
            self.problems.append(
                self.problem(mark, f"tag `{tag.replace(_YAML_TAG, '!!')}`", "delete it; tags are refused")
            )

    def _sequence(self, mark: Mark, depth: int) -> Node:
        items: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return Node(mark, items)

    def _mapping(self, mark: Mark, depth: int) -> Node:
        values: dict[str, Node] = {}
        node = Node(mark, values)
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if isinstance(key.value, list | dict):
                self.problems.append(self.problem(key.mark, "a key must be one word or text"))
            elif key.raw in values:
                first = node.keys[key.raw].line
                hint = f"first given in line {first}; keep one"
                self.problems.append(self.problem(key.mark, f"key `{key.raw}` is given twice", hint))
            else:
                values[key.raw], node.keys[key.raw] = value, key.mark
        return node


def resolve(raw: str) -> Scalar:
    """What an unquoted scalar means: nothing, yes or no, a decimal number, else text (dates and times, too).

    Narrower than YAML 1.1, where `12:30` is 750 and `010` is 8: those stay text.
    """
    folded = raw.lower()
    if folded in {"", "~", "null"}:
        return None
    if folded in _TRUE or folded in _FALSE:
        return folded in _TRUE
    if _INT.fullmatch(raw):
        return int(raw.replace("_", ""))
    if _FLOAT.fullmatch(raw) and not raw.lstrip("-+").startswith(tuple(f"0{digit}" for digit in range(10))):
        return float(raw.replace("_", ""))
    return raw


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> list[Problem]:
    tabs = [
        Problem(
            file,
            text.count("\n", 0, found.end()) + 1,
            found.end() - found.start(),
            "tab in the indentation",
            "use spaces",
        )
        for found in _TAB_INDENT.finditer(text)
    ]
    if tabs:
        return tabs
    mark = error.problem_mark or error.context_mark
    place = (mark.line + 1, mark.column + 1) if mark else (0, 0)
    cause = next((cause for words, cause in _CAUSES.items() if words in (error.problem or "")), "")
    if cause:
        return [Problem(file, *place, cause, f"YAML: {error.problem}")]
    begun = f"{error.context} that begins in line {error.context_mark.line + 1}" if error.context_mark else ""
    return [Problem(file, *place, f"YAML syntax: {error.problem}", begun)]
