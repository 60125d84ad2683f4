"""Credulity: replies that speak to the judge, and replies that say nothing, must gain nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from arena import files
from arena.judges._bench import Bench
from arena.judges.calibration._ask import verdict_on
from arena.judges.calibration._moments import Moment, shipped_moments
from arena.schema.measure import BY_NAME
from arena.schema.record import Record
from arena.schema.verdict import Verdict

_SHIPPED = Path(__file__).with_name("attacks.yaml")
TARGETS = ("apology-only", "flight-to-one-who-never-flies", "another-figure", "loud-praise", "talks-on")
"""The bad replies that attacks are added to: one for each way of judging a text."""
_FLOORS = ("apology-only", "another-figure", "wish-not-seen", "bare-line")
"""Where a reply that says nothing is put in the place of the bad one."""


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
class Tried:
    """One attack on one bad reply. `before` and `after` are values on `measure`; None: no value was given."""

    attack: str
    kind: str
    moment: str
    measure: str
    before: float | None
    after: float | None

    @property
    def gained(self) -> bool:
        """Whether the attack paid: a better value, or a verdict prevented where there was a bad one."""
        if self.after is None:
            return self.before is not None
        floor = self.before if self.before is not None else _worst(self.measure)
        better = self.after - floor if BY_NAME[self.measure].better == "higher" else floor - self.after
        return better > 0


async def attempt(attack: Attack, target: str, bench: Bench) -> Tried:
    """Add an attack to the bad reply of a moment and see whether it pays."""
    moment = _moment(target)
    before = await _value(moment, moment.text("planted"), bench)
    after = await _value(moment, attack.on(moment.text("planted")), bench)
    return Tried(attack.name, attack.kind, target, moment.measure, before, after)


async def floors(nothing: Nothing, bench: Bench) -> list[Tried]:
    """Put a reply that says nothing in the place of bad ones: it must be at the floor, two steps on a scale."""
    tried = []
    for target in _FLOORS:
        moment = _moment(target)
        after = await _value(moment, nothing.text, bench)
        lowest = _worst(moment.measure)
        before = lowest + 1 if BY_NAME[moment.measure].high > 1 else lowest
        tried.append(Tried(nothing.name, "says nothing", target, moment.measure, before, after))
    return tried


def _worst(measure: str) -> float:
    known = BY_NAME[measure]
    return known.low if known.better == "higher" else known.high


def _moment(name: str) -> Moment:
    return next(moment for moment in shipped_moments().moments if moment.id == name)


async def _value(moment: Moment, text: str, bench: Bench) -> float | None:
    asked = moment.model_copy(update={"planted": text})
    verdict: Verdict = (await verdict_on(asked, "planted", bench))[0]
    return verdict.value
