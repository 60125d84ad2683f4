"""Cues in a person's turns: help that is given, faults objected to, thanks; and what a reply asks for."""

from __future__ import annotations

import re
from functools import lru_cache

from arena.schema.vocabulary import FACT_KEYS
from arena.text.words import sentences

_HELPS = re.compile(
    r"\b(?:as an ai\b|i(?:'m| am) (?:an ai|a language model|your assistant|an assistant)"
    r"|how (?:can|may) i (?:help|assist)|i(?:'d| would) be (?:happy|glad) to (?:help|assist|explain)"
    r"|(?:is there|do you need) anything else|let me know if you(?:'d| would)? (?:like|need|have)"
    r"|feel free to|i (?:can|could) (?:help|assist|draft|explain|guide|suggest)\b"
    r"|i(?:'d| would) (?:recommend|suggest|advise)"
    r"|here(?:'s| is| are) (?:an?|the|some|your) (?:list|plan|draft|breakdown|summary|overview|steps?|few|options?)"
    r"|great question|happy to help|hope (?:this|that) helps"
    r"|you (?:should|could|might want to) (?:consider|start|try|check)"
    r"|(?:would you like|shall i|do you want) me to|glad i could help|you(?:'re| are) (?:very |most )?welcome)",
    re.IGNORECASE,
)
_LIST = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+\S", re.MULTILINE)
_HEADING = re.compile(r"^\s*(?:#{1,4} \S|\*\*[^*\n]{3,60}\*\*:?\s*$)", re.MULTILINE)
_LISTED = 3
"""List items from which on a message is a list."""


def helps(text: str) -> str:
    """The words with which a message gives help, as an assistant does; empty where it does not."""
    if found := _HELPS.search(text.replace("’", "'")):
        return found.group()
    if heading := _HEADING.search(text):
        return heading.group().strip()
    items = _LIST.findall(text)
    return items[0].strip() if len(items) >= _LISTED else ""


_OBJECTS = re.compile(
    r"^(?:no|nope|nah|stop|wait|hang on|hold on|hm+|not (?:that|this|quite|like))\b"
    r"|\b(?:that(?:'s| is|s) not|not what i|i (?:already|just) (?:said|told)|already (?:said|told|asked)"
    r"|you (?:just )?said that"
    r"|wrong\b|again\b|as i said|i said\b|listen\b|read it|not convinced|not sure (?:about|that)"
    r"|but i (?:said|asked|want|need)"
    r"|doesn'?t (?:help|answer)|does not (?:help|answer)|didn'?t (?:ask|answer)|useless|nonsense"
    r"|missing the point|circling"
    r"|get to (?:it|the point)|too (?:long|much|many)|i asked|same (?:thing|words)|heard (?:it|that)"
    r"|scroll up|come on"
    r"|you(?:'re| are)(?: not| going)|really\?|seriously|waste|no use|not helping|try again|half of it"
    r"|asked and answered)",
    re.IGNORECASE,
)
_THANKS = re.compile(r"\b(?:thanks?|thank you|thx|ta\b|cheers|grateful|appreciate|much obliged)\b", re.IGNORECASE)
_PLEASED = re.compile(
    r"\b(?:great|perfect|lovely|wonderful|excellent|brilliant|amazing|fantastic|awesome|love (?:it|that|this)"
    r"|(?:so|very) helpful|makes sense|sounds (?:good|great|perfect)|good (?:point|idea|answer|to know)|exactly)\b",
    re.IGNORECASE,
)
_AGREES = re.compile(
    r"^(?:ok(?:ay)?|sure|fine|alright|all right|yes|yeah|right|of course|no problem|no worries)\b", re.I
)


@lru_cache(maxsize=4096)
def objects(text: str) -> bool:
    """Whether a message minds something in the reply before it."""
    plain = text.replace("’", "'")
    return any(_OBJECTS.search(sentence) for sentence in sentences(plain))


def thanks(text: str) -> bool:
    """Whether a message thanks."""
    return bool(_THANKS.search(text))


def pleased(text: str) -> bool:
    """Whether a message praises or thanks."""
    return thanks(text) or bool(_PLEASED.search(text))


def accepts(text: str) -> bool:
    """Whether a message takes a reply as good: praise, thanks or agreement, and no objection."""
    return not objects(text) and (pleased(text) or bool(_AGREES.search(text.strip())))


_REQUEST = re.compile(
    r"\?|\b(?:tell me|let me know|please (?:share|give|tell|say|provide)|i(?:'d| would)? need|could you)\b", re.I
)


@lru_cache(maxsize=8192)
def asks_for(reply: str, key: str) -> bool:
    """Whether a reply asks for a fact: one of its questions or requests has a word by which one asks for it."""
    known = FACT_KEYS.get(key)
    asked_by = known.asked_by if known else (key.replace("_", " "),)
    asking = " ".join(s for s in sentences(reply) if _REQUEST.search(s)).lower()
    return any(re.search(rf"\b{re.escape(word)}", asking) for word in (*asked_by, key.replace("_", " ")))


_GOODBYE = re.compile(
    r"\b(?:bye|goodbye|good night|see you|that(?:'s| is| will be) (?:all|everything)"
    r"|that(?:'s| is) (?:it|me)[.!,]"
    r"|(?:i(?:'ll| will)|let me) (?:leave it|let you go)"
    r"|i have (?:what i|all i) (?:need|have|came for)|nothing else)\b",
    re.IGNORECASE,
)


def takes_leave(text: str) -> bool:
    """Whether a message says goodbye, or that all is had."""
    return bool(_GOODBYE.search(text.replace("’", "'")))
