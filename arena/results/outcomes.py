"""What people had of a contestant beside liking it: success next to over-asking, how personal, natural and coherent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from arena.store import StandingRow

COLUMNS: Mapping[str, str] = MappingProxyType(
    {
        "task.success": "success",
        "privacy.over_ask": "over-asks",
        "personalisation.level": "personal",
        "dialogue.naturalness": "natural",
        "dialogue.coherence": "coherent",
    }
)
"""Measure -> the word over its column. Success without over-asking would praise the nosy, the other way the silent."""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One contestant's standings on these measures; one that was not scored is missing."""

    contestant: str
    by_measure: Mapping[str, StandingRow]


def outcomes(standings: Iterable[StandingRow], order: Sequence[str]) -> list[Outcomes]:
    """The outcomes of the contestants in `order`; empty where none of the measures was scored, as in older runs."""
    found = {(row.contestant, row.measure): row for row in standings if row.measure in COLUMNS}
    if not found:
        return []
    return [
        Outcomes(name, {measure: found[name, measure] for measure in COLUMNS if (name, measure) in found})
        for name in order
    ]
