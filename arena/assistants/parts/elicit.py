"""Ask before answering: what is unknown of the person that the answer hangs on, and whether a question is worth it.

`gate=entropy` is the training-free form of CURIO (arXiv 2504.03206), which trains a policy on the improvement of a
belief over the kind of user: a model puts likelihoods into words, code turns them into probabilities, and the question
with the largest expected drop of entropy, weighed by its relevance, is asked when the drop is above 0.3 bits.
`gate=fixed` is the pipeline of PrefDisco (arXiv 2510.00177): relevant traits, one compact message with at most three
questions instead of an answer, then the answer. How to answer is a trait as much as what to answer: the kinds of user
in CURIO's lessons are ways of learning, and PrefDisco's attributes say how something is to be explained.

One call a turn more (two with the draft), except where `fixed` asks instead of drafting. Adapted: beliefs are made anew
for each turn from what is in sight and not carried along; an answered question is taken to settle its trait, so the
expected drop is the whole entropy; PrefDisco's generic answer as a fallback is left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from arena.assistants.offline._knowledge import asks, asks_for_choice, catalogue_asked, fact_to_ask, fitting_items
from arena.assistants.offline._phrases import QUESTIONS
from arena.assistants.offline._reading import Sight, form_asked, sight_of
from arena.assistants.parts._review import in_sight
from arena.assistants.questions import InSight
from arena.assistants.slots import Ask, Asked, Asking, AskPart, Choice, Entry, Kit, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.world import Catalogue
from arena.text.stance import stance
from arena.text.words import sentences

_SOURCE = "CURIO, arXiv 2504.03206 (gate=entropy), and PrefDisco, arXiv 2510.00177 (gate=fixed), without training"
_GAIN = 0.3
"""Bits of expected gain, weighed by relevance, from which a question is worth asking."""
_IMPORTANT = 0.5
"""Relevance from which the fixed gate asks."""
_ASKED_AT_ONCE = 3
_OF_FORM = 0.5
"""Relevance of a trait that changes the form of an answer alone, as the prompt says."""
Likelihood = Literal["certain", "likely", "even", "unlikely", "ruled_out"]
_WEIGHT: Mapping[str, float] = MappingProxyType(
    {"certain": 20.0, "likely": 3.0, "even": 1.0, "unlikely": 0.25, "ruled_out": 0.0}
)
"""Odds behind the words; normalised over the values of a trait."""


class ElicitInputs(InSight):
    """Inputs of `assistant/elicit`."""

    most: int


class Value(Record):
    """A value that a trait may have."""

    value: str
    likelihood: Likelihood = "even"


class Trait(Record):
    """Something of the person that the answer hangs on."""

    trait: str
    values: Annotated[tuple[Value, ...], Field(max_length=5)]
    relevance: Annotated[float, Field(ge=0, le=1)]
    question: str


class Beliefs(Record):
    """Answer of `assistant/elicit`."""

    traits: tuple[Trait, ...] = ()
    impatient: bool = False


def gain(trait: Trait) -> float:
    """Expected bits that the answer to its question is worth: entropy of the trait times its relevance."""
    weights = [_WEIGHT[value.likelihood] for value in trait.values]
    total = sum(weights)
    shares = [weight / total for weight in weights if weight] if total else []
    return -sum(p * math.log2(p) for p in shares) * trait.relevance + 0.0


class Elicit:
    """Asks when it is worth it.

    Args:
        model: answers `assistant/elicit`.
        gate: `entropy` or `fixed`, see the module.
        budget: questions (messages with questions, for `fixed`) in one session at most.
    """

    def __init__(self, model: Model, gate: str, budget: int) -> None:
        self._model = model
        self._fixed = gate == "fixed"
        self._budget = budget

    async def decide(self, view: AssistantView, recall: Recall) -> Asking:
        """One call while the budget lasts, then none. Raises CallFailed."""
        if _asked(view) >= self._budget:
            return Asking()
        inputs = ElicitInputs(**dict(in_sight(view, recall)), most=6 if self._fixed else 2)
        beliefs = await self._model.ask(Question("assistant/elicit", 2, inputs, Beliefs))
        if beliefs.impatient:
            return Asking()
        return _compact(beliefs.traits) if self._fixed else _worthwhile(beliefs.traits)


def _asked(view: AssistantView) -> int:
    """How often the assistant has ended on a question that stands alone in this session, as this policy's do."""
    last = (sentences(m.content.rpartition("\n\n")[2]) for m in view.messages if m.role == "assistant")
    return sum(bool(said) and all(s.endswith("?") for s in said) for said in last)


def _worthwhile(traits: Sequence[Trait]) -> Asking:
    best = max(traits, key=gain, default=None)
    return Asking(best.question) if best and gain(best) > _GAIN else Asking()


def _compact(traits: Sequence[Trait]) -> Asking:
    important = sorted((t for t in traits if t.relevance >= _IMPORTANT), key=lambda t: -t.relevance)
    questions = [trait.question for trait in important[:_ASKED_AT_ONCE]]
    return Asking(" ".join(questions), instead=True) if questions else Asking()


# Offline -------------------------------------------------------------------------------------------------------------


def beliefs(inputs: ElicitInputs, offline: Offline) -> Beliefs:
    """What tells the options apart, or the fact that the matter turns on, and the form of answers: what is unknown."""
    sight = sight_of(inputs)
    impatient = sight.asked.get("reply.question") == "none"
    open_ = [*_of_matter(sight, offline), *_of_form(sight, offline)] if _asks(sight.last) else []
    return Beliefs(traits=tuple(sorted(open_, key=lambda t: -gain(t))[: inputs.most]), impatient=impatient)


def _asks(message: str) -> bool:
    """Whether a message wants an answer; thanks and small talk need no trait."""
    return asks(message) or asks_for_choice(message)


def _of_matter(sight: Sight, offline: Offline) -> list[Trait]:
    catalogue = catalogue_asked(sight, offline.world)
    if catalogue is not None:
        return [t for key in _keys(catalogue) if (t := _trait(key, catalogue, sight))]
    key = fact_to_ask(sight, next(iter(fitting_items(sight, offline.world)), None))
    return [Trait(trait=key.replace("_", " "), values=_EVEN, relevance=0.8, question=QUESTIONS[key])] if key else []


_EVEN = (Value(value="one"), Value(value="another"))
_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "reply.length": "Do you prefer a short answer, or a long one with the details?",
        "reply.form": "Do you prefer a list, or plain sentences?",
        "reply.emoji": "Do you like an emoji in an answer, or rather none?",
        "reply.question": "Do you like a question back at the end, or rather none?",
        "reply.opens_with": "Do you want the answer first, or a kind word before it?",
    }
)
"""Feature of form -> what settles it."""


def _of_form(sight: Sight, offline: Offline) -> list[Trait]:
    """How the person wants to be answered, as far as they have not said: all alike relevant, in an order by chance."""
    open_ = [key for key, question in _FORMS.items() if key not in sight.asked and not sight.has_said(question)]
    offline.random.shuffle(open_)
    return [Trait(trait=key, values=_EVEN, relevance=_OF_FORM, question=_FORMS[key]) for key in open_]


def _keys(catalogue: Catalogue) -> list[str]:
    return list(dict.fromkeys(key for choice in catalogue.choices for key in choice.has))


def _trait(key: str, catalogue: Catalogue, sight: Sight) -> Trait | None:
    """An attribute in which the options differ, unless a wish in sight already prefers one of its values."""
    values = list(dict.fromkeys(choice.has[key] for choice in catalogue.choices if key in choice.has))
    name = key.replace("_", " ")
    wishes = [s.text for s in sight.statements if s.wish and not form_asked(s.text)]
    if len(values) < 2 or any(stance(wish, f"{name}: {value}") for wish in wishes for value in values):
        return None
    question = f"How do you feel about {name}: does it matter to you, and which way?"
    if sight.has_said(question):
        return None
    even = tuple(Value(value=value) for value in values[:5])
    return Trait(trait=name, values=even, relevance=1 - 1 / len(values), question=question)


def _make(kit: Kit) -> Ask:
    return Elicit(kit.model, kit.word("gate"), kit.number("budget"))


PARTS = (
    AskPart(
        "elicit",
        "asks one question when it is worth more than answering at once",
        (
            Choice("gate", "entropy", ("entropy", "fixed"), "what lets a question pass"),
            Option("budget", 2, 1, 20, "questions in a session"),
        ),
        _SOURCE,
        (Asked("assistant/elicit", "reply"),),
        make=_make,
    ),
)
CONTESTANTS = (
    Entry("elicit", "notebook that asks when a question is worth it", memory="notebook", ask="elicit", source=_SOURCE),
)
ANSWERS: Answerers = {"assistant/elicit": beliefs}
