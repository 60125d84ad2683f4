"""MemoryOS: a short-term queue, mid-term segments with heat, and a long-term profile that hot segments feed.

arXiv 2506.06326. Short-term: the last ten pages (a message and its reply). Mid-term: segments by topic with a summary,
keywords, visits N, length L and the time of the last visit; a batch joins the segment whose cosine of summaries plus
Jaccard of keywords is best and at least 0.6, else it begins one. Heat is N + L + exp(-age / 24 h); when that of the
hottest is 5 and it has pages not yet analysed, profile and knowledge are rewritten from them and N and L set to 0.
Reading: the five nearest segments, of these the seven nearest pages (cosine of 0.1 at least), the profile, and up to
twenty lines of knowledge. One call a turn; after a session up to three: none while the queue has room, one to sort what
leaves it, two more on heat. Adapted: pages leave in one batch at the end of a session, each into one segment (the code
of the authors puts them in two), with one call instead of three a page; time is the simulated one; visits are counted
when the session is over; cosines are of words, or as published of embeddings with `embed=` (one call a turn and up to
two after a session more; a segment that grows has the sum of the vectors it grew by); the profile has no fixed list of
dimensions; there is no memory of what the assistant knows, and no limit of 2,000 segments, which no course comes near.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from pydantic import Field

from arena.assistants.memory import document
from arena.assistants.offline._knowledge import GENERIC
from arena.assistants.parts._near import BY_EMBEDDING, NEAR, Nearness, embed_of, embedding_calls
from arena.assistants.parts._summing import SummariseInputs, summarise, within
from arena.assistants.parts._turns import Page, pages_of, sessions_of
from arena.assistants.parts.omem import Extracted, ExtractInputs
from arena.assistants.slots import Asked, Embed, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.words import content_words

_SOURCE = "MemoryOS, arXiv 2506.06326"
_HOT, _DAY, _JOINS = 5.0, 86_400.0, 0.6
_SEGMENTS, _PAGES, _KNOWN, _KNOWLEDGE = 5, 7, 20, 100
_PROFILE_WORDS = 300
_TASK = "a profile of this person: character, wishes and interests, each only where something shows it"


class SegmentInputs(Record):
    """Inputs of `assistant/segment`."""

    turns: tuple[str, ...]
    date: str


class Topic(Record):
    """A topic and its turns."""

    turns: tuple[Annotated[int, Field(ge=1)], ...]
    summary: str
    keywords: tuple[str, ...] = ()


class Segments(Record):
    """Answer of `assistant/segment`."""

    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """A topic in the mid-term memory."""

    pages: tuple[Page, ...]
    summary: str
    keywords: frozenset[str]
    last: datetime
    visits: int = 0
    length: int = 0
    """Pages since it was last analysed."""

    def heat(self, now: datetime) -> float:
        """N + L + exp(-age / 24 h)."""
        return self.visits + self.length + math.exp(-(now - self.last).total_seconds() / _DAY)


class MemoryOS:
    """Keeps the three tiers.

    Args:
        model: answers `assistant/segment`, `assistant/summarise` and `assistant/extract`.
        queue: pages of the short-term memory.
        embed: makes vectors of what is compared; None compares words.
    """

    def __init__(self, model: Model, queue: int, embed: Embed | None = None) -> None:
        self._model = model
        self._near = Nearness(embed)
        self._queue = queue
        self._short: tuple[Page, ...] = ()
        self._segments: tuple[Segment, ...] = ()
        self._profile: tuple[str, ...] = ()
        self._knowledge: tuple[str, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """Profile, knowledge, the nearest pages, the queue, and this session. Raises CallFailed."""
        asked = view.messages[-1].content
        if self._segments or self._knowledge:
            pages = (page.said for segment in self._segments for page in segment.pages)
            await self._near.know((asked, *(s.summary for s in self._segments), *pages, *self._knowledge))
        near = self._nearest_pages(asked)
        known = sorted(self._knowledge, key=lambda line: -self._near.cosine(asked, line))[:_KNOWN]
        lines = [*self._profile, *(line for line in self._knowledge if line in known)]
        shown = sorted((*near, *self._short), key=lambda page: page.at)
        items = (*lines, *(page.said for page in near))
        return Recall(view.messages, document=document(lines), earlier=sessions_of(shown), items=items)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Counts visits, moves what the queue has no room for, and analyses what is hot. Raises CallFailed."""
        pages = pages_of(info, messages)
        if self._segments:
            await self._near.know((*(s.summary for s in self._segments), *(page.said for page in pages)))
        self._visit(pages, info.now)
        whole = (*self._short, *pages)
        room = max(0, len(whole) - self._queue)
        moved, self._short = whole[:room], whole[room:]
        if moved:
            await self._file(moved, info.now)
        await self._analyse(info.now)

    def export(self) -> str:
        """The tiers, the long-term one first."""
        segments = [f"Topic ({len(segment.pages)} turns): {segment.summary}" for segment in self._segments]
        queue = [f"[{page.at.date().isoformat()}] {page.said}" for page in self._short]
        return document([*self._profile, *self._knowledge, *segments, *queue])

    def _nearest(self, asked: str) -> list[int]:
        score = [self._near.cosine(asked, segment.summary) for segment in self._segments]
        found = [i for i in range(len(score)) if score[i] >= NEAR]
        return sorted(found, key=lambda i: -score[i])[:_SEGMENTS]

    def _nearest_pages(self, asked: str) -> list[Page]:
        pages = [page for i in self._nearest(asked) for page in self._segments[i].pages]
        near = [(self._near.cosine(asked, page.said), page) for page in pages]
        best = sorted((pair for pair in near if pair[0] >= NEAR), key=lambda pair: -pair[0])[:_PAGES]
        return [page for _, page in best]

    def _visit(self, pages: Sequence[Page], now: datetime) -> None:
        """What the session has looked up is warmer for it."""
        count = Counter(i for page in pages for i in self._nearest(page.said))
        self._segments = tuple(
            replace(segment, visits=segment.visits + count[i], last=now) if count[i] else segment
            for i, segment in enumerate(self._segments)
        )

    async def _file(self, moved: Sequence[Page], now: datetime) -> None:
        inputs = SegmentInputs(turns=tuple(page.said for page in moved), date=now.date().isoformat())
        left = set(range(1, len(moved) + 1))
        topics = (await self._model.ask(Question("assistant/segment", 1, inputs, Segments))).topics
        await self._near.know((*(topic.summary for topic in topics), *(s.summary for s in self._segments)))
        for topic in topics:
            mine = sorted(left & set(topic.turns))
            left -= set(mine)
            if mine:
                self._join(topic, tuple(moved[number - 1] for number in mine), now)

    def _join(self, topic: Topic, pages: tuple[Page, ...], now: datetime) -> None:
        keywords = frozenset(word.lower() for word in topic.keywords)
        shared = [len(keywords & s.keywords) / max(1, len(keywords | s.keywords)) for s in self._segments]
        near = [self._near.cosine(topic.summary, segment.summary) for segment in self._segments]
        score = [a + b for a, b in zip(near, shared, strict=True)]
        best = max(range(len(score)), key=score.__getitem__, default=-1)
        if best < 0 or score[best] < _JOINS:
            self._segments += (Segment(pages, topic.summary, keywords, now, length=len(pages)),)
            return
        old = self._segments[best]
        summary = f"{old.summary} {topic.summary}"
        self._near.join(summary, (old.summary, topic.summary))
        joined = replace(
            old,
            pages=(*old.pages, *pages),
            summary=summary,
            keywords=old.keywords | keywords,
            length=old.length + len(pages),
            last=now,
        )
        self._segments = (*self._segments[:best], joined, *self._segments[best + 1 :])

    async def _analyse(self, now: datetime) -> None:
        """The hottest segment, where it is hot and has pages that were not analysed: two calls."""
        hottest = max(range(len(self._segments)), key=lambda i: self._segments[i].heat(now), default=-1)
        if hottest < 0:
            return
        segment = self._segments[hottest]
        if segment.heat(now) < _HOT or not segment.length:
            return
        fresh = segment.pages[-segment.length :]
        await self._learn(fresh, fresh[-1].at.date().isoformat())
        cooled = replace(segment, visits=0, length=0)
        self._segments = (*self._segments[:hottest], cooled, *self._segments[hottest + 1 :])

    async def _learn(self, pages: Sequence[Page], date: str) -> None:
        said = tuple(message for page in pages for message in page.messages)
        about = SummariseInputs(
            so_far=document(self._profile), conversation=said, date=date, limit_words=_PROFILE_WORDS, task=_TASK
        )
        self._profile = within((await self._model.ask(summarise(about))).sentences, _PROFILE_WORDS)
        inputs = ExtractInputs(turns=tuple(page.said for page in pages), date=date)
        told = (await self._model.ask(Question("assistant/extract", 1, inputs, Extracted))).told
        new = (f"[{date}] {text}" for one in told if (text := one.attribute or one.event))
        self._knowledge = tuple(dict.fromkeys((*self._knowledge, *new)))[-_KNOWLEDGE:]


# Offline -------------------------------------------------------------------------------------------------------------


def segment(inputs: SegmentInputs, offline: Offline) -> Segments:
    """Turns that share a content word with a topic join it; its summary is what was said, its keywords the words."""
    topics: list[tuple[list[int], set[str]]] = []
    for number, turn in enumerate(inputs.turns, start=1):
        said = set(content_words(turn)) - GENERIC
        joined = next((topic for topic in topics if topic[1] & said), None)
        if joined is None:
            topics.append(joined := ([], set()))
        joined[0].append(number)
        joined[1].update(said)
    return Segments(
        topics=tuple(
            Topic(
                turns=tuple(numbers),
                summary=" ".join(inputs.turns[number - 1] for number in numbers),
                keywords=tuple(sorted(words)[:8]),
            )
            for numbers, words in topics
        )
    )


PARTS = (
    MemoryPart(
        "memory-os",
        "a queue, segments with heat, and a profile that hot segments feed",
        (Option("queue", 10, 1, 1000, "pages of the short-term memory"), BY_EMBEDDING),
        _SOURCE,
        (
            Asked("assistant/segment", "session"),
            Asked("assistant/summarise", "session"),
            Asked("assistant/extract", "session"),
        ),
        embedding_calls(session=2.0),
        make=lambda kit: MemoryOS(kit.model, kit.number("queue"), embed_of(kit)),
    ),
)
CONTESTANTS = (Entry("memory-os", "queue, warm segments and profile of MemoryOS", memory="memory-os", source=_SOURCE),)
ANSWERS: Answerers = {"assistant/segment": segment}
