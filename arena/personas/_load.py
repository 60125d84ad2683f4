"""From a file or a name to a person."""

from __future__ import annotations

from pathlib import Path

from arena import files
from arena.schema.persona import Persona
from arena.schema.persona_rules import complaints, with_categories


def load(path: Path) -> Persona:
    """Read one person; categories of facts are filled in from the vocabulary.

    Raises:
        BadFiles: with every problem of the file.
    """
    return read(path).record


def read(path: Path) -> files.Document[Persona]:
    """`load`, keeping the places of the values."""
    document = files.read(path, Persona, mixes="personas", rules=complaints)
    return files.Document(path, with_categories(document.record), document.root)


def find(name_or_path: str) -> list[Persona]:
    """The person of that name or file, or all of a folder, in the order of their files.

    Raises:
        UsageError: there is none; with the nearest names.
        BadFiles: with the problems of all the files found.
    """
    return files.gather(files.find("personas", name_or_path), load)
