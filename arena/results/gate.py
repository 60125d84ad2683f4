"""Requirements on a run, such as `privacy.violation<=0.05`, and whether its contestants meet them. Pure."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from arena.errors import UsageError
from arena.files import nearest
from arena.schema.measure import BY_NAME
from arena.store import StandingRow

Operator = Literal["<=", ">=", "<", ">"]

_HOLDS: dict[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_FORM = re.compile(r"\s*(?P<measure>[^\s<>=!~]+)\s*(?P<operator>[<>=!~]+)\s*(?P<number>\S+)\s*")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_EXAMPLE = "a requirement is a measure, <= >= < or >, and a number, in quotes: --require 'privacy.violation<=0.05'"
_ROUNDING = 1e-9
"""A mean that misses a limit by less has met it: means are sums of fractions."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a measure's mean must be, on the measure's scale."""

    measure: str
    operator: Operator
    limit: float

    def __str__(self) -> str:
        """`privacy.violation <= 0.05`."""
        return f"{self.measure} {self.operator} {self.limit:g}"

    def holds(self, value: float) -> bool:
        """Whether a value meets it; equal up to rounding is equal."""
        near = abs(value - self.limit) <= _ROUNDING
        return _HOLDS[self.operator](self.limit if near else value, self.limit)


@dataclass(frozen=True, slots=True)
class Finding:
    """One contestant against one requirement. `compared` is the mean, or the interval's limit that was held to it."""

    requirement: str
    contestant: str
    mean: float | None
    low: float | None
    high: float | None
    n_personas: int
    n_matches: int
    compared: float | None
    met: bool
    why: str
    """Why not, empty when met."""


def parse(text: str, measures: Collection[str]) -> Requirement:
    """Read `measure operator number`; white space does not count. Nothing is evaluated.

    Args:
        text: what was typed.
        measures: names that may be required.

    Raises:
        UsageError: it has another form, the measure is not known (with the nearest names), or the number is not on
            the measure's scale, so that every run or none would pass.
    """
    parts = _FORM.fullmatch(text)
    if parts is None:
        raise UsageError(f"{text!r} is no requirement", next_step=_EXAMPLE)
    measure, sign, number = parts.group("measure", "operator", "number")
    if measure not in measures:
        near = nearest(measure, measures) or sorted(measures)
        raise UsageError(f"there is no measure {measure!r}", choices=near, next_step=_EXAMPLE)
    if sign not in _HOLDS:
        raise UsageError(f"{sign!r} in {text!r} is no comparison", choices=list(_HOLDS), next_step=_EXAMPLE)
    if not _NUMBER.fullmatch(number):
        raise UsageError(f"{number!r} in {text!r} is no number", next_step=f"{_EXAMPLE}; write 5 % as 0.05")
    requirement = Requirement(measure, sign, float(number))  # type: ignore[arg-type]  # one of _HOLDS, as just seen
    _check_scale(requirement)
    return requirement


def _check_scale(requirement: Requirement) -> None:
    known = BY_NAME.get(requirement.measure.removesuffix("@n"))
    if known and not known.low <= requirement.limit <= known.high:
        raise UsageError(
            f"{requirement.measure} goes from {known.low:g} to {known.high:g}; {requirement.limit:g} is outside",
            next_step="write shares as fractions: 5 % is 0.05",
        )


def check(
    requirements: Sequence[Requirement], contestants: Sequence[str], rows: Iterable[StandingRow], *, confident: bool
) -> list[Finding]:
    """Hold every contestant to every requirement.

    Args:
        requirements: what is required.
        contestants: who must meet it.
        rows: where contestants stand.
        confident: hold the far limit of the 95 % interval to it, not the mean: the upper for <= and <, the lower for
            >= and >. Where there is no interval (one persona) it is not met.
    """
    standing = {(row.measure, row.contestant): row for row in rows}
    return [
        _finding(requirement, name, standing.get((requirement.measure, name)), confident=confident)
        for requirement in requirements
        for name in contestants
    ]


def _finding(requirement: Requirement, contestant: str, row: StandingRow | None, *, confident: bool) -> Finding:
    if row is None:
        return Finding(str(requirement), contestant, None, None, None, 0, 0, None, met=False, why="nothing was scored")
    far = row.high if requirement.operator in ("<=", "<") else row.low
    compared = far if confident else row.mean
    met = compared is not None and requirement.holds(compared)
    return Finding(
        requirement=str(requirement),
        contestant=contestant,
        mean=row.mean,
        low=row.low,
        high=row.high,
        n_personas=row.n_personas,
        n_matches=row.n_matches,
        compared=compared,
        met=met,
        why="" if met else _why(compared, confident=confident),
    )


def _why(compared: float | None, *, confident: bool) -> str:
    if compared is None:
        return "there is no interval: more personas are needed"
    return f"the interval reaches {compared:.3g}" if confident else f"the mean is {compared:.3g}"
