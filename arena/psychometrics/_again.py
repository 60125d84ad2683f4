"""The offline person asked again: which statements do the portrait, and their own lines in the talk, bear out?

What they wrote themselves in this talk counts before the portrait, the latest first: a model reads it as its own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from arena.psychometrics.questions import Marked, PageAnswer
from arena.schema.probe_view import AgainView
from arena.text.numerals import figures
from arena.text.words import content_words, sentences, words

_SO, _NOT_SO, _CANNOT_SAY = 1, 2, 3
_MOST_OF_IT = 0.75
"""Share of the words of a statement that a sentence must hold to be about the same."""
_FEW = 3
"""Words under which a line of a talk says too little to be about a statement."""
_QUOTED = re.compile(r"“([^”]+)”")
_FRAMES = (re.compile(r"^my name is ", re.I), re.compile(r"^from the inside i know: ", re.I))
_NOT = re.compile(r"\b(?:not|no longer|any ?more|never|nor|wrong|used to|\w+n't|taken? back)\b", re.I)
_NAMED = re.compile(r"\bmy name(?:'s| is) ([a-z][\w'-]+)", re.I)
_AGED = re.compile(r"\bi(?:'m| am) (\d{2})\b", re.I)
_CONVICTION = "I stand by that."


def answer_again(view: AgainView) -> PageAnswer:
    """The page by what is written: so, not so, or cannot be said."""
    told = [s for paragraph in view.portrait.split("\n\n") for s in sentences(paragraph)]
    mine = [s for line in view.talk.lines if line.mine for s in sentences(line.text) if not s.endswith("?")]
    marks = (Marked(number=s.number, answer=_stands(s.text, told, mine[::-1])) for s in view.page.statements)
    return PageAnswer(answers=tuple(marks))


def _stands(statement: str, told: Iterable[str], mine: Iterable[str]) -> int:
    for sentence in mine:
        if said := _said(statement, sentence):
            return said
    matter = frozenset(content_words(_matter(statement)))
    if any(_about(matter, sentence) for sentence in told):
        return _SO
    return _CANNOT_SAY if statement.endswith(_CONVICTION) else _NOT_SO


def _matter(statement: str) -> str:
    """What a statement says, without the words that only put it."""
    if quoted := _QUOTED.search(statement):
        return quoted[1]
    return next((frame.sub("", statement) for frame in _FRAMES if frame.match(statement)), statement)


def _about(matter: frozenset[str], sentence: str) -> bool:
    wanted = matter - _FILLERS
    return bool(wanted) and len(wanted & frozenset(content_words(sentence))) >= _MOST_OF_IT * len(wanted)


_FILLERS = frozenset(content_words("years old"))


def _said(statement: str, sentence: str) -> int:
    """What a sentence of one's own in the talk says of a statement; 0 where it says nothing."""
    plain = sentence.replace("’", "'")
    for pattern, about in ((_NAMED, "My name is "), (_AGED, "I am ")):
        found = pattern.search(plain)
        if found and statement.startswith(about):
            return _SO if found[1].lower() in _values(statement) else _NOT_SO
    matter = frozenset(content_words(_matter(statement)))
    if len(matter) < _FEW or not _about(matter, plain):
        return 0
    return _NOT_SO if bool(_NOT.search(plain)) != bool(_NOT.search(_matter(statement))) else _SO


def _values(statement: str) -> set[str]:
    return {*words(statement), *words(figures(statement).text)}
