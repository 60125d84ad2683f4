"""A recorded run in time again: by the journal's own clock, long waits cut short; pause, step, speeds, to the end."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

from arena.journal import read_from
from arena.schema.event import (
    Event,
    MatchEnded,
    MatchEvent,
    ProbeAsked,
    RunEnded,
    RunStarted,
    SessionEnded,
    SessionStarted,
    TurnSpoken,
    VerdictGiven,
)
from arena.schema.run import StoredRun
from arena.tui._feed import TICK_S, Batch, Status
from arena.tui._follow import Sleep, Tail

SPEEDS = (1.0, 4.0, 16.0)
_LONGEST_WAIT_S = 1.5
"""A gap in the record is never shown longer than this."""
READING_S = 0.45
"""An utterance of any of the matches that are played at once, every so often."""
_BEAT = SessionStarted | TurnSpoken | SessionEnded | ProbeAsked | MatchEnded
"""What a step goes on to."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """How a record becomes time. A record of the offline model is faster than anybody reads, so it can be slowed."""

    least_s: float = 0.0
    """An utterance takes at least so long."""

    def wait(self, before: Event | None, event: Event) -> float:
        """Seconds between two events at speed 1."""
        if before is None:
            return 0.0
        gap = min(max(event.at - before.at, 0.0), _LONGEST_WAIT_S)
        if not self.least_s:
            return gap
        return max(gap, self.least_s) if isinstance(event, TurnSpoken) else 0.0


def tempo_of(path: Path) -> Tempo:
    """How a journal is best shown: as it was, or where rules played it in no time, at a pace for reading."""
    try:
        first = read_from(path, 0, 1).events[:1]
    except OSError:
        return Tempo()
    return Tempo(READING_S) if first and isinstance(first[0], RunStarted) and _is_offline(first[0].run) else Tempo()


def _is_offline(run: StoredRun) -> bool:
    return run.spec.models.offline


@dataclass(slots=True)
class _Deck:
    """Pause, step and speed, as the person has set them."""

    speed: float = 1.0
    paused: bool = False
    steps: deque[str | None] = field(default_factory=deque)
    rush: bool = False

    def toggle(self) -> None:
        self.paused = not self.paused

    def step(self, match: str | None = None) -> None:
        self.paused = True
        self.steps.append(match)

    def faster(self) -> None:
        self.speed = next((speed for speed in SPEEDS if speed > self.speed), self.speed)

    def slower(self) -> None:
        self.speed = next((speed for speed in reversed(SPEEDS) if speed < self.speed), self.speed)

    def to_end(self) -> None:
        self.paused, self.rush = False, True


class Replay:
    """Replays a journal. One that is still being written is replayed as far as it goes, and on as it grows.

    Args:
        path: the journal.
        speed: 1, 4 or 16 seconds of the record in one second.
        paused: begin paused, to go on step by step.
        tempo: how the record becomes time.
        sleep: waits so many seconds; a tick of the replay is one call.
        begin: called once, when the first batch is asked for, such as to start what writes the journal.
    """

    def __init__(
        self,
        path: Path,
        speed: float = 1.0,
        *,
        paused: bool = False,
        tempo: Tempo | None = None,
        sleep: Sleep = asyncio.sleep,
        begin: Callable[[], None] | None = None,
    ) -> None:
        self._tail = Tail(path)
        self._deck = _Deck(speed, paused)
        self._tempo = tempo or Tempo()
        self._sleep = sleep
        self._begin = begin
        self._ahead: deque[Event] = deque()
        self._before: Event | None = None
        self._waited = 0.0
        self._over = False

    @property
    def source(self) -> str:
        """The run's folder."""
        return str(self._tail.path.parent)

    @property
    def controls(self) -> _Deck:
        """Pause, step, speed."""
        return self._deck

    async def batches(self) -> AsyncIterator[Batch]:
        """The events as their time comes, and each change of status. Ends after the end of the run."""
        if self._begin is not None:
            self._begin()
        status = None
        while not self._over:
            there = await self._read_ahead()
            events = tuple(self._due())
            now = self._status(there)
            if events or now is not status:
                yield Batch(now, events, share=self._tail.share)
            status = now
            await self._sleep(0 if self._deck.rush and self._ahead else TICK_S)

    async def _read_ahead(self) -> bool:
        if len(self._ahead) > 2000:
            return True
        reading, changed = await self._tail.read()
        if reading is None or changed:
            return False
        self._ahead += reading.events
        return True

    def _status(self, there: bool) -> Status:
        if self._over:
            return Status.OVER
        if not there:
            return Status.WAITING if self._before is None else Status.RECONNECTING
        if self._deck.paused:
            return Status.PAUSED
        return Status.REPLAYING if self._ahead else Status.LIVE

    def _due(self) -> list[Event]:
        if self._deck.rush:
            return self._all_ahead()
        if self._deck.paused:
            return self._stepped()
        self._waited += TICK_S * self._deck.speed
        events = []
        while self._ahead and self._waited >= (wait := self._tempo.wait(self._before, self._ahead[0])):
            self._waited -= wait
            events.append(self._next())
        if not self._ahead:
            self._waited = 0.0
        return events

    def _all_ahead(self) -> list[Event]:
        events = [self._next() for _ in range(len(self._ahead))]
        if self._tail.offset >= self._tail.size:
            self._deck.rush = False
        return events

    def _stepped(self) -> list[Event]:
        """The plan at once; then up to the next beat, and the verdicts right behind it."""
        events: list[Event] = []
        while self._ahead and isinstance(self._ahead[0], RunStarted):  # the plan: what the steps will go through
            events.append(self._next())
        while self._ahead and self._deck.steps:
            event = self._next()
            events.append(event)
            if self._is_beat(event):
                self._deck.steps.popleft()
        if not events:
            return events
        while self._ahead and isinstance(self._ahead[0], VerdictGiven | RunEnded):
            events.append(self._next())
        return events

    def _is_beat(self, event: Event) -> bool:
        wanted = self._deck.steps[0]
        return isinstance(event, RunEnded) or (
            isinstance(event, _BEAT) and isinstance(event, MatchEvent) and wanted in {None, event.match}
        )

    def _next(self) -> Event:
        event = self._before = self._ahead.popleft()
        self._over = isinstance(event, RunEnded) and not self._ahead and self._tail.offset >= self._tail.size
        return event
