"""What is shown with a page of statements: to the person themselves, and to a stranger who read their lines."""

from __future__ import annotations

from arena.schema.record import Record


class Statement(Record):
    """One statement of a page, in the first person. `number` counts from 1 on this page and tells nothing else."""

    number: int
    text: str


class Page(Record):
    """Statements to be answered with the number of an option."""

    statements: tuple[Statement, ...]
    options: tuple[str, ...]
    """Words for the answers 1, 2, ...; the scale may run either way."""


class SelfView(Record):
    """Inputs of `probe/self`: the person answers in character, out of band. No level and no key is in it."""

    name: str
    portrait: str
    earlier: tuple[str, ...]
    """What the person remembers of talks with assistants, one sentence each; empty before the first."""
    page: Page


class Talk(Record):
    """What one nameless person wrote in one talk, with what they were answering."""

    lines: tuple[TalkLine, ...]


class TalkLine(Record):
    """One line of a talk."""

    mine: bool
    """Written by the person who is rated."""
    text: str


class SeenView(Record):
    """Inputs of `probe/seen`: a stranger rates who wrote these lines. No name, no portrait."""

    talks: tuple[Talk, ...]
    page: Page


class AgainView(Record):
    """Inputs of `probe/again`: the person is asked out of band, before a talk or in the middle of one."""

    name: str
    portrait: str
    """As the speaking model reads it in this session."""
    earlier: tuple[str, ...]
    """What the person remembers of earlier talks with the assistant, oldest first."""
    talk: Talk
    """The talk so far; empty before the first word."""
    page: Page


Talk.model_rebuild()
