"""Typed questions put out of band; each puts one page of statements."""

from __future__ import annotations

from arena.schema.probe_view import AgainView, SeenView, SelfView
from arena.schema.question import Question
from arena.schema.record import Record

ASK_AGAIN = 1
"""Version of the prompt with which a person is asked again."""


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


def ask_again(view: AgainView) -> Question[PageAnswer]:
    """The person says which statements are so of them, before a talk or in the middle of one."""
    return Question("probe/again", ASK_AGAIN, view, PageAnswer)
