"""The self-critic of PrefEval: draft, critique of how well it keeps to the person's wishes, rewrite.

Three calls a turn with the draft, none at the end of a session. As published the rewrite is always asked for; the
critique is two sentences. Not adapted, but for the wording.
"""

from __future__ import annotations

from typing import ClassVar

from arena.assistants.offline._reading import sight_of
from arena.assistants.parts._review import ReviewInputs, broken, review, rewrite, rewritten
from arena.assistants.slots import Asked, Entry, Guard, GuardPart, Recall
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.assistant_view import AssistantView
from arena.schema.question import Question
from arena.schema.record import Record

_SOURCE = "PrefEval, arXiv 2502.09597: zero-shot, two-sentence critique of adherence, rewrite"


class Critique(Record):
    """Answer of `assistant/critique`."""

    critique: str
    change: bool = False
    """Whether the draft has to change; for display, since the rewrite is asked for in any case."""


class SelfCritic(Guard):
    """Has every draft criticised and written anew."""

    revises: ClassVar[bool] = True

    def __init__(self, model: Model) -> None:
        self._model = model

    async def revise(self, view: AssistantView, recall: Recall, text: str) -> str:
        """Two calls. Raises CallFailed."""
        inputs = review(view, recall, text)
        found = await self._model.ask(Question("assistant/critique", 1, inputs, Critique))
        return await rewritten(self._model, inputs, found.critique)


def critique(inputs: ReviewInputs, offline: Offline) -> Critique:
    """Names the features of form that are not as asked, and quotes a wish that the draft goes against."""
    found = broken(sight_of(inputs), inputs.draft)
    told = [f"they said “{v.rstrip('.')}”" if k == "wish" else f"{k} should be {v}" for k, v in found.items()]
    if not told:
        return Critique(critique="No wish of theirs is broken here.")
    return Critique(critique=f"The draft goes against what they want: {'; '.join(told)}.", change=True)


PARTS = (
    GuardPart(
        "critic",
        "criticises each draft by the person's wishes and rewrites it",
        source=_SOURCE,
        asks=(Asked("assistant/critique", "reply"), Asked("assistant/rewrite", "reply")),
        make=lambda kit: SelfCritic(kit.model),
    ),
)
CONTESTANTS = (
    Entry("self-critic", "criticises and rewrites each reply", memory="transcript", guard="critic", source=_SOURCE),
)
ANSWERS: Answerers = {"assistant/critique": critique, "assistant/rewrite": rewrite}
