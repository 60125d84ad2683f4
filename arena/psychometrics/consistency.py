"""Does a person still answer in the middle of a talk as before it? Questions put out of band, never into the talk (17).

The page is the same each time: what the portrait tells of the person, and as many statements of the same kinds that are
other people's, so that saying yes to everything agrees with nothing. It is put twice before the first word, since
somebody who wavers anyway has not drifted, and again after the 4th, 8th and 16th turn of theirs, with the portrait,
what they remember and the talk so far. After Abdulhai et al. 2025 (question-answer consistency).
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from arena.errors import AnswerInvalid, Refused
from arena.models import Model
from arena.personas import statements
from arena.psychometrics.questions import ASK_AGAIN, ask_again
from arena.psychometrics.scoring import Line, line_through
from arena.schema.persona import Persona
from arena.schema.probe_view import AgainView, Page, Statement, Talk
from arena.text.canonical import seed_of

TURNS = (4, 8, 16)
"""Turns of the person, counted over the match, after which they are asked again."""
OPTIONS = ("that is so", "that is not so", "I cannot say")
MOST = 14
"""Statements of their own, and as many of others."""
VERSION = ASK_AGAIN
"""Of the prompt."""
RETRIES = 1
"""Times a page is put again with the statements that got no answer."""

Answers = Mapping[str, int]
"""Statement -> number of the option; statements without an answer are left out."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One time of asking: after which turn (0: before the first word), and what was answered."""

    turn: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far somebody answered as at first. `at` has (turn, share of statements answered alike), in order."""

    at: tuple[tuple[int, float], ...]
    mean: float
    """Over the times after a turn, 0 to 1."""
    slope: Line
    """Of agreement over turns, the second time before the first word being turn 0."""
    changed: tuple[str, ...]
    """Statements with another answer the last time than the first."""


def page_for(persona: Persona, others: Sequence[Persona]) -> tuple[str, ...]:
    """The statements put to a person, always the same ones for the same people: their own and as many of others'."""
    own = statements(persona)[:MOST]
    said = {one.text for one in statements(persona)}
    foils: defaultdict[str, list[str]] = defaultdict(list)
    for other in sorted(others, key=lambda who: seed_of("foil", persona.id, who.id)):
        for one in statements(other) if other.id != persona.id else ():
            if one.text not in said:
                foils[one.kind].append(one.text)
    found = [one.text for one in own]
    for one in own:
        if foils[one.kind]:
            found.append(foils[one.kind].pop(0))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Mind:
    """What a person has in front of them at some moment: who they are, what they remember, the talk so far."""

    name: str
    portrait: str
    earlier: tuple[str, ...] = ()
    talk: Talk = field(default_factory=lambda: Talk(lines=()))


async def ask(mind: Mind, page: Sequence[str], model: Model, seed: str) -> Answers:
    """The answers of one time of asking, in an order that follows from the seed; a gap is asked for once more.

    Raises:
        CallFailed: the model cannot be asked at all; an answer out of form, or none, only counts as missing.
    """
    order = random.Random(seed_of("again", seed)).sample(list(page), len(page))  # noqa: S311  # not secret
    found: dict[str, int] = {}
    for _ in range(RETRIES + 1):
        left = [text for text in order if text not in found]
        if left:
            found |= await _put(mind, left, model)
    return found


async def _put(mind: Mind, left: Sequence[str], model: Model) -> dict[str, int]:
    shown = Page(statements=tuple(Statement(number=n, text=t) for n, t in enumerate(left, start=1)), options=OPTIONS)
    view = AgainView(name=mind.name, portrait=mind.portrait, earlier=mind.earlier, talk=mind.talk, page=shown)
    try:
        marks = (await model.ask(ask_again(view))).answers
    except (AnswerInvalid, Refused):
        return {}
    times = Counter(mark.number for mark in marks)
    good = [m for m in marks if times[m.number] == 1 and 0 < m.number <= len(left)]
    return {left[m.number - 1]: m.answer for m in good if m.answer is not None and 0 < m.answer <= len(OPTIONS)}


def agreement(asked: Sequence[Asked]) -> Agreement | None:
    """What the times of asking come to, the first being what the others are held against.

    None where it was never asked after a turn, or nothing was answered twice.
    """
    first, *others = sorted(asked, key=lambda one: one.turn) or [Asked(0, {})]
    points = [(one.turn, share) for one in others if (share := _alike(first.answers, one.answers)) is not None]
    after = [share for turn, share in points if turn]
    if first.turn or not after:
        return None
    last = others[-1].answers
    changed = tuple(text for text, answer in first.answers.items() if last.get(text, answer) != answer)
    return Agreement(tuple(points), fmean(after), line_through(points), changed)


def _alike(first: Answers, later: Answers) -> float | None:
    both = first.keys() & later.keys()
    return fmean(first[text] == later[text] for text in both) if both else None
