"""How the offline model answers: from evidence on facets to where somebody stands, to the number of an option."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import cache
from statistics import fmean

from arena.psychometrics._cues import FACETS
from arena.psychometrics.instruments import NAMES, instrument
from arena.psychometrics.interview import in_first_person
from arena.psychometrics.questions import Marked, PageAnswer
from arena.schema.probe_view import Page

_FROM_KIN = 0.45
"""What the other facets of a domain say of one on which there is no evidence."""
_WAVERS = 0.35
"""Standard deviation, in options, of one answer."""

Standing = Mapping[str, float]
"""Facet -> -1 (much less than most people) to 1 (much more); facets without evidence are left out."""


@cache
def speaks_of(statement: str) -> tuple[str, int]:
    """(facet, 1 or -1) that a statement is about; ("", 1) for one in no inventory.

    That `I like order` speaks of orderliness is knowledge of English and of published inventories, not of anybody.
    """
    return _known().get(statement, ("", 1))


@cache
def _known() -> dict[str, tuple[str, int]]:
    items = (item for name in NAMES for item in instrument(name).items)
    return {in_first_person(i.text): (i.like.removeprefix("-"), -1 if i.like.startswith("-") else 1) for i in items}


def answers(page: Page, standing: Standing, chance: random.Random) -> PageAnswer:
    """The page filled in: the middle where there is no evidence, the ends where it is strong, and some wavering."""
    upwards = not page.options[0].startswith("very accurate")
    marks = []
    for statement in page.statements:
        facet, sign = speaks_of(statement.text)
        place = sign * whole(standing).get(facet, 0.0) + chance.gauss(0, _WAVERS) / 2
        marks.append(Marked(number=statement.number, answer=_option(place if upwards else -place, len(page.options))))
    return PageAnswer(answers=tuple(marks))


def _option(place: float, top: int) -> int:
    """-1 to 1 as the number of an option, halves away from nothing in particular."""
    middle, half = (1 + top) / 2, (top - 1) / 2
    return int(min(top, max(1, middle + half * place)) + 0.5)


def whole(standing: Standing) -> dict[str, float]:
    """Every facet: its own evidence, or part of what the rest of its domain says."""
    kin = {d: [v for name, v in standing.items() if name[0] == d] for d in "NEOAC"}
    return {f: standing[f] if f in standing else _FROM_KIN * (fmean(kin[f[0]]) if kin[f[0]] else 0.0) for f in FACETS}
