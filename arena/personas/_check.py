"""Checking people: what is broken, what each is so far, and what is missing for the next level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from arena.errors import Problem
from arena.files import Document, find_all, shared_ids, try_all
from arena.personas._load import read
from arena.personas._missing import missing
from arena.personas._portrait import portrait
from arena.schema.persona import Persona
from arena.text.words import count_words


@dataclass(frozen=True, slots=True)
class Level:
    """What a sound persona is so far."""

    id: str
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

    @property
    def ok(self) -> bool:
        """Whether all files can be used."""
        return not self.problems


def check(paths: Iterable[Path]) -> CheckReport:
    """Read all files (of folders, all in them); every problem, ids used twice, and the level of each sound persona.

    Raises:
        UsageError: a path leads nowhere.
    """
    documents, problems = try_all(find_all("personas", paths), read)
    problems += shared_ids("persona", [(document, document.record.id) for document in documents])
    return CheckReport(tuple(problems), tuple(_level(document) for document in documents))


def _level(document: Document[Persona]) -> Level:
    persona = document.record
    lacking = missing(persona)
    name: Literal["sketch", "portrait"] = "sketch" if lacking else "portrait"
    return Level(persona.id, document.path, name, lacking, count_words(portrait(persona)))
