"""Administering an inventory out of band: in random order, with the options reversed in every other run.

Order alone shifts what language models answer, and they favour some numbers; over the administrations both average out.
A page that comes back with gaps is put again with the statements that lack an answer, at most twice; then they are
missing. The answers never reach a dialogue.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import count

from arena.errors import AnswerInvalid, Refused
from arena.models import Model
from arena.prompts import Prompt, load
from arena.psychometrics.questions import PageAnswer, ask_seen, ask_self
from arena.psychometrics.scoring import keyed
from arena.schema.instrument import Instrument, Item
from arena.schema.interview import Occasion, Response, View
from arena.schema.probe_view import Page, SeenView, SelfView, Statement, Talk
from arena.schema.question import Question
from arena.text.canonical import seed_of

RETRIES = 2
"""Times a statement without an answer is put again."""

Ask = Callable[[Page], Question[PageAnswer]]


@dataclass(frozen=True, slots=True)
class Sitting:
    """One administration of one instrument to one person, from one side."""

    persona: str
    instrument: Instrument
    view: View
    occasion: Occasion
    number: int
    """0-based; odd ones run the options from the last to the first."""
    seed: int

    @property
    def flipped(self) -> bool:
        """Whether the options run from the last to the first."""
        return self.number % 2 == 1

    def order(self) -> list[Item]:
        """All items in this sitting's order."""
        items = list(self.instrument.items)
        names = (self.persona, self.instrument.id, self.view, self.occasion, str(self.number), str(self.seed))
        random.Random(seed_of("interview", *names)).shuffle(items)  # noqa: S311  # reproducible, not secret
        return items

    def options(self) -> tuple[str, ...]:
        """The options as shown."""
        return self.instrument.options[::-1] if self.flipped else self.instrument.options

    def read(self, shown: int | None) -> int | None:
        """A number as typed, in the published direction; None when it is no option."""
        top = self.instrument.top
        if shown is None or not 1 <= shown <= top:
            return None
        return top + 1 - shown if self.flipped else shown


def in_character(name: str, portrait: str, earlier: Sequence[str]) -> Ask:
    """Puts pages to the person: the portrait and what they remember, and no number of the author's."""
    return lambda page: ask_self(SelfView(name=name, portrait=portrait, earlier=tuple(earlier), page=page))


def by_a_stranger(talks: Sequence[Talk]) -> Ask:
    """Puts pages to somebody who has read these talks and nothing else."""
    return lambda page: ask_seen(SeenView(talks=tuple(talks), page=page))


async def hold(sitting: Sitting, ask: Ask, model: Model, model_id: str) -> list[Response]:
    """All responses of one sitting, in the order asked.

    Raises:
        CallFailed: the model cannot be asked at all; an answer out of form, or none, only counts as missing.
    """
    items, size = sitting.order(), sitting.instrument.page
    marks = [
        mark for at in range(0, len(items), size) for mark in await _page(sitting, items[at : at + size], ask, model)
    ]
    prompt = _prompt_of(ask, sitting)
    return [
        Response(
            persona=sitting.persona,
            instrument=sitting.instrument.id,
            view=sitting.view,
            occasion=sitting.occasion,
            administration=sitting.number,
            item=mark.item.number,
            position=position,
            flipped=sitting.flipped,
            scale=mark.item.scale,
            answer=mark.answer,
            score=None if mark.answer is None else keyed(mark.item, mark.answer, sitting.instrument.top),
            tries=mark.tries,
            model=model_id,
            prompt=prompt.ref,
            prompt_sha256=prompt.sha256,
        )
        for mark, position in zip(marks, count(1), strict=False)
    ]


@dataclass(frozen=True, slots=True)
class _Mark:
    item: Item
    answer: int | None
    tries: int


async def _page(sitting: Sitting, items: Sequence[Item], ask: Ask, model: Model) -> list[_Mark]:
    """One page, put again with what is open."""
    found: dict[int, _Mark] = {}
    open_items = list(items)
    for tries in range(1, RETRIES + 2):
        given = await _asked(ask(_shown(sitting, open_items)), model)
        for number, item in enumerate(open_items, start=1):
            found[item.number] = _Mark(item, sitting.read(given.get(number)), tries)
        open_items = [item for item in open_items if found[item.number].answer is None and not item.may_skip]
        if not open_items:
            break
    return [found[item.number] for item in items]


def _shown(sitting: Sitting, items: Sequence[Item]) -> Page:
    statements = tuple(Statement(number=n, text=in_first_person(item.text)) for n, item in enumerate(items, start=1))
    return Page(statements=statements, options=sitting.options())


async def _asked(question: Question[PageAnswer], model: Model) -> dict[int, int | None]:
    """Number on the page -> number of an option; numbers that come twice are left out."""
    try:
        answers = (await model.ask(question)).answers
    except (AnswerInvalid, Refused):
        return {}
    times = Counter(mark.number for mark in answers)
    return {mark.number: mark.answer for mark in answers if times[mark.number] == 1}


def in_first_person(text: str) -> str:
    """`Like order` as a sentence: `I like order.`."""
    return f"I {text[:1].lower()}{text[1:].rstrip('.')}."


def _prompt_of(ask: Ask, sitting: Sitting) -> Prompt:
    question = ask(_shown(sitting, sitting.instrument.items[:1]))
    return load(question.prompt, question.version)
