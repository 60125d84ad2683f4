"""Checking people: what is broken, what each is so far, and what is missing for the next level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from arena.errors import Problem
from arena.files import FRAGMENTS, Document, find_all, fragments, problems_of_fragment, shared_ids, try_all
from arena.personas._load import read
from arena.personas._missing import missing
from arena.personas._portrait import portrait
from arena.schema.persona import Persona
from arena.schema.persona_rules import complaints
from arena.text.words import count_words


@dataclass(frozen=True, slots=True)
class Level:
    """What a sound persona is so far, as far as the file alone tells."""

    id: str
    persona: Persona
    path: Path
    level: Literal["sketch", "portrait"]
    missing: tuple[str, ...]
    """What a sketch lacks to be a portrait, in an author's words."""
    words: int
    """Length of the rendered portrait."""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of persona files found."""

    problems: tuple[Problem, ...]
    levels: tuple[Level, ...]
    """Of the sound ones, in the order of the files."""
    fragments: tuple[Path, ...] = ()
    """Fragments that were read, sound or not."""
    documents: tuple[Document[Persona], ...] = ()
    """The sound ones, in the same order, with the places of their values."""

    @property
    def ok(self) -> bool:
        """Whether all files can be used."""
        return not self.problems


def check(paths: Iterable[Path]) -> CheckReport:
    """Read all files (of folders, all in them); every problem, ids used twice, and the level of each sound persona.

    Raises:
        UsageError: a path leads nowhere.
    """
    paths = list(paths)
    parts = list(dict.fromkeys(part for path in paths for part in _parts(path)))
    documents, problems = try_all([file for file in find_all("personas", paths) if file not in parts], read)
    problems += [problem for part in parts for problem in problems_of_fragment(part, Persona, "personas", complaints)]
    problems += shared_ids("persona", [(document, document.record.id) for document in documents])
    once = tuple(dict.fromkeys(problems))  # what is wrong in a fragment is wrong in all who use it
    return CheckReport(once, tuple(_level(document) for document in documents), tuple(parts), tuple(documents))


def _parts(path: Path) -> list[Path]:
    """The fragments meant by a path: those of a folder, or the file itself when it lies among fragments."""
    if path.is_dir():
        return fragments(path)
    return [path] if path.is_file() and path.parent.name == FRAGMENTS else []


def _level(document: Document[Persona]) -> Level:
    persona = document.record
    lacking = missing(persona)
    name: Literal["sketch", "portrait"] = "sketch" if lacking else "portrait"
    return Level(persona.id, persona, document.path, name, lacking, count_words(portrait(persona)))
