"""How long a run has played, kept by a clock that nobody can set and that stands still while the machine sleeps.

Times in a journal are those of the wall clock, which is set forward and back, and runs on through a night's sleep. So a
run says every few seconds how long it has played; what an earlier process played is read from that.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from arena.schema.event import Event, JudgingStarted, RunResumed, RunStarted, TimePlayed

_TELL_EVERY_S = 10.0
_UNTOLD_S = 2 * _TELL_EVERY_S
"""The most that counts of what came after the last telling, whatever the wall clock says."""


async def keep_time(played_s: Callable[[], float], emit: Callable[[Event], None]) -> None:
    """Say at once, and then every ten seconds, how long this process has played; until it is cancelled."""
    while True:
        emit(TimePlayed(at=time.time(), seconds=played_s()))
        await asyncio.sleep(_TELL_EVERY_S)


@dataclass(slots=True)
class _Part:
    """What one process played."""

    told_s: float | None = None
    since_s: float = 0.0
    """By the wall clock, since that was told."""
    last_at: float | None = None

    def see(self, event: Event) -> None:
        if self.last_at is not None:
            self.since_s += max(0.0, event.at - self.last_at)
        self.last_at = event.at
        if isinstance(event, TimePlayed):
            self.told_s, self.since_s = event.seconds, 0.0

    @property
    def seconds(self) -> float:
        return self.since_s if self.told_s is None else self.told_s + min(self.since_s, _UNTOLD_S)


def played_s(events: Iterable[Event]) -> float:
    """Seconds for which the processes that wrote a journal played; what lay between them does not count."""
    done, part = 0.0, _Part()
    for event in events:
        if isinstance(event, RunStarted | RunResumed | JudgingStarted):
            done, part = done + part.seconds, _Part()
        part.see(event)
    return done + part.seconds
