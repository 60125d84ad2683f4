"""Few-shot chain of thought: examples of a preference, the reasoning it leads to, and the answer that keeps it.

The few-shot CoT baseline of PrefEval (arXiv 2502.09597). One call a turn. Adapted: the reasoning is a field of the
answer that the person does not see, where the paper's stands in the reply; the examples are our own.
"""

from __future__ import annotations

from arena.assistants.offline._compose import compose
from arena.assistants.offline._memory import recalled
from arena.assistants.offline._plan import plan_for
from arena.assistants.offline._reading import Sight, form_asked, sight_of, stems
from arena.assistants.questions import ReplyInputs, reply
from arena.assistants.slots import Asked, Entry, StylePart
from arena.models import Model
from arena.models.offline import Answerers, Offline
from arena.schema.question import Question
from arena.schema.record import Record

_SOURCE = "PrefEval, arXiv 2502.09597: few-shot chain of thought"
_RECALLED = 6
"""Wishes that the reasoning names."""


class Reasoned(Record):
    """Answer of `assistant/reply-reasoned`."""

    reasoning: str
    text: str


class ThinksFirst:
    """Drafts after reasoning in writing."""

    async def draft(self, model: Model, inputs: ReplyInputs) -> str:
        """The reply without its reasoning; a probe is answered in one line. Raises CallFailed."""
        if inputs.probe:
            return (await model.ask(reply(inputs))).text
        return (await model.ask(Question("assistant/reply-reasoned", 2, inputs, Reasoned))).text


def reasoned(inputs: ReplyInputs, offline: Offline) -> Reasoned:
    """The wishes that bear on the message, named before the answer that any reply would give."""
    sight = sight_of(inputs)
    if inputs.probe:
        return Reasoned(reasoning="", text=recalled(sight, "plain", offline.random))
    bearing = _wishes_on(sight)
    why = f"They want: {'; '.join(bearing)}." if bearing else "Nothing they told me bears on this."
    return Reasoned(
        reasoning=why, text=compose(plan_for(sight, offline).ending_on(inputs.ends_on), sight, offline.random)
    )


def _wishes_on(sight: Sight) -> list[str]:
    asked = stems(f"{sight.first} {sight.last}")
    named = [s.text.rstrip(".") for s in sight.statements if s.wish and (form_asked(s.text) or s.stems & asked)]
    return named[-_RECALLED:]


PARTS = (
    StylePart(
        "reasoned",
        "reasons by examples before it answers",
        source=_SOURCE,
        asks=(Asked("assistant/reply-reasoned", "reply"),),
        make=lambda _: ThinksFirst(),
    ),
)
CONTESTANTS = (
    Entry(
        "few-shot-cot",
        "transcript, and examples of reasoning first",
        memory="transcript",
        style="reasoned",
        source=_SOURCE,
    ),
)
ANSWERS: Answerers = {"assistant/reply-reasoned": reasoned}
