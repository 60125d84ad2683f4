"""How often one call is made before it is given up, and how long is waited in between."""

from __future__ import annotations

import random
from dataclasses import dataclass

import tenacity

from arena.errors import TransportFailed
from arena.models._lane import Fault
from arena.models._pace import Pace
from arena.text.duration import in_words

_LONGEST_WAIT_S = 60.0
_LONGEST_ASKED_WAIT_S = 120.0
_REFUSALS = 30
"""How often one call may be told that there are too many: so often that nobody is whose turn ever comes."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call that failed and will be made again in `seconds`; of `of` tries, `tries` have failed so far.

    `refused` says that the last failure was a refusal because of too many calls, which counts as no try. `silent_s` is
    for how long nobody has been answered there, where that is why a call is kept up whose tries are used up; else 0.
    """

    tries: int
    of: int
    seconds: float
    why: str
    refused: bool = False
    silent_s: float = 0.0

    def __str__(self) -> str:
        """Why, and when comes what."""
        when = f"in {self.seconds:.0f} s"
        if self.silent_s:
            return f"{self.why}; nobody has been answered for {in_words(self.silent_s)}, asked again {when}"
        if self.refused:
            return f"{self.why}; asked again {when}"
        return f"{self.why}; try {self.tries + 1} of {self.of} {when}"


@dataclass(slots=True)
class Tries:
    """How often one call has failed, and whether to go on.

    Refusals because of too many calls count as no tries where the endpoint is known to answer or there is patience.
    Where the tries are used up while nobody else is answered either, the endpoint is down and not the call wrong: it is
    kept up until the silence has lasted for `patience_s` seconds; but not where the endpoint said something that is no
    answer (`Fault.is_there`). A call that may be made only once (`of` is 1) is given up at once.
    """

    of: int
    patience_s: float
    pace: Pace
    counted: int = 0
    refused: int = 0
    _silent_s: float = 0.0
    """For how long nobody has been answered; 0 where somebody was between the last two failures of this call."""
    _answered: int = 0

    def over(self, state: tenacity.RetryCallState) -> bool:
        """Take in a failure; whether it was the last one."""
        fault = _fault(state)
        if fault is not None and self._forgiven(fault):
            self.refused += 1
        else:
            self.counted += 1
        is_there = fault is not None and fault.is_there
        nobody = not is_there and self.pace.answered == self._answered and bool(self._answered or self.refused)
        self._answered = self.pace.answered
        self._silent_s = self.pace.silent_s() if nobody and self.of > 1 else 0.0
        return self._down or (self._used_up and not 0 < self._silent_s < self.patience_s)

    @property
    def _used_up(self) -> bool:
        return self.counted >= self.of or self.refused >= _REFUSALS

    @property
    def _down(self) -> bool:
        return 0 < self.patience_s <= self._silent_s

    def _forgiven(self, fault: Fault) -> bool:
        """Whether a failure counts as no try."""
        return fault.crowded and self.of > 1 and bool(self.pace.answered or self.patience_s)

    def waiting(self, state: tenacity.RetryCallState) -> Waiting | None:
        """What is to be said before the next try."""
        fault = _fault(state)
        if fault is None:
            return None
        silent_s = self._silent_s if self._used_up else 0.0
        return Waiting(self.counted, self.of, state.upcoming_sleep, fault.why, self._forgiven(fault), silent_s)

    def given_up(self, model: str, fault: Fault) -> TransportFailed:
        """What the call ends with; it is an outage where the silence has outlasted the patience."""
        number = self.counted + self.refused
        failed = TransportFailed(f"{model}: no answer after {number} {'try' if number == 1 else 'tries'}; {fault.why}")
        failed.outage = self._down
        return failed


def pause_s(state: tenacity.RetryCallState) -> float:
    """Seconds until the next try: what the server asks for, else 1, 2, 4, ... up to 60; with jitter on top.

    The jitter keeps calls that failed together from coming back together. Where there were too many, it is the pace
    that rests, for all of them.
    """
    fault = _fault(state)
    asked = fault.retry_after_s if fault is not None else None
    jitter = random.random()  # noqa: S311  # not a secret
    if asked is not None:
        return min(_LONGEST_ASKED_WAIT_S, asked + jitter)
    crowded = fault is not None and fault.crowded
    longest = 1.0 if crowded else min(_LONGEST_WAIT_S, 2.0 ** min(state.attempt_number - 1, 10))
    return longest * (0.5 + jitter / 2)


def _fault(state: tenacity.RetryCallState) -> Fault | None:
    fault = state.outcome.exception() if state.outcome else None
    return fault if isinstance(fault, Fault) else None
