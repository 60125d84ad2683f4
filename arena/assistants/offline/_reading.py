"""What an assistant has in sight: the sentences a person said, in this session, in earlier ones, in the notebook."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from arena.assistants.memory import SUPERSEDED
from arena.assistants.offline._about import has_shape, is_fragment, tells_of_them
from arena.assistants.questions import InSight
from arena.schema.assistant_view import Message
from arena.text.choices import own_words
from arena.text.features import asked_features
from arena.text.stance import stance, wishes_in
from arena.text.words import content_words, sentences

_REQUEST = re.compile(
    r"^(?:\w+[,.!] )?(?:please )?(?:write|draft|compose|tell me|talk to me|give me|show me|help|explain|remind me|let's"
    r"|make it|add|put|leave|change|(?:could|can|would|will) you)\b"
    r"|\bi (?:need|want|would like) (?:you\b|an? (?:short )?"
    r"(?:e-?mail|letter|message|note)\b|to (?:know|write)\b)"
    r"|\bi(?:'d| would) like to know\b|\bi don't know\b|^they should know\b",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"^(?:thanks?|thx|thank you|cheers|okay|ok|fine|right|understood|good|great|lovely|cool|hello|hi|hey|bye|goodbye"
    r"|sure|yes|yeah|no|haha|anyway)\b[^,]{0,25}$",
    re.IGNORECASE,
)
_EDGE = " \t" + "".join(map(chr, (*range(0x2600, 0x27C0), *range(0x1F1E6, 0x1F200), *range(0x1F300, 0x1FB00), 0xFE0F)))
"""What is no part of a sentence at its ends: blanks and pictures."""
_ASIDE = re.compile(r"^\([^()]*\)\s*(?=\w)")
_BULLET = re.compile(r'^- \[[\d-]+\] (?:[A-Z][\w /-]*|Asked “(?P<asked>.*?)”): "(?P<said>.*)"$')
_DATED = re.compile(r"^[-*•]\s*(?:\[[^\]]*\]\s*)?")
_WANTS_TOLD = re.compile(r"\b(?:your|give me|when|where|who|how (?:much|many|long|old)|which|what)\b", re.IGNORECASE)
_OPPOSED = -0.4
"""Stance of a wish to a later one below which the later one replaces it."""


class Statement(NamedTuple):
    """One sentence of the person's."""

    text: str
    wish: bool
    past: bool = False
    """From an earlier session or the notebook."""
    answers: str = ""
    """The assistant's question that it was said in reply to."""

    @property
    def stems(self) -> frozenset[str]:
        """Content words of the sentence."""
        return stems(self.text)


@dataclass(frozen=True, slots=True)
class Sight:
    """All that an assistant can go by."""

    theirs: tuple[str, ...]
    """The person's messages of this session, oldest first; never empty."""
    own: tuple[str, ...]
    """Its own replies of this session."""
    statements: tuple[Statement, ...]
    """What the person said, oldest first, overtaken wishes left out."""
    asked: Mapping[str, str]
    """What the person asked of the form of replies; see `arena.text.features`."""

    @property
    def last(self) -> str:
        """The message to answer."""
        return self.theirs[-1]

    @property
    def first(self) -> str:
        """What the session began with."""
        return self.theirs[0]

    def has_said(self, text: str) -> bool:
        """Whether `text` stands in one of its own replies of this session."""
        return any(text in reply for reply in self.own)


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """The content words of `text`, as stems."""
    return frozenset(content_words(text))


@lru_cache(maxsize=8192)
def form_asked(text: str) -> tuple[tuple[str, str], ...]:
    """What `text` asks of the form of replies."""
    return tuple(asked_features(text).items())


@lru_cache(maxsize=4096)
def statements_in(message: str, asked: str = "") -> tuple[Statement, ...]:
    """The sentences of a person's message that say something about them, `asked` being the question before it."""
    wishes = frozenset(wishes_in(message))
    said = (
        Statement(
            _ASIDE.sub("", s).strip(_EDGE),
            s in wishes or bool(form_asked(s)),
            answers=asked if _answers(asked, s) else "",
        )
        for s in sentences(message)
    )
    return tuple(s for s in said if _says_something(s))


def _answers(asked: str, text: str) -> bool:
    """Whether a sentence may be the answer to what was asked: of its form, about the person, or a bare phrase."""
    if not asked or _SMALL_TALK.search(text) or text.endswith("?"):
        return False
    return has_shape(asked, text) or tells_of_them(text) or is_fragment(text)


def _says_something(said: Statement) -> bool:
    if not form_asked(said.text) and (said.text.endswith("?") or _REQUEST.search(said.text)):
        return False
    if said.wish or said.answers:
        return True
    return bool(said.stems) and tells_of_them(said.text) and not _SMALL_TALK.search(said.text)


@lru_cache(maxsize=4096)
def question_in(reply: str) -> str:
    """The last question in an assistant's reply that wants something told, empty when there is none."""
    return next((s for s in reversed(sentences(reply)) if s.endswith("?") and _WANTS_TOLD.search(s)), "")


def said_in(messages: Sequence[Message]) -> Iterator[Statement]:
    """The person's statements in `messages`, oldest first."""
    asked = ""
    for message in messages:
        if message.role == "user":
            yield from statements_in(own_words(message.content), asked)
        asked = question_in(message.content) if message.role == "assistant" else ""


def noted_in(document: str) -> Iterator[Statement]:
    """The statements in a notebook; superseded ones are left out."""
    return (_noted(line) for line in document.splitlines() if SUPERSEDED not in line)


@lru_cache(maxsize=4096)
def _noted(line: str) -> Statement:
    if found := _BULLET.match(line):
        text, asked = found["said"], found["asked"] or ""
    else:
        text, asked = _DATED.sub("", line), ""
    wish = line.find("] Wants") > 0 or bool(wishes_in(text))
    return Statement(text, wish, past=True, answers=asked)


@lru_cache(maxsize=8192)
def overtaken(old: Statement, new: Statement) -> bool:
    """Whether `new`, said later, replaces `old`: another form of reply asked for, or the opposite wished."""
    if not (old.wish and new.wish):
        return False
    before, now = dict(form_asked(old.text)), dict(form_asked(new.text))
    if any(before[k] != now[k] for k in before.keys() & now.keys()):
        return True
    return not before and not now and stance(old.text, new.text) < _OPPOSED


def _in_view(inputs: InSight) -> Iterator[Statement]:
    yield from noted_in(inputs.memory)
    for past in inputs.earlier:
        yield from (said._replace(past=True) for said in said_in(past.messages))
    yield from said_in((*inputs.messages, Message(role="user", content=inputs.last)))


def sight_of(inputs: InSight) -> Sight:
    """What the inputs of a reply show. What is in view is read, however far back; what is not in view is lost."""
    said = tuple(_in_view(inputs))
    wishes = [s for s in said if s.wish]
    gone = {old for i, old in enumerate(wishes) if any(overtaken(old, new) for new in wishes[i + 1 :])}
    asked = {key: value for s in wishes for key, value in form_asked(s.text)}
    theirs = (*(own_words(m.content) for m in inputs.messages if m.role == "user"), own_words(inputs.last))
    return Sight(
        theirs=theirs,
        own=tuple(m.content for m in inputs.messages if m.role == "assistant"),
        statements=tuple(s for s in said if s not in gone),
        asked=asked | dict(form_asked(theirs[-1])),
    )
