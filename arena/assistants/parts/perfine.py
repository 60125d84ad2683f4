"""PerFine: a critic scores each draft on four axes, the draft is revised, and the better of the two stays (knockout).

arXiv 2510.24469: draft, then T rounds of critique, revision and knockout; 1 + 3T calls a turn. T is 2 here (5 in the
paper's main setting, whose gains level off). Adapted: the profile is whatever the memory recalls, not a graph of users;
it stops when the critic finds nothing, or when the revision loses; both versions are shown in an order drawn from their
words, so that none stands first always. The critic is none of the arena's judges: it shares no prompt with them.
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from arena.assistants.offline._reading import sight_of
from arena.assistants.parts._review import ReviewInputs, broken, in_sight, review, rewritten
from arena.assistants.questions import InSight
from arena.assistants.slots import Asked, Entry, Guard, GuardPart, Option, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.canonical import seed_of

_SOURCE = "PerFine, arXiv 2510.24469"
Score = Annotated[int, Field(ge=1, le=5)]


class Appraised(Record):
    """Answer of `assistant/appraise`."""

    tone: Score
    vocabulary: Score
    structure: Score
    topicality: Score
    fixes: tuple[str, ...] = ()


class PreferInputs(InSight):
    """Inputs of `assistant/prefer`."""

    first: str
    second: str


class Preferred(Record):
    """Answer of `assistant/prefer`."""

    better: Literal[1, 2]


class PerFine(Guard):
    """Refines each draft for so many rounds.

    Args:
        model: answers `assistant/appraise`, `assistant/rewrite` and `assistant/prefer`.
        rounds: the T of the paper.
    """

    revises: ClassVar[bool] = True

    def __init__(self, model: Model, rounds: int) -> None:
        self._model = model
        self._rounds = rounds

    async def revise(self, view: AssistantView, recall: Recall, text: str) -> str:
        """The best version found: one to three calls a round. Raises CallFailed."""
        for _ in range(self._rounds):
            inputs = review(view, recall, text)
            found = await self._model.ask(Question("assistant/appraise", 1, inputs, Appraised))
            if not found.fixes:
                break
            revised = await rewritten(self._model, inputs, "\n".join(f"- {fix}" for fix in found.fixes))
            if not await self._wins(in_sight(view, recall), revised, text):
                break
            text = revised
        return text

    async def _wins(self, sight: InSight, new: str, best: str) -> bool:
        new_first = seed_of("perfine", new, best) % 2 == 0
        first, second = (new, best) if new_first else (best, new)
        inputs = PreferInputs(**dict(sight), first=first, second=second)
        answer = await self._model.ask(Question("assistant/prefer", 1, inputs, Preferred))
        return (answer.better == 1) == new_first


def appraise(inputs: ReviewInputs, offline: Offline) -> Appraised:
    """A point off for each feature of form that is not as asked, and for a wish that the draft goes against."""
    found = broken(sight_of(inputs), inputs.draft)
    fixes = [
        f"They said “{v}”: do not go against it." if k == "wish" else f"{k} should be {v}." for k, v in found.items()
    ]
    off = len(found) - ("wish" in found)
    topical = 3 if "wish" in found else 5
    return Appraised(tone=5, vocabulary=5, structure=max(1, 5 - off), topicality=topical, fixes=tuple(fixes))


def prefer(inputs: PreferInputs, offline: Offline) -> Preferred:
    """The version that breaks fewer wishes; of equals the first."""
    sight = sight_of(inputs)
    return Preferred(better=2 if len(broken(sight, inputs.second)) < len(broken(sight, inputs.first)) else 1)


PARTS = (
    GuardPart(
        "perfine",
        "critic, revision and knockout, for some rounds",
        (Option("rounds", 2, 1, 5, "rounds of critique, revision and knockout"),),
        _SOURCE,
        (
            Asked("assistant/appraise", "reply", 2.0),
            Asked("assistant/rewrite", "reply", 2.0),
            Asked("assistant/prefer", "reply", 2.0),
        ),
        make=lambda kit: PerFine(kit.model, kit.number("rounds")),
    ),
)
CONTESTANTS = (
    Entry(
        "perfine",
        "retrieval, each draft refined against the person",
        memory="retrieval",
        guard="perfine",
        source=_SOURCE,
    ),
)
ANSWERS: Answerers = {"assistant/appraise": appraise, "assistant/prefer": prefer}
