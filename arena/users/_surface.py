"""How a message looks on the screen: capitals, slips of the finger, emoji."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from arena.schema.user_view import Manner

OFTEN = {"never": 0.0, "rarely": 0.1, "sometimes": 0.25, "often": 0.55}
"""Shares of messages."""
_START = re.compile(r"((?:^|[.?!…] ))([a-z])")
_LOOSE = re.compile(r" (?=[.?!,])")
"""A space that a word left behind."""
_LETTERS = re.compile(r"[A-Za-z]{5,}")
Tone = Literal["glad", "sore", "neutral"]
_EMOJI: Mapping[Tone, tuple[str, ...]] = MappingProxyType(
    {"glad": ("🙂", "😄", "👍"), "sore": ("😕", "🙄", "😬"), "neutral": ("🙂", "👋", "🙏")}
)
_PICTURES = 0x2600
"""From this code point on, characters are pictures: a message that has one needs no other."""


def in_own_words(text: str, manner: Manner) -> str:
    """Plain `text` with the words this person has others for, or leaves out; a sentence still starts with a capital."""
    if not manner.own_words:
        return text
    own = {plain.lower(): word for plain, word in manner.own_words.items()}
    text = _any_of(tuple(own)).sub(lambda found: _in_place(own[found[1].lower()], found), text)
    text = _LOOSE.sub("", text.strip())
    return _START.sub(lambda found: found[1] + found[2].upper(), text)


@lru_cache(maxsize=256)
def _any_of(plain: tuple[str, ...]) -> re.Pattern[str]:
    """Any of the words or phrases, the longest first, and the space behind it."""
    words = "|".join(re.escape(phrase) for phrase in sorted(plain, key=len, reverse=True))
    return re.compile(rf"(?<![\w'])({words})(?![\w'])( ?)", re.IGNORECASE)


def _in_place(own: str, found: re.Match[str]) -> str:
    """The word and the space behind it; no space either for one left out."""
    return own + found[2] if own else ""


def slips(text: str, manner: Manner, chance: random.Random) -> str:
    """`text` with neighbouring letters swapped in longer words, as often as this person's fingers slip."""

    def slip(found: re.Match[str]) -> str:
        word = found.group()
        if chance.random() >= manner.typos_per_100w / 100:
            return word
        at = chance.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return _LETTERS.sub(slip, text) if manner.typos_per_100w else text


def dress(text: str, manner: Manner, chance: random.Random, tone: Tone) -> str:
    """The finished message: capitals, the last full stop, an emoji where there is none yet."""
    if manner.capitals == "lower":
        text = text[:1].lower() + re.sub(r"([.?!…]\s+)([A-Z])", lambda m: m[1] + m[2].lower(), text[1:])
        text = re.sub(r"\bI('|\b)", r"i\1", text)
    elif manner.capitals == "shouts":
        text = _shouted(text, chance)
    if manner.formality == "very casual" or "almost none" in manner.punctuation:
        text = text.removesuffix(".")
    text = text.rstrip(", ")
    if chance.random() < OFTEN[manner.emoji] and not any(ord(c) >= _PICTURES for c in text):
        text += " " + chance.choice(_EMOJI[tone])
    return text


def _shouted(text: str, chance: random.Random) -> str:
    words = [m for m in re.finditer(r"\b[a-z]{4,}\b", text)]
    if not words or chance.random() > 0.5:
        return text
    loud = chance.choice(words)
    return text[: loud.start()] + loud.group().upper() + text[loud.end() :]
