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
from arena.files._syntax import TAB, guessed, syntax_problems
from arena.files._text import UNPRINTABLE

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_MAX_DEPTH = 40
_MAX_VALUES = 50_000
_TRUE, _FALSE = {"true", "yes", "on"}, {"false", "no", "off"}
_INT = re.compile(r"[-+]?(0|[1-9][0-9_]{0,17})")
_FLOAT = re.compile(r"[-+]?([0-9][0-9_]*\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_YAML_TAG = "tag:yaml.org,2002:"

_MOST_GUESSED = 20
"""Slips in the syntax of one file that are read past."""


def compose(text: str, file: str, *, marked: bool = False) -> tuple[Node, list[Problem]]:
    """The top mapping of a YAML document, and problems that do not stop the reading.

    These are duplicate keys, aliases, tags, and slips in the syntax behind which it is plain what was meant (a tab,
    text that lacks its quotes). With `marked`, places name the file, too.

    Raises:
        BadFiles: another syntax error, more or less than one document, no mapping at the top, too deep (40 levels) or
            too much (50,000 values).
    """
    slips: list[Problem] = []
    try:
        root, problems = _past_slips(text, file, file if marked else "", slips)
    except yaml.YAMLError as error:
        unread = [Problem(file, 0, 0, f"YAML syntax: {str(error).splitlines()[0]}")]
        raise BadFiles(slips or unread) from error
    except BadFiles as error:
        raise BadFiles([*slips, *error.problems]) from error
    if not isinstance(root.value, dict):
        top = Problem(file, root.mark.line, root.mark.column, "the top level must be a mapping", _TOP)
        raise BadFiles([*slips, top])
    return root, [*slips, *problems]


_TOP = "lines of the form `key: value`"


def _past_slips(text: str, file: str, marked: str, slips: list[Problem]) -> tuple[Node, list[Problem]]:
    """The document and its problems; what had to be guessed goes into `slips`. Raises MarkedYAMLError, BadFiles."""
    for _ in range(_MOST_GUESSED):
        composer = _Composer(yaml.parse(text, Loader=_LOADER), file, marked)
        try:
            return composer.document(), composer.problems
        except yaml.MarkedYAMLError as error:
            guess = guessed(error, text)
            tabs = any(slip.message == TAB for slip in slips)
            if guess or not tabs:  # behind a guessed indentation, what cannot be read may be the guess
                slips += syntax_problems(error, text, file)
            if not guess or guess == text:
                raise
            text = guess
    raise BadFiles([])


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
