"""Numbers in words as figures (`six thousand two hundred` is 6,200): a rewriting that knows where it came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TO_NINETEEN = """
ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
"""
_TEENS = _TO_NINETEEN.split()
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
"""Words for 20, 30 and so on to 90."""
TO_NINETEEN = (*_ONES, *_TEENS)
"""Words for 0 to 19."""
_SMALL = {word: n for n, word in enumerate(TO_NINETEEN)} | {word: 20 + 10 * n for n, word in enumerate(TENS)}
_BIG = {"hundred": 100, "thousand": 1_000, "grand": 1_000, "million": 1_000_000}
_FRACTIONS = {" and a half": 0.5, " and a quarter": 0.25, " and three quarters": 0.75}
_VULGAR = {"½": ".5", "¼": ".25", "¾": ".75"}
_DIGIT_WORDS = {word: str(n) for n, word in enumerate(_ONES)} | {"oh": "0"}
_TO_TWENTIETH = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth
sixteenth seventeenth eighteenth nineteenth twentieth
"""
_ORDINALS = {word: n for n, word in enumerate(_TO_TWENTIETH.split(), start=1)} | {"thirtieth": 30}

_NAMES = "|".join(sorted([*_SMALL, *_BIG], key=len, reverse=True))
_RUN = re.compile(
    rf"\b(?:a (?=hundred\b|thousand\b))?(?:{_NAMES})\b(?:(?:[\s-]+|\s*,\s*)(?:and\s+)?(?:{_NAMES})\b(?!\s+quarters))*"
    rf"(?:(?:{'|'.join(_FRACTIONS)})(?:\s+(?:thousand|million))?\b)?(?:\s+point(?:\s+(?:{'|'.join(_ONES)}|oh))+\b)?",
    re.IGNORECASE,
)
_DIGIT = rf"(?:(?:double|triple)\s+)?(?:{'|'.join([*_ONES, 'oh'])})"
_SPELLED = re.compile(rf"\b{_DIGIT}(?:[\s,-]+{_DIGIT}\b){{2,}}", re.IGNORECASE)
_TIMES = {"double": 2, "triple": 3}
_YEAR = re.compile(
    rf"(?<![\w-])(?P<century>nineteen|twenty)[\s-]+(?P<rest>(?:{'|'.join(TENS)})(?:[\s-](?:{'|'.join(_ONES[1:])}))?"
    rf"|{'|'.join(_TEENS)})\b(?![\s-]+(?:{'|'.join([*_SMALL, *_BIG])})\b)",
    re.IGNORECASE,
)
"""`nineteen eighty-seven`, `twenty nineteen`; a year under ten of a century has its own words (`oh five`)."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_ORDINAL = rf"(?:(?:twenty|thirty)[\s-])?(?:{'|'.join(_ORDINALS)})"
_DAY_FIRST = re.compile(rf"\b(?P<day>{_ORDINAL})(?=\s+(?:of\s+)?{_MONTH}\b)", re.IGNORECASE)
_DAY_LAST = re.compile(rf"\b{_MONTH}\s+(?:the\s+)?(?P<day>{_ORDINAL})\b", re.IGNORECASE)
_THOUSANDS = re.compile(r"\b(?P<n>\d+(?:[.,]\d{1,2})?)(?:\s?k\b|\s+(?:thousand|grand)\b)", re.IGNORECASE)
_PERCENT = re.compile(r"(?<=\d)\s?%")
_PER_CENT = re.compile(r"\bper\s+cent\b", re.IGNORECASE)
_POINT = re.compile(r"(?<=\d)·(?=\d)")
"""A decimal point in the middle of the line, as in older print."""
_ROMAN = re.compile(r"(?:(?<=\btype[\s-])|(?<=\bType[\s-])|(?<=\bstage[\s-])|(?<=\bStage[\s-]))(?:III?|IV)\b")
"""Not `I`, which is somebody as often."""
_OF_ROMAN = {"II": "2", "III": "3", "IV": "4"}
_DIALLED = 6
"""Digits said one after another that are a number to be dialled."""
_FRACTION = re.compile(rf"(?<=\d)[{''.join(_VULGAR)}]")
_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


def in_words(number: int) -> str:
    """A whole number from 0 to 99 in words."""
    if number < len(TO_NINETEEN):
        return TO_NINETEEN[number]
    tens, unit = divmod(number, 10)
    return TENS[tens - 2] + (f"-{TO_NINETEEN[unit]}" if unit else "")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text with numbers as figures. `cuts` are (place in it, place in the original) where a piece begins."""

    text: str
    cuts: tuple[tuple[int, int, bool], ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original that a span of the rewritten text stands for."""
        return self._origin(start, ends=False), self._origin(end - 1, ends=True)

    def _origin(self, at: int, *, ends: bool) -> int:
        number = bisect_right(self.cuts, at, key=lambda cut: cut[0]) - 1
        here, there, kept = self.cuts[number]
        if kept:
            return there + at - here + ends
        return self.cuts[number + 1][1] if ends and number + 1 < len(self.cuts) else there


@lru_cache(maxsize=4096)
def figures(text: str) -> Rewritten:
    """`text` with numbers in words, spelled digits, ordinals beside a month, `14.5k` and `%` in one way of writing."""
    pieces: list[str] = []
    cuts: list[tuple[int, int, bool]] = []
    at = length = 0
    for start, end, new in _changes(text):
        if start < at:
            continue
        for piece, origin, kept in ((text[at:start], at, True), (new, start, False)):
            cuts.append((length, origin, kept))
            pieces.append(piece)
            length += len(piece)
        at = end
    cuts.append((length, at, True))
    pieces.append(text[at:])
    clean = [cut for cut, after in zip(cuts, [*cuts[1:], None], strict=True) if after is None or cut[0] != after[0]]
    return Rewritten("".join(pieces), tuple(clean))


def _changes(text: str) -> list[tuple[int, int, str]]:
    return sorted(_found(text), key=lambda change: (change[0], -change[1]))


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    yield from ((m.start(), m.end(), "") for m in _HIDDEN.finditer(text))
    yield from ((m.start(), m.end(), " percent") for m in _PERCENT.finditer(text))
    yield from ((m.start(), m.end(), "percent") for m in _PER_CENT.finditer(text))
    yield from ((m.start(), m.end(), ".") for m in _POINT.finditer(text))
    yield from ((m.start(), m.end(), _VULGAR[m[0]]) for m in _FRACTION.finditer(text))
    yield from ((m.start(), m.end(), _OF_ROMAN[m[0]]) for m in _ROMAN.finditer(text))
    for pattern in (_DAY_FIRST, _DAY_LAST):
        yield from ((*m.span("day"), f"{_ordinal(m['day'])}th") for m in pattern.finditer(text))
    for m in _THOUSANDS.finditer(text):
        yield m.start(), m.end(), _plain(float(m["n"].replace(",", ".")) * 1_000)
    for m in _SPELLED.finditer(text):
        said = list(_dialled(re.findall(r"[a-z]+", m[0].lower())))
        if "0" in said or len(said) >= _DIALLED:  # else it may be a list
            yield m.start(), m.end(), "".join(said)
    for m in _YEAR.finditer(text):
        yield m.start(), m.end(), f"{_SMALL[m['century'].lower()]}{_value(m['rest'].lower())}"
    for m in _RUN.finditer(text):
        if (value := _value(m[0].lower())) is not None:
            yield m.start(), m.end(), value


def _dialled(words: list[str]) -> Iterator[str]:
    """The digits of a number that is read out: `double seven` is two of them."""
    times = 1
    for word in words:
        if word in _TIMES:
            times = _TIMES[word]
        else:
            yield from [_DIGIT_WORDS[word]] * times
            times = 1


def _ordinal(words: str) -> int:
    *tens, last = re.findall(r"[a-z]+", words.lower())
    return (20 if tens == ["twenty"] else 30 if tens else 0) + _ORDINALS[last]


def _value(run: str) -> str | None:
    """The number that a run of number words is; None for `one` alone, which is a pronoun as often, and for lists."""
    words = re.findall(r"[a-z]+", run)
    if words in (["one"], *([big] for big in _BIG)):
        return None
    head, _, decimals = run.partition(" point ")
    fraction = next((words for words in _FRACTIONS if words in head), "")
    words = re.findall(r"[a-z]+", head.replace(fraction, "") if fraction else head)
    whole = _sum([word for word in words if word not in {"and", "a"}], _FRACTIONS.get(fraction, 0.0))
    if whole is None:
        return None
    return _plain(whole) + ("." + "".join(_DIGIT_WORDS[word] for word in decimals.split()) if decimals else "")


def _sum(words: list[str], half: float) -> float | None:
    """English number grammar: small numbers add up below the next hundred or thousand, which multiply them."""
    total = group = 0.0
    last = 10**9
    for n, word in enumerate(words):
        if word in _BIG:
            scale = _BIG[word]
            group = (group or 1) * scale if n or scale else group
            if half and n == len(words) - 1:
                group, half = group + half * scale, 0.0
            if scale > 100:
                total, group = total + group, 0.0
            last = scale
        else:
            value = _SMALL[word]
            if not (value < 10 <= last < 100 and last % 10 == 0) and last < 100:
                return None  # `nine fifty`, `two three`: a list or a way of speaking, not one number
            group += value
            last = value or 1
    return total + group + half


def _plain(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:g}"
