"""How to put things: the person's register and feelings, and a sentence chosen for it."""

from __future__ import annotations

import random
import re
from functools import lru_cache

from arena.assistants.offline._phrases import HAPPY, HARD, Phrases, Register
from arena.assistants.offline._reading import Sight
from arena.text.words import count_words, sentences

_LOOSE = re.compile(
    r"\b(?:lol|haha+|yeah|yep|nah|gonna|wanna|pls|thx|btw|kinda|hey|u|ur|omg|dunno|mate|cool)\b"
    r"|\bi\b(?!\.)|[\U0001f300-\U0001faff]|!{2,}",
)
_STIFF = re.compile(
    r"\b(?:dear|kindly|i would|would you|could you please|regarding|whether|i should like|i am|it is|do not|thank you"
    r" for)\b",
    re.IGNORECASE,
)
_SHORT_FORM = re.compile(r"\w['’](?:m|ve|re|ll|d|t|s)\b", re.IGNORECASE)
_SAD = re.compile(
    r"\b(?:worr(?:y|ied|ies)|anxious|anxiety|sad|exhausted|drained|stress(?:ed|ful)?|scared|afraid|upset|angry"
    r"|frustrat\w+|lonely|overwhelmed|ashamed|embarrass\w+|hurts?|crying|cried|miserable|panick?\w*|awful|dread(?:ing)?"
    r"|can't sleep|miss (?:him|her|them|it)|died|funeral|hopeless|rough|bad day|fed up|nervous|heartbroken)\b",
    re.IGNORECASE,
)
_GLAD = re.compile(
    r"\b(?:excited|thrilled|delighted|proud|so happy|i'm happy|over the moon|great news|it worked|i got the|relieved"
    r"|can't wait to|celebrat\w+|made my day)\b",
    re.IGNORECASE,
)
_JOKE = re.compile(r"\b(?:haha+|lol|lmao|joking|kidding|as is traditional)\b|[😂🤣]|;-?\)", re.IGNORECASE)


@lru_cache(maxsize=1024)
def _looseness(text: str) -> int:
    lower = any(s[0].islower() for s in sentences(text))
    stiff = 0 if _SHORT_FORM.search(text) else len(_STIFF.findall(text)) + (count_words(text) > 30)
    return 2 * lower + len(_LOOSE.findall(text)) - stiff


def register_of(sight: Sight) -> Register:
    """How the person writes in this session, on the whole."""
    loose = sum(_looseness(text) for text in sight.theirs) / len(sight.theirs)
    if loose >= 1:
        return "casual"
    return "formal" if loose <= -2 else "plain"


def say(phrases: Phrases, register: Register, chance: random.Random) -> str:
    """One of `phrases`."""
    return chance.choice(phrases[register])


def feeling_in(text: str) -> Phrases | None:
    """What to answer to the feeling that `text` shows; None when it shows none."""
    if _SAD.search(text):
        return HARD
    return HAPPY if _GLAD.search(text) else None


def is_joke(text: str) -> bool:
    """Whether the person is plainly joking."""
    return bool(_JOKE.search(text))


def first_words(text: str, limit: int) -> str:
    """Whole sentences of `text` up to `limit` words, at least one."""
    kept: list[str] = []
    size = 0
    for sentence in sentences(text):
        size += count_words(sentence)
        if kept and size > limit:
            break
        kept.append(sentence)
    return " ".join(kept)
