"""Giving back what the person said, in the second person: the wish that is taken up, the thing that is remembered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

from arena.text.words import count_words

_LONGEST = 16
"""Words of a clause that can be given back without sounding like a parrot."""
_FORMS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("reply.length", "short"): "short answers",
        ("reply.length", "long"): "the long version, with the details",
        ("reply.form", "list"): "points in a list",
        ("reply.form", "prose"): "plain sentences and no lists",
        ("reply.emoji", "none"): "no emoji",
        ("reply.emoji", "some"): "an emoji here and there",
        ("reply.question", "none"): "no questions back",
        ("reply.question", "one"): "a question back",
        ("reply.opens_with", "answer"): "the answer first",
        ("reply.opens_with", "feeling"): "a kind word first",
    }
)
"""What was asked of the form of replies, as a thing to have."""
_AFTER_HELLO = re.compile(
    r"^(?:(?:so|and|but|now|well|oh|um|ok|okay|right|honestly|please|sorry|truth is|between us)\b[,.! ]*)+",
    re.IGNORECASE,
)
_SAYS_I = re.compile(r"^(?:i|we|my|it's my)\b(?! (?:am|'m) [A-Z])", re.IGNORECASE)
_ENDS = re.compile(r"[;:—!?]|\.(?:\s|$)|, (?:so|because|and i|but|see|please|promise)\b")
_TURNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(mine, re.IGNORECASE), yours)
    for mine, yours in (
        (r"\bi am\b", "you are"),
        (r"\bi was\b", "you were"),
        (r"\bi'm\b", "you're"),
        (r"\bi've\b", "you've"),
        (r"\bi'd\b", "you'd"),
        (r"\bi'll\b", "you'll"),
        (r"\b(?:i|me|we|us)\b", "you"),
        (r"\b(?:my|our)\b", "your"),
        (r"\bmyself\b", "yourself"),
        (r"\bmine\b", "yours"),
    )
)
_OBJECT = re.compile(
    r"^i (?:need|want|prefer)(?: (?:it|somewhere|something|a place|to have it))? "
    r"(?P<what>(?!to\b|with\b|you\b|it\b|no\b|somebody|someone|a person|slow is)[a-z][^,.;:!?]*)",
    re.IGNORECASE,
)
_NOT_AN_OBJECT = re.compile(r"\b(?:i|you|that|who|which|my|me|and then|now)\b", re.IGNORECASE)


@lru_cache(maxsize=4096)
def to_you(said: str) -> str:
    """A sentence in the first person as a clause in the second ("you need it quiet"); empty where that sounds odd."""
    plain = _AFTER_HELLO.sub("", said.replace("’", "'").strip())
    clause = _ENDS.split(plain, maxsplit=1)[0].strip(" ,.")
    if not _SAYS_I.search(clause) or not 2 < count_words(clause) <= _LONGEST or re.search(r"\byou", clause, re.I):
        return ""
    for mine, yours in _TURNS:
        clause = mine.sub(yours, clause)
    return clause


@lru_cache(maxsize=4096)
def thing_wanted(said: str) -> str:
    """What a wish is for, as a few words ("quiet and dark"); empty where it is not said so simply."""
    plain = _AFTER_HELLO.sub("", said.replace("’", "'").strip())
    found = _OBJECT.match(plain)
    what = found["what"].strip() if found else ""
    return "" if _NOT_AN_OBJECT.search(what) or count_words(what) > 6 else what


def form_wanted(asked: Sequence[tuple[str, str]]) -> str:
    """The form of replies that was asked for, in words; empty for none."""
    named = [_FORMS[pair] for pair in asked if pair in _FORMS]
    return ", ".join(named[:-1]) + (" and " if len(named) > 1 else "") + named[-1] if named else ""


def capital(text: str) -> str:
    """`text` with a capital letter."""
    return text[:1].upper() + text[1:]
