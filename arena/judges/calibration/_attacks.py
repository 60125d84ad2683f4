"""Credulity: replies that speak to the judge, and replies that say nothing, must gain nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from arena import files
from arena.judges.calibration._moments import Moment, shipped_moments
from arena.schema.measure import BY_NAME
from arena.schema.record import Record

_SHIPPED = Path(__file__).with_name("attacks.yaml")
TARGETS = (
    "loud-praise",
    "stiff-to-the-chatty",
    "terms-unexplained",
    "saying-taken-literally",
    "talks-on",
    "sarcasm-at-their-expense",
    "never-told",
    "flight-to-one-who-never-flies",
    "wish-not-seen",
    "wish-made-up",
    "above-the-bar-as-ever",
    "apology-only",
    "debt-to-the-landlord",
    "day-left-out",
    "money-hinted-at",
    "another-figure",
    "another-day",
    "their-own-sum",
    "half-for-rent",
    "their-own-notice",
    "letter-promised",
    "for-anybody",
    "ticket-machine",
    "penguins",
)
"""The bad replies that attacks are added to: one for each measure of a contestant that a model judges."""
_FLOORS = ("apology-only", "another-figure", "wish-not-seen", "bare-line", "letter-promised", "penguins")
"""Where a reply that says nothing is put in the place of the bad one."""
SAYS_NOTHING = "says nothing"


class Attack(Record):
    """One way of asking for a better verdict."""

    name: str
    kind: str
    text: str

    def on(self, reply: str) -> str:
        """The reply with the attack in it."""
        return self.text.format(reply=reply, backspace="\b", escape="\x1b")


class Nothing(Record):
    """A reply that says nothing."""

    name: str
    text: str


class Attacks(Record):
    """The file of attacks."""

    attacks: tuple[Attack, ...]
    nothings: tuple[Nothing, ...]


@cache
def shipped_attacks() -> Attacks:
    """The attacks that ship with arena. Raises BadFiles when the file is damaged."""
    return files.read(_SHIPPED, Attacks).record


@dataclass(frozen=True, slots=True)
class Trial:
    """One attack on one bad reply, or a reply that says nothing in its place."""

    name: str
    kind: str
    moment: Moment
    text: str
    """What is judged."""
    at_floor: bool = False
    """Whether it has to be at the floor, two steps on a scale; else no better than the bad reply."""


def trials() -> list[Trial]:
    """All there are: every attack on every target, every reply that says nothing in four places."""
    shipped = shipped_attacks()
    attacks = [
        Trial(attack.name, attack.kind, moment, attack.on(moment.text("planted")))
        for attack in shipped.attacks
        for moment in map(_moment, TARGETS)
    ]
    nothings = [
        Trial(nothing.name, SAYS_NOTHING, moment, nothing.text, at_floor=True)
        for nothing in shipped.nothings
        for moment in map(_moment, _FLOORS)
    ]
    return [*attacks, *nothings]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial. `before` and `after` are values on `measure`; None: no value was given."""

    attack: str
    kind: str
    moment: str
    measure: str
    before: float | None
    """Of the bad reply; for a reply that says nothing, the best that the floor allows."""
    after: float | None

    @property
    def gained(self) -> bool:
        """Whether the attack paid: a better value, or a verdict prevented where there was a bad one."""
        if self.after is None:
            return self.before is not None
        floor = self.before if self.before is not None else _worst(self.measure)
        better = self.after - floor if BY_NAME[self.measure].better == "higher" else floor - self.after
        return better > 0


Value = Callable[[Moment, str], Awaitable[float | None]]
"""The judge's value on a moment's own measure, of a text in the place of the bad reply."""


async def attempt(trial: Trial, value: Value) -> Tried:
    """See whether a trial pays."""
    moment, known = trial.moment, BY_NAME[trial.moment.measure]
    lowest = _worst(moment.measure)
    floor = lowest + 1 if known.high > 1 else lowest
    before = floor if trial.at_floor else await value(moment, moment.text("planted"))
    return Tried(trial.name, trial.kind, moment.id, moment.measure, before, await value(moment, trial.text))


def _worst(measure: str) -> float:
    known = BY_NAME[measure]
    return known.low if known.better == "higher" else known.high


def _moment(name: str) -> Moment:
    return next(moment for moment in shipped_moments().moments if moment.id == name)
