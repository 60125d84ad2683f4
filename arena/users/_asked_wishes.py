"""Which of a person's wishes a reply asks about.

A question is about a wish where it asks how the person stands to something and shares a word with the wish: with what
it is about, with what it favours, or with the ways of saying it. A question that names nothing at all ("What matters
most to you?") is about whatever matters most.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from arena.schema.persona import Preference
from arena.text.stance import stance
from arena.text.words import content_words
from arena.users.asking import asking_sentences

_LEANING = re.compile(
    r"\byou(?:r|'d|rself)?\b.*\b(?:prefer\w*|rather|lik(?:e|ing)|feel|matters?|mind|want|need|care|bothers?|stand|enjoy"
    r"|hate|dislike|love|taste|wish(?:es)?|important|tolerate|bear|avoid)\b"
    r"|\b(?:matters?|important|bothers?|all right|okay|ok|fine|preferences?|wishes)\b.*\byou(?:rs?)?\b",
    re.IGNORECASE | re.DOTALL,
)
"""Asks how the person stands to something."""
_OFFERS = re.compile(r"\b(?:would|do) you (?:like|want|need|prefer) (?:me|to)\b|\b(?:shall|should) i\b", re.IGNORECASE)
"""Asks what to do next."""
_OF_ASKING = frozenset(
    content_words(
        "prefer preference rather like liking feel matter mind want need care bother stand enjoy hate dislike love"
        " taste wish important tolerate bear avoid way most thing anything something know tell keep choose choice pick"
        " here this good best right sure think case okay fine first really much please say talk put word"
    )
)
"""Content words of any such question."""


def asked_about(reply: str, held: Sequence[Preference], told: Collection[str]) -> frozenset[str]:
    """Ids of the preferences that `reply` asks about: for each question the nearest ones, of equals the most important.

    Args:
        reply: what the assistant said.
        held: the preferences awake, most important first.
        told: ids of those told before; among equals a new one is meant.
    """
    asking = (s for s in asking_sentences(reply) if _LEANING.search(s) and not _OFFERS.search(s))
    return frozenset(found for sentence in asking if (found := _meant(sentence, held, told)))


def _meant(sentence: str, held: Sequence[Preference], told: Collection[str]) -> str:
    matter = frozenset(content_words(sentence)) - _OF_ASKING
    near = {p.id: _nearness(matter, p) if matter else int(p.topic != "any") for p in held}
    order = sorted(held, key=lambda p: (-near[p.id], p.id in told))
    return order[0].id if order and near[order[0].id] else ""


def _nearness(matter: frozenset[str], preference: Preference) -> int:
    """Content words in common, one that names what is favoured twice; else whether they are kin, as noise and quiet."""
    favoured = " ".join(preference.favours).replace("_", " ")
    said = " ".join((preference.about, preference.value, *preference.favours.values(), *preference.says_like))
    named = 2 * len(matter & _words(favoured)) + len(matter & _words(said))
    return named or int(any(stance(way, " ".join(sorted(matter))) for way in (preference.value, *preference.says_like)))


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(content_words(text)) - _OF_ASKING
