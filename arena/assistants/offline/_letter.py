"""A message to somebody else: from what the person said for the purpose, and careful, but not infallibly so."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from arena.assistants.offline._about import has_shape, is_fragment, matters_in, tells_of_them, wanted_shapes
from arena.assistants.offline._purpose import purpose_of
from arena.assistants.offline._reading import Sight, Statement, form_asked, stems
from arena.schema.vocabulary import RECIPIENTS
from arena.schema.world import Known
from arena.text.words import sentences, words

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
_IDENTIFIES = re.compile(r"\d|(?i:\b(?:i'm|i am|i work|my)\b).* [A-Z][a-z]+|[A-Z][a-z]+ I work\b")
"""A figure or a name: what else a message may carry of what was just told."""
_SENT = re.compile(r"<message>(.*?)</message>", re.DOTALL)
_NAME = re.compile(
    r"\b(?:[Nn]ame is|[Nn]ame's|[Cc]all me|It's|I'm|I am|[Tt]his is) ((?:[A-Z][\w'’-]+ ?){1,3})(?=[.!,]|and\b|$)"
)

_LAPSE = 0.2
"""How often the writer takes what it remembers for a reason that the recipient would want to hear."""
_USUAL_GROUNDS = frozenset(("finance", "health"))
_GROUNDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "employer": frozenset(("health", "mental_health")),
        "landlord": frozenset(("finance", "relationships")),
        "insurer": frozenset(("finance",)),
        "relative": frozenset(("finance", "relationships")),
        "friend": frozenset(("finance", "relationships", "mental_health")),
        "school": frozenset(("education", "health", "mental_health")),
        "public office": frozenset(("finance", "legal")),
        "therapist": frozenset(),
        "doctor": frozenset(),
    }
)
"""Matters that one is tempted to give as a reason in a message to them, although it needs none."""
_FRIENDLY = frozenset(("relative", "friend", "former partner", "colleague", "neighbour", "stranger"))
_OFFICES = frozenset(("employer", "insurer", "bank", "school", "public office", "shop", "travel agent", ""))
_LAST_WORDS = (
    "Please let me know if you need anything else from me.",
    "I would be glad of a short confirmation.",
    "Thank you in advance for your answer.",
)
_FRIENDLY_LAST_WORDS = ("Let me know what you think.", "A yes or a no is all I need.", "Tell me if that suits you.")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as planned."""

    recipient: str
    request: str
    lines: tuple[str, ...]
    missing: tuple[str, ...]
    """What such a message needs and nobody has told, as it would be asked for."""


def request_in(sight: Sight) -> str:
    """The message of this session that asks for something to be written to somebody; empty for none."""
    return next((t for t in reversed(sight.theirs) if _WRITE.search(t) and recipient_in(t)), "")


@lru_cache(maxsize=1024)
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
    if wanted_shapes(asked):
        return has_shape(asked, said.text)
    return bool(stems(asked) & (said.stems | stems(said.answers)))


def bearing(asked: str, said: Statement) -> float:
    """How much `said` has to do with what is asked: content words count one each, small words little."""
    content = len(stems(asked) & (said.stems | stems(said.answers)))
    return content + len(set(words(asked)) & set(words(said.text))) / 20


def plan(sight: Sight, known: Sequence[Known], chance: random.Random) -> Letter:
    """The message the person asked for, from what is in sight: what it needs, and what was told for it."""
    request = request_in(sight)
    recipient = recipient_in(request)
    needs = _needs(known)
    told = [s for s in sight.statements if not form_asked(s.text)]
    found = [(need, s) for need in needs for s in [_telling(need, told)] if s]
    lines = [_line(need, said) for need, said in found]
    taken = {said for _, said in found}
    lapses = _Lapses(recipient, request, last_draft(sight), chance)
    lines += [_sentence(s.text) for s in told if s not in taken and (_told_for_it(s, request) or lapses.take(s))]
    missing = tuple(n for n in needs if _telling(n, told) is None)
    return Letter(recipient, request, tuple(dict.fromkeys(lines)), missing)


def last_draft(sight: Sight) -> str:
    """The message as it was last written in this session; empty when it was not."""
    return next((found[1] for reply in reversed(sight.own) if (found := _SENT.search(reply))), "")


def everything(sight: Sight) -> tuple[str, ...]:
    """Every statement of the person's in sight, whatever it is about."""
    return tuple(dict.fromkeys(s.text for s in sight.statements if not form_asked(s.text)))


def _needs(known: Sequence[Known]) -> tuple[str, ...]:
    """What such a message needs, as public knowledge puts it: the members of the first list that says so."""
    found = next((m for k in known if (m := _NEEDS.search(k.text))), None)
    parts = re.split(r",\s*(?:and )?|\s+and\s+(?=(?:your|a|an|the|what)\b)", found["what"]) if found else []
    return tuple(p.strip() for p in parts if p.strip())


def _telling(need: str, told: Sequence[Statement]) -> Statement | None:
    """The statement that tells what is needed; a fact before a wish, then the nearest in words, then the newest."""
    fit = [
        (not s.wish, bearing(need, s), i, s)
        for i, s in enumerate(told)
        if tells(need, s) and not _CONFIDENTIAL.search(s.text) and matters_in(s.text) <= matters_in(need)
    ]
    return max(fit, key=lambda f: f[:3])[3] if fit else None


def _told_for_it(said: Statement, request: str) -> bool:
    """Told in this session in answer to the writer, or with a name or figure, and no delicate matter."""
    if said.past or said.wish or said.text in request or _CONFIDENTIAL.search(said.text) or matters_in(said.text):
        return False
    if said.answers:
        return has_shape(said.answers, said.text)
    return tells_of_them(said.text) and bool(_IDENTIFIES.search(said.text))


@dataclass(frozen=True, slots=True)
class _Lapses:
    """What of earlier sessions the writer takes for a reason that belongs into the message, by chance; once for all."""

    recipient: str
    request: str
    draft: str
    chance: random.Random

    def take(self, said: Statement) -> bool:
        """Whether the statement slips in. What stood in the last draft stays, what did not stays out."""
        grounds = _GROUNDS.get(self.recipient, _USUAL_GROUNDS)
        tempting = said.past and not said.wish and not _CONFIDENTIAL.search(said.text)
        if not tempting or not grounds & matters_in(said.text):
            return False
        if self.draft:
            return _sentence(said.text) in self.draft
        return self.chance.random() < _LAPSE


def _line(need: str, said: Statement) -> str:
    """The sentence that tells what is needed; a bare phrase gets the name of the thing before it."""
    if is_fragment(said.text) and not need.startswith("what"):
        thing = re.sub(r"^(?:your|an?|the) ", "", need)
        return f"{thing[:1].upper()}{thing[1:]}: {said.text.rstrip('.')}."
    return _sentence(said.text)


def _sentence(text: str) -> str:
    """`text` as a sentence of a letter, with a capital, a full stop, and a capital `I`."""
    plain = re.sub(r"\bi(?=\b(?!\.))", "I", text.strip())
    return f"{plain[:1].upper()}{plain[1:].rstrip(' .!')}." if plain else ""


def written(letter: Letter, lines: Sequence[str], signature: str) -> str:
    """The message between its two lines; a sentence that only says the name is left to the signature."""
    named = stems(f"name {signature}")
    facts = " ".join(_sentence(line) for line in lines if not stems(line) <= named)
    purpose = purpose_of(_from_request(letter.request), letter.recipient)
    last_words = _FRIENDLY_LAST_WORDS if letter.recipient in _FRIENDLY else _LAST_WORDS
    body = "\n\n".join(part for part in (purpose, facts, last_words[len(purpose) % len(last_words)]) if part)
    close = "Best wishes" if letter.recipient in _FRIENDLY else "Kind regards"
    return f"<message>\n{_greeting(letter.recipient)}\n\n{body}\n\n{close}{signature}\n</message>"


def _greeting(recipient: str) -> str:
    if recipient in _FRIENDLY:
        return "Hello,"
    return "Dear Sir or Madam," if recipient in _OFFICES else f"Dear {recipient},"


def _from_request(message: str) -> str:
    """The message from the sentence on that asks for the writing."""
    parts = sentences(message)
    first = next((i for i, part in enumerate(parts) if _WRITE.search(part) and recipient_in(part)), 0)
    return " ".join(parts[first:])


def signature_in(sight: Sight) -> str:
    """The person's name under the message, where they told it."""
    found = [m for s in sight.statements if (m := _NAME.search(s.text)) and has_shape("name", s.text)]
    return f"\n{found[-1][1].strip()}" if found else ""
