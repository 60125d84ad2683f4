"""Lengths of time as people write them: `90s`, `45m`, `2h30m`, `1.5h`, `2d`."""

from __future__ import annotations

import re

_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": 86_400.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*([smhd])", re.IGNORECASE)
_WHOLE = re.compile(rf"(?:{_PART.pattern}\s*)+", re.IGNORECASE)


def seconds_of(text: str) -> float:
    """Seconds in a length of time; each number needs its unit (s, m, h or d). Raises ValueError."""
    if not _WHOLE.fullmatch(text.strip()):
        raise ValueError(f"{text!r} is no length of time; write it like 90s, 45m, 2h30m or 1.5h")
    return sum(float(number) * _SECONDS[unit.lower()] for number, unit in _PART.findall(text))


def in_words(seconds: float) -> str:
    """A length of time at a glance, two units at the most: `40 s`, `12 min`, `2 h 30 min`, `3 d 4 h`."""
    if seconds < 59.5:
        return f"{max(0, round(seconds))} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    days, hours = divmod(round(seconds / 3600), 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


def as_option(seconds: float) -> str:
    """The length of time as `seconds_of` reads it, to the second: `9000` is `2h30m`."""
    left, parts = max(1, round(seconds)), []
    for unit, size in (("h", 3600), ("m", 60), ("s", 1)):
        count, left = divmod(left, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)
