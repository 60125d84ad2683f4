"""A scripted model that shows what it was asked, and a small public world."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from arena.assistants import Contestant
from arena.assistants.answers import ANSWERERS
from arena.assistants.parts._summing import Summary
from arena.assistants.parts._tools import ToolCall, ToolUse
from arena.assistants.parts.critic import Critique
from arena.assistants.parts.elicit import Beliefs
from arena.assistants.parts.erase import Erasures
from arena.assistants.parts.factual import Sorted
from arena.assistants.parts.feedback import Feedback, Suggestion
from arena.assistants.parts.fields import FieldChange, Patch
from arena.assistants.parts.memoryos import Segments, Topic
from arena.assistants.parts.minimise import Needed
from arena.assistants.parts.omem import Decision, Decisions, Extracted, Told
from arena.assistants.parts.perfine import Appraised, PreferInputs, Preferred
from arena.assistants.parts.profile import Answer, Digest
from arena.assistants.parts.reasoned import Reasoned
from arena.assistants.parts.rpm import Decision as Decided
from arena.assistants.parts.rpm import DecisionLog, Weighing, Weight
from arena.assistants.parts.rules import Distilled, Picked, PickedRule, Rule
from arena.assistants.questions import DraftInputs, Notes
from arena.models._door import Sampling, request_for
from arena.models.embedding import Embedding, packed
from arena.models.offline import OfflineBackend
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.question import Prose, Question
from arena.schema.world import Catalogue, Choice, Known, World

FLATS = Catalogue(
    about="which flat to see",
    choices=(
        Choice(id="station", text="the bright rooms above the station, loud until midnight", has={"noise": "high"}),
        Choice(id="yard", text="the dark room on the yard, quiet day and night", has={"noise": "low"}),
    ),
)
WORLD = World(
    known=(
        Known(about="what rent one can afford", text="Keep rent at or under a third of what comes in after tax."),
        Known(
            about="heating and bills", text="Bills often add a fifth on top of the rent. Ask for the last statement."
        ),
        Known(
            about="notice to the landlord by e-mail",
            text="A notice needs your name, the address and the last day. It does not need a reason.",
        ),
        Known(about="a free afternoon", text="A free afternoon goes furthest with one thing in it."),
    ),
    catalogues=(FLATS,),
)


def _newer(inputs: PreferInputs) -> Preferred:
    """The version written last: replies are numbered."""
    return Preferred(better=1 if int(inputs.first.split()[-1]) > int(inputs.second.split()[-1]) else 2)


FORMS: dict[type, Callable[[Any], Any]] = {
    Critique: lambda _: Critique(critique="It could be shorter."),
    Appraised: lambda _: Appraised(tone=3, vocabulary=3, structure=3, topicality=3, fixes=("Say less.",)),
    Preferred: _newer,
    Reasoned: lambda inputs: Reasoned(reasoning="They keep bees.", text=f"reasoned reply to {inputs.last}"),
    Summary: lambda _: Summary(sentences=("[2026-03-02] Keeps bees.",)),
    Needed: lambda inputs: Needed(needed=(1,)),
    Sorted: lambda inputs: Sorted(kind="mixed", beliefs=(1,)),
    Beliefs: lambda _: Beliefs(),
    Patch: lambda _: Patch(changes=(FieldChange(section="preferences", field="pets", value="bees"),)),
    Digest: lambda _: Digest(answers=(Answer(question=1, answer="Likes bees."),)),
    Extracted: lambda _: Extracted(told=(Told(turn=1, topic="bees", attribute="keeps bees"),)),
    Feedback: lambda _: Feedback(suggestions=(Suggestion(reply=1, intent="bees", suggestion="two", taken="accepted"),)),
    Distilled: lambda _: Distilled(rules=(Rule(when="Always", do="Be short."),)),
    Picked: lambda _: Picked(rules=(PickedRule(number=1, rule="Be short."),)),
    DecisionLog: lambda _: DecisionLog(
        decisions=(Decided(message=1, decision="two hives", features=(Weight(feature="bees", factor="pets"),)),)
    ),
    Weighing: lambda _: Weighing(features=("bees",)),
    ToolUse: lambda _: ToolUse(calls=(ToolCall(tool="Memory", arguments='{"content": "Keeps bees."}'),)),
    Segments: lambda inputs: Segments(topics=(Topic(turns=(1,), summary=inputs.turns[0], keywords=("bees",)),)),
    Erasures: lambda _: Erasures(),
    Decisions: lambda _: Decisions(decisions=(Decision(new=1, do="add"),)),
}
"""Answers to what parts ask, as a model might give them."""


@dataclass
class Scripted:
    """Answers by script, and keeps the questions."""

    notes: list[tuple[str, ...]] = field(default_factory=list)
    asked: list[Question[Any]] = field(default_factory=list)

    async def ask(self, question: Question[Any]) -> Any:
        request_for(question, Sampling("scripted"))  # every question must render
        self.asked.append(question)
        if question.answer is Notes:
            return Notes(bullets=self.notes.pop(0) if self.notes else ())
        if question.answer is Prose:
            return Prose(text=f"reply {len(self.asked)}")
        return FORMS[question.answer](question.inputs)

    @property
    def names(self) -> list[str]:
        return [q.prompt for q in self.asked]

    @property
    def last(self) -> DraftInputs:
        """What the last reply was drafted from."""
        return next(q.inputs for q in reversed(self.asked) if isinstance(q.inputs, DraftInputs))


class OfflineModel:
    """The offline backend behind the door."""

    def __init__(self, world: World = WORLD, seed: str = "0") -> None:
        self._backend = OfflineBackend(ANSWERERS, world, seed)

    async def ask(self, question: Question[Any]) -> Any:
        return (await self._backend.answer(question, request_for(question, Sampling("offline")))).answer


def said(*texts: str) -> tuple[Message, ...]:
    """Messages in turn, the first one the person's."""
    return tuple(Message(role="assistant" if i % 2 else "user", content=t) for i, t in enumerate(texts))


def info(session: int) -> SessionInfo:
    return SessionInfo(user_id="u-1", session=session, now=datetime(2026, 3, 2, 19) + timedelta(days=7 * (session - 1)))


async def play(contestant: Contestant, session: int, *lines: str) -> list[str]:
    """One session in which the person says `lines`; the replies."""
    messages: tuple[Message, ...] = ()
    await contestant.start_session(info(session))
    for line in lines:
        messages += (Message(role="user", content=line),)
        reply = await contestant.respond(AssistantView(info=info(session), messages=messages))
        messages += (Message(role="assistant", content=reply.text),)
    await contestant.end_session(info(session), messages)
    return [m.content for m in messages if m.role == "assistant"]


async def ask(contestant: Contestant, session: int, *texts: str) -> str:
    """The reply to the last of `texts`, which stand in turn."""
    return (await contestant.respond(AssistantView(info=info(session), messages=said(*texts)))).text


class Answering(Scripted):
    """As scripted, with other answers for some questions."""

    def __init__(self, **answers: Any) -> None:
        super().__init__()
        self.answers = answers

    async def ask(self, question: Any) -> Any:
        answer = await super().ask(question)
        return self.answers.get(question.answer.__name__, answer)


class Embedder(Scripted):
    """Vectors over three words."""

    async def ask(self, question: Any) -> Any:
        if question.answer is not Embedding:
            return await super().ask(question)
        self.asked.append(question)
        rows = [[m.content.lower().count(w) + 1e-3 for w in ("bee", "flat", "dog")] for m in question.inputs.messages]
        return packed(rows)
