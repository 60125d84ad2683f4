"""Limits in numbers: "at most 900", "nothing over 30 minutes", "at least two rooms" against what an option says."""

from __future__ import annotations

import re
from functools import lru_cache

_NUMBER = r"[£$€]?\s?(\d+(?:[.,]\d{3})*(?:\.\d{1,2})?)(?![\d:]|st\b|nd\b|rd\b|th\b)"
_MOST = re.compile(
    r"\b(?:under|below|at most|(?:no|not) (?:more|longer|higher|later|further) than|max(?:imum)?(?: of)?|up to"
    r"|less than|fewer than|within|(?:nothing|not|never|can'?t go|can'?t pay|no \w+|won'?t pay) (?:over|above|beyond)"
    r"|(?:avoid|dislike|hate) \w+ (?:over|above|beyond)|limit (?:is|of))\s+" + _NUMBER,
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:at least|(?:no|not) (?:less|fewer|under) than|min(?:imum)?(?: of)?|nothing (?:under|below)|not under)\s+"
    + _NUMBER,
    re.IGNORECASE,
)
_ANY = re.compile(r"(?<![\w.,:])" + _NUMBER)
_COMPARABLE = 4.0
"""Numbers are about the same thing when neither is more than so many times the other."""
_KEPT, _BROKEN = 0.5, -1.0


def limit_bearing(statement: str, candidate: str) -> float:
    """0.5 when the candidate's comparable numbers keep the statement's limits, -1 when one breaks them, else 0."""
    bearings = [_judged(n, limit, most) for limit, most in _limits(statement) for n in _numbers(candidate)]
    return min((b for b in bearings if b), default=0.0)


def _judged(number: float, limit: float, most: bool) -> float:
    if not limit / _COMPARABLE <= number <= limit * _COMPARABLE:
        return 0.0
    return _KEPT if (number <= limit if most else number >= limit) else _BROKEN


@lru_cache(maxsize=4096)
def _limits(statement: str) -> tuple[tuple[float, bool], ...]:
    most = [(_value(m.group(1)), True) for m in _MOST.finditer(statement)]
    return (*most, *((_value(m.group(1)), False) for m in _LEAST.finditer(statement)))


@lru_cache(maxsize=8192)
def _numbers(text: str) -> tuple[float, ...]:
    return tuple(_value(m.group(1)) for m in _ANY.finditer(text))


def _value(digits: str) -> float:
    return float(re.sub(r"[.,](?=\d{3})", "", digits).replace(",", "."))
