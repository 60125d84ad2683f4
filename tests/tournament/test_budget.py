"""The books of a run and the gate in front of its calls, without any model."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.models import Request, Sampling
from arena.models.prices import TokenPrice
from arena.prompts import load
from arena.schema.event import CallMade, Event, MatchEnded, MatchStarted, RunResumed, RunStarted
from arena.schema.run import Budget, Provenance, RunSpec, StoredRun
from arena.tournament._budget import Account, _up
from arena.tournament._lengths import STATED, Lengths
from arena.tournament.forecast import Amount, Forecast, Meter

PRICED, UNPRICED = "openai/priced", "openai/unpriced"
METER = Meter(Lengths(), lambda model: TokenPrice(1e-3, 2e-3) if model == PRICED else None)
TURN = STATED["user/turn"]


def call(match: str = "m", at: float = 0.0, model: str = PRICED, **told: Any) -> CallMade:
    known = {"input_tokens": 10, "output_tokens": 5, "cost_usd": 0.02} | told
    return CallMade(
        at=at, match=match, party="user", request="r", occurrence=0, prompt="user/turn@2", prompt_sha256="",
        model=model, answer="" if not told.get("error") else None, **known
    )  # fmt: skip


def unmetered(**told: Any) -> CallMade:
    return call(input_tokens=None, output_tokens=None, cost_usd=None, **told)


def books(**limits: Any) -> Account:
    return Account(limits=Budget(**limits), meter=METER, clock=lambda: 0.0)


def request(model: str = PRICED) -> Request:
    return Request(load("user/turn", 2), (), Sampling(model), "r")


@given(
    st.lists(st.tuples(st.integers(0, 9999), st.integers(0, 999), st.floats(0, 9), st.sampled_from(["", "invalid"])))
)
def test_all_that_is_journalled_counts(calls: list[tuple[int, int, float, str]]) -> None:
    account = books()
    for spoken, written, cost, error in calls:
        account.see(call(input_tokens=spoken, output_tokens=written, cost_usd=cost, error=error))
    assert account.spent.tokens == sum(c[0] + c[1] for c in calls)
    assert (account.spent.cost_usd or 0.0) == pytest.approx(sum(c[2] for c in calls))
    assert (account.spent.cost_usd is None) == (not calls)


def test_what_a_provider_does_not_say_is_estimated_and_what_never_arrived_is_not() -> None:
    account = books()
    for error in ("", "invalid", "refused"):
        account.see(unmetered(error=error))
    assert account.estimated == 3
    assert account.spent.tokens == 3 * (TURN.input_tokens + TURN.output_tokens)
    # 3700 tokens in at 0.001 and 130 out at 0.002: 3.96 dollars a call
    assert account.spent.cost_usd == pytest.approx(3 * 3.96)
    for error in ("transport", "rejected"):
        account.see(unmetered(error=error))
    assert account.spent.tokens == 3 * (TURN.input_tokens + TURN.output_tokens)


def test_an_estimate_follows_what_this_run_has_measured() -> None:
    account = books()
    for _ in range(3):
        account.see(call())
    account.see(unmetered())
    assert account.spent.tokens == 4 * 15


def test_unpriced_is_not_zero_and_offline_is_free() -> None:
    account = books()
    account.see(call(model=UNPRICED, cost_usd=None))
    assert (account.spent.cost_usd, account.unpriced, account.spent.tokens) == (None, 1, 15)
    account.see(unmetered(model="offline"))
    assert (account.unpriced, account.estimated, account.spent.tokens) == (1, 0, 15)


RUN = StoredRun(
    run_id="r", spec=RunSpec(), personas={}, scenarios={}, matches=(),
    provenance=Provenance(arena_version="0", python="", platform="", packages={}),
)  # fmt: skip


def test_time_is_what_was_played_not_what_lay_between() -> None:
    events: list[Event] = [RunStarted(at=100, run=RUN), call(at=110), call(at=105), call(at=125)]
    events += [RunResumed(at=9000), call(at=9004)]
    account = books()
    account.recall(events)
    # 10 s, a clock set back, 20 s; then 4 s of the second process
    assert account.spent.seconds == 34
    assert account.spent.tokens == 4 * 15


def test_time_goes_on_from_there() -> None:
    now = [50.0]
    account = Account(clock=lambda: now[0])
    account.recall([RunStarted(at=0, run=RUN), call(at=10)])
    account.open()
    now[0] = 57.0
    assert account.spent.seconds == 17


def ahead(matches: int, calls_each: float, cost_each: float) -> Forecast:
    from arena.tournament.forecast import Expected

    n = matches * calls_each
    row = Expected("user", "user/turn@2", PRICED, "plain", n, 10 * n, 5 * n, cost_each * n, 2 * n, measured=False)
    return Forecast(matches, (row,), 2 * n, Amount())


def test_the_outlook_begins_as_forecast_and_ends_as_spent() -> None:
    account = Account(forecast=ahead(10, 20, 0.5), meter=METER, clock=lambda: 0.0)
    assert account.outlook.cost_usd == pytest.approx(100)
    for match in range(5):
        account.see(MatchStarted(at=0, match=str(match)))
        for _ in range(10):
            account.see(call(str(match), cost_usd=0.1))
        account.see(MatchEnded(at=0, match=str(match), outcome="completed"))
    # half of the matches took ten calls of 0.1 each: five dollars spent, five to come
    assert account.outlook.cost_usd == pytest.approx(10)
    for match in range(5, 10):
        for _ in range(10):
            account.see(call(str(match), cost_usd=0.1))
        account.see(MatchEnded(at=0, match=str(match), outcome="failed"))
    assert account.outlook.cost_usd == pytest.approx(10)
    account.see(MatchStarted(at=0, match="3"))
    account.see(MatchEnded(at=0, match="3", outcome="completed"))
    assert account.outlook == account.spent


# The gate


def in_time(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(20):
            await work()

    asyncio.run(bounded())


@given(st.integers(1, 40), st.integers(1, 12), st.integers(1, 2000))
def test_calls_of_the_expected_length_never_go_over(limit: int, at_once: int, wanted: int) -> None:
    """However many ask at once: what is in flight is set aside."""
    account = books(max_tokens=limit * 15)
    for _ in range(3):
        account.see(call())
    asked = min(wanted, limit + 5)

    async def one(places: asyncio.Semaphore) -> None:
        async with places, account.room(request()):
            await asyncio.sleep(0)
            account.see(call())

    async def play() -> None:
        places = asyncio.Semaphore(at_once + asked)
        tasks = [asyncio.create_task(one(places)) for _ in range(asked)]
        stopped = asyncio.create_task(account.drained())
        await asyncio.wait({*tasks, stopped}, return_when=asyncio.FIRST_COMPLETED)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for task in (*tasks, stopped):
            task.cancel()
        await asyncio.gather(*tasks, stopped, return_exceptions=True)

    in_time(play)
    assert account.spent.tokens <= max(limit, 3) * 15


def test_what_is_in_flight_is_waited_for() -> None:
    account = books(max_tokens=100)
    heard: list[str] = []
    account.say = heard.append
    for _ in range(3):
        account.see(call())  # 45 tokens

    async def play() -> None:
        release = asyncio.Event()

        async def slow() -> None:
            async with account.room(request()):
                await release.wait()
                account.see(call(input_tokens=40))  # longer than expected: now 90

        async def late() -> None:
            async with account.room(request()):
                raise AssertionError("there was no room")

        first = [asyncio.create_task(slow()) for _ in range(3)]
        await asyncio.sleep(0)
        last = asyncio.create_task(late())
        stopped = asyncio.create_task(account.drained())
        await asyncio.sleep(0)
        assert heard == ["the budget is spent; 3 calls in flight are finished first"]
        assert not stopped.done()
        release.set()
        await asyncio.gather(*first)
        await stopped
        assert not last.done()
        last.cancel()

    in_time(play)
    assert account.spent.tokens == 45 + 3 * 45


@pytest.mark.parametrize(
    ("limits", "option"),
    [({"max_cost": 0.05}, "--max-cost"), ({"max_tokens": 40}, "--max-tokens"), ({"max_time": 5}, "--max-time 6s")],
)
def test_each_limit_stops_and_says_how_to_go_on(limits: dict[str, float], option: str) -> None:
    account = Account(limits=Budget.model_validate(limits), meter=METER, clock=lambda: now[0])
    now = [0.0]
    account.open()
    now[0] = 5.0
    for _ in range(3):
        account.see(call())

    async def play() -> None:
        async def late() -> None:
            async with account.room(request()):
                raise AssertionError("there was no room")

        last = asyncio.create_task(late())
        await account.drained()
        last.cancel()

    in_time(play)
    error = account.refusal()
    assert error.exit_code == 3
    assert error.raised.startswith(option)


@given(st.floats(1e-6, 1e12))
def test_rounded_up_to_two_digits(value: float) -> None:
    assert value * (1 - 1e-9) <= _up(value) <= value * 1.1 + 1e-12
