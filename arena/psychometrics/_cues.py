"""The words that speak for and against each facet, as the offline reader of a portrait knows them (`cues.yaml`)."""

from __future__ import annotations

import re
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
