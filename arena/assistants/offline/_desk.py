"""What a reply is made of, and what planning has at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from arena.assistants.offline._echo import capital
from arena.assistants.offline._phrases import Phrases, Register
from arena.assistants.offline._reading import Sight
from arena.models.offline import Offline


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts of a reply, each a sentence or a few; empty ones are not said."""

    register: Register
    opening: str = ""
    """A word on how the person feels."""
    noted: str = ""
    """The acknowledgement of what they just told."""
    core: tuple[str, ...] = ()
    callback: str = ""
    more: tuple[str, ...] = ()
    """What else there is to say, where there is room."""
    question: str = ""
    letter: str = ""
    must_ask: bool = False
    """The question is about something without which the matter cannot go on."""
    light: bool = False
    """Small talk, a word on what went wrong, a look into the message: one point, and no list is made of it."""
    followed: bool = False
    """Another question is put behind the reply."""

    def ending_on(self, question: str) -> Plan:
        """The plan of a reply behind which `question` is put, if any: it asks only what it cannot do without."""
        return replace(self, followed=bool(question))


@dataclass(frozen=True, slots=True)
class Desk:
    """What planning has at hand."""

    sight: Sight
    offline: Offline
    register: Register

    def say(self, phrases: Phrases, **blanks: str) -> str:
        """One of the phrases in the person's register, one that was not used yet where there is one."""
        new = [p for p in phrases[self.register] if not self.sight.has_said(_frame(p))]
        text = self.offline.random.choice(new or phrases[self.register])
        return capital(text.format(**{name: words.strip().rstrip(".") for name, words in blanks.items()}))


@lru_cache(maxsize=512)
def _frame(phrase: str) -> str:
    """The longest run of a phrase's own words, by which one knows it again whatever fills its blanks."""
    return max(re.split(r"\{\w+\}", phrase), key=len).strip()
