"""What a run has taken and what it may take: counted from its events, kept by a gate before each live call.

The gate refuses by letting the call wait for good. So nothing that a contestant or a judge might catch is thrown, the
calls in flight are answered and journalled, and then the run is stopped from outside (decision 6).
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from arena import assistants
from arena.errors import BudgetSpent, Rejected, TransportFailed
from arena.models import Backend, Reply, Request
from arena.models.prices import FREE
from arena.schema.event import CallMade, Event, MatchEnded, MatchStarted
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import Budget
from arena.text.duration import as_option, in_words
from arena.tournament._lengths import Length, Lengths
from arena.tournament._time import played_s
from arena.tournament.forecast import Amount, Forecast, Meter

A = TypeVar("A", bound=Record)

_UNPAID = frozenset({TransportFailed.kind, Rejected.kind})
"""Failures after which nothing was written that could be paid."""
_ENOUGH_CALLS, _ENOUGH_MATCHES = 30, 5
"""From so many on, what was measured in this run says more than the forecast."""
_MARGIN = 1.1
_SETTLE_S = 0.05


def no_price(_: str) -> None:
    """For runs that ask no provider."""


@dataclass(slots=True)
class _Sum:
    """Readings of calls with one prompt to one model."""

    n: int = 0
    input_tokens: int = 0
    output_tokens: int = 0


@dataclass(slots=True)
class Account:
    """The books of one run.

    Args:
        limits: what it may take in all.
        forecast: what all its matches will take; None where nobody needs to know.
        meter: lengths and prices.
        clock: seconds that only go forward.
    """

    limits: Budget = field(default_factory=Budget)
    forecast: Forecast | None = None
    meter: Meter = field(default_factory=lambda: Meter(Lengths(), no_price))
    clock: Callable[[], float] = time.monotonic
    say: Callable[[str], None] = field(default=lambda _: None)
    """Told when the limit is reached, and what is still waited for."""
    estimated: int = 0
    """Answered calls whose tokens the provider did not say; they count as long as calls like them are."""
    unpriced: int = 0
    """Calls to a provider whose price is unknown."""
    _tokens: float = 0.0
    _cost: float | None = None
    _past_s: float = 0.0
    _since: float | None = None
    _heard: dict[tuple[str, str], _Sum] = field(default_factory=dict)
    _calls: Counter[str] = field(default_factory=Counter)
    _ended: set[str] = field(default_factory=set)
    _n_calls: int = 0
    _n_ended_calls: int = 0
    _in_flight: int = 0
    _held: Amount = field(default_factory=lambda: Amount(0.0, 0.0))
    _over: str = ""
    _drained: asyncio.Event = field(default_factory=asyncio.Event)

    # Counting ----------------------------------------------------------------------------------------------------

    def recall(self, events: Iterable[Event]) -> None:
        """Take in what an earlier process journalled: its calls, and the time in which it played."""
        known = list(events)
        self._past_s += played_s(known)
        for event in known:
            self.see(event)

    def open(self) -> None:
        """Time runs from now on."""
        self._since = self.clock()

    def see(self, event: Event) -> None:
        """Take in one event that was journalled."""
        if isinstance(event, CallMade):
            self._count(event)
        elif isinstance(event, MatchEnded) and event.match not in self._ended:
            self._ended.add(event.match)
            self._n_ended_calls += self._calls[event.match]
        elif isinstance(event, MatchStarted) and event.match in self._ended:
            self._ended.remove(event.match)
            self._n_ended_calls -= self._calls[event.match]

    def _count(self, call: CallMade) -> None:
        self._n_calls += 1
        self._calls[call.match] += 1
        if call.model in FREE or call.cached:
            return
        if call.input_tokens is not None and call.output_tokens is not None:
            heard = self._heard.setdefault((call.prompt, call.model), _Sum())
            heard.n += 1
            heard.input_tokens += call.input_tokens
            heard.output_tokens += call.output_tokens
            spoken, written = float(call.input_tokens), float(call.output_tokens)
        elif call.error in _UNPAID:
            return
        elif assistants.is_door(call.model):
            self.unpriced += 1  # code of the user's, which says nothing of tokens
            return
        else:
            self.estimated += 1
            length = self._length(call.prompt, call.model)
            spoken, written = length.input_tokens, length.output_tokens
        self._tokens += spoken + written
        self._pay(call, spoken, written)

    def _pay(self, call: CallMade, spoken: float, written: float) -> None:
        price = self.meter.price(call.model)
        cost = call.cost_usd if call.cost_usd is not None else price.of(spoken, written) if price else None
        if cost is None:
            self.unpriced += 1
        else:
            self._cost = (self._cost or 0.0) + cost

    def _length(self, prompt: str, model: str) -> Length:
        """How long calls like this are: in this run, else as forecast."""
        heard = self._heard.get((prompt, model))
        if heard is None or heard.n < 3:
            return self.meter.lengths.of(prompt, model)
        return Length(heard.input_tokens / heard.n, heard.output_tokens / heard.n, 0.0, heard.n)

    def played_s(self) -> float:
        """Seconds for which this process has played."""
        return 0.0 if self._since is None else self.clock() - self._since

    @property
    def spent(self) -> Amount:
        """All that was journalled so far. The cost is None while no call had a price."""
        return Amount(self._tokens, self._cost, self._past_s + self.played_s())

    @property
    def outlook(self) -> Amount:
        """What the whole run will have taken, from what was spent and what is left to play."""
        spent, left = self.spent, self._calls_left()
        if self.forecast is None or not left:
            return spent
        ahead = self.forecast.amount
        base, n = (spent, self._n_calls) if self._n_calls >= _ENOUGH_CALLS else (ahead, self.forecast.n_calls)
        each = left / n if n else 0.0
        cost = None if base.cost_usd is None else (spent.cost_usd or 0.0) + base.cost_usd * each
        return Amount(spent.tokens + base.tokens * each, cost, spent.seconds + base.seconds * each)

    def _calls_left(self) -> float:
        """Calls still to be made: so many a match, for the matches that are not over."""
        if self.forecast is None or not self.forecast.matches:
            return 0.0
        ended = len(self._ended)
        measured = ended >= _ENOUGH_MATCHES
        each = self._n_ended_calls / ended if measured else self.forecast.n_calls / self.forecast.matches
        return max(0.0, each * (self.forecast.matches - ended) - (self._n_calls - self._n_ended_calls))

    # The gate ----------------------------------------------------------------------------------------------------

    @property
    def limited(self) -> bool:
        """Whether anything is limited."""
        limits = self.limits
        return any(limit is not None for limit in (limits.max_cost, limits.max_tokens, limits.max_time))

    @asynccontextmanager
    async def room(self, request: Request) -> AsyncIterator[None]:
        """Room for one call while it is under way; a call that no longer fits waits for good.

        What the calls in flight are expected to take is set aside, so that many at once do not run over the limit
        together.
        """
        expected = self._expected(request)
        if not self._over and (over := self._too_much(expected)):
            self._stop(over)
        if self._over:
            await asyncio.Event().wait()
        self._hold(expected, 1)
        try:
            yield
        finally:
            self._hold(expected, -1)
            if self._over and not self._in_flight:
                self._drained.set()

    def _expected(self, request: Request) -> Amount:
        model = request.sampling.model
        if model in FREE:
            return Amount(0.0, 0.0)
        length, price = self._length(request.prompt.ref, model), self.meter.price(model)
        cost = price.of(length.input_tokens, length.output_tokens) if price else 0.0
        return Amount(length.input_tokens + length.output_tokens, cost)

    def _hold(self, amount: Amount, sign: int) -> None:
        self._in_flight += sign
        cost = (self._held.cost_usd or 0.0) + sign * (amount.cost_usd or 0.0)
        self._held = Amount(self._held.tokens + sign * amount.tokens, cost) if self._in_flight else Amount(0.0, 0.0)

    def _too_much(self, next_call: Amount) -> str:
        """The name of the limit that one more call would break; empty when it fits."""
        spent, held, limits = self.spent, self._held, self.limits
        cost = sum(amount.cost_usd or 0.0 for amount in (spent, held, next_call))
        if limits.max_cost is not None and cost > limits.max_cost:
            return "max_cost"
        if limits.max_tokens is not None and spent.tokens + held.tokens + next_call.tokens > limits.max_tokens:
            return "max_tokens"
        if limits.max_time is not None and spent.seconds >= limits.max_time:
            return "max_time"
        return ""

    def _stop(self, over: str) -> None:
        self._over = over
        if self._in_flight:
            self.say(f"the budget is spent; {self._in_flight} calls in flight are finished first")
        else:
            self._drained.set()

    async def drained(self) -> None:
        """Wait until a limit is reached and nothing is in flight any more."""
        await self._drained.wait()

    def refusal(self) -> BudgetSpent:
        """Why the run stopped, and the options with which it can go on."""
        spent, outlook, limits = self.spent, self.outlook, self.limits
        if self._over == "max_cost":
            limit = limits.max_cost or 0.0
            fact = f"${spent.cost_usd or 0.0:.2f} of ${limit:.2f} are spent, and the next call would go over"
            raised = f"--max-cost {_up(max(limit * _MARGIN, (outlook.cost_usd or 0.0) * _MARGIN)):g}"
        elif self._over == "max_tokens":
            limit = limits.max_tokens or 0
            fact = f"{spent.tokens:,.0f} of {limit:,} tokens are used, and the next call would go over"
            raised = f"--max-tokens {_up(max(limit, outlook.tokens) * _MARGIN):.0f}"
        else:
            limit = limits.max_time or 0.0
            fact = f"the {in_words(limit)} of this run are over"
            raised = f"--max-time {as_option(_up(max(limit, outlook.seconds) * _MARGIN))}"
        return BudgetSpent(fact, next_step="raise the limit and go on", raised=raised)


def raised_to(option: str, whole: Amount) -> str:
    """The option that lets a run go on (`--max-cost 3`) for what the whole of it is expected to take."""
    name = option.partition(" ")[0]
    amount = {"--max-cost": whole.cost_usd or 0.0, "--max-tokens": whole.tokens, "--max-time": whole.seconds}[name]
    value = _up(amount * _MARGIN)
    shown = as_option(value) if name == "--max-time" else f"{value:.0f}" if name == "--max-tokens" else f"{value:g}"
    return f"{name} {shown}"


def _up(value: float) -> float:
    """Rounded up to two significant digits."""
    if value <= 0:
        return 0.0
    step = 10.0 ** (math.floor(math.log10(value)) - 1)
    return round(math.ceil(value / step - 1e-9) * step, 12)


async def within_budget(work: asyncio.Task[None], account: Account, n_said: Callable[[], int]) -> None:
    """Wait for the end of `work`, or until the budget is spent and what was in flight is journalled.

    Args:
        work: makes the calls; cancelled when the budget is spent.
        account: its books.
        n_said: how many events were journalled so far; answers still on their way are waited for until it stands.

    Raises:
        BudgetSpent: a limit is reached.
    """
    spent = asyncio.create_task(account.drained())
    try:
        await asyncio.wait({work, spent}, return_when=asyncio.FIRST_COMPLETED)
        if not work.done():
            await _settle(n_said)
        if not work.done():
            raise account.refusal()
        await work
    finally:
        for task in (work, spent):
            task.cancel()
        await asyncio.gather(work, spent, return_exceptions=True)


async def _settle(n_said: Callable[[], int]) -> None:
    """The last answers may still end a match: wait until nothing more is said."""
    said = -1
    while said != n_said():
        said = n_said()
        await asyncio.sleep(_SETTLE_S)


class Gated:
    """A backend that asks for room in the budget before each call."""

    def __init__(self, backend: Backend, account: Account) -> None:
        self._backend = backend
        self._account = account

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """The backend's answer; for good no answer once the budget is spent. Raises CallFailed."""
        async with self._account.room(request):
            return await self._backend.answer(question, request)

    async def close(self) -> None:
        """Give back the connections."""
        await self._backend.close()
