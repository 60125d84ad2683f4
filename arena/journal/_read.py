"""Reading: events of complete lines; a torn last line is not there yet, a damaged one is reported and stepped over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from arena.errors import TransportFailed
from arena.schema.event import EVENT, CallMade, Event, MatchEnded, MatchStarted
from arena.schema.run import Party

AnswerKey = tuple[Party, str, int]
"""(party, request hash, occurrence) within one match."""


@dataclass(frozen=True, slots=True)
class Damage:
    """A line that cannot be read. `line` counts from 1 at the place where reading began."""

    path: Path
    line: int
    why: str


@dataclass(slots=True)
class Reading:
    """What one pass over a journal found."""

    events: list[Event] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)
    end: int = 0
    """Byte offset after the last complete line."""


def read_from(path: Path, offset: int = 0, at_most: int | None = None) -> Reading:
    """The events of the complete lines that begin at byte `offset` or later.

    Args:
        path: the journal.
        offset: where a line begins.
        at_most: stop after the line that crosses so many bytes; all there is by default.
    """
    reading = Reading(end=offset)
    with path.open("rb") as file:
        file.seek(offset)
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                break
            reading.end += len(line)
            try:
                reading.events.append(EVENT.validate_json(line))
            except ValidationError as error:
                reading.damage.append(Damage(path, number, error.errors()[0]["msg"]))
            if at_most is not None and reading.end - offset >= at_most:
                break
    return reading


def read(path: Path) -> Reading:
    """The whole journal."""
    return read_from(path)


@dataclass(slots=True)
class StoredAnswers:
    """What a journal knows of one match."""

    attempt: int = 1
    outcome: str = ""
    """`completed`, `void`, `failed`, or empty while unfinished."""
    lost_in_transport: bool = False
    """Failed because no answer came: a resume plays it again."""
    calls: dict[AnswerKey, CallMade] = field(default_factory=dict)

    @classmethod
    def by_match(cls, events: Iterable[Event]) -> dict[str, StoredAnswers]:
        """Match key -> its latest attempt."""
        found: dict[str, StoredAnswers] = {}
        for event in _of_matches(events):
            stored = found.get(event.match)
            if stored is None or event.attempt > stored.attempt:
                stored = found[event.match] = cls(attempt=event.attempt)
            if event.attempt < stored.attempt:
                continue
            if isinstance(event, MatchStarted):
                stored.outcome = ""
            elif isinstance(event, MatchEnded):
                stored.outcome = event.outcome
                stored.lost_in_transport = event.reason.startswith(f"{TransportFailed.kind}:")
            elif event.error != TransportFailed.kind:
                stored.calls[event.party, event.request, event.occurrence] = event
        return found


def _of_matches(events: Iterable[Event]) -> Iterator[MatchStarted | MatchEnded | CallMade]:
    for event in events:
        if isinstance(event, MatchStarted | MatchEnded | CallMade):
            yield event
