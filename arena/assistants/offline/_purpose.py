"""What a message is for: the person's request, turned from the assistant to the recipient."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

_EARLIER = (
    r"\b(?:i|we)(?:'ve| have)? (?:already )?(?:mentioned|told (?:you|them to you)|said|talked about|spoke of|discussed"
    r"|gave you)\b(?: (?:of|about|to|at|in|before|earlier|the|beginning|first|last|time|talk|you))*"
)
_NOT_FOR_THEM = re.compile(
    r",?\s*(?:(?:and|but) )?(?:that )?(?:keep|leav)(?:s|e|es|ing)\b[^,.]*\bout\b(?: of (?:it|this))?"
    r"|,?\s*(?:and )?without \w+ing\b[^,.]*"
    r"|,?\s*(?:and )?(?:that )?gives? no reason\b.*"
    r"|,?\s*(?:and|but) nothing (?:more|else)\b"
    rf"|,?\s*(?:(?:as|that|which|(?:for|on|of) the (?:day|date)s?(?: that| which)?)\s)?{_EARLIER}",
    re.IGNORECASE,
)
"""What is said to the writer and not to the reader: what to leave out, what was told before."""
_VERBS = (
    "gives asks says offers proposes disputes explains tells thanks requests confirms names mentions invites cancels "
    "apologises apologizes states quotes reminds informs lets suggests wants needs describes reports complains "
    "repeats holds objects"
)
_VERB = "|".join(_VERBS.split())
_NEXT_VERB = re.compile(rf",? and (?:that )?(?=(?:{_VERB})\b)|, (?:that )?(?=(?:{_VERB})\b)", re.IGNORECASE)
_POLITE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rough, re.IGNORECASE), fine)
    for rough, fine in (
        (r"\b(i|we) want\b", "I would like"),
        (r"\bi'?m\b", "I am"),
        (r"\bi've\b", "I have"),
        (r"\bi'd like\b", "I would like"),
        (r"\bcan't\b", "cannot"),
        (r"\bdispute (?:it|this|that)\b", "dispute your decision"),
        (r"\bthey\b", "you"),
        (r"\btheir\b", "your"),
        (r"\bthem\b", "you"),
    )
)
_BEGINNINGS = tuple(
    (re.compile(asked, re.IGNORECASE), said)
    for asked, said in (
        (r"(?=(?:to|about|with|for|in order to)\b)", "I am writing"),
        (r"(?:and )?(?:ask|tell) (?:him|her|them|it) ", "I would like to ask you"),
        (r"(?:they|he|she) (?:should|must|need to|needs to) know ", "I would like you to know"),
    )
)
"""How the rest of a request begins, and how the sentence to the recipient does then."""
_ADDRESSED = r"\b{}s?(?:['’]s?)?(?!\w)(?: (?:letter|note|message|e-?mail|text)\b)?(?: (?:for|to) me\b)?"
"""Who is written to, as `to my landlord for me` or `the landlord's letter`."""
_HOW_IT_SOUNDS = re.compile(
    r"that(?:['’]s| is)\b.*?(?:\babout (?P<what>.+?)(?:,| and\b|$)|$)"
    r"|(?:no|not|firm|polite|friendly|brief|short)\b",
    re.IGNORECASE,
)
"""A remark on the tone of the message, with what the message is about where it says so."""
_DETERMINED = re.compile(r"^(?:the|a|an|my|our|your|what|when|how|who|where|it)\b|\s", re.IGNORECASE)


@lru_cache(maxsize=512)
def purpose_of(request: str, recipient: str) -> str:
    """One sentence in the first person that says what the message asks for; it is addressed to the recipient."""
    tail = re.split(_ADDRESSED.format(re.escape(recipient)), request, maxsplit=1, flags=re.IGNORECASE)[-1]
    tail = re.split(r"(?<=[a-z\d])[.?!](?:\s|$)", tail.strip(" ,:?.!\n"), maxsplit=1)[0]
    said = _politely(_NOT_FOR_THEM.sub("", tail).strip(" ,:;?.!"))
    return f"{said[:1].upper()}{said[1:]}." if said else "I am writing to you with a request."


def _politely(tail: str) -> str:
    said = _turned(tail)
    for rough, fine in _POLITE:
        said = rough.sub(fine, said)
    return said


def _turned(tail: str) -> str:
    """`that asks for X and gives Y` as `I am writing to ask for X and to give Y`, and the other ways of asking."""
    if found := _HOW_IT_SOUNDS.match(tail):
        return f"I am writing about {found['what']}" if found["what"] else ""
    if found := re.match(r"(?:that|which) (?=\w+s\b)", tail):
        return f"I am writing {_joined([f'to {_plain_form(part)}' for part in _NEXT_VERB.split(tail[found.end() :])])}"
    for pattern, beginning in _BEGINNINGS:
        if found := pattern.match(tail):
            return f"{beginning} {tail[found.end() :]}"
    if re.match(r"(?:my name|it's|he|she|they|it)\b", tail, re.IGNORECASE) or re.match(r"I'm [A-Z]", tail):
        return ""
    if re.match(r"(?:I|I'?m|I've|I'd|my|we)\b", tail, re.IGNORECASE):
        return tail
    return f"I am writing about {_listed(tail)}" if tail else ""


def _plain_form(part: str) -> str:
    """A verb in the third person and what follows it, with the verb in its plain form."""
    verb, _, rest = part.strip(" ,").partition(" ")
    if verb.endswith("ies"):
        plain = f"{verb[:-3]}y"
    elif verb.endswith(("shes", "ches", "sses", "xes", "does", "goes")):
        plain = verb[:-2]
    else:
        plain = verb.removesuffix("s")
    return f"{plain} {rest}".strip()


def _listed(things: str) -> str:
    """Things in a row, the last joined by "and", bare nouns with their article."""
    parts = [p for p in re.split(r",\s*(?:and )?|\s+and\s+(?=(?:the|my|what|when)\b)", things) if p]
    first, *rest = [p if _DETERMINED.search(p) else f"the {p}" for p in parts]
    return _joined([first[:1].lower() + first[1:] if first[1:2].islower() or first.startswith("A ") else first, *rest])


def _joined(parts: Sequence[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
