"""A scripted model that shows what it was asked, and a small public world."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from arena.assistants import Contestant
from arena.assistants.answers import ANSWERERS
from arena.assistants.questions import Notes, ReplyInputs
from arena.models._door import Sampling, request_for
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
        return Prose(text=f"reply {len(self.asked)}")

    @property
    def names(self) -> list[str]:
        return [q.prompt for q in self.asked]

    @property
    def last(self) -> ReplyInputs:
        assert isinstance(self.asked[-1].inputs, ReplyInputs)
        return self.asked[-1].inputs


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
