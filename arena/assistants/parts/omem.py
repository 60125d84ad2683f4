"""O-Mem: attributes and events of a person, and two inverted indices from topics and words to the turns themselves.

arXiv 2511.13593. Persona memory (attributes and events), working memory (topic -> turns), episodic memory (word ->
turns), raw turns kept; three look-ups for an answer: turns of topics near the question, turns of its rarest word, and
attributes and events near it. Adapted: extraction and reconciliation are batched, two calls after each session instead
of two to three a turn; nearness is shared words, or as published the cosine of embeddings with `embed=` (one call a
turn more); at most five turns a way, 30 attributes and 30 events (the oldest go); attributes are not clustered.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from arena.assistants.memory import document
from arena.assistants.offline._about import is_lasting
from arena.assistants.offline._reading import Statement, noted_in, overtaken, statements_in, stems
from arena.assistants.parts._near import BY_EMBEDDING, NEAR, Nearness, embed_of, embedding_calls
from arena.assistants.parts._turns import Page, pages_of, sessions_of
from arena.assistants.slots import Asked, Embed, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.words import content_words

_SOURCE = "O-Mem, arXiv 2511.13593"
_KEPT = 30
"""Attributes kept, and events."""
_NEAR = 10
"""Attributes and events shown, of each."""


class ExtractInputs(Record):
    """Inputs of `assistant/extract`."""

    turns: tuple[str, ...]
    date: str


class Told(Record):
    """What one turn tells."""

    turn: Annotated[int, Field(ge=1)]
    topic: str
    attribute: str = ""
    event: str = ""


class Extracted(Record):
    """Answer of `assistant/extract`."""

    told: tuple[Told, ...] = ()


class ReconcileInputs(Record):
    """Inputs of `assistant/reconcile`."""

    kept: tuple[str, ...]
    found: tuple[str, ...]
    date: str


class Decision(Record):
    """What becomes of one new entry."""

    new: Annotated[int, Field(ge=1)]
    do: Literal["add", "ignore", "update"]
    old: int = 0
    """Number of the entry replaced, for `update`."""


class Decisions(Record):
    """Answer of `assistant/reconcile`."""

    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """An attribute or event of the profile."""

    kind: Literal["Attribute", "Event"]
    text: str
    date: str

    @property
    def line(self) -> str:
        """As it is shown, dated."""
        return f'[{self.date}] {self.kind}: "{self.text.replace(chr(34), chr(39))}"'


class OMem:
    """Keeps a profile, the turns, and the ways from topics and words to them.

    Args:
        model: answers `assistant/extract` and `assistant/reconcile`.
        per_way: turns that each of the two indices may bring.
        embed: makes vectors of topics and of the profile; None compares words.
    """

    def __init__(self, model: Model, per_way: int, embed: Embed | None = None) -> None:
        self._model = model
        self._near = Nearness(embed)
        self._per_way = per_way
        self._pages: tuple[Page, ...] = ()
        self._topics: dict[str, set[int]] = {}
        self._profile: tuple[Known, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The near part of the profile, the turns found on both ways, and this session. Raises CallFailed."""
        last = view.messages[-1].content
        if self._profile or self._topics:
            await self._near.know((last, *self._topics, *(known.text for known in self._profile)))
        near = [known.line for kind in ("Attribute", "Event") for known in self._nearest(last, kind)]
        places = sorted({*self._by_topic(last), *self._by_rarest_word(frozenset(content_words(last)))})
        pages = [self._pages[place] for place in places]
        items = (*near, *(page.said for page in pages))
        return Recall(view.messages, document=document(near), earlier=sessions_of(pages), items=items)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Takes in the turns and reconciles what they tell with the profile: one or two calls. Raises CallFailed."""
        pages = pages_of(info, messages)
        if not pages:
            return
        first, self._pages = len(self._pages), (*self._pages, *pages)
        date = info.now.date().isoformat()
        asked = ExtractInputs(turns=tuple(page.said for page in pages), date=date)
        told = [t for t in (await self._model.ask(Question("assistant/extract", 1, asked, Extracted))).told]
        told = [t for t in told if t.turn <= len(pages)]
        for one in told:
            self._topics.setdefault(one.topic.lower(), set()).add(first + one.turn - 1)
        found = [Known("Attribute", t.attribute, date) for t in told if t.attribute]
        found += [Known("Event", t.event, date) for t in told if t.event]
        if found:
            await self._reconcile(tuple(found), date)

    def export(self) -> str:
        """The profile, and how many turns lie under each topic."""
        topics = [f"Topic {topic}: {len(turns)} turns" for topic, turns in sorted(self._topics.items())]
        return document([*(known.line for known in self._profile), *topics])

    async def _reconcile(self, found: tuple[Known, ...], date: str) -> None:
        inputs = ReconcileInputs(
            kept=tuple(k.line for k in self._profile), found=tuple(k.line for k in found), date=date
        )
        answer = await self._model.ask(Question("assistant/reconcile", 1, inputs, Decisions))
        profile: list[Known | None] = list(self._profile)
        for decision in answer.decisions:
            if decision.do == "ignore" or decision.new > len(found):
                continue
            if decision.do == "update" and 1 <= decision.old <= len(self._profile):
                profile[decision.old - 1] = None
            profile.append(found[decision.new - 1])
        alive = [known for known in profile if known]
        kept = {id(known) for kind in ("Attribute", "Event") for known in [k for k in alive if k.kind == kind][-_KEPT:]}
        self._profile = tuple(known for known in alive if id(known) in kept)

    def _nearest(self, asked: str, kind: str) -> list[Known]:
        """Attributes or events nearest to the question; of equals the newest."""
        mine = [known for known in self._profile if known.kind == kind]
        order = sorted(enumerate(mine), key=lambda e: (self._closeness(asked, e[1].text), e[0]), reverse=True)
        chosen = {place for place, _ in order[:_NEAR]}
        return [known for place, known in enumerate(mine) if place in chosen]

    def _closeness(self, asked: str, text: str) -> float:
        """Content words in common, or the cosine of vectors."""
        return self._near.cosine(asked, text) if self._near.by_vectors else len(stems(asked) & stems(text))

    def _by_topic(self, asked: str) -> list[int]:
        """The newest turns of the topics near the question; by vectors, those of the nearest topic first."""
        least = NEAR if self._near.by_vectors else 0
        close = {topic: self._closeness(asked, topic) for topic in self._topics}
        order = sorted((topic for topic in close if close[topic] > least), key=lambda topic: -close[topic])
        if not self._near.by_vectors:
            return sorted({place for topic in order for place in self._topics[topic]})[-self._per_way :]
        places = (place for topic in order for place in sorted(self._topics[topic], reverse=True))
        return list(dict.fromkeys(places))[: self._per_way]

    def _by_rarest_word(self, asked: frozenset[str]) -> list[int]:
        """Turns with that word of the question which fewest turns have (the largest inverse document frequency)."""
        held = [frozenset(content_words(page.said)) for page in self._pages]
        count = Counter(word for words in held for word in words & asked)
        if not count:
            return []
        rarest = max(count, key=lambda word: (math.log(len(held) / count[word]), word))
        return [place for place, words in enumerate(held) if rarest in words][-self._per_way :]


# Offline -------------------------------------------------------------------------------------------------------------


def extract(inputs: ExtractInputs, offline: Offline) -> Extracted:
    """Each statement of the person's under its rarest content word: wishes and lasting facts as attributes."""
    told = [
        Told(turn=number, topic=" ".join(content_words(said.text)[:1]) or "talk", **_as(said))
        for number, turn in enumerate(inputs.turns, start=1)
        for said in statements_in(turn)
    ]
    return Extracted(told=tuple(told))


def _as(said: Statement) -> dict[str, str]:
    return {"attribute" if said.wish or is_lasting(said.text) else "event": said.text}


def reconcile(inputs: ReconcileInputs, offline: Offline) -> Decisions:
    """Ignores what is there word for word, updates a wish that the new one overtakes, adds the rest."""
    kept = [next(noted_in(f"- {line}")) for line in inputs.kept]
    return Decisions(
        decisions=tuple(
            _decision(number, next(noted_in(f"- {line}")), kept) for number, line in enumerate(inputs.found, start=1)
        )
    )


def _decision(number: int, new: Statement, kept: list[Statement]) -> Decision:
    if any(old.stems == new.stems for old in kept):
        return Decision(new=number, do="ignore")
    old = next((i for i, old in enumerate(kept, start=1) if overtaken(old, new)), 0)
    return Decision(new=number, do="update" if old else "add", old=old)


PARTS = (
    MemoryPart(
        "o-mem",
        "attributes and events, and turns found by topic and by rarest word",
        (Option("per_way", 5, 1, 50, "turns that each index may bring"), BY_EMBEDDING),
        _SOURCE,
        (Asked("assistant/extract", "session"), Asked("assistant/reconcile", "session")),
        embedding_calls(),
        make=lambda kit: OMem(kit.model, kit.number("per_way"), embed_of(kit)),
    ),
)
CONTESTANTS = (Entry("o-mem", "profile, topics and clue words of O-Mem", memory="o-mem", source=_SOURCE),)
ANSWERS: Answerers = {"assistant/extract": extract, "assistant/reconcile": reconcile}
