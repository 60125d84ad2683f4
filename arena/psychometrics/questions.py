"""The two typed questions of an interview; each puts one page of an inventory."""

from __future__ import annotations

from arena.schema.probe_view import SeenView, SelfView
from arena.schema.question import Question
from arena.schema.record import Record


class Marked(Record):
    """The answer to one statement of the page."""

    number: int
    answer: int | None
    """The number of an option; `null` for a statement without sense. Anything else counts as no answer."""


class PageAnswer(Record):
    """One page filled in. Statements without a mark, or with two, count as not answered."""

    answers: tuple[Marked, ...]


def ask_self(view: SelfView) -> Question[PageAnswer]:
    """The person fills the page in about themselves."""
    return Question("probe/self", 1, view, PageAnswer)


def ask_seen(view: SeenView) -> Question[PageAnswer]:
    """A stranger fills the page in about somebody whose lines they have read."""
    return Question("probe/seen", 1, view, PageAnswer)
