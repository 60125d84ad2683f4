"""What the interface costs with 200 matches at once and 50 events a second: share of a core, time to answer a key.

python benchmarks/screen.py [SECONDS]
"""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator

from arena.schema.dialogue import PersonState, Turn
from arena.schema.event import Event, MatchStarted, SessionStarted, TurnSpoken, VerdictGiven
from arena.schema.verdict import Evidence, Verdict
from arena.tui import Batch, Status
from arena.tui._app import ArenaApp
from tests.tui.staged import FLAT, INES, key, stored_run

MATCHES, PER_SECOND = 200, 50
CONTESTANTS = [f"contestant-{n}" for n in range(5)]
WORDS = ("the rent", "is due", "on the first", "and", "the flat", "is small", "but quiet", "enough", "to sleep by day")


def speech(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=chance.randint(5, 80)))


class Busy:
    """A run that never ends."""

    source, controls = "benchmark", None

    def __init__(self) -> None:
        people = [INES.model_copy(update={"id": f"person-{n}"}) for n in range(MATCHES // len(CONTESTANTS))]
        self.stored = stored_run(people, CONTESTANTS)
        self.keys = [key(p.id, c) for p in people for c in CONTESTANTS]
        self.turns = dict.fromkeys(self.keys, 0)
        self.chance = random.Random(1)

    async def batches(self) -> AsyncIterator[Batch]:
        at = 1_772_478_000.0
        begin: list[Event] = []
        for match in self.keys:
            begin.append(MatchStarted(at=at, match=match))
            now = FLAT.clock.start
            begin.append(SessionStarted(at=at, match=match, session=1, plan="budget", kind="task", now=now))
        yield Batch(Status.LIVE, tuple(begin))
        while True:
            await asyncio.sleep(0.1)
            at += 0.1
            yield Batch(Status.LIVE, tuple(self.event(at) for _ in range(PER_SECOND // 10)))

    def event(self, at: float) -> Event:
        match = self.chance.choice(self.keys)
        said = self.turns[match]
        if said and said % 2 == 0 and self.chance.random() < 0.6:
            quote = Evidence(turn=said, quote="the flat is small")
            verdict = Verdict(
                measure="likability.overall",
                session=1,
                turn=said,
                status="scored",
                value=self.chance.choice([2.0, 3.5, 4.5]),
                evidence=(quote,),
                judge="offline",
            )
            return VerdictGiven(at=at, match=match, verdict=verdict)
        self.turns[match] += 1
        user = said % 2 == 0
        turn = Turn(session=1, index=said + 1, speaker="user" if user else "assistant", text=speech(self.chance))
        state = PersonState(pleasure=0.1, arousal=0, dominance=0, patience=5, satisfaction=0.3) if user else None
        return TurnSpoken(at=at, match=match, turn=turn, state=state)


async def measure(name: str, keys: list[str], seconds: float) -> None:
    feed = Busy()
    app = ArenaApp(feed, feed.stored)
    async with app.run_test(size=(160, 50)) as pilot:
        await pilot.pause(1.0)
        for each in keys:
            await pilot.press(each)
        await pilot.pause(3.0)
        cpu, wall = time.process_time(), time.monotonic()
        await asyncio.sleep(seconds)
        share = (time.process_time() - cpu) / (time.monotonic() - wall)
        late = [await latency(app) for _ in range(40)]
        late.sort()
    key_ms, worst_ms = 1000 * late[20], 1000 * late[-1]
    print(f"{name:<10} {100 * share:5.1f} % of a core, key answered in {key_ms:.0f} ms (worst {worst_ms:.0f} ms)")


async def latency(app: ArenaApp) -> float:
    """Seconds until the loop has come round to, and drawn, what is asked of it now."""
    await asyncio.sleep(random.random() * 0.2)
    begin = time.monotonic()
    drawn = asyncio.Event()
    app.simulate_key("down")
    app.call_after_refresh(drawn.set)
    await drawn.wait()
    return time.monotonic() - begin


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    for name, keys in {"hall": [], "theatre": ["enter"], "standings": ["2"]}.items():
        asyncio.run(measure(name, keys, seconds))


if __name__ == "__main__":
    main()
