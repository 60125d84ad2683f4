"""Does what shows of a person fade in the course of a match? A stranger rates windows of their turns (18).

What people say of themselves stays the same when what they show has faded (Gonnermann-Müller 2026), so that the same
blind rater is asked who is asked for `seen`, with four turns at a time. Rated are the facets that are written to show:
two levels from the ordinary and more. Of the others there is nothing to fade.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from arena.psychometrics.instruments import instrument, target
from arena.psychometrics.scoring import Line, line_through, scale_scores
from arena.psychometrics.talks import PlayedMatch, talk_of
from arena.schema.instrument import Instrument
from arena.schema.interview import Response
from arena.schema.persona import ORDINARY, Persona
from arena.schema.probe_view import Talk, TalkLine

WINDOW = 4
"""Turns of the person that a stranger reads at a time."""
_SHOWS = 2
"""Levels from the ordinary at which a facet is written to show."""


def sheet_for(persona: Persona) -> Instrument | None:
    """The items of IPIP-NEO-120 on the facets that this person is written to show; None where there is none."""
    whole = instrument("ipip-neo-120")
    facets = {k for k, facet in persona.traits.facets.items() if abs(facet.level - ORDINARY) >= _SHOWS}
    items = tuple(item for item in whole.items if item.scale in facets)
    if not items:
        return None
    scales = tuple(scale for scale in whole.scales if scale.id in facets)
    return whole.model_copy(update={"scales": scales, "items": items, "page": len(items)})


@dataclass(frozen=True, slots=True)
class Window:
    """Some turns in a row of one person: `middle` is the middle of their numbers in the match."""

    middle: float
    talks: tuple[Talk, ...]


def windows_of(match: PlayedMatch, persona: Persona) -> list[Window]:
    """The whole windows of a match, over its talks in order; turns left over at the end are in none."""
    found: list[Window] = []
    lines: list[tuple[int, TalkLine]] = []
    for session, line in _lines(match, persona):
        lines.append((session, line))
        if sum(one.mine for _, one in lines) == WINDOW:
            middle = len(found) * WINDOW + (WINDOW + 1) / 2
            found.append(Window(middle, _talks(lines)))
            lines = []
    return found


def _lines(match: PlayedMatch, persona: Persona) -> Iterator[tuple[int, TalkLine]]:
    """(session, line as a stranger reads it)."""
    for session in match.sessions.values():
        for line in talk_of(session, persona).lines:
            yield session.number, line


def _talks(lines: Sequence[tuple[int, TalkLine]]) -> tuple[Talk, ...]:
    sessions = dict.fromkeys(session for session, _ in lines)
    return tuple(Talk(lines=tuple(line for at, line in lines if at == session)) for session in sessions)


@dataclass(frozen=True, slots=True)
class Rating:
    """One window as the stranger saw it: mean distance, in points of 1 to 5, between seen and authored facets."""

    middle: float
    distance: float
    unseeing: float
    """The same distance for somebody who rates everything in the middle."""


def rated(window: Window, sheet: Instrument, persona: Persona, answers: Sequence[Response]) -> Rating | None:
    """What the answers on one window come to; None where no facet has a score."""
    scores = scale_scores(sheet, {answer.item: answer.answer for answer in answers})
    pairs = [
        (seen, authored)
        for scale in sheet.scales
        if (seen := scores[scale.id]) is not None and (authored := target(scale, persona, sheet.top)) is not None
    ]
    if not pairs:
        return None
    middle = (1 + sheet.top) / 2
    return Rating(window.middle, fmean(abs(a - b) for a, b in pairs), fmean(abs(middle - b) for _, b in pairs))


@dataclass(frozen=True, slots=True)
class Fading:
    """One match: how the distance goes with the turns."""

    ratings: tuple[Rating, ...]
    slope: Line

    @property
    def sees(self) -> float:
        """Points by which the first window is seen better than by somebody who sees nothing; above 0 is better."""
        return self.ratings[0].unseeing - self.ratings[0].distance


def fading(ratings: Sequence[Rating]) -> Fading | None:
    """What the windows of a match come to; None under two of them."""
    if len(ratings) < 2:
        return None
    ordered = tuple(sorted(ratings, key=lambda one: one.middle))
    return Fading(ordered, line_through([(one.middle, one.distance) for one in ordered]))
