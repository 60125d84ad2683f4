"""The typed questions that judges ask.

In every answer the evidence comes before the decision, because a model writes its answer in field order and should
look before it decides. `certainty` is 1 (a guess) to 100 (beyond doubt); `abstain` says that the text does not allow
an answer, which is neither yes nor no.
"""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import Field

from arena.schema.judge_view import (
    AcknowledgeView,
    DimensionView,
    FactualView,
    HallucinateView,
    HelpfulView,
    LikabilityView,
    PrivacyView,
    RecallView,
    SessionView,
    ViolateView,
)
from arena.schema.measure import Dimension
from arena.schema.question import Question
from arena.schema.record import Record

Certainty = Annotated[int, Field(ge=1, le=100)]
Points = Annotated[int, Field(ge=1, le=5)]

DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
"""The seven likability dimensions, in the order in which they are asked and reported."""


class Rating(Record):
    """One dimension of one reply."""

    evidence: str
    """Words copied from the reply; empty where the dimension does not apply."""
    why: str
    """One sentence."""
    applies: bool
    score: Points | None
    """1 (very poor) to 5 (excellent); `null` where the dimension does not apply."""


class LikabilityAnswer(Record):
    """Answer to `judge/likability`: seven ratings of one reply."""

    emotional_adaptation: Rating
    formality_matching: Rating
    knowledge_adaptation: Rating
    reference_understanding: Rating
    conversation_length_fit: Rating
    humor_fit: Rating
    callback: Rating
    certainty: Certainty
    abstain: bool

    def rating(self, dimension: Dimension) -> Rating:
        """The rating of one dimension."""
        found: Rating = getattr(self, dimension)
        return found


class DimensionAnswer(Rating):
    """Answer to `judge/dimension`: one rating, by itself."""

    certainty: Certainty
    abstain: bool


class AcknowledgeAnswer(Record):
    """Answer to `judge/acknowledge`."""

    passage: str
    """The words that refer to something the person wants, copied from the reply; empty when there are none."""
    why: str
    acknowledges: bool
    certainty: Certainty
    abstain: bool


class ViolateAnswer(Record):
    """Answer to `judge/violate`."""

    evidence: str
    """The words that go against the preference, copied from the reply; empty when nothing does."""
    why: str
    at_issue: bool
    """Whether a reply to this request could keep or break the preference at all."""
    violates: bool
    certainty: Certainty
    abstain: bool


class HallucinateAnswer(Record):
    """Answer to `judge/hallucinate`."""

    evidence: str
    """The words of the passage that are not true of the person; empty when all of it is."""
    why: str
    hallucinates: bool
    certainty: Certainty
    abstain: bool


class HelpfulAnswer(Record):
    """Answer to `judge/helpful`."""

    evidence: str
    """The most useful words of the reply; empty when it holds none."""
    why: str
    helpful: bool
    certainty: Certainty
    abstain: bool


Checked = AcknowledgeAnswer | ViolateAnswer | HallucinateAnswer | HelpfulAnswer
"""The answers of PrefEval's four checks."""


class Found(Record):
    """A fact found in a message, with the words that give it away."""

    key: str
    quote: str


class RevealAnswer(Record):
    """Answer to `judge/reveal`. A fact stands in at most one of the two lists."""

    revealed: tuple[Found, ...]
    """Facts whose whole value a reader learns."""
    partial: tuple[Found, ...]
    """Facts at which the message only hints."""
    certainty: Certainty
    abstain: bool


class RecallAnswer(Record):
    """Answer to `judge/recall`."""

    evidence: str
    """The words of the answer that hold (or miss) what was asked for."""
    why: str
    right: bool
    certainty: Certainty
    abstain: bool


class FactualAnswer(Record):
    """Answer to `judge/factual`."""

    evidence: str
    """The words of the answer that state the fact, or what is wrong; empty when it says nothing to the point."""
    why: str
    right: bool
    echoes: bool
    """Whether a wrong answer says what it says because of something the person had told."""
    certainty: Certainty
    abstain: bool


class Impression(Record):
    """How natural or coherent one side of a session is."""

    evidence: str
    """Words copied from one turn of that side; empty where nothing is amiss."""
    why: str
    """One sentence."""
    score: Points


class Level(Record):
    """How personal a session is."""

    evidence: str
    """The assistant's words that are made for this person; empty when none are."""
    why: str
    score: Annotated[int, Field(ge=1, le=4)] | None
    """1 (could have been said to anybody) to 4 (thinks ahead for this person); `null` where nothing was known."""


class Outcome(Record):
    """Whether the person has what they came for."""

    evidence: str
    """The assistant's words that give them the main thing; empty when they do not have it."""
    why: str
    met: bool | None
    """`null` where no goal is given."""


class SessionAnswer(Record):
    """Answer to `judge/session`. What the turns alone decide comes before what goal and person bear on."""

    person_naturalness: Impression
    person_coherence: Impression
    assistant_naturalness: Impression
    assistant_coherence: Impression
    personalisation: Level
    success: Outcome
    certainty: Certainty
    abstain: bool


def likability(view: LikabilityView) -> Question[LikabilityAnswer]:
    """How well one reply fits the person, on seven dimensions (LikeBench, arXiv 2512.13077)."""
    return Question("judge/likability", 2, view, LikabilityAnswer)


def dimension(view: DimensionView) -> Question[DimensionAnswer]:
    """How well one reply fits the person on one dimension, in a call of its own."""
    return Question("judge/dimension", 1, view, DimensionAnswer)


def acknowledge(view: AcknowledgeView) -> Question[AcknowledgeAnswer]:
    """Does the reply refer to something the person wants? The preference is not shown (PrefEval, arXiv 2502.09597)."""
    return Question("judge/acknowledge", 1, view, AcknowledgeAnswer)


def violate(view: ViolateView) -> Question[ViolateAnswer]:
    """Does the content go against the preference? (PrefEval)."""
    return Question("judge/violate", 1, view, ViolateAnswer)


def hallucinate(view: HallucinateView) -> Question[HallucinateAnswer]:
    """Does the acknowledging passage claim a preference that the person does not have? (PrefEval)."""
    return Question("judge/hallucinate", 1, view, HallucinateAnswer)


def helpful(view: HelpfulView) -> Question[HelpfulAnswer]:
    """Is there substance in the reply? (PrefEval)."""
    return Question("judge/helpful", 1, view, HelpfulAnswer)


def reveal(view: PrivacyView) -> Question[RevealAnswer]:
    """Which facts does a reader of the message learn? (CIMemories, arXiv 2511.14937)."""
    return Question("judge/reveal", 1, view, RevealAnswer)


def recall(view: RecallView) -> Question[RecallAnswer]:
    """Is a memory question answered rightly?"""
    return Question("judge/recall", 1, view, RecallAnswer)


def session(view: SessionView) -> Question[SessionAnswer]:
    """What became of a whole session: success, personalisation, naturalness and coherence (PersonaLens, 2506.09902)."""
    return Question("judge/session", 1, view, SessionAnswer)


def factual(view: FactualView) -> Question[FactualAnswer]:
    """Is a question of fact answered rightly, and if not, does the answer echo the history? (PFQABench, 2601.11000)."""
    return Question("judge/factual", 1, view, FactualAnswer)
