"""Does a text state a value? Normalised matching that survives case, accents, formats, numbers in words, initials."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from arena.text._clock import times_in
from arena.text._short import TITLES, code_in, initials_in, is_code, plain_letters
from arena.text.numerals import figures
from arena.text.words import STOP_WORDS, TOKEN, sentences, stem

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATE = re.compile(
    r"\b(?P<y1>\d{4})-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})\b"
    r"|\b(?P<d2>\d{1,2})(?:st|nd|rd|th|\.)?(?:\s+of)?\s+" + _MONTH.format("n2") + r"(?:,?\s+(?P<y2>\d{4}))?\b"
    r"|\b" + _MONTH.format("n3") + r"\s+(?:the\s+)?(?P<d3>\d{1,2})(?:st|nd|rd|th)?\b(?:,?\s+(?P<y3>\d{4})\b)?"
    r"|\b(?P<a4>\d{1,2})[./](?P<b4>\d{1,2})[./](?P<y4>\d{4}|\d{2})\b"
    r"|\b(?P<d5>\d{1,2})[-. ](?P<r5>I{1,3}|IV|VI{0,3}|IX|XI{0,2})[-. ](?P<y5>\d{4}|\d{2})\b",
    re.IGNORECASE,
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_MAY_DO = re.compile(r"\s+(?:be|have|do|go|not|well|also|i|you|he|she|it|we|they|need|want|take|come)\b", re.IGNORECASE)
"""After a small `may` it is the verb and no month."""
_SPACED_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009'’]\d{3})+(?![\d])")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‑": "-"}
)
_ELLIPSIS = re.compile(r"\s*(?:\[?…\]?|\[?\.{3,}\]?)\s*")
_PHRASE = 4
"""A paraphrase of so many words is telling word for word even without a content word ("on my own now")."""
_SLACK = 3
"""Words that may stand between the words of a value, beside their number, for them to be one statement."""
_BRIEF = 2
"""Content words up to which a longer paraphrase is compared word for word."""
_CLAUSE_ENDS = re.compile(r"\W*(?:$|[.!?,;:()\n]|(?:and|but|so|since|because)\b)", re.IGNORECASE)
_PARTICLES = frozenset({"off", "out", "up", "down"})
"""Little words that make another word of a verb (`laid off`)."""

Day = tuple[int | None, int, int]
"""Year if given, month, day."""


_DAY, _TIME = "#", "@"
"""The keys of all dates, and of all times of day."""
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_DIGIT = re.compile(r"\d")


class _Unit(NamedTuple):
    """A word, number or date of a text: its place and what it is compared by."""

    start: int
    end: int
    form: str
    key: str
    """Units of different keys are never the same; short words are compared as they stand, longer ones by stem."""
    days: frozenset[Day] = frozenset()
    """Of a date; of a time of day its hours and minutes in the place of month and day."""
    attached: bool = False
    """Whether it stands right behind a figure (`42a`), so that it is a part of a number and no small word."""

    @property
    def counts(self) -> bool:
        if self.days or self.attached or self.form in _PARTICLES:
            return True
        return self.form not in TITLES and self.form.replace("'", "") not in STOP_WORDS

    def same(self, other: _Unit) -> bool:
        return self.key == other.key and (not self.days or any(_same_day(a, b) for a in self.days for b in other.days))


class _Wanted(NamedTuple):
    """What is looked for."""

    units: tuple[_Unit, ...]
    content: tuple[_Unit, ...]
    keys: frozenset[str]
    """Keys without which it stands in no text: those of its content, or of a set phrase."""
    names: tuple[tuple[_Unit, ...], ...]
    """Words of it that belong together."""


class _Part(NamedTuple):
    """A sentence of a text."""

    start: int
    units: tuple[_Unit, ...]
    keys: frozenset[str]


def _same_day(a: Day, b: Day) -> bool:
    return a[1:] == b[1:] and (a[0] is None or b[0] is None or a[0] == b[0])


def mentions(text: str, value: str, says_like: Sequence[str] = ()) -> str | None:
    """The verbatim span of `text` that states `value`, or one of the paraphrases `says_like`; `None` if none does.

    Compared without regard to case, accents, white space, thousands separators (`1,900`, `1.900`, `1 900`), currency
    signs, typographic quotes, date formats (`12 May`, `May the twelfth`, `2026-05-12`; a missing year fits any) and
    whether numbers are in words. Codes and telephone numbers are found with any separators, names and terms also as
    initials (`R. Okafor`, `PTSD`). A value of several words is stated where they stand in order, or where all its
    content words stand close together in one sentence, names of several words unbroken. Words are matched whole.
    A value made of stop words alone is never found, a paraphrase made of them only word for word and from four words
    on; one with a single content word must be a clause by itself. A negated value is still a mention: what is asked is
    whether the text speaks of it.
    """
    rewritten = figures(text)
    for words in (value, *says_like):
        for way in dict.fromkeys((words, words.translate(_UMLAUTS))):
            found = _found(rewritten.text, figures(way).text, said=words is not value)
            if found is not None:
                start, end = rewritten.back(*found)
                return text[start:end]
    short = initials_in(text, value)
    return text[short[0] : short[1]] if short else None


def _found(text: str, words: str, *, said: bool) -> tuple[int, int] | None:
    """Where `text` states `words`: a value, or a way of saying it."""
    if is_code(words) and len(_units(words)) > 1:  # one unit is a date or a number
        return code_in(text, words)
    wanted = _wanted(words)
    if not wanted.keys <= _keys(text):
        return None
    if not wanted.content:
        set_phrase = said and len(wanted.units) >= _PHRASE
        return _in_order(text, wanted.units) if set_phrase else None
    if said and len(wanted.content) <= _BRIEF and len(wanted.content) < len(wanted.units):
        return _in_brief(text, wanted)
    return _in_order(text, wanted.units) or _in_one_sentence(text, wanted)


def _in_brief(text: str, wanted: _Wanted) -> tuple[int, int] | None:
    """A paraphrase with next to no content of its own, word for word.

    With one content word ("I'm expecting") it must end a clause: the same words begin many others ("a parcel").
    """
    whole = _in_order(text, wanted.units)
    if len(wanted.content) == 1:
        return whole if whole and _CLAUSE_ENDS.match(text, whole[1]) else None
    first, last = (wanted.units.index(unit) for unit in (wanted.content[0], wanted.content[-1]))
    return whole or _in_order(text, wanted.units[first : last + 1])


@lru_cache(maxsize=4096)
def _wanted(words: str) -> _Wanted:
    units = _units(words)
    content = tuple(u for u in units if u.counts)
    return _Wanted(units, content, frozenset(u.key for u in content or units), _names_in(words, units))


def _names_in(words: str, units: tuple[_Unit, ...]) -> tuple[tuple[_Unit, ...], ...]:
    """Names of several words, such as a street's: they stand together and in order or are something else."""
    runs: list[list[_Unit]] = [[]]
    for unit in units:
        capital = words[unit.start].isupper() and not unit.days and unit.form not in TITLES
        near = runs[-1] and words[runs[-1][-1].end : unit.start].isspace()
        if not (capital and near):
            runs.append([])
        if capital:
            runs[-1].append(unit)
    return tuple(tuple(run) for run in runs if len(run) > 1)


@lru_cache(maxsize=1024)
def _keys(text: str) -> frozenset[str]:
    """The keys of all units of a text; where it has figures, its sentences by themselves may read them otherwise."""
    whole = frozenset(u.key for u in _units(text))
    return whole.union(*(part.keys for part in _parts(text))) if _DIGIT.search(text) else whole


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[_Part, ...]:
    parts: list[_Part] = []
    at = 0
    for sentence in sentences(text):
        at = text.index(sentence, at)
        units = _units(sentence)
        parts.append(_Part(at, units, frozenset(u.key for u in units)))
        at += len(sentence)
    return tuple(parts)


def _in_order(text: str, wanted: tuple[_Unit, ...]) -> tuple[int, int] | None:
    have = _units(text)
    size, first = len(wanted), wanted[0].key
    for at in range(len(have) - size + 1):
        if have[at].key == first and all(map(_Unit.same, wanted, have[at : at + size])):
            return have[at].start, have[at + size - 1].end
    return None


def _in_one_sentence(text: str, wanted: _Wanted) -> tuple[int, int] | None:
    if not all(_in_order(text, name) for name in wanted.names):
        return None
    for part in _parts(text):
        found = _tightest(part.units, wanted) if wanted.keys <= part.keys else None
        if found:
            return part.start + found[0], part.start + found[1]
    return None


def _tightest(have: tuple[_Unit, ...], wanted: _Wanted) -> tuple[int, int] | None:
    """The shortest run of units that holds all content of `wanted`, if it is short enough to be one statement."""
    limit = 2 * len(wanted.content) + _SLACK
    best: tuple[int, int] | None = None
    for first, unit in enumerate(have):
        if unit.key not in wanted.keys or not any(w.same(unit) for w in wanted.content):
            continue
        last = _last_needed(have[first : first + limit], wanted.content)
        if last is not None and (best is None or last < best[1] - best[0]):
            best = (first, first + last)
    return (have[best[0]].start, have[best[1]].end) if best else None


def _last_needed(window: tuple[_Unit, ...], content: tuple[_Unit, ...]) -> int | None:
    places = [next((i for i, h in enumerate(window) if w.same(h)), None) for w in content]
    known = [p for p in places if p is not None]
    return max(known) if len(known) == len(places) else None


@lru_cache(maxsize=1024)
def _units(text: str) -> tuple[_Unit, ...]:
    units: list[_Unit] = []
    at = 0
    for special in _specials(text):
        units.extend(_plain_units(text, at, special.start))
        units.append(special)
        at = special.end
    units.extend(_plain_units(text, at, len(text)))
    return tuple(units)


def _specials(text: str) -> Iterator[_Unit]:
    """Dates and spaced thousands, which are one unit although they are several words."""
    found = [_Unit(m.start(), m.end(), "", _DAY, days) for m in _DATE.finditer(text) if (days := _days(m))]
    for time in times_in(text):
        if not any(u.start < time.end and time.start < u.end for u in found):
            found.append(_Unit(time.start, time.end, "", _TIME, frozenset((None, h, m) for h, m in time.may_be)))
    for m in _SPACED_THOUSANDS.finditer(text):
        if not any(u.start < m.end() and m.start() < u.end for u in found):
            number = re.sub(r"\D", "", m.group())
            found.append(_Unit(m.start(), m.end(), number, _key(number)))
    yield from sorted(found)


def _days(match: re.Match[str]) -> frozenset[Day]:
    part = match.groupdict()
    if part["y1"]:
        return _valid([(int(part["y1"]), int(part["m1"]), int(part["d1"]))])
    if part["a4"]:
        a, b = int(part["a4"]), int(part["b4"])
        return _valid([(year, m, d) for year in _years(part["y4"]) for m, d in ((a, b), (b, a))])
    if part["r5"]:
        month = _ROMAN.index(part["r5"].upper()) + 1
        return _valid([(year, month, int(part["d5"])) for year in _years(part["y5"])])
    n = "2" if part["n2"] else "3"
    if part["n" + n] == "may" and _MAY_DO.match(match.string, match.end()):
        return frozenset()
    month = _MONTHS.index(part["n" + n][:3].lower()) + 1
    return _valid([(int(part["y" + n]) if part["y" + n] else None, month, int(part["d" + n]))])


def _years(figures: str) -> tuple[int, ...]:
    """The year; of two figures in either century."""
    return (int(figures),) if len(figures) > 2 else (1900 + int(figures), 2000 + int(figures))


def _valid(days: list[Day]) -> frozenset[Day]:
    return frozenset(d for d in days if 1 <= d[1] <= 12 and 1 <= d[2] <= 31)


def _plain_units(text: str, start: int, end: int) -> Iterator[_Unit]:
    for m in TOKEN.finditer(text, start, end):
        form, key = _compared(m.group())
        attached = len(form) == 1 and form.isalpha() and m.start() > 0 and text[m.start() - 1].isdigit()
        yield _Unit(m.start(), m.end(), form, key, attached=attached)


@lru_cache(maxsize=8192)
def _compared(token: str) -> tuple[str, str]:
    """Form and key of a word or number."""
    form = _number(token) if token[0].isdigit() else _folded(token)
    return form, _key(form)


def _key(form: str) -> str:
    """Short words as they stand, longer ones by stem; a stem that is a short word (`owes`) is that word."""
    if len(form) <= 3:
        return form
    root = stem(form)
    return root if len(root) <= 3 and form == root + "s" else "~" + root


def _number(token: str) -> str:
    """A number without its separators: `1,900.00` -> `1900`, `1.900` -> `1900`, `3,5` -> `3.5`."""
    head, mark, tail = token, "", ""
    last = max(token.rfind("."), token.rfind(","))
    if last >= 0 and len(token) - last - 1 != 3:
        head, mark, tail = token[:last], ".", token[last + 1 :].rstrip("0")
    elif last >= 0 and not _GROUPED.fullmatch(token):
        return token
    return re.sub(r"[.,]", "", head) + (mark + tail if tail else "")


def _folded(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", plain_letters(word).casefold().replace("’", "'"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).removesuffix("'s")


class Pieces(NamedTuple):
    """What a text consists of, for telling whether two texts together hold what a third does."""

    content: frozenset[str]
    """Keys of its words of content, numbers and dates."""
    n: int
    """Its words, numbers and dates, whatever they are."""
    special: bool
    """Whether there is a number, a date or a name in it."""


def pieces(text: str) -> Pieces:
    """The pieces of a text, numbers in words as figures."""
    plain = figures(text).text
    units = _units(plain)
    capitals = any(plain[unit.start].isupper() for unit in units[1:])
    content = frozenset(unit.key + str(sorted(unit.days, key=str)) for unit in units if unit.counts)
    return Pieces(content, len(units), capitals or any(unit.days or unit.form[:1].isdigit() for unit in units))


def verbatim(quote: str, text: str) -> bool:
    """Whether `quote` stands in `text`, white space, case and typographic quotes and dashes apart.

    An ellipsis in the quote splits it into parts that must occur in order. An empty quote is in no text.
    """
    haystack, whole = _plain(text), _plain(quote).strip()
    if whole and whole in haystack:
        return True  # also a text that is nothing but an ellipsis
    parts = [p for p in (_plain(p).strip() for p in _ELLIPSIS.split(quote)) if p]
    at = 0
    for part in parts:
        found = haystack.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return bool(parts)


@lru_cache(maxsize=512)
def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFC", text).translate(_QUOTES).casefold()
    return " ".join(composed.split())
