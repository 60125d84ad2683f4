"""How fast one endpoint is asked: as fast as it lets us, within the limits that were set, and never silently.

Calls at once are not limited until the endpoint says that they are too many (429, 529). Then the number is halved, and
grows again by one for each round of answered calls: additive increase, multiplicative decrease (Chiu & Jain 1989, as
in TCP). An endpoint that counts calls by the minute refuses even one at a time, so a refusal is also followed by a
rest: as long as `Retry-After` says, else half a second, twice as long when nobody was answered after the last one. A
rest holds every call to that endpoint, not only the one that was told; other endpoints go on.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from arena.models._lane import Fault

_LESS = 0.5
_BURST_S = 1.0
"""What a limit a minute lets through at once: so many seconds' worth."""
_LONGEST_PAUSE_S = 120.0
_FIRST_REST_S, _LONGEST_REST_S = 0.5, 30.0
_LONGER, _SHORTER = 2.0, 0.75
"""What a rest becomes when nobody, or somebody, was answered since the last one."""
_NO_LIMIT = 1_000_000
_TICK_S = 5.0
_QUIET_S = 10.0
"""A call that takes longer than this is spoken of."""


@dataclass(slots=True)
class Bucket:
    """A limit a minute: fills evenly, lets a burst through, and may be overdrawn by what turned out larger.

    It fills more slowly by as much as a burst is, so that no minute, wherever it begins, sees more than the limit.
    """

    per_minute: float
    clock: Callable[[], float] = time.monotonic
    _level: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._level, self._at = self.size, self.clock()

    @property
    def size(self) -> float:
        """The most that goes through at once."""
        return max(1.0, self.per_minute * _BURST_S / 60)

    @property
    def _per_s(self) -> float:
        return (self.per_minute - self.size + 1) / 60

    def wait_s(self, amount: float) -> float:
        """Seconds until so much may go through; 0 for now. More than the bucket holds goes when it is full."""
        self._fill()
        missing = min(amount, self.size) - self._level
        return max(0.0, missing / self._per_s)

    def take(self, amount: float) -> None:
        """So much goes through; a negative amount was taken too much before."""
        self._fill()
        self._level = min(self.size, self._level - amount)

    def _fill(self) -> None:
        now = self.clock()
        self._level = min(self.size, self._level + (now - self._at) * self._per_s)
        self._at = now


@dataclass(slots=True, eq=False)
class _Turn:
    """A call that waits for its turn, or has it."""

    tokens: float
    ready: asyncio.Future[None]
    began: float = 0.0


@dataclass(slots=True)
class Pace:
    """The calls to one endpoint.

    Args:
        where: the endpoint, as a person should read it.
        say: told what calls wait for.
        rpm: requests a minute; None for no limit.
        tpm: tokens in and out a minute; None for no limit.
        clock: seconds that only go forward.
    """

    where: str
    say: Callable[[str], None] = field(default=lambda _: None)
    rpm: float | None = None
    tpm: float | None = None
    clock: Callable[[], float] = time.monotonic
    limit: float = math.inf
    """Calls at once; infinite until the endpoint says that they are too many."""
    most_at_once: int = 0
    answered: int = 0
    """Calls that were answered so far."""
    failing_since: float | None = None
    """When the first call failed after the last one that was answered; None while all is well."""
    _requests: Bucket | None = field(init=False, default=None)
    _tokens: Bucket | None = field(init=False, default=None)
    _waiting: deque[_Turn] = field(default_factory=deque)
    _under_way: set[_Turn] = field(default_factory=set)
    _paused_until: float = 0.0
    _pause: str = ""
    _rest_s: float = _FIRST_REST_S
    _answered_at_rest: int = -1
    _slowed_at: float = -math.inf
    _timer: asyncio.TimerHandle | None = None
    _ticking: asyncio.TimerHandle | None = None
    _said: tuple[str, float] = ("", -math.inf)

    def __post_init__(self) -> None:
        self._requests = Bucket(self.rpm, self.clock) if self.rpm else None
        self._tokens = Bucket(self.tpm, self.clock) if self.tpm else None

    @asynccontextmanager
    async def turn(self, tokens: float) -> AsyncIterator[Callable[[float], None]]:
        """Wait for a turn and hold it for one attempt; yields where to say how many tokens it really took.

        Args:
            tokens: what the attempt is expected to take.

        Raises:
            Fault: whatever the attempt raised; the pace has learned from it.
        """
        one = _Turn(tokens, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        self._go_on()
        try:
            await one.ready
            yield lambda real: self._settle(one, real)
        except Fault as fault:
            self._learn(one, fault)
            raise
        else:
            self.answered += 1
            self.failing_since = None
            self.limit += 1 / self.limit
        finally:
            self._leave(one)

    def silent_s(self) -> float:
        """Seconds for which every call there has failed."""
        return 0.0 if self.failing_since is None else self.clock() - self.failing_since

    def _leave(self, one: _Turn) -> None:
        if one in self._under_way:
            self._under_way.remove(one)
        elif one in self._waiting:  # it was given up while it waited
            self._waiting.remove(one)
        self._go_on()

    def _learn(self, one: _Turn, fault: Fault) -> None:
        """Slow down, once for all the calls that went out together; rest as long as it asks, or as seems to help."""
        if self.failing_since is None:
            self.failing_since = self.clock()
        if not fault.crowded:
            return
        if fault.retry_after_s is not None:
            self._rest(min(_LONGEST_PAUSE_S, fault.retry_after_s), "it asked for a rest")
        if one.began <= self._slowed_at:
            return
        self.limit = max(1.0, min(self.limit, len(self._under_way)) * _LESS)
        self._slowed_at = self.clock()
        if fault.retry_after_s is None:
            self._rest(self._next_rest_s(), "it answered that calls come too fast, a rest")

    def _next_rest_s(self) -> float:
        nobody = self.answered == self._answered_at_rest
        self._answered_at_rest = self.answered
        rest = self._rest_s * (_LONGER if nobody else _SHORTER)
        self._rest_s = min(_LONGEST_REST_S, max(_FIRST_REST_S, rest))
        return self._rest_s

    def _rest(self, seconds: float, why: str) -> None:
        until = self.clock() + seconds
        if until > self._paused_until:
            self._paused_until, self._pause = until, why

    def _settle(self, one: _Turn, real: float) -> None:
        if self._tokens is not None:
            self._tokens.take(real - one.tokens)

    def _go_on(self) -> None:
        """Let through whoever may go now; come back when the next one may, and say what it waits for."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        while self._waiting:
            wait, why = self._obstacle(self._waiting[0])
            if why:
                one = len(self._waiting) == 1
                self._tell(f"{'1 call waits' if one else f'{len(self._waiting)} calls wait'}: {why}", why)
                if wait < math.inf:
                    self._timer = asyncio.get_running_loop().call_later(min(wait, _TICK_S), self._go_on)
                return
            self._let_through(self._waiting.popleft())

    def _let_through(self, one: _Turn) -> None:
        if self._requests is not None:
            self._requests.take(1)
        if self._tokens is not None:
            self._tokens.take(one.tokens)
        one.began = self.clock()
        self._under_way.add(one)
        self.most_at_once = max(self.most_at_once, len(self._under_way))
        if self._ticking is None:
            self._ticking = asyncio.get_running_loop().call_later(_TICK_S, self._tick)
        if not one.ready.done():  # it may have been cancelled in this very moment
            one.ready.set_result(None)

    def _obstacle(self, one: _Turn) -> tuple[float, str]:
        """(seconds until it may be gone, what it is); no words where there is none."""
        pause = self._paused_until - self.clock()
        if pause > 0:
            return pause, f"{self._pause}, {math.ceil(pause)} s more"
        if len(self._under_way) >= math.floor(min(self.limit, _NO_LIMIT)):
            return math.inf, f"at most {self.limit:.0f} at once since it answered that they are too many"
        if self._requests is not None and (wait := self._requests.wait_s(1)):
            return wait, f"{self.rpm:g} requests a minute"
        if self._tokens is not None and (wait := self._tokens.wait_s(one.tokens)):
            return wait, f"{self.tpm:g} tokens a minute"
        return 0.0, ""

    def _tick(self) -> None:
        """Speak of calls that take long, as long as any is under way."""
        self._ticking = None
        if not self._under_way:
            return
        longest = self.clock() - min(one.began for one in self._under_way)
        if longest >= _QUIET_S:
            n = len(self._under_way)
            calls = f"{n} calls under way, the longest" if n > 1 else "a call is under way"
            self._tell(f"{calls} for {longest:.0f} s", "")
        self._ticking = asyncio.get_running_loop().call_later(_TICK_S, self._tick)

    def _tell(self, words: str, why: str) -> None:
        """Once a second at most for the same reason."""
        now = self.clock()
        if why == self._said[0] and now - self._said[1] < 1.0:
            return
        self._said = (why, now)
        self.say(f"{self.where}: {words}")

    def close(self) -> None:
        """Stop the clocks of this event loop; a turn taken later starts them again."""
        for handle in (self._timer, self._ticking):
            if handle is not None:
                handle.cancel()
        self._timer = self._ticking = None
