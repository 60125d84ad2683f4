"""Reading prompt files.

A file is front matter between `---` lines (purpose, inputs, answer, changes) and sections that begin with a line
`## system`, `## history` or `## user`. A released file never changes: `LOCK.json` holds its hash and a test compares.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import yaml

from arena.text.canonical import sha256

_SECTION = re.compile(r"^## (system|history|user)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words of one version of one prompt."""

    name: str
    version: int
    purpose: str
    inputs: str
    answer: str
    sections: tuple[tuple[str, str], ...]
    """(`system` | `history` | `user`, template) in file order."""
    text: str
    sha256: str

    @property
    def ref(self) -> str:
        """`name@version`, as stored with calls and verdicts."""
        return f"{self.name}@{self.version}"


def _normal(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").split("\n")).strip() + "\n"


def parse(name: str, version: int, text: str) -> Prompt:
    """The prompt in `text`. Raises ValueError where the front matter or the sections are not of the form."""
    text = _normal(text)
    _, front, body = text.split("---\n", 2)
    head = yaml.safe_load(front)
    parts = _SECTION.split(body)
    if parts[0].strip():
        raise ValueError(f"{name}: text before the first section")
    sections = tuple((kind, words.strip()) for kind, words in zip(parts[1::2], parts[2::2], strict=True))
    return Prompt(name, version, head["purpose"], head["inputs"], head["answer"], sections, text, sha256(text))


@cache
def load(name: str, version: int) -> Prompt:
    """The prompt `name` (such as `user/turn`) in `version`. Raises FileNotFoundError."""
    path = files("arena.prompts").joinpath(*f"{name}.v{version}.md".split("/"))
    return parse(name, version, path.read_text(encoding="utf-8"))


def names() -> list[tuple[str, int]]:
    """Every prompt file that ships, as (name, version), sorted."""
    return sorted(_found(files("arena.prompts"), ""))


def _found(folder: Traversable, prefix: str) -> list[tuple[str, int]]:
    out: list[tuple[str, int]] = []
    for entry in folder.iterdir():
        if entry.is_dir():
            out += _found(entry, f"{prefix}{entry.name}/")
        elif match := re.fullmatch(r"(.+)\.v(\d+)\.md", entry.name):
            out.append((prefix + match[1], int(match[2])))
    return out
