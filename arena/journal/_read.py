"""Reading: events of complete lines; a torn last line is not there yet, a damaged one is reported and stepped over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from arena.errors import TransportFailed
from arena.schema.event import EVENT, CallMade, Event, MatchEnded, MatchEvent, MatchStarted
from arena.schema.run import Party

AnswerKey = tuple[Party, str, int]
"""(party, request hash, occurrence) within one match."""
_NAMES_MATCH = re.compile(rb'"match":"([\w-]+)"')


@dataclass(frozen=True, slots=True)
class Damage:
    """A line that cannot be read. `line` counts from 1 at the place where reading began."""

    path: Path
    line: int
    why: str
    after: int = 0
    """How many events were read before it."""
    match: str = ""
    """Key of the match that is named in what is left of the line; empty where none can be read."""


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
                why = error.errors(include_url=False, include_input=False)[0]["msg"]
                reading.damage.append(Damage(path, number, why, len(reading.events), _match_named(line)))
            if at_most is not None and reading.end - offset >= at_most:
                break
    return reading


def _match_named(line: bytes) -> str:
    found = _NAMES_MATCH.search(line)
    return found[1].decode("ascii") if found else ""


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
    holes: int = 0
    """Lines of it that cannot be read: so many calls may be missing in its middle."""

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


def harmed(reading: Reading, planned: Collection[str]) -> Counter[str]:
    """Match key -> damaged lines that are or may be its own, counted from where it was last begun.

    A line that still names its match belongs to it. One that does not may be of any match that was under way there; to
    play those again with their journalled answers costs nothing where nothing is missing.
    """
    harm: Counter[str] = Counter()
    under_way: set[str] = set()
    damage = iter(sorted(reading.damage, key=lambda found: found.after))
    found = next(damage, None)
    for place, event in enumerate([*reading.events, None]):
        while found is not None and found.after == place:
            harm.update([found.match] if found.match in planned else under_way)
            found = next(damage, None)
        if not isinstance(event, MatchEvent):
            continue
        if isinstance(event, MatchStarted):
            harm.pop(event.match, None)
        elif event.match not in under_way:  # its beginning is one of the damaged lines
            harm[event.match] += 1
        (under_way.discard if isinstance(event, MatchEnded) else under_way.add)(event.match)
    return harm


def _of_matches(events: Iterable[Event]) -> Iterator[MatchStarted | MatchEnded | CallMade]:
    for event in events:
        if isinstance(event, MatchStarted | MatchEnded | CallMade):
            yield event
