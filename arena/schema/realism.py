"""Gates on how real simulated people are: configuration of a run."""

from __future__ import annotations

from types import MappingProxyType
from typing import Literal

from pydantic import Field, model_validator

from arena.schema.record import Record

_ROUNDING = 1e-9


class Gate(Record):
    """The bounds within which a measure of realism is good."""

    low: float | None = None
    high: float | None = None
    voids: bool = False
    """A match whose person is outside is kept, marked void, not ranked, and counted."""

    def met(self, value: float) -> bool:
        """Whether a value lies within."""
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def shuts_out(self, low: float | None, high: float | None) -> bool:
        """Whether a whole interval lies outside; never without one."""
        if low is None or high is None:
            return False
        below = self.low is not None and high < self.low - _ROUNDING
        return below or (self.high is not None and low > self.high + _ROUNDING)

    def __str__(self) -> str:
        """`≥ 0.7`, `≤ 1.5`."""
        sides = [f"≥ {self.low:g}" if self.low is not None else "", f"≤ {self.high:g}" if self.high is not None else ""]
        return " and ".join(side for side in sides if side)


CONTRAST = "realism.contrast"
"""Cohen's d of people's satisfaction with a good and a bad contestant: of a run, so no match is void for it."""

CONSISTENCY, CONSISTENCY_SLOPE = "realism.consistency", "realism.consistency_slope"
"""Share of questions put out of band that are answered as before the first word, and its slope, a turn."""
DRIFT = "realism.drift"
"""Slope, points a turn, of the distance between what a stranger sees and what is authored. Its gate is held against the
upper end of the interval."""
AMPLIFICATION = "realism.amplification"
"""How far a dial is turned in what the person does, where 1 is as authored and 0 is nobody in particular."""
ON_REQUEST = (CONSISTENCY, CONSISTENCY_SLOPE, DRIFT, AMPLIFICATION)
"""Measured where somebody wants it, since it takes calls. It tells of people over their matches and voids none."""
ENOUGH_MATCHES = 3
"""Of a person, to call them plainly outside a gate: two that happen to be alike have an interval of no width."""

DEFAULT_GATES = MappingProxyType(
    {
        CONTRAST: Gate(low=0.8),
        CONSISTENCY: Gate(low=0.9),
        CONSISTENCY_SLOPE: Gate(low=-0.005),
        DRIFT: Gate(high=0.02),
        AMPLIFICATION: Gate(low=0.6, high=1.4),
        "realism.length_fit": Gate(high=1.0),
        "realism.longest": Gate(high=1.3),
        "realism.volunteered": Gate(high=0.15),
        "realism.front_loading": Gate(high=0.4),
        "realism.recitation": Gate(high=7),
        "realism.copied": Gate(high=0.02),
        "realism.role_flip": Gate(high=0.8, voids=True),
        "realism.helper_markers": Gate(high=0.01),
        "realism.echo": Gate(high=0.0),
        "realism.pushback": Gate(high=0.2),
        "realism.acceptance": Gate(high=0.3),
        "realism.thanking": Gate(high=0.0),
        "realism.early_end": Gate(high=0.03),
        "realism.overstay": Gate(high=1.5),
        "realism.end_f1": Gate(low=0.7),
        "realism.portrait": Gate(low=0.95),
        "realism.lines": Gate(low=0.97),
        "realism.facts": Gate(low=0.97, voids=True),
        "realism.self_leak": Gate(high=0.0, voids=True),
        "realism.feelings": Gate(low=0.8),
        "realism.inertia": Gate(high=0.2),
    }
)
"""Measure -> gate. Not calibrated on people: the defaults of the design, to be changed where labels say otherwise."""


class RealismSpec(Record):
    """What is checked of simulated people in a run."""

    ask: Literal["never", "when_needed", "always"] = "when_needed"
    """Whether a model is asked, beside the counts: of no talk, of those in which the counts leave a doubt, of all."""
    gates: dict[str, Gate] = Field(default_factory=dict)
    """Gates other than the default ones, by measure."""

    @model_validator(mode="after")
    def _known(self) -> RealismSpec:
        if stray := sorted(self.gates.keys() - DEFAULT_GATES.keys()):
            raise ValueError(f"there is no gate {', '.join(stray)}; there are {', '.join(DEFAULT_GATES)}")
        for measure in (CONTRAST, *ON_REQUEST):
            if measure in self.gates and self.gates[measure].voids:
                raise ValueError(f"{measure} is measured of a run and voids no match; leave `voids` out")
        return self

    def gate(self, measure: str) -> Gate | None:
        """The gate of a measure; None for one that is only reported."""
        return self.gates.get(measure) or DEFAULT_GATES.get(measure)
