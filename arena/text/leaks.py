"""Does what somebody said over several turns give a value away? As `match.mentions`, and also split over two turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from arena.text._short import is_code
from arena.text.match import Pieces, mentions, pieces
from arena.text.numerals import figures
from arena.text.words import sentences

_LONG = 12
"""Words beside twice its content up to which two sentences are one statement told in two parts."""
_MONTH = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_DAY = re.compile(r"\b(\d{1,2}(?:st|nd|rd|th))\b", re.IGNORECASE)
_GROUP = re.compile(r"[A-Za-z]+|\d+")


class Quote(NamedTuple):
    """Words copied from a turn; `turn` counts from 0 in what was given."""

    turn: int
    text: str


def leak(turns: Sequence[str], value: str, says_like: Sequence[str] = ()) -> tuple[Quote, ...]:
    """Where the turns of one speaker, oldest first, give `value` away: one quote, or two of turns in succession.

    A value is split where one sentence has a part of it and a sentence of the next turn the rest. For that it needs
    something that is not found everywhere: a number, a date, a name, or three words of content. Paraphrases are looked
    for whole.
    """
    for number, turn in enumerate(turns):
        if (found := mentions(turn, value, says_like)) is not None:
            return (Quote(number, found),)
    for number in range(len(turns) - 1):
        for first in sentences(turns[number]):
            for second in sentences(turns[number + 1]):
                if _split(first, second, value):
                    return (Quote(number, first), Quote(number + 1, second))
    return ()


def _split(first: str, second: str, value: str) -> bool:
    if is_code(value):
        return _code_split(first, second, value)
    one, two, wanted = pieces(first), pieces(second), pieces(value)
    if _date_split(first, second, value):
        return True
    if not _telling(wanted) or one.n + two.n > 2 * len(wanted.content) + _LONG:
        return False
    has_one, has_two = wanted.content & one.content, wanted.content & two.content
    return bool(has_one - has_two and has_two - has_one) and has_one | has_two == wanted.content


def _telling(wanted: Pieces) -> bool:
    return len(wanted.content) >= 2 and (wanted.special or len(wanted.content) >= 3)


def _code_split(first: str, second: str, value: str) -> bool:
    """The groups of a code in order: the first of them end one sentence, the rest are in the next."""
    groups = [group.lower() for group in _GROUP.findall(value)]
    have, more = ([group.lower() for group in _GROUP.findall(text)] for text in (first, second))
    return any(_ends_with(have, groups[:at]) and _holds(more, groups[at:]) for at in range(1, len(groups)))


def _ends_with(have: list[str], groups: list[str]) -> bool:
    return have[-len(groups) :] == groups


def _holds(have: list[str], groups: list[str]) -> bool:
    size = len(groups)
    return any(have[at : at + size] == groups for at in range(len(have) - size + 1))


def _date_split(first: str, second: str, value: str) -> bool:
    """A month in one sentence and the day of it in the other, for a value that is a date and nothing else."""
    for month, day in ((first, second), (second, first)):
        named, number = _MONTH.search(month), _DAY.search(figures(day).text)
        if named and number and mentions(f"{number[1]} {named[1]}", value):
            return True
    return False
