"""Feedback memory: how the person took each suggestion, tallies of it, and the log entries that matter now.

ProPerAssistant (ProPerSim, arXiv 2509.21730) with its training switched off: a log of (time, action, suggestion,
score), a summary rolled up every four blocks, and the three entries with the best sum of recency, relevance and
importance, weighted 0.5, 3 and 2 after each is brought to the range 0 to 1. One call a turn, one after each session
(the block), one more after every fourth. Adapted: scores are inferred from what the person wrote, 1 to 5, and never
come from a judge; relevance is shared words, or the cosine of embeddings with `embed=` (one call a turn more),
importance how far the score is from the middle; whether to volunteer something is left to the draft.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from arena.assistants.memory import document
from arena.assistants.offline._plan import objects, thanks_or_agrees
from arena.assistants.offline._reading import stems
from arena.assistants.parts._near import BY_EMBEDDING, Nearness, embed_of, embedding_calls
from arena.assistants.parts._summing import SummariseInputs, summarise, within
from arena.assistants.slots import Asked, Embed, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.choices import own_words
from arena.text.words import content_words, words

_SOURCE = "ProPerAssistant, arXiv 2509.21730, without training"
RECENCY, RELEVANCE, IMPORTANCE = 0.5, 3.0, 2.0
_BLOCKS, _SUMMARY_WORDS = 4, 150
_TASK = "knowing which suggestions this person takes, and which they turn down"
_NOT_A_LABEL = re.compile(r"[^\w /-]+")
Taken = Literal["accepted", "ignored", "rejected"]


class FeedbackInputs(Record):
    """Inputs of `assistant/feedback`."""

    conversation: tuple[Message, ...]
    date: str


class Suggestion(Record):
    """How one suggestion was taken."""

    reply: Annotated[int, Field(ge=1)]
    """Number of the message that made it."""
    intent: str
    suggestion: str
    taken: Taken
    score: Annotated[int, Field(ge=1, le=5)] = 3
    words: str = ""


class Feedback(Record):
    """Answer of `assistant/feedback`."""

    suggestions: tuple[Suggestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry of the log."""

    at: datetime
    of: Suggestion

    @property
    def text(self) -> str:
        """What of it may be relevant."""
        return f"{self.of.intent} {self.of.suggestion} {self.of.words}"

    @property
    def line(self) -> str:
        """`[2026-03-02] Rejected the night train: "I get sick on trains."`."""
        what = " ".join(_NOT_A_LABEL.sub(" ", self.of.suggestion).split()[:8])
        shown = (self.of.words or self.of.suggestion).replace('"', "'")
        return f'[{self.at.date().isoformat()}] {self.of.taken.capitalize()} {what}: "{shown}"'


class FeedbackMemory:
    """Keeps the log.

    Args:
        model: answers `assistant/feedback` and `assistant/summarise`.
        events: entries shown.
        embed: makes vectors for relevance; None compares words.
    """

    def __init__(self, model: Model, events: int, embed: Embed | None = None) -> None:
        self._model = model
        self._near = Nearness(embed)
        self._events = events
        self._log: tuple[Logged, ...] = ()
        self._since: tuple[Logged, ...] = ()
        self._sessions = 0
        self._summary: tuple[str, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """Tallies, the summary, the entries that matter most now, and this session. Raises CallFailed."""
        relevance = await self._relevance(view.messages[-1].content) if self._log else []
        best = best_of(self._log, relevance, self._events)
        lines = [*self._summary, *self._tallies(), *(entry.line for entry in best)]
        return Recall(view.messages, document=document(lines), items=tuple(entry.line for entry in best))

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Logs the session in one call, and rolls up every fourth in another. Raises CallFailed."""
        if not messages:
            return
        date = info.now.date().isoformat()
        inputs = FeedbackInputs(conversation=messages, date=date)
        found = await self._model.ask(Question("assistant/feedback", 1, inputs, Feedback))
        new = tuple(Logged(info.now, suggestion) for suggestion in found.suggestions)
        self._log, self._since, self._sessions = (*self._log, *new), (*self._since, *new), self._sessions + 1
        if self._sessions % _BLOCKS == 0:
            await self._roll_up(date)

    def export(self) -> str:
        """The summary, tallies and the whole log."""
        return document([*self._summary, *self._tallies(), *(entry.line for entry in self._log)])

    async def _relevance(self, asked: str) -> list[float]:
        """Of each entry of the log: content words in common with what is asked, or the cosine of vectors."""
        texts = [entry.text for entry in self._log]
        if not self._near.by_vectors:
            return [float(len(stems(asked) & stems(text))) for text in texts]
        await self._near.know((asked, *texts))
        return [self._near.cosine(asked, text) for text in texts]

    async def _roll_up(self, date: str) -> None:
        told = tuple(Message(role="user", content=entry.line.partition("] ")[2]) for entry in self._since)
        self._since = ()
        if not told:
            return
        so_far = document(self._summary)
        inputs = SummariseInputs(so_far=so_far, conversation=told, date=date, limit_words=_SUMMARY_WORDS, task=_TASK)
        self._summary = within((await self._model.ask(summarise(inputs))).sentences, _SUMMARY_WORDS)

    def _tallies(self) -> list[str]:
        """`Suggestions on home: 2 accepted, 1 rejected`, in the order in which they first came up."""
        count: dict[str, Counter[str]] = {}
        for entry in self._log:
            count.setdefault(entry.of.intent.lower(), Counter())[entry.of.taken] += 1
        ways: tuple[Taken, ...] = ("accepted", "ignored", "rejected")
        return [
            f"Suggestions on {intent}: " + ", ".join(f"{taken[way]} {way}" for way in ways if taken[way])
            for intent, taken in count.items()
        ]


def best_of(log: Sequence[Logged], relevance: Sequence[float], k: int) -> list[Logged]:
    """The `k` entries with the best weighted sum, in the order of time; `relevance` is one number an entry."""
    recency = _scaled([entry.at.timestamp() for entry in log])
    importance = _scaled([float(abs(entry.of.score - 3)) for entry in log])
    terms = zip(recency, _scaled(relevance), importance, strict=True)
    total = [RECENCY * a + RELEVANCE * b + IMPORTANCE * c for a, b, c in terms]
    best = sorted(range(len(log)), key=lambda i: (-total[i], -i))[:k]
    return [log[i] for i in sorted(best)]


def _scaled(values: Sequence[float]) -> list[float]:
    """Values brought to the range 0 to 1; all 0 where they are equal."""
    low, high = min(values, default=0.0), max(values, default=0.0)
    return [(value - low) / (high - low) if high > low else 0.0 for value in values]


# Offline -------------------------------------------------------------------------------------------------------------


def feedback(inputs: FeedbackInputs, offline: Offline) -> Feedback:
    """Each reply by what the person wrote next: an objection rejects it, thanks and agreement accept it."""
    said = inputs.conversation
    replies = [i for i, message in enumerate(said) if message.role == "assistant"]
    answered = [i for i in replies if i and i + 1 < len(said)]
    return Feedback(suggestions=tuple(_suggestion(i + 1, said[i - 1 : i + 2]) for i in answered))


def _suggestion(number: int, said: Sequence[Message]) -> Suggestion:
    asked, reply, then = (own_words(message.content) for message in said)
    taken: Taken = "rejected" if objects(then) else "accepted" if thanks_or_agrees(then) else "ignored"
    return Suggestion(
        reply=number,
        intent=" ".join(content_words(asked)[:2]) or "talk",
        suggestion=" ".join(words(reply)[:8]),
        taken=taken,
        score={"rejected": 1, "ignored": 3, "accepted": 5}[taken],
        words=then if taken != "ignored" else "",
    )


PARTS = (
    MemoryPart(
        "feedback",
        "how the person took each suggestion",
        (Option("events", 3, 1, 50, "log entries shown"), BY_EMBEDDING),
        _SOURCE,
        (Asked("assistant/feedback", "session"), Asked("assistant/summarise", "session", 1 / _BLOCKS)),
        embedding_calls(),
        make=lambda kit: FeedbackMemory(kit.model, kit.number("events"), embed_of(kit)),
    ),
)
CONTESTANTS = (Entry("feedback", "learns from how suggestions were taken", memory="feedback", source=_SOURCE),)
ANSWERS: Answerers = {"assistant/feedback": feedback}
