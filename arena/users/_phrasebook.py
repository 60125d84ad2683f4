"""Plain lines for people whose file carries none of their own, and ways to put facts and wishes in first person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from arena.schema.user_view import Tellable, Wish
from arena.users.asking import topic

GENERIC: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "greets": ("Hi.", "Hello."),
        "asks": ("{ask}", "Okay. {ask}", "Another thing: {ask}", "And {ask}"),
        "answers": ("{fact}", "Sure: {fact}", "Right, {fact}"),
        "objects": ("No. {wish}", "That's not it. {wish}", "Not quite what I meant.", "That isn't what I asked."),
        "hedges": ("Hm. {wish}", "Maybe, but {wish}", "Not sure that fits me.", "Hm, that's not quite it."),
        "thanks": ("Thanks, that helps.", "Good, thank you.", "That's useful, thanks."),
        "agrees": ("Okay.", "Makes sense.", "Right."),
        "chats": (
            "It's been one of those days.",
            "I'm half watching the rain while I type this.",
            "The kettle is on, so I have a minute.",
            "Quiet evening here for once.",
            "I should be doing the dishes, really.",
        ),
        "impatient": ("Can we get to the point?", "This is taking a while.", "I don't have all day."),
        "scolds": ("Read what I wrote.", "Pay attention, please.", "We have been over this."),
        "declines": ("I'd rather not go into that.", "That stays with me.", "Not something I want to share."),
        "leaves": ("That's all for now.", "I'll leave it at that.", "Bye for now."),
        "gives_up": ("This isn't helping. I'll stop here.", "I've had enough of this. Bye.", "Forget it, I'm off."),
        "dull": ("ok", "never mind", "right", "fine."),
        "repeats": ("You said that already.", "That's the same again.", "We had that one."),
        "again": ("I told you that already.", "You had that already.", "As I said."),
        "asks_back": ("And you?", "What would you say?", "What do you make of it?"),
    }
)
"""Act -> lines. Persona files may carry lines for some of these acts."""

_THIRD_PERSON = (
    (r"^wants\b", "I want"),
    (r"^prefers\b", "I prefer"),
    (r"^likes\b", "I like"),
    (r"^dislikes\b", "I don't like"),
    (r"^hates\b", "I hate"),
    (r"^needs\b", "I need"),
    (r"^avoids\b", "I avoid"),
    (r"^cannot\b|^can't\b", "I can't"),
    (r"^does not\b|^doesn't\b", "I don't"),
    (r"^would rather\b", "I'd rather"),
)


def wish_sentences(wish: Wish) -> tuple[str, ...]:
    """Ways to say the wish: the person's own, else the value in first person."""
    if wish.says_like:
        return wish.says_like
    for pattern, words in _THIRD_PERSON:
        said, found = re.subn(pattern, words, wish.value, count=1, flags=re.IGNORECASE)
        if found:
            said = re.sub(r"\b(?:her|his|their)\b", "my", said)
            return (said.rstrip(".") + ".",)
    return (f"What I want: {wish.value.rstrip('.')}.",)


def fact_sentences(fact: Tellable) -> tuple[str, ...]:
    """Ways to tell the fact: the person's own, else key and value."""
    return fact.says_like or (f"My {topic(fact.key)}: {fact.value.rstrip('.')}.",)
