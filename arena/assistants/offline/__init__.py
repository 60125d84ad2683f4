"""The contestants' questions answered by rule: a mediocre but honest assistant.

It reads what a real model would read, the visible messages and the memory document, and knows the scenario's public
content and options. What has left its sight is lost to it: without the wish in view it recommends by the words of the
question alone.
"""

from __future__ import annotations

from collections.abc import Callable

from arena.assistants.doors import PROMPT as CHAT
from arena.assistants.doors import ChatInputs
from arena.assistants.offline._chat import as_reply
from arena.assistants.offline._compose import compose
from arena.assistants.offline._faults import lecture, overshared
from arena.assistants.offline._habits import faulty
from arena.assistants.offline._memory import recalled
from arena.assistants.offline._notes import notebook, shortened
from arena.assistants.offline._plan import plan_for
from arena.assistants.offline._reading import sight_of
from arena.assistants.questions import DraftInputs, ReplyInputs
from arena.models.offline import Answerers, Offline
from arena.schema.question import Prose

__all__ = ["ANSWERERS"]


def _reply(inputs: ReplyInputs, offline: Offline) -> Prose:
    sight = sight_of(inputs)
    return Prose(text=compose(plan_for(sight, offline).ending_on(inputs.ends_on), sight, offline.random))


def _oversharing(inputs: DraftInputs, offline: Offline) -> Prose:
    sight = sight_of(inputs)
    return Prose(text=compose(overshared(plan_for(sight, offline), sight), sight, offline.random))


def _lecturing(inputs: DraftInputs, offline: Offline) -> Prose:
    sight = sight_of(inputs)
    return Prose(text=lecture(plan_for(sight, offline, "formal"), sight, offline.random))


def _or_probed(reply: Callable[[ReplyInputs, Offline], Prose]) -> Callable[[ReplyInputs, Offline], Prose]:
    """`reply`, but a probe gets what is known in one line, whatever the style of replies."""

    def answer(inputs: ReplyInputs, offline: Offline) -> Prose:
        if inputs.probe:
            return Prose(text=recalled(sight_of(inputs), "plain", offline.random))
        return reply(inputs, offline)

    return answer


def _chatting(inputs: ChatInputs, offline: Offline) -> Prose:
    return _reply(as_reply(inputs), offline)


ANSWERERS: Answerers = {
    CHAT: _chatting,
    "assistant/reply": _or_probed(_reply),
    "assistant/reply-oversharer": _or_probed(_oversharing),
    "assistant/reply-lecturer": _or_probed(_lecturing),
    "assistant/reply-faulty": faulty,
    "assistant/notebook": notebook,
    "assistant/notebook-shorten": shortened,
}
"""Prompt name -> answerer, of every question that a contestant asks."""
