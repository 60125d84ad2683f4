"""A file as a record whose every value knows its place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import ValidationError

from arena.errors import BadFiles, Problem
from arena.files._compose import compose
from arena.files._explain import explain
from arena.files._node import Node, Step
from arena.files._text import read_text
from arena.schema.record import Record

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, slots=True)
class Document(Generic[R]):
    """A record and the file it was read from."""

    path: Path
    record: R
    root: Node

    def problem(self, at: Sequence[Step], message: str, hint: str = "") -> Problem:
        """A problem with the value at `at` (keys and indices from the top), placed where that value begins."""
        mark = self.root.mark_of(at)
        return Problem(str(self.path), mark.line, mark.column, message, hint)


def read(path: Path, kind: type[R]) -> Document[R]:
    """Read one YAML file as a record of `kind`, keeping the places of its values.

    Numbers, texts and booleans are not converted into each other. Nothing in the file can run code or expand.

    Raises:
        BadFiles: with every problem of the file, in the order of their places.
    """
    root, problems = compose(read_text(path), str(path))
    try:
        record = kind.model_validate_json(json.dumps(root.plain()), strict=True)
    except ValidationError as error:
        problems += explain(error.errors(include_url=False), root, kind, str(path))
        raise BadFiles(in_order(problems)) from error
    if problems:
        raise BadFiles(in_order(problems))
    return Document(path, record, root)


def parse(path: Path, kind: type[R]) -> R:
    """Read one YAML file as a record of `kind`.

    Raises:
        BadFiles: with every problem of the file, in the order of their places.
    """
    return read(path, kind).record


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of one file by place, without repetition."""
    return sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))
