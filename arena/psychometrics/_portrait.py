"""The offline person reads their portrait: which behaviour it tells, how often it shows, what that speaks of."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache

from arena.psychometrics._cues import FACETS, patterns
from arena.text.words import sentences

_SHOWS = (
    ("most talks show", 0.9),
    ("about one message in five", 0.55),
    ("now and then", 0.25),
    ("does not all add up", 0.3),
)
"""How much a behaviour says of somebody, by how often the portrait says that it shows; the first words found count."""
_ELSEWHERE = 0.35
"""In other paragraphs: what happened to them, what they hold."""


@lru_cache(maxsize=64)
def standing(portrait: str) -> dict[str, float]:
    """Facet -> -1 to 1, from the words of the portrait alone; facets of which it says nothing are left out."""
    told: defaultdict[str, list[float]] = defaultdict(list)
    for paragraph in portrait.split("\n\n"):
        weight = _ELSEWHERE
        for sentence in sentences(paragraph):
            said = sentence.lower()
            weight = next((share for words, share in _SHOWS if words in said), weight)
            for facet, side in _speaks(said.partition(": ")[2] if _opens(said) else said):
                told[facet].append(side * weight)
    return {facet: max(-1.0, min(1.0, _strongest(values))) for facet, values in told.items()}


def _opens(said: str) -> bool:
    return any(words in said for words, _ in _SHOWS) and ": " in said


def _speaks(said: str) -> list[tuple[str, int]]:
    found = []
    for facet in FACETS:
        speaks_for, against = patterns(facet)
        side = bool(speaks_for.search(said)) - bool(against.search(said))
        if side:
            found.append((facet, side))
    return found


def _strongest(values: list[float]) -> float:
    """The strongest word on either side counts; weaker ones on the same side add nothing, as in memory."""
    return max(values) * (max(values) > 0) + min(values) * (min(values) < 0)
