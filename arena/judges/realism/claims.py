"""What people say of themselves, read by rule: name, age, work, home, company, and figures of known facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from arena.text.match import mentions
from arena.text.numerals import figures
from arena.text.words import content_words, sentences

_KIN = r"(?:husband|wife|partner|boyfriend|girlfriend|son|daughter|kids?|children|brother|sister|mother|father|cat|dog)"
_FRAMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("name", re.compile(r"\b(?:M|m)y name(?:'s| is) (?P<value>[A-Z][\w'-]+)")),
    (
        "age",
        re.compile(r"\bi(?:'m| am) (?P<value>\d{2})\b(?! (?:%|per|minutes|km|miles))(?=$|[ ,.;!?])", re.IGNORECASE),
    ),
    (
        "work",
        re.compile(r"\bi (?:work as|earn my living as) (?:an? |the )?(?P<value>[a-z][a-z -]{3,40})", re.IGNORECASE),
    ),
    ("home", re.compile(r"\bi live (?:in|at|on) (?P<value>[^.,;!?]{3,60})", re.IGNORECASE)),
    ("alone", re.compile(r"\bi live (?P<value>alone|with (?:my )?\w+)", re.IGNORECASE)),
    ("has", re.compile(rf"\b(?:i have|i've got|i've) (?P<value>(?:an? |no |two |three )?{_KIN})\b", re.IGNORECASE)),
    ("has", re.compile(rf"\bi (?:don't|do not|never) (?:have|had) (?P<value>(?:an? |any )?{_KIN})\b", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class SelfClaim:
    """One statement about oneself. `frame` is what it is about; `value` what is said; `denied` for "I have no ..."."""

    frame: str
    value: str
    quote: str
    denied: bool = False


@lru_cache(maxsize=4096)
def self_claims(text: str) -> tuple[SelfClaim, ...]:
    """What a message states about its writer; questions state nothing."""
    return tuple(claim for s in sentences(text.replace("’", "'")) if not s.endswith("?") for claim in _in(s))


def _in(sentence: str) -> Iterator[SelfClaim]:
    for frame, pattern in _FRAMES:
        if found := pattern.search(sentence):
            value = found["value"].strip()
            denied = frame == "has" and bool(re.search(r"\b(?:no|any|never|don't|do not)\b", found.group()))
            subject = _subject(frame, value)
            yield SelfClaim(f"{frame}:{subject}" if subject else frame, value.lower(), found.group(), denied)


def _subject(frame: str, value: str) -> str:
    """For having somebody: whom."""
    return value.rsplit(maxsplit=1)[-1].lower().rstrip("s") if frame == "has" else ""


def agree(one: SelfClaim, other: SelfClaim) -> bool:
    """Whether two claims in the same frame can both be true."""
    if one.denied != other.denied:
        return False
    if one.denied or one.frame.startswith("has:"):
        return True
    mine, theirs = set(content_words(one.value)), set(content_words(other.value))
    return not mine or not theirs or bool(mine & theirs)


def goes_against(claim: SelfClaim, portrait: str) -> str:
    """The sentence of the portrait that a claim cannot be true beside; empty where there is none."""
    for sentence in sentences(portrait):
        said = sentence.lower().replace("’", "'")
        if _excludes(claim, said):
            return sentence
    return ""


def _excludes(claim: SelfClaim, said: str) -> bool:
    """Only plain cases: another name, another age, company where they live alone, an animal or relative denied."""
    if claim.frame == "name":
        named = re.match(r"you are ([a-z][\w'-]+)", said)
        return named is not None and named[1] != claim.value
    if claim.frame == "age":
        aged = re.match(r"you are [^.]*?, (\d{2})\b", figures(said).text)
        return aged is not None and int(aged[1]) != int(claim.value)
    if claim.frame == "alone":
        with_whom = claim.value.rsplit(maxsplit=1)[-1]
        return "you live alone" in said and with_whom != "alone" and with_whom not in said
    if claim.frame.startswith("has:") and claim.denied:
        return bool(re.search(rf"\byour (?:\w+ )?{re.escape(claim.frame[4:])}\b", said))
    return False


@lru_cache(maxsize=4096)
def other_figure(text: str, told: str) -> str:
    """The sentence of `text` that says what `told` says with another figure; empty where there is none.

    `I have to be out by 12 June.` against `I have to be out by 30 April.`: the words agree, the figures do not.
    """
    wanted = _wordy(told)
    figures = _figures(told)
    if len(wanted) < _FEW or not figures:
        return ""
    for sentence in sentences(text):
        if wanted <= _wordy(sentence) and _figures(sentence) and not mentions(sentence, told):
            return sentence if not (_figures(sentence) & figures) else ""
    return ""


_FEW = 2
_MONTHS = frozenset(
    content_words("january february march april may june july august september october november december")
)


def _wordy(text: str) -> frozenset[str]:
    return frozenset(word for word in content_words(text) if not any(map(str.isdigit, word)) and word not in _MONTHS)


def _figures(text: str) -> frozenset[str]:
    return frozenset(word for word in content_words(text) if any(map(str.isdigit, word)) or word in _MONTHS)


def contradicted(claim: SelfClaim, before: Sequence[SelfClaim]) -> SelfClaim | None:
    """An earlier claim in the same frame that cannot be true beside this one."""
    return next((old for old in before if old.frame == claim.frame and not agree(claim, old)), None)


def taken_back(texts: Iterable[str]) -> str:
    """The words in which somebody says of themselves what cannot be true beside an earlier text; empty for none."""
    before: list[SelfClaim] = []
    for text in texts:
        for claim in self_claims(text):
            if contradicted(claim, before):
                return claim.quote
            before.append(claim)
    return ""
