"""RPM: what weighed in a person's decisions, counted by factor, and the reasoning paths of decisions like this one.

Reasoning-level personalisation (arXiv 2505.21082), an adaptation whose numbers are ours. Beforehand: features that
influence a response are extracted from each item of the history, grouped into factors with statistics, and each item
gets a reasoning path through them. For an answer: the query's features, the items nearest by features and not by text,
and a draft from the factor table and their paths. Two calls a turn once there are decisions (features and draft), one
after each session. Adapted: the items are decisions the person showed in a talk, and one call gives a session's
decisions with features, factors and paths; a factor is named by the model, which sees those there are, instead of
clustered; sets of features are compared by the words in their names (Jaccard), or as published by the cosine of
embeddings of the features joined together with `embed=` (one call a turn more); a factor shows the newest words behind
it. How many paths (K) and factors the paper shows could not be found out: three, ten, four features a decision and
eight a query are values of our own. The past is counted and never rewritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from arena.assistants.memory import document
from arena.assistants.offline._knowledge import GENERIC, asks_for_choice
from arena.assistants.offline._plan import complains, thanks_or_agrees
from arena.assistants.offline._reading import form_asked, statements_in, stems
from arena.assistants.parts._near import BY_EMBEDDING, Nearness, embed_of, embedding_calls
from arena.assistants.slots import Asked, Embed, Entry, MemoryPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.choices import own_words
from arena.text.stance import leanings
from arena.text.words import content_words

_SOURCE = "RPM, arXiv 2505.21082, an adaptation with numbers of our own"
_PER_DECISION, _PER_QUERY = 4, 8
_NOT_A_LABEL = re.compile(r"[^\w /-]+")
Direction = Literal["for", "against"]


class DecisionsInputs(Record):
    """Inputs of `assistant/decisions`."""

    factors: str
    conversation: tuple[Message, ...]
    date: str
    """Simulated date of the session, ISO 8601."""


class Weight(Record):
    """One feature that weighed in a decision."""

    feature: str
    factor: str
    direction: Direction = "for"


class Decision(Record):
    """Something that the person decided, and the way there."""

    message: Annotated[int, Field(ge=1)]
    decision: str
    taken: Literal["accepted", "rejected", "chosen"] = "chosen"
    features: Annotated[tuple[Weight, ...], Field(max_length=_PER_DECISION)] = ()
    reasoning: str = ""
    words: str = ""


class DecisionLog(Record):
    """Answer of `assistant/decisions`."""

    decisions: tuple[Decision, ...] = ()


class WeighInputs(Record):
    """Inputs of `assistant/weigh`."""

    features: str
    messages: tuple[Message, ...]
    last: str


class Weighing(Record):
    """Answer of `assistant/weigh`."""

    features: Annotated[tuple[str, ...], Field(max_length=_PER_QUERY)] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A decision of the history with its date."""

    date: str
    of: Decision

    @property
    def names(self) -> frozenset[str]:
        """Its features, each as the words of its name."""
        return frozenset(map(_key, (weight.feature for weight in self.of.features)))

    @property
    def text(self) -> str:
        """Its features, joined."""
        return "; ".join(weight.feature for weight in self.of.features)

    @property
    def line(self) -> str:
        """Its reasoning path: what was decided, by which logic, in which words; dated."""
        why = " ".join(_NOT_A_LABEL.sub(" ", f"{self.of.decision} - {self.of.reasoning}").split()).rstrip(" -")
        return f'[{self.date}] {self.of.taken.capitalize()} {why}: "{_quotable(self.of.words or self.of.decision)}"'


@dataclass(slots=True)
class Factor:
    """A factor of the table; counted by code."""

    name: str
    features: dict[str, str]
    """Feature by the words of its name -> the name."""
    present: int = 0
    """Decisions in which it weighed."""
    towards: int = 0
    away: int = 0
    date: str = ""
    words: str = ""

    @property
    def line(self) -> str:
        """Its statistics and the newest words behind it, dated."""
        name = " ".join(_NOT_A_LABEL.sub(" ", self.name).split())
        counts = f"in {self.present} decisions / {self.towards} for / {self.away} against"
        return f'[{self.date}] Factor {name} {counts}: "{_quotable(self.words)}"'

    @property
    def known(self) -> str:
        """`price: rent, deposit`."""
        return f"{self.name}: {', '.join(self.features.values())}"


class FactorMemory:
    """Keeps decisions and counts factors.

    Args:
        model: answers `assistant/decisions` and `assistant/weigh`.
        paths: reasoning paths shown.
        factors: factors shown.
        embed: makes vectors of features; None compares the words in their names.
    """

    def __init__(self, model: Model, paths: int, factors: int, embed: Embed | None = None) -> None:
        self._model = model
        self._near = Nearness(embed)
        self._paths = paths
        self._shown = factors
        self._steps: tuple[Step, ...] = ()

    async def recall(self, view: AssistantView) -> Recall:
        """The weightiest factors and the paths nearest by features: one call once there are any. Raises CallFailed."""
        if not self._steps:
            return Recall(view.messages)
        known = document([factor.known for factor in factors_of(self._steps)])
        inputs = WeighInputs(features=known, messages=view.messages[:-1], last=view.messages[-1].content)
        weighing = await self._model.ask(Question("assistant/weigh", 1, inputs, Weighing))
        found = await self._nearest(weighing.features)
        lines = (*self._table(self._shown), *(step.line for step in found))
        return Recall(view.messages, document=document(lines), items=lines)

    async def close_session(self, info: SessionInfo, messages: tuple[Message, ...]) -> None:
        """Takes the session's decisions into the history: one call. Raises CallFailed."""
        if not messages:
            return
        date = info.now.date().isoformat()
        known = document([factor.known for factor in factors_of(self._steps)])
        inputs = DecisionsInputs(factors=known, conversation=messages, date=date)
        found = (await self._model.ask(Question("assistant/decisions", 1, inputs, DecisionLog))).decisions
        self._steps = (*self._steps, *(Step(date, one) for one in found if one.message <= len(messages)))

    def export(self) -> str:
        """The whole factor table and every path."""
        return document([*self._table(len(self._steps) * _PER_DECISION), *(step.line for step in self._steps)])

    async def _nearest(self, features: Sequence[str]) -> list[Step]:
        """The steps nearest by their features, in the order of time."""
        if not self._near.by_vectors or not features:
            return nearest(self._steps, features, self._paths)
        asked, texts = "; ".join(features), [step.text for step in self._steps]
        await self._near.know((asked, *texts))
        order = sorted(range(len(texts)), key=lambda i: (-self._near.cosine(asked, texts[i]), -i))
        return [self._steps[i] for i in sorted(order[: self._paths])]

    def _table(self, most: int) -> list[str]:
        """The factors present most often, of equals the newest."""
        table = factors_of(self._steps)
        order = sorted(range(len(table)), key=lambda i: (table[i].present, table[i].date, i), reverse=True)
        return [table[i].line for i in order[:most]]


def factors_of(steps: Iterable[Step]) -> list[Factor]:
    """The factor table of a history, in the order in which factors first came up; each counted once a decision."""
    table: dict[str, Factor] = {}
    for step in steps:
        for key in dict.fromkeys(_key(weight.factor) for weight in step.of.features):
            its = [weight for weight in step.of.features if _key(weight.factor) == key]
            factor = table.setdefault(key, Factor(its[0].factor, {}))
            factor.features |= {_key(weight.feature): weight.feature for weight in its if weight.feature.strip()}
            factor.present += 1
            factor.towards += any(weight.direction == "for" for weight in its)
            factor.away += any(weight.direction == "against" for weight in its)
            factor.date, factor.words = step.date, step.of.words or step.of.decision
    return list(table.values())


def nearest(steps: Sequence[Step], features: Iterable[str], k: int) -> list[Step]:
    """At most `k` decisions that share a feature, by the Jaccard index of the feature sets; in the order of time."""
    asked = frozenset(map(_key, features)) - {""}
    near = [len(asked & step.names) / len(asked | step.names) if asked | step.names else 0.0 for step in steps]
    best = sorted((i for i, share in enumerate(near) if share > 0), key=lambda i: (-near[i], -i))[:k]
    return [steps[i] for i in sorted(best)]


def _key(name: str) -> str:
    """A name by its words alone, so that `low noise` and `Low noise.` are one."""
    return " ".join(sorted(content_words(name))) or name.strip().lower()


def _quotable(words: str) -> str:
    return " ".join(words.replace('"', "'").split())


# Offline -------------------------------------------------------------------------------------------------------------


def decisions(inputs: DecisionsInputs, offline: Offline) -> DecisionLog:
    """Each wish, and each complaint or agreement, with the words that it likes and dislikes as its features."""
    said = inputs.conversation
    found = [
        _decision(number, message, said[number - 2].content if number > 1 else "")
        for number, message in enumerate(said, start=1)
        if message.role == "user"
    ]
    return DecisionLog(decisions=tuple(decision for its in found for decision in its))


def _decision(number: int, message: Message, before: str) -> list[Decision]:
    text = own_words(message.content)
    chosen = [_chosen(number, said.text) for said in statements_in(text) if said.wish]
    if chosen or not before or not (complains(text) or thanks_or_agrees(text)):
        return chosen
    taken: Literal["accepted", "rejected"] = "rejected" if complains(text) else "accepted"
    direction: Direction = "for" if taken == "accepted" else "against"
    features = tuple(Weight(feature=w, factor=w, direction=direction) for w in _weighty(content_words(before)))
    return [Decision(message=number, decision=_short(before), taken=taken, features=features, words=text)]


def _chosen(number: int, wish: str) -> Decision:
    """A wish: its weighty words, each its own factor; on the form of replies, all of one factor."""
    sign = leanings(wish)
    form = bool(form_asked(wish))
    words = _weighty(content_words(wish))
    features = tuple(
        Weight(feature=w, factor="form of replies" if form else w, direction="against" if sign.get(w, 1) < 0 else "for")
        for w in words
    )
    return Decision(message=number, decision=_short(wish), features=features, words=wish)


def _weighty(words: Iterable[str]) -> list[str]:
    return [word for word in dict.fromkeys(words) if word not in GENERIC][:_PER_DECISION]


def _short(text: str) -> str:
    return " ".join(text.split()[:6])


def weigh(inputs: WeighInputs, offline: Offline) -> Weighing:
    """Known features that the messages name; all of them where a choice is asked for, and those on form always."""
    texts = (*(m.content for m in inputs.messages if m.role == "user"), inputs.last)
    asked, choosing = stems(" ".join(texts)), any(asks_for_choice(text) for text in texts)
    lines = (line.removeprefix("- ").partition(": ") for line in inputs.features.splitlines())
    known = [(factor, feature) for factor, _, features in lines for feature in features.split(", ")]
    named = [feature for _, feature in known if stems(feature) & asked]
    other = [feature for factor, feature in reversed(known) if choosing or factor == "form of replies"]
    return Weighing(features=tuple(dict.fromkeys((*named, *other)))[:_PER_QUERY])


PARTS = (
    MemoryPart(
        "rpm",
        "factors that weighed in decisions, and the reasoning of those most like this one",
        (
            Option("paths", 3, 1, 50, "earlier decisions shown with their reasoning"),
            Option("factors", 10, 1, 200, "factors shown with their counts"),
            BY_EMBEDDING,
        ),
        _SOURCE,
        (Asked("assistant/weigh", "reply"), Asked("assistant/decisions", "session")),
        embedding_calls(),
        make=lambda kit: FactorMemory(kit.model, kit.number("paths"), kit.number("factors"), embed_of(kit)),
    ),
)
CONTESTANTS = (Entry("rpm", "reasons by what weighed in earlier decisions", memory="rpm", source=_SOURCE),)
ANSWERS: Answerers = {"assistant/decisions": decisions, "assistant/weigh": weigh}
