"""Words, sentences and stems: the ground that matching, features and stance stand on."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0963\u0966-\u0dff\u0e00-\u0fff"
TOKEN = re.compile(
    r"\d+(?:[.,]\d+)*"  # 1,900 and 3.5 are one token each
    r"|[\u3040-\u30ff\u3400-\u9fff]"  # scripts without spaces: a character is a word
    rf"|[^\W\d_][^\W_{_MARKS}]*(?:[{_MARKS}]+[^\W_]*)*(?:['’][^\W\d_]+)*"
)
"""A word, a number with its separators, or one ideograph."""

_STOP_TEXT = """
a an the this that these those some any each every all both either neither such same other another own
i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself
it its itself they them their theirs themselves one ones who whom whose which what where when why how
am is are was were be been being have has had having do does did doing done will would shall should can could may might
must ought let lets get gets got getting
and or but nor so if then than as because since while though although until unless whether
at by for from in into of off on onto out over to up upon with within about above across after against along among
around before behind below beneath beside besides between beyond down during near per through throughout toward towards
under via
not no yes never nothing none without dont doesnt didnt isnt arent wasnt werent cant cannot couldnt wont wouldnt
shouldnt
very too also just only even still again ever once here there now already really quite rather much many more most less
least few several lot lots bit something anything everything somebody someone anybody anyone everyone somewhere anywhere
im ive id ill youre youve youd youll hes shes theyre theyve theyd were weve wed thats theres whats lets s t re ve ll d m
please thanks thank hi hello hey ok okay well oh
"""
STOP_WORDS = frozenset(_STOP_TEXT.split())
"""Words that carry no content by themselves, without apostrophes."""

_ABBREVIATION_TEXT = "mr mrs ms dr prof st vs eg ie e.g i.e etc approx jr sr dept inc ltd"
_ABBREVIATIONS = frozenset(_ABBREVIATION_TEXT.split())
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]*_]*(?=\s|$)|[。！？]+|\n+")
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=8192)
def _tokens(text: str) -> tuple[str, ...]:
    composed = unicodedata.normalize("NFC", text).lower().replace("’", "'")
    return tuple(TOKEN.findall(composed))


def words(text: str) -> list[str]:
    """The words of `text` in order, lower case, numbers with their separators, hyphenated words in their parts."""
    return list(_tokens(text))


def count_words(text: str) -> int:
    """How many words `text` has."""
    return len(_tokens(text))


def counted(n: int, one: str, several: str = "") -> str:
    """`1 session`, `1,200 sessions`, `2 people`: a number with its noun; `several` where an s does not do."""
    return f"{n:,} {one if n == 1 else several or one + 's'}"


def sentences(text: str) -> list[str]:
    """The sentences of `text`, stripped, in order; a line break ends one, an abbreviation or initial does not."""
    return list(_sentences(text))


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[str, ...]:
    found: list[str] = []
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end.group()[0] == "." and _is_abbreviation(text[start : end.start()]):
            continue
        found.append(text[start : end.end()].strip())
        start = end.end()
    found.append(text[start:].strip())
    return tuple(s for s in found if TOKEN.search(s))


def _is_abbreviation(before: str) -> bool:
    last = (before.split() or [""])[-1].lstrip("(\"'").lower()
    initial = len(last) == 1 and last.isalpha() and last != "i"
    enumerated = last.isdigit() and len(last) <= 2 and before.strip() == last
    return last in _ABBREVIATIONS or initial or enumerated


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A light English stem of a lower-case word, for comparing only.

    Plural, -ing, -ed, -ly and -er/-est after a doubled consonant are taken off, a final e is dropped and a final y
    becomes i, so that `hiking`, `hikes` and `hike`, or `city` and `cities`, agree. Words of three letters or fewer,
    numbers, and words with letters outside a-z are kept.
    """
    word = word.removesuffix("'s").replace("'", "")
    if len(word) <= 3 or not (word.isascii() and word.isalpha()):
        return word
    word = _without_ending(_without_plural(word))
    if len(word) > 3 and word.endswith("e"):
        return word[:-1]
    return word[:-1] + "i" if len(word) > 3 and word.endswith("y") and word[-2] not in _VOWELS else word


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def _without_ending(word: str) -> str:
    for ending in ("ingly", "edly", "ily", "ly", "ing", "ed"):
        base = word.removesuffix(ending)
        if base == word or len(base) < 3 or not _VOWELS.intersection(base) or word.endswith("eed"):
            continue
        if ending == "ily":
            return base + "y"
        doubled = base[-1] == base[-2] and base[-1] not in "lsz" and ending != "ly"
        return base[:-1] if doubled else base
    return word


@lru_cache(maxsize=8192)
def content_words(text: str) -> tuple[str, ...]:
    """The stems of the words of `text` that carry content, in order, repetitions kept."""
    return tuple(stem(w) for w in _tokens(text) if w.replace("'", "") not in STOP_WORDS)
