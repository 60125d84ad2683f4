"""How fast an endpoint is asked: slower when it is crowded, faster again, within limits, and never silently."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.models._lane import Fault
from arena.models._pace import Bucket, Pace
from arena.models.remote import Shared
from arena.schema.question import Prose, Question
from tests.model_server import Fail, ModelServer
from tests.models.asking import Nothing, RemoteBackend, request, spec_for


class Clock:
    """Time that goes on when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@given(st.integers(1, 10_000), st.lists(st.floats(0.1, 500), min_size=1, max_size=40))
def test_no_more_goes_through_than_the_limit_and_one_burst(per_minute: int, amounts: list[float]) -> None:
    """Whoever waits as long as they are told keeps the limit over any stretch of time."""
    clock = Clock()
    bucket = Bucket(per_minute, clock)
    began, taken = clock.now, 0.0
    for amount in amounts:
        clock.now += bucket.wait_s(amount)
        assert bucket.wait_s(amount) <= 1e-6
        bucket.take(amount)
        taken += amount
        most = bucket.size + (clock.now - began) * per_minute / 60 + max(0.0, max(amounts) - bucket.size)
        assert taken <= most + 1e-6


@given(st.integers(1, 600), st.lists(st.floats(0, 30), max_size=400))
def test_no_minute_sees_more_requests_than_the_limit(per_minute: int, idle: list[float]) -> None:
    clock = Clock()
    bucket, sent = Bucket(per_minute, clock), list[float]()
    for pause in [*idle, *[0.0] * 700]:  # whoever rests a while may not catch up on it
        clock.now += pause
        clock.now += bucket.wait_s(1)
        bucket.take(1)
        sent.append(clock.now)
    for first, last in zip(sent, sent[per_minute:], strict=False):
        assert last - first >= 60 - 1e-6


def test_a_limit_worked_out_by_hand() -> None:
    # 121 a minute: one second's worth, 2.0167, may go at once; then 119.98 a minute, one in 0.5001 seconds
    clock = Clock()
    bucket = Bucket(121, clock)
    for _ in range(2):
        assert bucket.wait_s(1) == 0
        bucket.take(1)
    assert bucket.wait_s(1) == pytest.approx((1 - 1 / 60) / ((121 - 121 / 60 + 1) / 60))
    bucket.take(-4)  # what was taken too much before
    assert bucket.wait_s(2) == 0
    bucket.take(4)
    clock.now += 1
    assert bucket.wait_s(1) == pytest.approx((1 + 4 - 121 / 60) / ((121 - 121 / 60 + 1) / 60) - 1)


Job = Callable[[Pace], Awaitable[None]]


def crowded(retry_after_s: float | None = None) -> Fault:
    return Fault("429: slow down", retry_after_s, crowded=True)


async def attempts(pace: Pace, faults: list[Fault | None]) -> None:
    """So many attempts that are all under way together, then end one after another."""
    begun, end = asyncio.Semaphore(0), asyncio.Event()

    async def one(fault: Fault | None) -> None:
        async with pace.turn(1):
            begun.release()
            await end.wait()
            if fault is not None:
                raise fault

    tasks = [asyncio.create_task(one(fault)) for fault in faults]
    for _ in range(min(len(faults), int(min(pace.limit, 1e6)))):
        await begun.acquire()
    end.set()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_calls_that_are_refused_together_slow_it_down_once_and_answers_speed_it_up_again() -> None:
    async def play() -> list[float]:
        clock = Clock()
        pace, limits = Pace("here", clock=clock), []
        await attempts(pace, [None] * 16)
        limits.append(pace.limit)
        clock.now += 1
        await attempts(pace, [crowded()] * 16)  # sixteen at once were too many: eight
        limits.append(pace.limit)
        clock.now += 1
        await attempts(pace, [crowded()] * 8)  # four
        limits.append(pace.limit)
        clock.now += 1
        for _ in range(4):  # a round of four, each adding a quarter, and a little less each time
            async with pace.turn(1):
                pass
        limits.append(pace.limit)
        pace.close()
        return limits

    first, second, third, fourth = asyncio.run(play())
    assert (first, second, third) == (math.inf, 8, 4)
    assert 4.8 < fourth < 5


def test_no_more_at_once_than_the_limit_and_nobody_is_forgotten() -> None:
    async def play() -> tuple[int, list[str]]:
        said: list[str] = []
        pace = Pace("here", said.append, limit=3.0)
        await asyncio.wait_for(attempts(pace, [None] * 40), 20)
        pace.close()
        return pace.most_at_once, said

    most, said = asyncio.run(play())
    assert 3 <= most <= 16  # it grows while all goes well
    assert said[0].startswith("here: 1 call waits: at most 3 at once")


def test_other_faults_do_not_slow_it_down() -> None:
    async def play() -> float:
        pace = Pace("here")
        await attempts(pace, [Fault("500: broken")] * 4)
        pace.close()
        return pace.limit

    assert asyncio.run(play()) == math.inf


def test_a_turn_that_is_given_up_makes_room() -> None:
    async def play() -> None:
        pace = Pace("here", limit=1.0)
        async with pace.turn(1):
            waiting = asyncio.create_task(attempts(pace, [None]))
            await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        async with pace.turn(1):
            pass
        pace.close()

    asyncio.run(asyncio.wait_for(play(), 20))


def test_a_rest_that_was_asked_for_holds_every_call_there_and_is_said() -> None:
    async def play() -> tuple[list[str], bool]:
        clock, said = Clock(), []
        pace, other = Pace("here", said.append, clock=clock), Pace("there", said.append, clock=clock)
        await attempts(pace, [crowded(17.0)])
        held = asyncio.create_task(attempts(pace, [None]))
        await attempts(other, [None])  # one slow provider does not hold up the rest
        was_held = not held.done()
        clock.now += 17.5
        pace._go_on()
        await held
        pace.close(), other.close()
        return said, was_held

    said, was_held = asyncio.run(play())
    assert was_held
    assert said == ["here: 1 call waits: it asked for a rest, 17 s more"]


def test_a_refusal_is_followed_by_a_rest_that_grows_until_somebody_is_answered() -> None:
    async def play() -> tuple[list[float], list[str]]:
        clock, said, rests = Clock(), [], []
        pace = Pace("here", said.append, clock=clock)
        for fault in (crowded(), crowded(), crowded(), None, crowded(), crowded(0.0), crowded()):
            await attempts(pace, [fault])
            rests.append(max(0.0, pace._paused_until - clock.now))
            if len(rests) == 3:
                held = asyncio.create_task(pace.turn(1).__aenter__())
                await asyncio.sleep(0)
                held.cancel()
                await asyncio.gather(held, return_exceptions=True)
            clock.now += 60
        pace.close()
        return rests, said

    rests, said = asyncio.run(play())
    # half a second, doubled while nobody is answered; three quarters of it once somebody was; none where it says so
    assert rests == pytest.approx([0.5, 1.0, 2.0, 0.0, 1.5, 0.0, 3.0])
    assert said == ["here: 1 call waits: it answered that calls come too fast, a rest, 2 s more"]


def test_a_minute_that_is_used_up_is_said() -> None:
    async def play() -> list[str]:
        clock, said = Clock(), []
        pace = Pace("here", said.append, rpm=12, tpm=60_000, clock=clock)  # one at once, one each five seconds
        await attempts(pace, [None])
        held = asyncio.create_task(attempts(pace, [None]))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        clock.now += 5.1
        pace._go_on()
        await held
        pace.close()
        return said

    assert asyncio.run(play()) == ["here: 1 call waits: 12 requests a minute"]


def test_a_crowded_endpoint_gets_all_its_calls_answered_at_a_pace_it_takes(model_server: ModelServer) -> None:
    """An endpoint that takes four at once and refuses the others."""

    def busy(body: dict[str, object]) -> object:
        return Fail(429, "too many", retry_after="0") if model_server._under_way > 4 else "Hello."

    model_server.responder = busy  # type: ignore[assignment]
    model_server.latency_s = 0.01

    async def ask_all() -> tuple[list[str], Pace]:
        pace = Pace("here")
        from arena.models.remote import Pool

        async def no_sleep(_: float) -> None:
            await asyncio.sleep(0)

        spec = spec_for(model_server.url, max_tries=20)
        backend = RemoteBackend(spec, sleep=no_sleep, shared=Shared(Pool(), pace))
        question = Question("test/mood", 1, Nothing(), Prose)
        replies = await asyncio.gather(*[backend.answer(question, request(spec)) for _ in range(60)])
        await backend.close()
        return [reply.answer.text for reply in replies], pace

    texts, pace = asyncio.run(ask_all())
    assert texts == ["Hello."] * 60
    assert pace.limit < 30  # it was sixty at first
