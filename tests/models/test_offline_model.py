"""What the offline model draws follows from what is asked, and from nothing else."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from arena.models import Request, Sampling
from arena.models.offline import Offline, OfflineBackend
from arena.prompts._prompt import parse
from arena.schema.question import Prose, Question
from arena.schema.record import Record
from arena.schema.world import World
from arena.text.canonical import sha256

WORDS = "---\npurpose: p\ninputs: i\nanswer: a\n---\n## user\nOne?"


class View(Record):
    said: str


class Noting(View):
    """A view with an input that came later."""

    note: str = ""


def roll(view: View, offline: Offline) -> Prose:
    return Prose(text=str(offline.random.random()))


ASKED: Question[Prose] = Question("one", 1, View(said="Which?"), Prose)


def drawn(asked: Question[Prose], seed: str = "case", sent: str = "offline, in these words") -> str:
    request = Request(parse("one", 1, WORDS), (), Sampling(sent), sha256(sent))
    backend = OfflineBackend({"one": roll, "another": roll}, World(), seed)
    return asyncio.run(backend.answer(asked, request)).answer.text


def test_other_words_for_the_same_content_change_no_draw() -> None:
    assert drawn(ASKED) == drawn(ASKED, sent="other words") == drawn(replace(ASKED, version=2))


def test_an_input_at_its_default_changes_no_draw_until_it_is_used() -> None:
    later = replace(ASKED, inputs=Noting(said="Which?"))
    assert drawn(ASKED) == drawn(later)
    assert drawn(ASKED) != drawn(replace(ASKED, inputs=Noting(said="Which?", note="new")))


def test_another_content_question_or_case_is_another_draw() -> None:
    others = (replace(ASKED, inputs=View(said="And now?")), replace(ASKED, prompt="another"))
    assert len({drawn(ASKED), drawn(ASKED, "case 2"), *map(drawn, others)}) == 4
