"""Who the shipped people were written to be comes out: in their own words, and to a stranger who reads their talks.

The offline reader and the offline stranger answer, over the 24 people, and the order they come out in is compared with
the order in which they were authored. What may not be is that chance does as well.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import chain, zip_longest

import pytest

from arena.models.offline import OfflineBackend
from arena.personas import portrait
from arena.psychometrics import ANSWERERS
from arena.psychometrics._cues import kinds_of_words
from arena.psychometrics.axes import DOMAINS, authored, measured
from arena.psychometrics.instruments import instrument
from arena.psychometrics.interview import Ask, Sitting, by_a_stranger, hold, in_character
from arena.psychometrics.scoring import Correlation, rank_correlation
from arena.psychometrics.talks import MOST_TALKS, PlayedSession, talk_of
from arena.schema.probe_view import Talk
from arena.schema.world import World
from tests.content.playing import GROUP, Door, Played, course
from tests.content.test_shipped import PERSONAS

pytestmark = pytest.mark.xdist_group(GROUP)

MINI = instrument("mini-ipip")
COURSES = ("smaller-flat", "since-the-call", "late-exam")
ADMINISTRATIONS = 5
HELD_OUT = tuple(sorted(PERSONAS))[1::2]
"""The stranger's words and weights were adjusted on the talks of the others. No two people share a line."""
LEVELS = {name: authored(MINI, persona) for name, persona in PERSONAS.items()}


def _talks(match: Played) -> list[Talk]:
    sessions: dict[int, PlayedSession] = {}
    for said in match.turns:
        sessions.setdefault(said.turn.session, PlayedSession(said.turn.session, "")).turns.append(said)
    return [talk_of(session, match.persona) for session in sessions.values() if session.free]


def _heard(name: str) -> list[Talk]:
    """What a stranger reads of somebody: the first talks of each course, as an interview takes them."""
    by_course = zip_longest(*(_talks(course(name, scenario)) for scenario in COURSES))
    return [talk for talk in chain.from_iterable(by_course) if talk is not None][:MOST_TALKS]


def _asked(name: str, view: str) -> Ask:
    persona = PERSONAS[name]
    return by_a_stranger(_heard(name)) if view == "seen" else in_character(persona.identity.name, portrait(persona), ())


@cache
def found(view: str) -> Mapping[str, Mapping[str, float]]:
    """Person -> domain -> level, the mean of the administrations."""
    return {name: _levels(name, view) for name in PERSONAS}


def _levels(name: str, view: str) -> dict[str, float]:
    ask = _asked(name, view)
    sheets = [dict(_sheet(name, ask, number)) for number in range(ADMINISTRATIONS)]
    scores = [measured(MINI, sheet) for sheet in sheets]
    return {domain: sum(one[domain] for one in scores) / len(scores) for domain in DOMAINS}


def _sheet(name: str, ask: Ask, number: int) -> Iterator[tuple[int, int | None]]:
    door = Door(OfflineBackend(ANSWERERS, World(), f"{name}|{number}"))
    sitting = Sitting(name, MINI, "self", "before", number, 0)
    yield from ((one.item, one.answer) for one in asyncio.run(hold(sitting, ask, door, "offline")))


def order(view: str, domain: str, people: Mapping[str, str] | None = None) -> Correlation:
    """Authored against measured; `people` says whose authored level stands beside whose measured one."""
    beside = people or dict(zip(PERSONAS, PERSONAS, strict=True))
    return rank_correlation([(LEVELS[a][domain], found(view)[m][domain]) for a, m in beside.items()])


def _better_than_chance(one: Correlation) -> bool:
    return one.low is not None and one.low > 0


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("view", ["self", "seen"])
def test_people_come_out_in_the_order_in_which_they_were_authored(view: str, domain: str) -> None:
    one = order(view, domain)
    assert one.n == len(PERSONAS)
    assert _better_than_chance(one), one


@pytest.mark.parametrize("domain", DOMAINS)
def test_with_levels_that_are_somebody_elses_they_do_not(domain: str) -> None:
    """Authored levels dealt anew: an interval above 0 comes up about once in forty times, as it should by chance."""
    chance, names = random.Random(7), list(PERSONAS)
    dealt = [dict(zip(names, chance.sample(names, len(names)), strict=True)) for _ in range(200)]
    assert sum(_better_than_chance(order("seen", domain, people)) for people in dealt) <= 16


@pytest.mark.parametrize("domain", DOMAINS)
def test_a_stranger_also_tells_apart_people_whose_talks_nobody_had_read(domain: str) -> None:
    one = order("seen", domain, dict(zip(HELD_OUT, HELD_OUT, strict=True)))
    assert one.r is not None
    assert one.r > 0.2, one


def test_most_words_that_a_stranger_goes_by_are_in_nobodys_lines() -> None:
    """A list gathered from the lines would find all of its words there."""
    said = "\n".join(line for p in PERSONAS.values() for own in p.voice.lines.values() for line in own)
    words = [word for kind in kinds_of_words() for word in kind.words]
    unsaid = [word for word in words if not re.search(rf"(?<!\w)(?:{word})(?!\w)", said, re.IGNORECASE)]
    assert len(words) > 400
    assert len(unsaid) * 2 > len(words)
