"""Several files at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from arena.errors import BadFiles, Problem
from arena.files._document import Document
from arena.files._find import Kind, find
from arena.schema.record import Record

R = TypeVar("R", bound=Record)


def gather(paths: Iterable[Path], load: Callable[[Path], R]) -> list[R]:
    """Load all files, in the order given.

    Raises:
        BadFiles: with the problems of all of them.
    """
    records, problems = _attempt(paths, load)
    if problems:
        raise BadFiles(problems)
    return records


def try_all(paths: Iterable[Path], read: Callable[[Path], Document[R]]) -> tuple[list[Document[R]], list[Problem]]:
    """Read all files: the sound ones, and the problems of the others."""
    return _attempt(paths, read)


def find_all(kind: Kind, paths: Iterable[Path]) -> list[Path]:
    """The files meant by all these paths or names, each once. Raises UsageError as `find` does."""
    return list(dict.fromkeys(file for path in paths for file in find(kind, str(path))))


def shared_ids(what: str, documents: Iterable[tuple[Document[R], str]]) -> list[Problem]:
    """A problem, with both places, for each document (given with its id) whose id an earlier one has."""
    first: dict[str, Document[R]] = {}
    problems = []
    for document, one in documents:
        other = first.setdefault(one, document)
        if other is not document:
            place = other.problem(("id",), "")
            hint = f"the first is at {place.file}:{place.line}:{place.column}"
            problems.append(document.problem(("id",), f"another {what} has the id `{one}`", hint))
    return problems


T = TypeVar("T")


def _attempt(paths: Iterable[Path], read: Callable[[Path], T]) -> tuple[list[T], list[Problem]]:
    done: list[T] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            done.append(read(path))
        except BadFiles as error:
            problems += error.problems
    return done, problems
