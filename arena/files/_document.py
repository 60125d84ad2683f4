"""A file as a record whose every value knows its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from arena.errors import BadFiles, Problem
from arena.files._compose import compose
from arena.files._explain import explain
from arena.files._extend import Mixer
from arena.files._find import Kind
from arena.files._node import Node, Step
from arena.files._stand_in import Patched
from arena.files._text import read_text
from arena.schema.persona_rules import Complaint
from arena.schema.record import Record

R = TypeVar("R", bound=Record)
_MOST_TOLD = 200
"""Nobody mends more in one go, and a file made to be broken could hold any number."""


@dataclass(frozen=True, slots=True)
class Document(Generic[R]):
    """A record and the file it was read from."""

    path: Path
    record: R
    root: Node

    def problem(self, at: Sequence[Step], message: str, hint: str = "") -> Problem:
        """A problem with the value at `at` (keys and indices from the top), placed where that value begins."""
        mark = self.root.mark_of(at)
        return Problem(mark.file or str(self.path), mark.line, mark.column, message, hint)


Rules = Callable[[R], Iterable[Complaint]]
"""What must hold of a record beyond the form of its values."""


def read(path: Path, kind: type[R], mixes: Kind | None = None, rules: Rules[R] | None = None) -> Document[R]:
    """Read one YAML file as a record of `kind`, keeping the places of its values.

    Numbers, texts and booleans are not converted into each other. Nothing in the file can run code or expand.

    Args:
        path: the file.
        kind: what it holds.
        mixes: the file may mix in fragments (`extends`) of files of this kind.
        rules: what must hold besides; looked at as far as possible in a file with broken values, too.

    Raises:
        BadFiles: with every problem of the file and its fragments (at most 200), in the order of their places.
    """
    root, problems = compose(read_text(path), str(path))
    if mixes:
        mixer = Mixer(mixes)
        root = mixer.mixed(root, path)
        problems += mixer.problems
    record, found = _judged(root, kind, rules, str(path))
    problems += found
    if problems or record is None:
        raise BadFiles(in_order(problems))
    return Document(path, record, root)


def _judged(
    root: Node, kind: type[R], rules: Rules[R] | None, file: str, *, part: bool = False
) -> tuple[R | None, list[Problem]]:
    """The record, if the values have the right form, and what is wrong with form or rules.

    Of a part of a file it is no fault that keys of the top, or of mappings right below, are missing.
    """
    record, errors = _record(root, kind)
    told = [e for e in errors if not part or e["type"] != "missing" or any(isinstance(step, int) for step in e["loc"])]
    problems = explain(told, root, kind, file)
    if rules is None:
        return record, problems
    patched = Patched(root, kind)
    whole = record or patched.record(kind, errors)
    broken = [complaint for complaint in rules(whole) if patched.bears(complaint)] if whole is not None else []
    document = Document(Path(file), whole, root) if whole is not None else None
    return record, problems + [document.problem(c.at, c.message, c.hint) for c in broken if document]


def problems_of_fragment(path: Path, kind: type[R], mixes: Kind, rules: Rules[R] | None = None) -> list[Problem]:
    """What is wrong with a fragment: all but that keys of the top, or of mappings right below, are missing."""
    try:
        root, problems = compose(read_text(path), str(path))
    except BadFiles as error:
        return list(error.problems)
    mixer = Mixer(mixes)
    root = mixer.mixed(root, path)
    _, found = _judged(root, kind, rules, str(path), part=True)
    return in_order([*problems, *mixer.problems, *found])


def examine(data: dict[str, Any], kind: type[R], rules: Rules[R] | None = None) -> tuple[R | None, list[Problem]]:
    """Values from elsewhere as a record of `kind`, or what is wrong with them in an author's words, without places."""
    root, problems = compose(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**9), "")
    record, found = _judged(root, kind, rules, "")
    problems += found
    return (None if problems else record), [Problem("", 0, 0, problem.message, problem.hint) for problem in problems]


def _record(root: Node, kind: type[R]) -> tuple[R | None, list[ErrorDetails]]:
    try:
        return kind.model_validate_json(json.dumps(root.plain()), strict=True), []
    except ValidationError as error:
        return None, error.errors(include_url=False)


def parse(path: Path, kind: type[R]) -> R:
    """Read one YAML file as a record of `kind`.

    Raises:
        BadFiles: with every problem of the file (at most 200), in the order of their places.
    """
    return read(path, kind).record


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of one file by place, without repetition; of very many the first, and how many more there are."""
    found = sorted(dict.fromkeys(problems), key=lambda problem: (problem.file, problem.line, problem.column))
    more = len(found) - _MOST_TOLD
    return found if more <= 0 else [*found[:_MOST_TOLD], Problem(found[0].file, 0, 0, f"and {more} more problems")]
