"""The form of a reply, and what a person's words ask of it: closed keys and values that code can compare.

Keys and values: `reply.length` short | medium | long, `reply.form` prose | list, `reply.emoji` none | some,
`reply.question` none | one, `reply.opens_with` answer | feeling.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from arena.text.words import count_words, sentences, words

SHORT_WORDS = 45
"""A reply of at most so many words is short."""
MEDIUM_WORDS = 120
"""A reply of at most so many words is medium; a longer one is long."""

FEATURES: MappingProxyType[str, tuple[str, ...]] = MappingProxyType(
    {
        "reply.length": ("short", "medium", "long"),
        "reply.form": ("prose", "list"),
        "reply.emoji": ("none", "some"),
        "reply.question": ("none", "one"),
        "reply.opens_with": ("answer", "feeling"),
    }
)
"""The closed vocabulary."""

_MESSAGE = re.compile(r"<message>.*?(?:</message>|\Z)", re.DOTALL | re.IGNORECASE)
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_QUOTED = re.compile(r"[\"“„«][^\"”“»\n]*[\"”“»]")
_ITEM = re.compile(r"^\s*(?:[-*•–+]|\d{1,2}[.)]|[a-z]\))\s+\S", re.MULTILINE)
_EMOJI = re.compile(
    "[\U0001f300-\U0001faff\U0001f1e6-\U0001f1ff\u2600-\u27bf\u2b05-\u2b55\u231a\u231b\u23e9-\u23fa]"
    "|(?<![\\w:;])[:;]-?[)(DPp](?!\\w)"
)
_FEELING = re.compile(
    r"\b(?:sorry (?:to hear|that|about|you)|so sorry|i'm sorry|that (?:sounds|must|does sound)"
    r"|sounds (?:like|hard|tough|stressful|exciting|wonderful|lovely|frustrating|exhausting)"
    r"|i (?:can )?(?:hear|imagine|see why|understand (?:how"
    r"|that|why|your))|(?:how|what an?) (?:\w+ )?(?:exciting|frustrating|annoying|lovely|wonderful|awful|sad|hard|tough"
    r"|stressful|relief|shame|pity|exhausting)|congratulations|congrats|happy for you|no wonder|it makes sense"
    r"|that's (?:\w+ )?(?:hard|tough|rough|exciting|wonderful|frustrating|a lot|understandable|awful|lovely|great news"
    r"|unsettling|stressful|upsetting|exhausting)|hope you(?:'re| are) (?:ok|okay|all right|alright|well)"
    r"|glad (?:to hear|you|that)|feel(?:s|ing)?)\b",
    re.IGNORECASE,
)


def features(reply: str) -> dict[str, str]:
    """The features of a reply, one value for each key of `FEATURES`.

    Length is in words of the whole reply. A question counts when it is put to the reader: one inside a `<message>`
    block, code or quotation marks does not.
    """
    return dict(_features(reply))


@lru_cache(maxsize=1024)
def _features(reply: str) -> tuple[tuple[str, str], ...]:
    own = _CODE.sub(" ", _MESSAGE.sub(" ", reply))
    found = {
        "reply.length": _length(reply),
        "reply.form": "list" if len(_ITEM.findall(own)) >= 2 else "prose",
        "reply.emoji": "some" if _EMOJI.search(reply) else "none",
        "reply.question": "one" if "?" in _QUOTED.sub(" ", own) else "none",
        "reply.opens_with": _opening(own),
    }
    return tuple(found.items())


def _length(reply: str) -> str:
    size = count_words(reply)
    if size <= SHORT_WORDS:
        return "short"
    return "medium" if size <= MEDIUM_WORDS else "long"


def _opening(reply: str) -> str:
    first = next(iter(sentences(reply)), "").replace("’", "'")
    return "feeling" if _FEELING.search(first) else "answer"


# What a text asks for ------------------------------------------------------------------------------------------------

_NOT_TEXT = (
    "no not don't dont never without stop skip avoid hate dislike can't cant cannot won't spare drop leave fewer less "
    "isn't nothing enough lose ditch minus zero nor neither loathe doesn't"
)
_NOT = frozenset(_NOT_TEXT.split())
_WORSE = re.compile(
    r"\b(?:over|rather than|instead of|more than|before|not) (?:(?:an?|any|bullet|long|short|lots of) )*$"
)
"""Before the choice that is not wanted: "prose over a list", "the answer before any kind words"."""
_REACH = 6
"""A negation reaches so many words ahead, as far as the clause goes."""
_ASKS: tuple[tuple[str, str, str, re.Pattern[str]], ...] = tuple(
    (key, positive, negative, re.compile(pattern))
    for key, positive, negative, pattern in (
        (
            "reply.length",
            "short",
            "",
            r"\b(?:short|shorter|shortish|brief|briefly|concise|concisely|succinct|terse|tl;?dr|to the point"
            r"|in (?:a|one|two|three|a few|a couple of) (?:words?|lines?|sentences?)|the gist|in a nutshell"
            r"|(?:one|two|three|few) (?:lines?|sentences?)|quick answers?|small doses)\b",
        ),
        ("reply.length", "long", "short", r"\b(?:too (?:short|brief|terse|curt)|full reasoning|full reasons)\b"),
        (
            "reply.length",
            "long",
            "short",
            r"\b(?:long|longer|lengthy|in detail|detailed|in depth|in-depth|thorough|thoroughly|at length|full version"
            r"|everything there is|all the details?|every detail|wordy|essays?|walls? of text|novels?|lectures?|waffle"
            r"|waffling|ramble|rambling|elaborate|complete picture|whole story|long-winded|paragraphs)\b",
        ),
        (
            "reply.form",
            "list",
            "prose",
            r"\b(?:bullets?|bullet(?:ed)?[ -](?:points?|lists?)|lists?|listed|numbered|point by point|step by step"
            r"|checklists?|bulleted)\b",
        ),
        (
            "reply.form",
            "prose",
            "list",
            r"\b(?:prose|(?:full|plain|whole) sentences?|plain paragraphs?|running text|flowing text|as a paragraph"
            r"|in paragraphs)\b",
        ),
        ("reply.emoji", "some", "none", r"\b(?:emojis?|emoticons?|smileys?|smilies|smiley faces)\b"),
        (
            "reply.question",
            "one",
            "none",
            r"\b(?:ask(?:ing)? me|questions? (?:back|in return|at the end|at me|for me|first|before)"
            r"|counter-?questions?|follow-?up questions?"
            r"|question me|quiz(?:zing)? me|interrogat\w+"
            r"|(?:asking|ask) (?:\w+ )?(?:back|questions?)"
            r"|answer (?:\w+ )?(?:with|by) (?:a |another |more )?questions?|questions? from you)\b",
        ),
        (
            "reply.opens_with",
            "feeling",
            "answer",
            r"\b(?:words? (?:about|for|on) (?:the worry|my worry|how it feels)"
            r"|sympathy|sympathise|sympathize|empathy|how i(?:'m| am)? feel(?:ing)?|my feelings|comforting"
            r"|comfort me|pep talks?|therapy talk|listen to me first|ask how i am|kind words?|reassur\w+|pity"
            r"|pats? on the back)\b",
        ),
        (
            "reply.opens_with",
            "answer",
            "",
            r"\b(?:answer first|start with the answer|lead with the answer|straight answers?|get to the point"
            r"|straight to the point|cut to the chase|bottom line first|just the answer|begin with the answer"
            r"|(?:give|tell) me the answer first)\b",
        ),
    )
)


def asked_features(text: str) -> dict[str, str]:
    """What a person's text asks of replies, a subset of `FEATURES` (empty when it asks for none).

    Each clause is read by itself; a negation before the feature turns it round ("no bullet points" asks for prose),
    and of two wishes about one key the later holds.
    """
    return dict(_asked(text))


@lru_cache(maxsize=4096)
def _asked(text: str) -> tuple[tuple[str, str], ...]:
    asked: dict[str, str] = {}
    for clause in _clauses(text):
        for key, positive, negative, pattern in _ASKS:
            for found in pattern.finditer(clause):
                value = negative if _negated(clause[: found.start()]) else positive
                if value and _about_replies(key, clause):
                    asked[key] = value
    return tuple(asked.items())


def _clauses(text: str) -> list[str]:
    plain = text.lower().replace("’", "'")
    return [c for s in sentences(plain) for c in re.split(r"[,;:()]| - | – |—|\bbut\b|\bbecause\b", s) if c.strip()]


def _negated(before: str) -> bool:
    """Whether a negation reaches as far, or it is the worse choice; `too` complains of a word, `not` or no `not`."""
    near = words(before)[-_REACH:]
    if "too" in near[-2:] or _WORSE.search(before):
        return True
    return sum(w in _NOT for w in near) % 2 == 1


_REPLY_WORDS = re.compile(
    r"\b(?:answers?|repl(?:y|ies)|responses?|keep (?:it|this|them|things|your)|messages?|texts?|version|explanations?"
    r"|explain|tell me|give me|write|make it|be|sentences?|lines?|words?|walls?|essays?|lectures?|lecturing|waffl\w+"
    r"|rambl\w+|tl;?dr|gist|nutshell|to the point|short and sweet|talk|details?|everything|reason(?:s|ing))\b"
)
_OF_THINGS = re.compile(
    r"\b(?:short|long|brief|longer|shorter|lengthy) (?:trips?|walks?|hikes?|drives?|flights?|stays?|breaks?|nights?"
    r"|days?|weeks?|time|hours?|ago|way|hair|films?|movies?|books?|weekend|notice|term|queues?|commutes?|list|run"
    r"|distance|meetings?|story|legs?|sleeves?|dress(?:es)?|skirts?|journeys?|rides?)\b|\b(?:short|long)-"
    r"|\b(?:take|takes|took|taken|taking|wait|waits|waited|waiting|been|lasts?|lasted|for|how|so) (?:\w+ )?long\b"
    r"|\b(?:reads?|reading|wrote|writing|finish\w*|bought|borrow\w*|love|likes?|my|his|her|have|had|got|attend\w*"
    r"|missed) (?:\w+ ){0,2}?(?:novels?|essays?|lectures?)\b"
)
_OWN_LIST = re.compile(
    r"\b(?:my|our|his|her|their|your) (?:\w+ )?lists?\b"
    r"|\b(?:over the|(?:on|off|from) (?:the|a|that|this)) (?:\w+ )?lists?\b"
    r"|(?<!can )(?<!could )(?<!may )\b(?:i|we)(?:'ve| have|'ve got| have got| got| made| found| wrote) an? (?:\w+ )?"
    r"list\b"
    r"|\b(?:waiting|shopping|to-?do|guest|price|wish)[ -]?lists?\b"
)
"""Lists that lie on somebody's table; a reply in the form of a list is another thing."""
_BARE_CLAUSE = 4
"""In a clause of at most so many words ("short please") a word of length speaks of the reply."""


def _about_replies(key: str, clause: str) -> bool:
    """Length words also speak of walks and films; they ask for something only where the clause is about replies."""
    if key == "reply.form":
        return not _OWN_LIST.search(clause)
    if key != "reply.length":
        return True
    about = _REPLY_WORDS.search(clause) or count_words(clause) <= _BARE_CLAUSE
    return bool(about) and not _OF_THINGS.search(clause)
