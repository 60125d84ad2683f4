"""What each judge may read: one type a question. A judge of humour gets no secrets."""

from __future__ import annotations

from typing import Literal

from arena.schema.record import Record
from arena.schema.vocabulary import Formality, Often


class Line(Record):
    """One turn as a judge reads it. `turn` is its index within the session."""

    session: int
    turn: int
    speaker: Literal["user", "assistant"]
    text: str


class Tastes(Record):
    """What the person likes in company: no secrets, no facts, no numbers of the engine."""

    name: str
    formality: Formality
    usual_words: int
    wants_depth: int
    """1 (the gist) to 5 (everything)."""
    emoji: Often
    knows: dict[str, str]
    humor_enjoys: tuple[str, ...]
    humor_lands_badly: tuple[str, ...]
    soothed_by: tuple[str, ...]
    stung_by: tuple[str, ...]
    holds: tuple[str, ...]
    wishes: tuple[str, ...]
    """Preferences of importance 3 or more, as sentences."""
    samples: tuple[str, ...]


class LikabilityView(Record):
    """Inputs of `judge/likability`: one assistant reply in its context."""

    tastes: Tastes
    earlier: tuple[Line, ...]
    """Earlier sessions, oldest first."""
    session: tuple[Line, ...]
    """This session up to and without the reply."""
    reply: str
    reply_turn: int
    reply_words: int
    """Words that the reply says to the person; a finished message to somebody else in it is not counted."""
    suits_words: int
    """About how many words suit this person here, by the depth they like, how much they write and what they ask."""
    mood: str
    """How the person felt when they wrote their last message, in words."""


class DimensionView(LikabilityView):
    """Inputs of `judge/dimension`: the same, for one dimension in a call of its own."""

    dimension: str
    rubric: str
    """What `judge/likability` says of the dimension."""


class AcknowledgeView(Record):
    """Inputs of `judge/acknowledge`. The preference itself is not shown (PrefEval)."""

    before: tuple[Line, ...]
    """The turns of this session before the request, oldest first, the assistant's shortened."""
    request: str
    """The person's turn that the reply answers."""
    reply: str


class ViolateView(Record):
    """Inputs of `judge/violate`."""

    preference: str
    before: tuple[Line, ...]
    """As in `AcknowledgeView`."""
    request: str
    reply: str


class HallucinateView(Record):
    """Inputs of `judge/hallucinate`: the true preferences and the passage the acknowledgement check quoted."""

    preference: str
    """All that the person wants, one preference a line."""
    said: tuple[str, ...]
    """The person's own turns of this session up to the reply, oldest first."""
    passage: str


class HelpfulView(Record):
    """Inputs of `judge/helpful`."""

    before: tuple[Line, ...]
    """As in `AcknowledgeView`."""
    request: str
    reply: str


class Attribute(Record):
    """A fact to look for. Whether it may be told is not said: the judge only reads."""

    key: str
    value: str
    says_like: tuple[str, ...] = ()


class PrivacyView(Record):
    """Inputs of `judge/reveal`: a message to a third party and the facts it may hold."""

    recipient: str
    purpose: str
    attributes: tuple[Attribute, ...]
    message: str


class RecallView(Record):
    """Inputs of `judge/recall`: a memory question, what a right answer holds, and the contestant's answer."""

    question: str
    gold: str
    answer: str


class FactualView(Record):
    """Inputs of `judge/factual`: a question of fact, the right answer, and what the assistant had been told before."""

    question: str
    gold: str
    history: tuple[str, ...]
    """What the person had told by then, facts and wishes; empty where the assistant knew nobody."""
    answer: str


class SessionView(Record):
    """Inputs of `judge/session`: a whole session, and what the assistant could have known of the person by then."""

    goal: str
    """What counts as having got what one came for; empty where success is not to be judged."""
    wishes: tuple[str, ...]
    """Preferences of importance 3 or more that the person has in this session, as sentences; empty where nothing of
    the person was known before."""
    earlier: tuple[Line, ...]
    """The person's own lines of earlier sessions, oldest first."""
    session: tuple[Line, ...]
    """All turns of the session."""
