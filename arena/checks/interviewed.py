"""What the newest interview of a person found, for whoever looks at the person and not at the interview."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from arena.checks.interview import FOLDER
from arena.journal import read, read_from
from arena.psychometrics import findings
from arena.psychometrics.report import Profile
from arena.schema.event import InterviewStarted, StatementAnswered
from arena.schema.interview import Response, StoredInterview
from arena.schema.persona import Persona

Stamp = tuple[int, int]
"""When a journal was last written (ns) and its size."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One person in one interview.

    `profiles` has one entry an inventory. `current` is False where the person's file has changed since they were asked.
    """

    interview: str
    answered_by: str
    """The model that answered as the person."""
    source: str
    """The run whose talks a stranger read; empty where there was no stranger."""
    runs: int
    """Administrations of each inventory."""
    profiles: tuple[Profile, ...]
    current: bool


@dataclass(slots=True)
class Interviews:
    """The interviews beside a folder of runs; what was read of them is kept until they are written on."""

    runs_dir: Path
    _heads: dict[Path, tuple[Stamp, StoredInterview | None]] = field(default_factory=dict)
    _found: dict[tuple[Path, str], tuple[Stamp, Persona, Measured]] = field(default_factory=dict)

    def newest_of(self, persona: Persona) -> Measured | None:
        """What was found of the person: as they are now where that was asked, else as they were; None without any."""
        earlier: Measured | None = None
        for path, stamp, stored in self.held():
            if (asked := person_in(stored, persona.id)) is None or (earlier is not None and asked != persona):
                continue
            found = self._read(path, stamp, stored, persona)
            if found is not None and found.current:
                return found
            earlier = earlier or found
        return earlier

    def held(self) -> Iterator[tuple[Path, Stamp, StoredInterview]]:
        """Interviews, the newest first: their folders are named by when they began."""
        for path in sorted((self.runs_dir / FOLDER).glob("*/journal.jsonl"), reverse=True):
            try:
                stamp = (path.stat().st_mtime_ns, path.stat().st_size)
                if path not in self._heads or self._heads[path][0] != stamp:
                    self._heads[path] = stamp, _head(path)
            except OSError:
                continue
            if (stored := self._heads[path][1]) is not None:
                yield path, stamp, stored

    def _read(self, path: Path, stamp: Stamp, stored: StoredInterview, persona: Persona) -> Measured | None:
        """What it found; None where the person has not answered anything yet."""
        known = self._found.get((path, persona.id))
        if known is not None and known[:2] == (stamp, persona):
            return known[2]
        events = read(path).events
        answers = [e.response for e in events if isinstance(e, StatementAnswered) and e.response.persona == persona.id]
        if not answers:
            return None
        measured = Measured(
            interview=stored.id,
            answered_by=stored.spec.user.id,
            source=stored.spec.source,
            runs=stored.spec.runs,
            profiles=profiles_of(persona.id, stored, answers),
            current=person_in(stored, persona.id) == persona,
        )
        self._found[path, persona.id] = stamp, persona, measured
        return measured


def profiles_of(persona: str, stored: StoredInterview, answers: Iterable[Response]) -> tuple[Profile, ...]:
    """What the answers of or about one person come to, one profile an inventory."""
    alone = stored.model_copy(update={"personas": {persona: stored.personas[persona]}})
    return tuple(one.profiles[0] for one in findings(alone, answers))


def _head(path: Path) -> StoredInterview | None:
    """What an interview began with; None where its beginning is not whole."""
    first = next(iter(read_from(path, at_most=1).events), None)
    return first.interview if isinstance(first, InterviewStarted) else None


def person_in(stored: StoredInterview, persona: str) -> Persona | None:
    """The person as they were asked; None where they were not, or were written for another version."""
    body = stored.personas.get(persona)
    try:
        return None if body is None else Persona.model_validate(body)
    except ValidationError:
        return None
