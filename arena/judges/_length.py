"""How long a reply is to the person it is written to, and about how long this person likes it: both by code.

A judge cannot count well, and "as long as they like" without a number is read differently by every reader.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from arena.judges._artefact import parted
from arena.schema.judge_view import Tastes
from arena.text.features import asked_features
from arena.text.words import count_words

_DEPTH_WORDS = (30, 45, 75, 120, 180)
"""What suits from depth 1 (the gist) to 5 (everything) in answer to a question."""
_USUAL = 16
"""Words of an ordinary chat message."""
_LEAST, _MOST = 0.7, 1.5
"""How far the length of their own messages moves what suits."""
_SHORT, _LONG = 38, 150
"""Who asks for short answers is suited by no more, who asks for the full reasons by no less."""
_A_QUESTION = 12
"""A message of more words asks for a whole answer also where it has no question mark."""
_TO_A_REMARK = 0.7


def reply_words(reply: str) -> int:
    """Words said to the person: the text of `<message>` blocks is for somebody else and does not count."""
    return count_words(parted(reply).outside)


def suits_words(tastes: Tastes, said: str, reply: str) -> int:
    """About how many words suit the person in answer to `said`, at least 1.

    By the depth they like and, less strongly (to the power 0.4), by the length of their own messages; a wish about
    length, whether listed or in `said`, goes before both. A bare remark needs less than a question.
    """
    asked = asked_form((*tastes.wishes, said))
    terse = math.pow(tastes.usual_words / _USUAL, 0.4)
    target = _DEPTH_WORDS[min(5, max(1, tastes.wants_depth)) - 1] * min(_MOST, max(_LEAST, terse))
    if asked.get("reply.length") == "short":
        return round(min(target, _SHORT))
    if asked.get("reply.length") == "long":
        return round(max(target, _LONG))
    whole = "?" in said or count_words(said) > _A_QUESTION or bool(parted(reply).inside)
    return round(target if whole else _TO_A_REMARK * target)


def asked_form(wishes: Iterable[str]) -> dict[str, str]:
    """What wishes ask of the form of replies; of two about the same thing the later holds."""
    asked: dict[str, str] = {}
    for wish in wishes:
        asked |= asked_features(wish)
    return asked
