"""Which sentences of a person's tell something about them, and which are talk about the talk."""

from __future__ import annotations

import re
from functools import lru_cache

_FIGURE = re.compile(r"\d")
_SHAPE = re.compile(
    r"\b(?:I|I'm|I've|I'd|my|me|we|we're|we've|our)\b|\b(?:he|she|it|they|there)\b(?:'s| is| was| put| refused| has)",
    re.I,
)
"""In the first person, or naming what is the case."""
_CASE = re.compile(
    r"\b(?:doctor|scan|x-?ray|hospital|lawyer|landlord|bank|lease|contract|claim|course|shop|name|number)\b[^.?!]{0,40}"
    r"\b(?:says?|said|is|was|runs|ends|found|has|put|bears|called|refused)\b"
    r"|^(?:no|not) \w+ing\b|\b(?:pain|ache)\b"
    r"|\b(?:mornings?|afternoons?|evenings?|weekdays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^[A-Z]\w+(?: [A-Z]\w+)+\.?$|^[A-Z]\w+(?:,[^,]*,)? (?:has |have |had )?(?:moved|gone|left|died|lost|come)\b"
)
_TO_THE_READER = re.compile(
    r"\b(?:you|your|yours|yourself|you're|you've|you'd|you'll|u|let me|let us|let's|allow me|please|bear with me)\b",
    re.I,
)
_SAYING = (
    r"say|said|saying|ask|asked|asking|tell|told|mention(?:ed)?|wrote|write|writing|read|mean|meant|talk|talking|agree|accept|believe|suppose|think"
    r"|guess|hope|see|find|know|knew|trust|regret|confess|hear|heard|wonder|wobble|mind|throw|move|begin|shall|should|must (?:stop|go|decline|ask)"
    r"|bet|swear|promise|decided|doubt|refer"
)
_OF_THE_TALK = re.compile(
    rf"\b(?:i|we)(?:'m|'ve|'ll|'d| am| have| will| would| shall| keep| do| can| could)?(?: also| just| really| already| still| not| n't)* (?:{_SAYING})\b"
    r"|\bi(?:'ll| will|'m going to| am going to|'m gonna)\b|\bi(?:'d| would) (?:like|want)\b|\b(?:truth|fact) is\b(?!,)"
    r"|\b(?:questions?|answer(?:s|ed)?|repl(?:y|ies)|e-?mails?|letter|matter|subject|topic|this one|that one|the (?:other )?half|one more)\b"
    r"|\bto choose from\b|\b(?:this|that|it)(?:'s| is| was| sounds?) (?:not |only |just |all |so |very |too |quite |a bit )?"
    r"(?:\w+(?:ly|ful|ing|ple|ear|ard|asy|ood|ted|sed)|enough|right|simple|odd|fair|it|all|silly|sense|the whole|my|me|not)\b"
    r"|\b(?:thanks?|thank|bye|goodbye|sorry|honest|congratulations)\b|\bhave what\b|\ba (?:minute|moment|second|sec)\b|^(?:if|when|who|what if)\b",
    re.IGNORECASE,
)
_LOOSE_I = re.compile(r"\bi\b")


@lru_cache(maxsize=8192)
def tells_of_them(text: str) -> bool:
    """Whether a sentence tells a circumstance of the person's own, in general words; a question never does.

    Sentences to the reader and sentences about what is being said are none, unless they hold a figure.
    """
    plain = _LOOSE_I.sub("I", text.replace("’", "'")).strip()
    if plain.endswith("?"):
        return False
    if _FIGURE.search(plain):
        return True
    if _TO_THE_READER.search(plain) or _OF_THE_TALK.search(plain):
        return False
    return bool(_SHAPE.search(plain) or _CASE.search(plain) or _NAMED.search(plain))
