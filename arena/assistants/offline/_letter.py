"""A message to somebody else: from what the person said for the purpose, and careful, but not infallibly so."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from arena.assistants.offline._knowledge import kinds_of
from arena.assistants.offline._reading import Sight, Statement, form_asked, stems
from arena.schema.vocabulary import FACT_KEYS, RECIPIENTS
from arena.schema.world import Known
from arena.text.words import words

_WRITE = re.compile(
    r"\b(?:write|draft|compose)\b[^.?!]*?\b(?:to|for)\b|\b(?:e-?mail|letter|message|note|text) (?:to|for)\b"
    r"|\b(?:e-?mail|text|message) (?:my|the|our)\b",
    re.IGNORECASE,
)
_CONFIDENTIAL = re.compile(
    r"\b(?:between us|don't (?:tell|mention)|do not (?:tell|mention)|nobody (?:knows|needs)|private|secret"
    r"|in confidence|keep (?:it|that|this) (?:out|to yourself)|leave (?:it|that|this) out)\b",
    re.IGNORECASE,
)
_NEEDS = re.compile(r"\bneeds? (?P<what>(?:your|a|an|the|what)\b[^.;:]*)", re.IGNORECASE)
_DELICATE = frozenset(("finance", "relationships", "mental_health", "health", "legal"))
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_HOUR = r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|noon)"
_FORMS: tuple[tuple[str, str], ...] = (
    (r"\b(?:day|date|when|deadline)\b", rf"(?i)\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}\b|\b{_MONTH} \d{{1,2}}\b"),
    (
        r"\b(?:time|available|availability|hours)\b",
        rf"(?i)\b(?:mornings?|afternoons?|evenings?|weekdays?|weekends?|{_WEEKDAY}"
        rf"|(?:between|after|before|at) {_HOUR})\b",
    ),
    (
        r"\bname\b",
        r"\b(?:name is|name's|I'm|It's|I am|[Tt]his is|call me) [A-Z]\w+ [A-Z]|^[A-Z]\w+ [A-Z]\w+\.?$",
    ),
    (r"\baddress\b", r"\b\d+[a-z]? (?:[A-Z]\w+ )+|\b[A-Z]\w+ (?:Street|Road|Lane|Avenue|Way|Close)\b"),
    (r"\b(?:job|role|position)\b", r"(?i)\bi(?:'m| am) an? \w+|\bi work (?:as|in)\b"),
    (r"\b(?:reference|number|claim|booking|order)\b", r"\b[A-Z]{2,}-?\d+|\b\d{5,}\b"),
    (r"\b(?:cannot|can't|limit)\b", r"(?i)\b(?:cannot|can't|must not|not allowed|no \w+ing)\b"),
    (r"\b(?:much|money|income|price|sum|rent|cost)\b", r"\d[\d,.]*\d|[£$€]\s?\d"),
    (r"\b(?:phone|call)\b", r"\b\d[\d ]{7,}\d\b"),
)
_SHAPES = tuple((re.compile(asked, re.IGNORECASE), re.compile(told)) for asked, told in _FORMS)
"""How a thing is asked for, and what a sentence that tells it looks like."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as planned."""

    recipient: str
    request: str
    lines: tuple[str, ...]
    missing: tuple[str, ...]
    """What such a message needs and nobody has told, as it would be asked for."""


def request_in(sight: Sight) -> str:
    """The sentence or message of this session that asks for something to be written to somebody; empty for none."""
    return next((t for t in reversed(sight.theirs) if _WRITE.search(t) and recipient_in(t)), "")


def recipient_in(text: str) -> str:
    """Who is to be written to, as the person names them."""
    named = re.search(
        r"\b(?:to|for|email|e-mail|text|write|message|tell|ask) (?:my|the|our|a) (\w+(?: \w+)?)", text, re.I
    )
    known = [r for r in RECIPIENTS if re.search(rf"\b{r}s?\b", text, re.IGNORECASE)]
    if known:
        return known[0]
    return re.sub(r"\b(?:to|for|about|and|that|asking|saying|who|if|at)\b.*", "", named[1]).strip() if named else ""


def tells(asked: str, said: Statement) -> bool:
    """Whether `said` tells what `asked` (a noun phrase or question) wants to know, going by its form and words."""
    shapes = [told for ask, told in _SHAPES if ask.search(asked)]
    if shapes:
        return any(told.search(said.text) for told in shapes)
    return bool(stems(asked) & (said.stems | stems(said.answers)))


def bearing(asked: str, said: Statement) -> float:
    """How much `said` has to do with what is asked: content words count one each, small words little."""
    content = len(stems(asked) & (said.stems | stems(said.answers)))
    return content + len(set(words(asked)) & set(words(said.text))) / 20


def plan(sight: Sight, known: Sequence[Known], chance: random.Random) -> Letter:
    """The message the person asked for, from what is in sight."""
    request = request_in(sight)
    needs = _needs(known)
    told = [s for s in sight.statements if not form_asked(s.text)]
    chosen = {s for need in needs for s in [_telling(need, told)] if s}
    purpose = stems(f"{request} {' '.join(needs)}")
    chosen |= {s for s in told if s not in chosen and _include(s, purpose, request, chance)}
    missing = tuple(n for n in needs if _telling(n, told) is None)
    lines = tuple(dict.fromkeys(s.text for s in told if s in chosen))
    return Letter(recipient_in(request), request, lines, missing)


def everything(sight: Sight) -> tuple[str, ...]:
    """Every statement of the person's in sight, whatever it is about."""
    return tuple(dict.fromkeys(s.text for s in sight.statements if not form_asked(s.text)))


def _needs(known: Sequence[Known]) -> tuple[str, ...]:
    """What such a message needs, as public knowledge puts it: the members of the first list that says so."""
    found = next((m for k in known if (m := _NEEDS.search(k.text))), None)
    parts = re.split(r",\s*(?:and )?|\s+and\s+(?=(?:your|a|an|the|what)\b)", found["what"]) if found else []
    return tuple(p.strip() for p in parts if p.strip())


def _telling(need: str, told: Sequence[Statement]) -> Statement | None:
    """The statement that tells what is needed; of several the one nearest in words, then the newest."""
    fit = [(bearing(need, s), i, s) for i, s in enumerate(told) if tells(need, s) and not _CONFIDENTIAL.search(s.text)]
    return max(fit, key=lambda f: f[:2])[2] if fit else None


def _include(said: Statement, purpose: frozenset[str], request: str, chance: random.Random) -> bool:
    """Two points take a statement in; with one it is a coin that falls right more often than not."""
    if said.wish or said.text in request or _CONFIDENTIAL.search(said.text):
        return False
    points = min(2, len(said.stems & purpose)) + (not said.past and bool(said.answers))
    kinds = kinds_of(f"{said.text} {said.answers}")
    points -= any(FACT_KEYS[k].category in _DELICATE for k in kinds - kinds_of(request))
    return points >= 2 or (points == 1 and chance.random() < 0.35)


def purpose_line(letter: Letter) -> str:
    """The request, turned to the recipient: what it asks for, in the first person."""
    tail = re.split(rf"\b{re.escape(letter.recipient)}\b(?: for me)?", letter.request, maxsplit=1, flags=re.I)[-1]
    tail = re.split(r"(?<=[a-z])[.?!](?:\s|$)", tail.strip(" ,:?.!\n"), maxsplit=1)[0].strip(" ,:;?.!")
    if re.match(r"(?:that|who|which) (?:\w+s)\b", tail):
        return f"this is a message that {tail.split(' ', 1)[1]}."
    if re.match(r"(?:to|for|about)\b", tail):
        return f"I am writing {tail}."
    if re.match(r"(?:and )?ask (?:him|her|them|it) (?:to|for)\b", tail):
        return f"I would like to ask you {re.split(r'(?:him|her|them|it) ', tail, maxsplit=1)[1]}."
    if re.match(r"(?:I|I'm|I've|I'd|my|we)\b", tail):
        return f"{tail}."
    plain = tail and not re.match(r"(?:he|she|they|it)\b", tail, re.IGNORECASE)
    return f"I am writing about the following: {tail}." if plain else "I am writing to you with a request."


def written(letter: Letter, lines: Sequence[str], signature: str) -> str:
    """The message between its two lines; a sentence that only says the name is left to the signature."""
    addressed = letter.recipient or "Sir or Madam"
    named = stems(f"name {signature}")
    body = " ".join((purpose_line(letter), *(line for line in lines if not stems(line) <= named)))
    body = body[0].upper() + body[1:]
    return f"<message>\nDear {addressed},\n\n{body}\n\nKind regards{signature}\n</message>"


def signature_in(sight: Sight) -> str:
    """The person's name under the message, where they told it."""
    name = re.compile(r"\b(?:name is|name's|call me|It's|I'm) ((?:[A-Z][\w'’-]+ ?){1,3})")
    found = [m for s in sight.statements if (m := name.search(s.text))]
    return f"\n{found[-1][1].strip()}" if found else ""
