"""A persona or scenario file as it is now: its text, what a check finds, and the person or course in it. No widgets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from arena import personas, scenarios
from arena.errors import ArenaError, Problem
from arena.files import Kind, available
from arena.schema.persona import Persona
from arena.schema.scenario import Scenario

KINDS: tuple[Kind, ...] = ("personas", "scenarios")
Stamp = tuple[int, int]
"""When a file was last written (ns) and its size: it changes whenever an editor saves."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file that can be named."""

    kind: Kind
    name: str
    path: Path

    @property
    def key(self) -> str:
        """Unique among all places."""
        return f"{self.kind}/{self.name}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a check found. `persona` or `scenario` is there when the file is sound."""

    place: Place
    text: str
    problems: tuple[Problem, ...] = ()
    persona: Persona | None = None
    scenario: Scenario | None = None
    level: str = ""
    """`sketch` or `portrait`; empty for scenarios and broken files."""
    missing: tuple[str, ...] = ()
    """What a sketch lacks to be a portrait."""
    words: int = 0
    """Length of the portrait in prose."""

    @property
    def title(self) -> str:
        """What the person or course is called; the file's name while it is broken."""
        if self.persona is not None:
            return self.persona.identity.name
        return self.scenario.title if self.scenario is not None else self.place.name


def places() -> list[Place]:
    """All files that can be named: those of the working folder, and the shipped ones they do not hide."""
    return [Place(kind, name, path) for kind in KINDS for name, path in available(kind).items()]


def stamps(known: Iterable[Place]) -> dict[str, Stamp]:
    """Place -> stamp; a file that is gone has none."""
    found = {}
    for place in known:
        try:
            status = place.path.stat()
        except OSError:
            continue
        found[place.key] = (status.st_mtime_ns, status.st_size)
    return found


def read_sheet(place: Place) -> Sheet:
    """Read and check one file; what goes wrong is a problem of the sheet."""
    try:
        text = place.path.read_text(encoding="utf-8", errors="replace")
        return _person(place, text) if place.kind == "personas" else _course(place, text)
    except OSError as error:
        return Sheet(place, "", (Problem(str(place.path), 0, 0, error.strerror or str(error)),))
    except ArenaError as error:  # saved again between check and reading
        return Sheet(place, text, (Problem(str(place.path), 0, 0, error.fact, error.next_step),))


def _person(place: Place, text: str) -> Sheet:
    report = personas.check([place.path])
    if not report.levels:
        return Sheet(place, text, report.problems)
    (level,) = report.levels
    who = personas.load(place.path)
    return Sheet(place, text, persona=who, level=level.level, missing=level.missing, words=level.words)


def _course(place: Place, text: str) -> Sheet:
    report = scenarios.check([place.path])
    return Sheet(place, text, report.problems, scenario=next(iter(report.scenarios), None))
