"""Summing up within so many words: the question, and the answer by rule."""

from __future__ import annotations

from collections.abc import Sequence

from arena.assistants.memory import document, tidy
from arena.assistants.offline._about import is_lasting
from arena.assistants.offline._reading import Statement, noted_in, overtaken, said_in
from arena.models.offline import Offline
from arena.schema.assistant_view import Message
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.words import count_words


class SummariseInputs(Record):
    """Inputs of `assistant/summarise`."""

    so_far: str
    conversation: tuple[Message, ...]
    date: str
    """Simulated date of the conversation, ISO 8601."""
    limit_words: int
    task: str
    """What the summary is for."""


class Summary(Record):
    """Sentences, each with its date in square brackets before it."""

    sentences: tuple[str, ...] = ()


def summarise(inputs: SummariseInputs) -> Question[Summary]:
    """Asks for a summary."""
    return Question("assistant/summarise", 1, inputs, Summary)


def within(sentences: Sequence[str], words: int) -> tuple[str, ...]:
    """Whole sentences from the newest back until the limit is reached, in their order; a model may overshoot."""
    kept: list[str] = []
    for sentence in reversed(tidy(sentences)):
        words -= count_words(sentence)
        if words < 0:
            break
        kept.append(sentence)
    return tuple(reversed(kept))


def summary(inputs: SummariseInputs, offline: Offline) -> Summary:
    """The person's own sentences, dated: wishes stay before lasting facts, those before the rest, the newest first."""
    old = [(line.removeprefix("- "), said) for line in inputs.so_far.splitlines() for said in noted_in(line)]
    new = [(line_of(said, inputs.date), said) for said in said_in(inputs.conversation)]
    entries = dict(old + new)
    return Summary(sentences=chosen(entries, inputs.limit_words))


def chosen(entries: dict[str, Statement], words: int) -> tuple[str, ...]:
    """As many lines as fit into so many words: what matters more first, of equals the newest; in their order."""
    saids = list(entries.values())
    alive = {line: s for i, (line, s) in enumerate(entries.items()) if not any(overtaken(s, n) for n in saids[i + 1 :])}
    order = sorted(enumerate(alive.items()), key=lambda e: (_weight(e[1][1]), e[0]), reverse=True)
    kept: set[int] = set()
    for place, (line, _) in order:
        words -= count_words(line)
        if words < 0:
            break
        kept.add(place)
    return tuple(line for place, line in enumerate(alive) if place in kept)


def _weight(said: Statement) -> int:
    return 2 if said.wish else int(is_lasting(said.text))


def line_of(said: Statement, date: str, label: str = "") -> str:
    """A statement as one dated line that can be read again."""
    return f'[{date}] {label or ("Wants" if said.wish else "Said")}: "{said.text.replace(chr(34), chr(39))}"'


def as_document(sentences: Sequence[str]) -> str:
    """Sentences as a document, one a line."""
    return document(sentences)
