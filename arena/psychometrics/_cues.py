"""The words that speak of each facet: in a portrait (`cues.yaml`) and in messages (`traces.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

FACETS = tuple(f"{domain}{number}" for domain in "NEOAC" for number in range(1, 7))
"""The thirty facets of IPIP-NEO-120."""


@cache
def patterns(facet: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """(for, against) one facet."""
    known = _known()[facet]
    return _any(known["for"]), _any(known["against"])


@cache
def _known() -> dict[str, dict[str, list[str]]]:
    text = files("arena.psychometrics").joinpath("cues.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(text)
    return found


def _any(expressions: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(expressions), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """Words of one kind in messages."""

    of: Mapping[str, float]
    """Facet or domain -> how strongly a word of this kind speaks for it, or, below 0, against it."""
    usual: float
    """Share of pieces of text that hold one."""
    spread: float
    words: tuple[str, ...]
    """Regular expressions."""


@cache
def kinds_of_words() -> tuple[Kind, ...]:
    """The kinds of words that a stranger goes by."""
    text = files("arena.psychometrics").joinpath("traces.yaml").read_text(encoding="utf-8")
    return tuple(
        Kind(entry["of"], entry["usual"], entry["spread"], tuple(entry["words"]))
        for entry in yaml.safe_load(text).values()
    )
