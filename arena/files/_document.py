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
        return Problem(str(self.path), mark.line, mark.column, message, hint)


def read(path: Path, kind: type[R]) -> Document[R]:
    """Read one YAML file as a record of `kind`, keeping the places of its values.

    Numbers, texts and booleans are not converted into each other. Nothing in the file can run code or expand.

    Raises:
        BadFiles: with every problem of the file (at most 200), in the order of their places.
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
        BadFiles: with every problem of the file (at most 200), in the order of their places.
    """
    return read(path, kind).record


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """Problems of one file by place, without repetition; of very many the first, and how many more there are."""
    found = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line, problem.column))
    more = len(found) - _MOST_TOLD
    return found if more <= 0 else [*found[:_MOST_TOLD], Problem(found[0].file, 0, 0, f"and {more} more problems")]
