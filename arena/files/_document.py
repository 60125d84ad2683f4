"""A file as a record whose every value knows its place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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
from arena.files._text import read_text
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


def read(path: Path, kind: type[R], mixes: Kind | None = None) -> Document[R]:
    """Read one YAML file as a record of `kind`, keeping the places of its values.

    Numbers, texts and booleans are not converted into each other. Nothing in the file can run code or expand.

    Args:
        path: the file.
        kind: what it holds.
        mixes: the file may mix in fragments (`extends`) of files of this kind.

    Raises:
        BadFiles: with every problem of the file and its fragments (at most 200), in the order of their places.
    """
    root, problems = compose(read_text(path), str(path))
    if mixes:
        mixer = Mixer(mixes)
        root = mixer.mixed(root, path)
        problems += mixer.problems
    record, errors = _record(root, kind)
    problems += explain(errors, root, kind, str(path))
    if problems or record is None:
        raise BadFiles(in_order(problems))
    return Document(path, record, root)


def problems_of_fragment(path: Path, kind: type[Record], mixes: Kind) -> list[Problem]:
    """What is wrong with a fragment: all but that keys of the top, or of mappings right below, are missing."""
    try:
        root, problems = compose(read_text(path), str(path))
    except BadFiles as error:
        return list(error.problems)
    mixer = Mixer(mixes)
    root = mixer.mixed(root, path)
    _, errors = _record(root, kind)
    amiss = [e for e in errors if e["type"] != "missing" or any(isinstance(step, int) for step in e["loc"])]
    return in_order([*problems, *mixer.problems, *explain(amiss, root, kind, str(path))])


def examine(data: dict[str, Any], kind: type[R]) -> tuple[R | None, list[Problem]]:
    """Values from elsewhere as a record of `kind`, or what is wrong with them in an author's words, without places."""
    root, problems = compose(yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10**9), "")
    record, errors = _record(root, kind)
    found = [*problems, *explain(errors, root, kind, "")]
    return (None if found else record), [Problem("", 0, 0, problem.message, problem.hint) for problem in found]


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
