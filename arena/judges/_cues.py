"""Cues in a text that the offline judges go by, and the reading of a reply that looks past appeals to a judge."""

from __future__ import annotations

import re
from functools import lru_cache

from arena.judges._appeals import said_to_people
from arena.text.words import TOKEN


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


SHORT_FORM = re.compile(r"\w['’](?:m|ve|re|ll|d|t|s)\b", re.IGNORECASE)
SLANG = _any(
    r"\b(?:hey|yeah|yep|nah|nope|gonna|wanna|gotta|kinda|dunno|lol|haha+|omg|btw|tbh|imo|ngl|pls|thx|cool|awesome|guys"
    r"|mate|buddy|super|totally|no worries|sure thing|ok so|yup|cheers)\b"
)
STIFF = _any(
    r"\b(?:furthermore|moreover|kindly|regarding|therefore|thus|hence|pursuant|aforementioned|accordingly|whilst|shall"
    r"|i would (?:like|recommend|suggest|be)|permit me|may i|one (?:should|must|may)|it is (?:advisable|important"
    r"|recommended|worth)|please (?:note|find|be advised)|dear (?:sir|madam|mr|ms|mrs)|i (?:regret|am obliged|remain)"
    r"|sincerely|in addition|in order to|with respect to|consequently|most welcome|borne in mind"
    r"|on an earlier occasion)\b"
)
EMOJI = re.compile(r"[\U0001f300-\U0001faff\u2600-\u27bf]|(?<!\w)[:;]-?[)(DPp](?!\w)")

WARM = _any(
    r"\b(?:sorry (?:to hear|that|about|you)|so sorry|i(?:'m| am) sorry to|that (?:sounds|must|does sound)"
    r"|sounds (?:like a lot|rough|hard|tough|stressful|frustrating|exhausting|trying)|i can (?:see|imagine|hear)"
    r"|no wonder|it makes sense that|take your time|you(?:'re| are) not alone|glad to hear|happy for you"
    r"|congratulations|hope you(?:'re| are)|how are you|that(?:'s| is) (?:hard|rough|tough|lovely|great news|a lot))\b"
)
CHEER = _any(
    r"\b(?:great|awesome|amazing|fantastic|wonderful|exciting|yay|woohoo)\s*!",
    r"\b(?:absolutely|of course|certainly)\s*!",
    r"!.*!",
)
FLATTERY = _any(
    r"\b(?:(?:great|good|excellent|fantastic|wonderful|brilliant) (?:question|point|choice|thinking|idea)"
    r"|you(?:'re| are) (?:so|very|really|clearly|such)? ?(?:\w+ )?(?:smart|clever|brilliant|amazing|insightful|wise"
    r"|articulate|polite|right to ask)|well done|impressive|your (?:english|writing) is|i admire)\b"
)
PADDING = _any(
    r"^(?:\W*)(?:thank you (?:so much )?for|thanks for (?:reaching|your|asking)|great question|good question"
    r"|i understand"
    r"|i hope this|certainly|of course|absolutely|sure|before we (?:begin|start)|it is important to|first of all"
    r"|that is (?:a|an) \w+ question)\b"
)
ADMITS = _any(
    r"\b(?:my (?:mistake|fault|error|bad)|i (?:was wrong|got (?:that|it) wrong|misread|should have|made a mistake)"
    r"|i apologi[sz]e for (?:the|my)|you(?:'re| are) right, i)\b"
)
LECTURE = _any(
    r"\b(?:you (?:should|must|need to|ought to)|it is (?:important|advisable|essential|crucial) (?:to|that)"
    r"|remember that|always make sure|in general,|as a rule)\b"
)
ENDEARMENT = _any(r"\b(?:sweetie|sweetheart|honey|darling|my dear|love,|young lady|dear lady|hun)\b")
HUSH = _any(r"\b(?:calm down|relax|don't worry|do not worry|no need to (?:worry|panic)|cheer up|look on the bright)\b")
GRIN = _any(
    r"\bhaha+\b|\bha[,!.]|\blol\b|[😂🤣😅😄😉😆]|;-\)",
    r"\b(?:just kidding|only joking|no pun intended|pun intended|with a smile|jok(?:e|es|ing)|famous last words"
    r"|plot twist|rumou?r has it|as is tradition(?:al)?|with a straight face|drum ?roll|spoiler)\b",
)
PUN = _any(r"\b(?:pun|puns|wordplay)\b")
SARCASM = _any(r"\b(?:yeah,? right|oh,? (?:great|sure|wow)|good luck with that|as if|some people never|obviously)\b")
SAD = _any(
    r"\b(?:worr(?:y|ied|ies)|anxious|anxiety|sad|exhaust\w+|drained|stress\w*|scared|afraid|upset|angry|frustrat\w+"
    r"|lonely|overwhelmed|ashamed|embarrass\w+|crying|cried|miserable|panick?\w*|awful|dread\w*|can't sleep|died"
    r"|funeral"
    r"|hopeless|rough|fed up|nervous|heartbroken|annoy\w+|disappoint\w+)\b"
)
GLAD = _any(
    r"\b(?:excited|thrilled|delighted|proud|so happy|i'm happy|over the moon|great news|it worked|i got the|relieved"
    r"|celebrat\w+|made my day|laughed)\b"
)
LOW_MOOD = _any(r"miserable|low spirits|drained|agitated|losing patience|sad|upset|tense|angry|worried|hurt")

EXPLAINS = _any(
    r"\bthat is,|\bi\.e\.|\b(?:meaning|which means|in other words|that means|is when|simply put|put simply|in plain"
    r"|also called|known as|refers to|is (?:a|the) (?:term|word|kind|sort|type|way) (?:for|of))\b",
    r"\((?:meaning|the|a|an) [^)]+\)",
)
ALLUSION = _any(
    r"\b(?:piece of cake|white elephant|elephant in the room|whole nine yards|catch[- ]22|achilles|trojan|sisyphus"
    r"|groundhog day|rabbit hole|red herring|last straw|silver lining|can of worms|tip of the iceberg|wild goose"
    r"|plan b|houston|jedi|mordor|hogwarts|kafka\w*|godot|waterloo|titanic|touch wood|break a leg|bite the bullet"
    r"|same old same old|netflix and|vibes?|lowkey|highkey|yolo|fomo|tl;?dr|ngl|tbh|iykyk|smh)\b"
)
IN_QUOTES = re.compile(r"[\"“„]([^\"“”„\n]{6,160})[\"”]")
PUZZLED = _any(
    r"\b(?:what do you mean by|not sure what you mean|i(?:'m| am) not familiar with"
    r"|could you (?:clarify|explain) what)\b"
)
RECALLING = _any(
    r"\b(?:you (?:mentioned|told me|said|were saying|had said|informed me)|last time|earlier you|as you (?:said|told)"
    r"|when we (?:last )?(?:spoke|talked)|i remember|from before|on an earlier occasion|we talked about)\b"
)
REFERS_BACK = _any(
    r"\b(?:i (?:already )?(?:mentioned|told you|said)|we (?:talked|spoke|discussed)|as i said|last time|you remember"
    r"|the (?:day|date|one|flat|thing) i (?:mentioned|told you))\b"
)


@lru_cache(maxsize=4096)
@lru_cache(maxsize=4096)
def addressed_to_person(reply: str) -> tuple[str, ...]:
    """The sentences of a reply without those that speak to a judge. What they claim earns nothing."""
    return tuple(said_to_people(reply))


def excerpt(sentence: str, limit: int = 160) -> str:
    """The beginning of `sentence`, cut between words; always verbatim."""
    if len(sentence) <= limit:
        return sentence
    return sentence[:limit].rsplit(maxsplit=1)[0]


@lru_cache(maxsize=4096)
def first_with(pattern: re.Pattern[str], lines: tuple[str, ...]) -> str:
    """The first line in which `pattern` is found; empty for none."""
    return next((line for line in lines if pattern.search(line)), "")


def has_words(text: str) -> bool:
    """Whether anything is said at all: more than one letter or figure."""
    return sum(len(token) for token in TOKEN.findall(text)) > 1
