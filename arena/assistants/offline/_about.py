"""What a person's sentence tells: something about them or about the talk, and of which kind."""

from __future__ import annotations

import re
from functools import lru_cache

from arena.text.words import count_words

_FIGURE = re.compile(r"\d")
_SUBJECT = re.compile(
    r"\b(?:I|I'm|I've|I'd|my|me|we|we're|we've|our)\b"
    r"|\b(?:he|she|it|they|there)\b(?:'s| is| was| put| refused| has| ends)",
    re.IGNORECASE,
)
"""In the first person, or naming what is the case."""
_DAYTIMES = r"\b(?:mornings?|afternoons?|evenings?|weekdays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
_CASE = re.compile(
    r"\b(?:doctor|scan|x-?ray|hospital|lawyer|landlord|bank|lease|contract|claim|course|shop|name|number)\b[^.?!]{0,40}"
    r"(?:'s|\b(?:says?|said|is|was|runs|ends|found|has|put|bears|called|refused))\b"
    rf"|^(?:no|not) \w+ing\b|\b(?:pain|ache)\b|{_DAYTIMES}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"^[A-Z]\w+(?: [A-Z]\w+)+\.?$|^[A-Z]\w+(?:,[^,]*,)? (?:has |have |had )?(?:moved|gone|left|died|lost|come)\b"
)
_TO_THE_READER = re.compile(
    r"\b(?:you|your|yours|yourself|you're|you've|you'd|you'll|u|let me|let us|let's|allow me|please|bear with me)\b",
    re.IGNORECASE,
)
_SAYING = (
    r"say|said|saying|ask(?! for no)|asked|asking|tell|told|mention(?:ed)?|wrote|write|writing|read|mean|meant|talk"
    r"|talking|speak|agree|accept|believe|suppose|think|guess|hope|see|find|know|knew|trust|regret|confess|hear|heard"
    r"|wonder|wobble|mind|throw|begin|finish|shall|should|must (?:stop|go|decline|ask|close)|bet|swear|promise|decided"
    r"|doubt|refer|dispute"
)
_HELPING = r"'m|'ve|'ll|'d| am| have| will| would| shall| keep| do| can| could"
_OF_THE_TALK = re.compile(
    rf"\b(?:i|we)(?:{_HELPING})?(?: also| just| really| already| still| not| n't)* (?:{_SAYING})\b"
    r"|\bi(?:'ll| will|'m going to| am going to|'m gonna|'m out|'m gone)\b|\bi(?:'d| would) (?:like|want)\b"
    r"|\b(?:questions?|answer(?:s|ed)?|repl(?:y|ies)|e-?mails?|letter|matter|subject|topic|this one|that one"
    r"|that part|this part|the (?:other )?half|one more|other thing|one thing|next)\b|\bto choose from\b"
    r"|\b(?:this|that|it)(?:'s| is| was| sounds?| feels?) (?:not |only |just |all |so |very |too |quite |a bit )?"
    r"(?:\w+(?:ly|ful|ple|ear|ard|asy|ood|ted|sed)|enough|right|fine|odd|fair|it|all|silly|sense|the whole|me|not)\b"
    r"|\b(?:thanks?|thank|bye|goodbye|sorry|honest|kindly)\b|\bhave what\b|\ba (?:minute|moment|second|sec)\b"
    r"|^(?:if|when|who|what if|there we are|there it is)\b",
    re.IGNORECASE,
)
_LOOSE_I = re.compile(r"\bi\b")
_REFERS = re.compile(
    r"\b(?:that|this|it|i|me|my|we|they|do|does|is|are|was|has|holds|goes|suits?|works?)\b", re.IGNORECASE
)
_FRAGMENT_WORDS = 8
_HEDGE = re.compile(
    r"^(?:the|my|our|maybe|perhaps|possibly|well|hm+|um+|not (?:sure|that|this|quite)|sorry|why|so)\b", re.I
)
_LASTING = re.compile(
    r"\d|\b(?:i|we)(?:'m| am) (?!\w+ing\b)|\b(?:i|we)(?:'ve| have)(?: still| also)? (?:got|an?|been|had)\b"
    r"|^my (?:\w+ )?\w+ (?:is|has|left|moved|died|lives?|works?)\b"
    r"|\bi (?:like|love|live|work|play|mend|sleep|get|take|owe|earn|make|pay|rent|drive|sing|teach|can(?:not|'t)?)\b"
    r"|^(?:no|not) \w+ing\b",
    re.IGNORECASE,
)


def _plain(text: str) -> str:
    return _LOOSE_I.sub("I", text.replace("’", "'")).strip()


@lru_cache(maxsize=8192)
def tells_of_them(text: str) -> bool:
    """Whether a sentence tells a circumstance of the person's own, going by general words; a question never does.

    Sentences to the reader, and sentences about what is being said, tell none unless they hold a figure.
    """
    plain = _plain(text)
    if plain.endswith("?"):
        return False
    if _FIGURE.search(plain):
        return True
    if _TO_THE_READER.search(plain) or _OF_THE_TALK.search(plain):
        return False
    return bool(_SUBJECT.search(plain) or _CASE.search(plain) or _NAMED.search(plain))


@lru_cache(maxsize=8192)
def is_fragment(text: str) -> bool:
    """Whether a sentence is a bare answer, such as "Sign language level two."."""
    plain = _plain(text)
    talk = plain.endswith("?") or _TO_THE_READER.search(plain) or _OF_THE_TALK.search(plain) or _REFERS.search(plain)
    return not talk and not _HEDGE.search(plain) and count_words(plain) <= _FRAGMENT_WORDS


@lru_cache(maxsize=8192)
def is_lasting(text: str) -> bool:
    """Whether what a sentence tells of its speaker still holds some days later."""
    plain = _plain(text)
    return tells_of_them(text) and bool(_LASTING.search(plain) or matters_in(plain))


# What is asked for, and what a sentence that tells it looks like ------------------------------------------------------

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_HOUR = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|noon)"
_FREE_TIMES = (
    r"\b(?:mornings|afternoons|evenings|nights|weekdays|weekends|(?:mon|tues|wednes|thurs|fri|satur|sun)days)\b"
    r"|\bany (?:morning|afternoon|evening|night|weekday|weekend|day)\b|\b(?:i'm|i am) (?:free|available|at liberty)\b"
)
_FORMS: tuple[tuple[str, str], ...] = (
    (
        r"\b(?:days?|dates?|when|deadline)\b",
        rf"(?i)\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b|\b{_MONTH} \d{{1,2}}\b",
    ),
    (
        r"\b(?:time|available|availability|hours?)\b(?! being)",
        rf"(?i:{_FREE_TIMES}|\b(?:between|after|before|at|past) {_HOUR}\b)(?! [A-Z])",
    ),
    (
        r"\bname\b",
        r"\b(?:name is|name's|I'm|It's|I am|[Tt]his is|call me) [A-Z]\w+ [A-Z][a-z]|^[A-Z]\w+ [A-Z][a-z]+\.?$",
    ),
    (
        r"\baddress\b",
        rf"\b\d+[a-z]? (?!(?i:{_MONTH})\b)(?:[A-Z][\w'’]+\s?){{1,4}}"
        r"|\b[A-Z]\w+ (?:Street|Road|Lane|Avenue|Way|Close)\b",
    ),
    (r"\b(?:job|role|position)\b", r"(?i)\bi(?:'m| am) an? \w+|\bi work (?:as|in)\b"),
    (r"\b(?:reference|number|claim|booking|order)\b", r"\b[A-Z]{2,}[-/ ]?\d[\w/-]*|\b\d{5,}\b"),
    (
        r"\b(?:cannot|can't|limit|adjustment)\b",
        r"(?i)\b(?:cannot|can't(?! (?:stand|bear|wait|see|tell|say|put|take|find|help|believe|think))"
        r"|must not|not allowed|no \w+ing)\b",
    ),
    (
        r"\b(?:how much|money|income|earn|price|sum|rent|cost|budget)\b",
        r"[£$€]\s?\d|\b\d{1,3}(?:,\d{3})+\b|(?<!\d )(?<!\d-)(?<![A-Z]-)\b\d{3,}\b(?! ?[A-Z\d-])",
    ),
    (r"\b(?:phone|call)\b", r"\b\d[\d ]{7,}\d\b"),
    (r"\b(?:damaged|broken|item|product)\b", r"(?i)^(?:\w+,? )?it(?:'s| is| was) (?:an?|the|my) (?!bit)\w+"),
    (
        r"\b(?:exam is about|exam about|course|studying for|subject)\b",
        r"(?i)\bit(?:'s| is) (?!\d)(?:the |an? )?[\w-]+|\b(?:level|certificate|diploma|course|licen[cs]e)\b",
    ),
    (
        r"\b(?:matter with|wrong with|injur\w+|hurts?|pain)\b",
        r"(?i)\b(?:pain|aches?|aching|stiff|sore|strain\w*|sprain\w*|pulled|torn|bruis\w+|muscle|swollen|locks? up|bent"
        r"|leaned)\b",
    ),
)
_SHAPES = tuple((re.compile(asked, re.IGNORECASE), re.compile(told)) for asked, told in _FORMS)


@lru_cache(maxsize=4096)
def wanted_shapes(asked: str) -> tuple[re.Pattern[str], ...]:
    """What a sentence looks like that tells what `asked` (a noun phrase or question) wants; empty if any may."""
    return tuple(told for ask, told in _SHAPES if ask.search(asked))


@lru_cache(maxsize=16384)
def has_shape(asked: str, text: str) -> bool:
    """Whether `text` looks like an answer to what `asked` wants; False when nothing is known of how one looks."""
    plain = _plain(text)
    return any(told.search(plain) for told in wanted_shapes(asked))


# Matters that are nobody else's business ------------------------------------------------------------------------------

_MATTERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "finance",
        re.compile(
            r"\b(?:owe[sd]?|debts?|overdraft|loans?|arrears|borrowed|credit cards?|savings|behind with|bill of"
            r"|co-signed|answerable for|repay\w*|broke)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "health",
        re.compile(
            r"\b(?:doctors?|scan|diagnos\w+|tablets?|pills?|injections?|prescription|medication|surgery|operation"
            r"|pregnan\w+|disc|vertebra|migraines?|hospital|disease|\w+(?:itis|osis|algia|oma)|put me on"
            r"|i(?:'ve| have) been on|i take \w+ every|parkinson\w*|stiff|sore|aches?|pulled|strained|locks up)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "mental_health",
        re.compile(r"\b(?:panic|anxi\w+|depress\w+|burn(?:t|ed)?[- ]?out|exhaustion|therap\w+|breakdown)\b", re.I),
    ),
    (
        "relationships",
        re.compile(
            r"\b(?:husband|wife|partner|boyfriend|girlfriend|divorc\w+|separat\w+|moved out|gone back|broke up|left me"
            r"|my (?:brother|sister|mother|father|son|daughter|parents))\b",
            re.IGNORECASE,
        ),
    ),
    ("employment", re.compile(r"\b(?:applied (?:to|for)|interview|new job|quit|resign\w*)\b", re.IGNORECASE)),
    ("education", re.compile(r"\b(?:dyslexi\w+|adhd|autis\w+|failed)\b", re.IGNORECASE)),
    ("legal", re.compile(r"\b(?:court|police|lawyer|visa|permit|convict\w+)\b", re.IGNORECASE)),
)


@lru_cache(maxsize=8192)
def matters_in(text: str) -> frozenset[str]:
    """Categories of the delicate matters that a sentence speaks of (`arena.schema.vocabulary.Category`)."""
    return frozenset(name for name, words in _MATTERS if words.search(text))
