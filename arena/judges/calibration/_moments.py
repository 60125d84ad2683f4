"""Prepared moments: what a judge is shown when it is tested, with the truth known to whoever tests it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from arena import files
from arena.schema.judge_view import Tastes
from arena.schema.measure import BY_NAME, Measure
from arena.schema.record import Record
from arena.schema.vocabulary import Formality, Often

Twin = Literal["planted", "clean"]
TWINS: tuple[Twin, ...] = ("planted", "clean")
_SHIPPED = Path(__file__).with_name("moments.yaml")


class Sketch(Record):
    """A person as far as a likability judge sees one; what a moment does not need is left out."""

    name: str
    formality: Formality = "plain"
    usual_words: int = 16
    wants_depth: int = 3
    emoji: Often = "rarely"
    knows: dict[str, str] = Field(default_factory=dict)
    humor_enjoys: tuple[str, ...] = ()
    humor_lands_badly: tuple[str, ...] = ()
    soothed_by: tuple[str, ...] = ()
    stung_by: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    portrait: str = ""
    """Who they are, for the judge of simulated people."""

    def tastes(self) -> Tastes:
        """What the judge is shown."""
        return Tastes(**{name: value for name, value in self if name != "portrait"})


class Moment(Record):
    """One situation with two replies: one bad on `measure`, and a twin that is not."""

    id: str
    measure: str
    planted: str | tuple[str, ...]
    """The text that is judged: the assistant's, or for `realism` the person's; a list is a whole dialogue, the person's
    turn first."""
    clean: str | tuple[str, ...]
    person: str = ""
    mood: str = "neither up nor down"
    earlier: tuple[str, ...] = ()
    """An earlier session, the person's turn first; for a question of fact what the person had told."""
    said: tuple[str, ...] = ()
    """This session up to the reply, the person's turn first and last."""
    preference: str = ""
    former: str = ""
    """What the preference was before it changed."""
    told: tuple[str, ...] = ()
    """Facts that are true of the person and on record as told."""
    to: str = ""
    purpose: str = ""
    fact: str = ""
    facts: dict[str, str] = Field(default_factory=dict)
    question: str = ""
    gold: str = ""
    goal: str = ""

    def text(self, twin: Twin) -> str:
        """The judged text; the last turn where it is a dialogue."""
        whole = self.planted if twin == "planted" else self.clean
        return whole if isinstance(whole, str) else whole[-1]

    def dialogue(self, twin: Twin) -> tuple[str, ...]:
        """What was said in this session, the judged text included."""
        whole = self.planted if twin == "planted" else self.clean
        return (*self.said, whole) if isinstance(whole, str) else whole


class Moments(Record):
    """A file of moments."""

    people: dict[str, Sketch]
    moments: tuple[Moment, ...]


@cache
def shipped_moments() -> Moments:
    """The moments that ship with arena. Raises BadFiles when the file is damaged."""
    return files.read(_SHIPPED, Moments).record


def is_fault(measure: str, value: float) -> bool:
    """Whether a value is bad on its measure: in the bottom two steps of a scale, on the wrong side of a yes or no."""
    known: Measure = BY_NAME[measure]
    if known.high - known.low > 1:
        return value <= known.low + 1
    middle = (known.low + known.high) / 2
    return value < middle if known.better == "higher" else value > middle
