"""What is compared of an inventory: its scales, and what they add up to (domains of facets, axes of the circle)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import fmean

from arena.psychometrics import scoring
from arena.psychometrics.instruments import expressed, target
from arena.schema.instrument import Instrument
from arena.schema.persona import Persona

DOMAINS = {
    "E": "Extraversion",
    "A": "Agreeableness",
    "C": "Conscientiousness",
    "N": "Neuroticism",
    "O": "Openness",
}
_AMPLITUDE = 2.0
"""Of a cosine profile that uses the whole scale from 1 to 5: the furthest that anybody can lie from the centre."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One thing compared, with the bounds of its scale."""

    id: str
    name: str
    low: float
    high: float
    main: bool = True
    """Drawn; False for the scales that a main axis sums up."""


def axes_of(instrument: Instrument) -> tuple[Axis, ...]:
    """The axes of an inventory, main ones first."""
    sums = _sums(instrument)
    scales = tuple(Axis(s.id, s.name, 1, instrument.top, main=not sums) for s in instrument.scales)
    return (*sums, *scales)


def _sums(instrument: Instrument) -> tuple[Axis, ...]:
    if any(scale.angle is not None for scale in instrument.scales):
        return (Axis("warmth", "Warmth", -1, 1), Axis("dominance", "Dominance", -1, 1))
    if all(len(scale.id) == 2 for scale in instrument.scales):
        return tuple(Axis(key, name, 1, instrument.top) for key, name in DOMAINS.items())
    return ()


def measured(instrument: Instrument, sheet: scoring.Sheet) -> dict[str, float]:
    """Axis -> score of one administration; axes that too many answers are missing for are left out."""
    scales = scoring.scale_scores(instrument, sheet)
    found = {key: value for key, value in scales.items() if value is not None}
    if place := scoring.circle(instrument, scales):
        return found | {"warmth": place.warmth / _AMPLITUDE, "dominance": place.dominance / _AMPLITUDE}
    if _sums(instrument):
        found |= {key: value for key, value in scoring.domain_scores(scales).items() if value is not None}
    return found


def authored(instrument: Instrument, persona: Persona) -> dict[str, float]:
    """Axis -> what the author's numbers come to; axes of which no author can say anything are left out."""
    found = {s.id: value for s in instrument.scales if (value := target(s, persona, instrument.top)) is not None}
    if any(axis.id == "warmth" for axis in axes_of(instrument)):
        place = persona.traits.interpersonal
        return found | {"warmth": place.warmth, "dominance": place.dominance}
    if _sums(instrument):
        found |= {key: fmean(value for name, value in found.items() if name[0] == key) for key in DOMAINS}
    return found


def spoken_of(instrument: Instrument, persona: Persona) -> frozenset[str]:
    """Axes that the person's portrait says something of."""
    told = {scale.id for scale in instrument.scales if expressed(scale, persona)}
    told |= {key for key in DOMAINS if _sums(instrument) and any(name[0] == key for name in told)}
    return frozenset(told | ({"warmth", "dominance"} & {axis.id for axis in axes_of(instrument)}))


def spread(by_person: Mapping[str, Mapping[str, float]]) -> dict[str, list[float]]:
    """Axis -> its values over the people who have one, in the order of the people."""
    found: dict[str, list[float]] = {}
    for values in by_person.values():
        for axis, value in values.items():
            found.setdefault(axis, []).append(value)
    return found
