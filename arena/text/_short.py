"""Short ways of writing a value: codes and telephone numbers with any separators, initials of names and terms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from arena.text.words import STOP_WORDS

Span = tuple[int, int]

_CODE = re.compile(r"[A-Za-z]{0,4}\d[\dA-Za-z]*(?:[\s./()-]+[\dA-Za-z]+)+|[A-Za-z]{1,4}(?:[\s./-]*\d+)+")
_GAP = r"[\s./()–-]{0,3}"
_ENOUGH = 5
"""Figures and letters from which on a row of them is a code, and three figures of it at least."""
_NOTHING = re.compile(r"(?!)")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_CAPITAL = re.compile(r"[A-ZÀ-Þ][^\W\d_]*(?:['’][^\W\d_]+)*")
_PARTICLE_TEXT = "de del della der den des di da do dos du la le van von zu bin ibn al el y e"
_PARTICLES = frozenset(_PARTICLE_TEXT.split())
"""Small words within a name."""
TITLES = frozenset(("dr", "mr", "mrs", "ms", "prof"))
"""What stands before a name is no part of it."""


@lru_cache(maxsize=4096)
def is_code(value: str) -> bool:
    """Whether a value is a number to be dialled or a reference: nothing but short groups of figures and letters."""
    bare = value.strip()
    figures = sum(c.isdigit() for c in bare)
    signs = sum(c.isalnum() for c in bare)
    several = bool(re.search(r"[\s./()-]", bare))
    return signs >= _ENOUGH and figures >= 4 and several and bool(_CODE.fullmatch(bare))


def code_in(text: str, value: str) -> Span | None:
    """Where `text` holds the signs of a code, whatever separates them; not as a part of a longer one."""
    found = _pattern(value).search(text) or _abroad(value).search(text)
    return found.span() if found else None


@lru_cache(maxsize=1024)
def _abroad(value: str) -> re.Pattern[str]:
    """A telephone number as it is dialled from abroad: `+44` or `0044` in the place of its first zero."""
    signs = [re.escape(c) for c in value if c.isalnum()]
    if signs[0] != "0" or not all(sign.isdigit() for sign in signs):
        return _NOTHING
    return re.compile(r"(?<![\d+])(?:\+|00)[1-9]\d{0,2}" + _GAP + _GAP.join(signs[1:]) + r"(?!\d)")


@lru_cache(maxsize=1024)
def _pattern(value: str) -> re.Pattern[str]:
    signs = [re.escape(c) for c in value if c.isalnum()]
    return re.compile(r"(?<![\dA-Za-z])" + _GAP.join(signs) + r"(?![\dA-Za-z])", re.IGNORECASE)


def initials_in(text: str, value: str) -> Span | None:
    """Where `text` has a name with its first names as initials, or a term as its initials (`P.T.S.D.`, `PTSD`).

    Two initials without dots are too often something else (`MS`), so they count only where they stand by themselves:
    in capitals and not before another capitalised word or a name.
    """
    patterns = _initial_patterns(value)
    found = (pattern.search(_folded(text)) for pattern in patterns)
    return next((match.span() for match in found if match), None)


@lru_cache(maxsize=2048)
def _initial_patterns(value: str) -> tuple[re.Pattern[str], ...]:
    words = [word for word in _WORD.findall(_folded(value)) if word.lower() not in STOP_WORDS]
    if len(words) < 2 or any(c.isdigit() for c in value):
        return ()
    named = [word for word in words if word.lower() not in TITLES | _PARTICLES]
    if len(named) > 1 and all(_CAPITAL.fullmatch(word) for word in named):
        return tuple(pattern for at in range(1, len(named)) for pattern in _of_name(named, at))
    return _of_term([word[0].upper() for word in words]) if not any(_CAPITAL.fullmatch(w) for w in words) else ()


def _of_name(words: list[str], at: int) -> tuple[re.Pattern[str], ...]:
    """The first `at` words of a name as initials, and the others in full; or all of them as initials."""
    small = rf"\s*(?:(?:{'|'.join(sorted(_PARTICLES))})\s+)*"
    short = small.join(rf"{word[0]}\.?" for word in words[:at]) + rf"(?:\s+(?:{'|'.join(sorted(_PARTICLES))})\.?)*"
    dotted = r"\s?".join(rf"{word[0]}\." for word in words)
    surname = r"\s+".join(_spelt(word) for word in words[at:])
    return (
        re.compile(rf"\b{short}\s+{surname}\b"),
        re.compile(rf"\b{surname},\s*{short}(?!\w)"),
        re.compile(rf"(?<![\w.]){dotted}(?!\w)"),
    )


def _spelt(word: str) -> str:
    """A surname with either apostrophe, and `ss` for a letter that not everybody has."""
    return re.sub("['’]", "['’]", re.escape(word)).replace("ß", "(?:ß|ss)")


def _of_term(letters: list[str]) -> tuple[re.Pattern[str], ...]:
    dotted = re.compile(r"(?<![\w.])" + r"\s?".join(rf"{letter}\." for letter in letters[:-1]) + rf"\s?{letters[-1]}\b")
    bare = "".join(letters)
    if len(letters) > 2:
        return (dotted, re.compile(rf"\b{bare}\b"))
    return (dotted, re.compile(rf"\b{bare}\b(?!\.?\s+[A-Z])"))


_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i"})


def plain_letters(text: str) -> str:
    """Letters with a stroke, which Unicode does not take apart, as plain ones; one for one."""
    return text.translate(_LETTERS)


@lru_cache(maxsize=1024)
def _folded(text: str) -> str:
    """Without accents, sign for sign, so that places are those of the text."""
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFD", c)[0] for c in plain_letters(text))
