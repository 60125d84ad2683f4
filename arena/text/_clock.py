"""Times of day in whatever way they are written: `half past nine`, `9:30`, `9.30 am`, `18h00`, `6 in the evening`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_HALF = r"(?:\s*[ap]\.?m\b\.?|\s+(?:in the (?:morning|afternoon|evening)|at night)\b)"
_TIME = re.compile(
    rf"\b(?:(?P<part>half|quarter) (?P<side>past|to) (?P<h1>\d{{1,2}})(?:{_HALF})?(?!\d)"
    rf"|(?P<h2>\d{{1,2}})(?::(?P<m2>[0-5]\d)(?:{_HALF}|\s?h(?:rs)?\b)?|h(?P<m3>[0-5]\d)\b|\.(?P<m4>[0-5]\d){_HALF})"
    rf"|(?P<h5>\d{{1,2}})(?:\s+o['’]clock\b(?:{_HALF})?|{_HALF}))",
    re.IGNORECASE,
)
"""Numbers in words are figures by then. A full stop alone between figures is a decimal one."""
_MORNING = re.compile(r"(?:a\.?m\.?|morning)$", re.IGNORECASE)
_LATER = re.compile(r"(?:p\.?m\.?|afternoon|evening|night)$", re.IGNORECASE)
_HALF_DAY = 12
_LAST = 24


class Time(NamedTuple):
    """A time of day in a text: where it stands, and the (hour, minute) that it may be."""

    start: int
    end: int
    may_be: frozenset[tuple[int, int]]


def times_in(text: str) -> Iterator[Time]:
    """The times of day that a text names. Without `am` or the like an hour up to twelve may be either."""
    for found in _TIME.finditer(text):
        hour, minute = _hour_and_minute(found)
        if hour < _LAST:
            yield Time(found.start(), found.end(), frozenset((h, minute) for h in _hours(hour, found[0])))


def _hour_and_minute(found: re.Match[str]) -> tuple[int, int]:
    part = found.groupdict()
    if part["h1"]:
        minutes = 30 if part["part"].lower() == "half" else 15
        before = part["side"].lower() == "to"
        return (int(part["h1"]) - before) % _LAST, 60 - minutes if before else minutes
    if part["h2"]:
        return int(part["h2"]), int(part["m2"] or part["m3"] or part["m4"])
    return int(part["h5"]), 0


def _hours(hour: int, words: str) -> tuple[int, ...]:
    if hour > _HALF_DAY:
        return (hour,)
    if _MORNING.search(words):
        return (hour % _HALF_DAY,)
    if _LATER.search(words):
        return (hour % _HALF_DAY + _HALF_DAY,)
    return (hour % _HALF_DAY, hour % _HALF_DAY + _HALF_DAY)
