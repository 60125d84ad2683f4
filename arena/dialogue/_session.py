"""One session: who speaks next, until somebody leaves or the script is over."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from arena.assistants import Contestant
from arena.scenarios import fill
from arena.schema.assistant_view import AssistantView, Message, SessionInfo
from arena.schema.dialogue import EndReason, Origin, Turn, UserTurn
from arena.schema.event import TurnSpoken
from arena.schema.persona import Persona
from arena.schema.scenario import GivenTurn, SessionPlan
from arena.text.choices import with_choices
from arena.users import Person


@dataclass(slots=True)
class Stage:
    """A session being played.

    After `play` is exhausted, `messages` is what the contestant saw and `reason` says why the session ended.
    """

    match: str
    attempt: int
    number: int
    plan: SessionPlan
    persona: Persona
    person: Person
    contestant: Contestant
    info: SessionInfo
    replies: Origin = "generated"
    turns: list[Turn] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    reason: EndReason = "script_over"

    async def play(self) -> AsyncIterator[TurnSpoken]:
        """Given turns first, then free play where the kind allows it."""
        self.person.begin_session(self.number, self.plan, self.info.now)
        await self.contestant.start_session(self.info)
        last_user = max((i for i, turn in enumerate(self.plan.turns) if turn.who == "user"), default=-1)
        for i, given in enumerate(self.plan.turns):
            yield await self._given(given, with_options=i == last_user)
        if self.plan.kind != "scripted":
            async for spoken in self._free():
                yield spoken

    async def _given(self, given: GivenTurn, *, with_options: bool) -> TurnSpoken:
        if given.who == "assistant":
            return await self._reply() if given.text is None else self._assistant(given.text, "given")
        turn = self.person.given(fill(given.text or "", self.persona), given.reveals)
        return self._user(turn, with_options=with_options)

    async def _free(self) -> AsyncIterator[TurnSpoken]:
        while True:
            turn = await self.person.speak(tuple(self.turns))
            if turn.say:
                yield self._user(turn, with_options=not self.messages)
            if turn.end is not None:
                self.reason = turn.end
                return
            yield await self._reply()

    def _user(self, turn: UserTurn, *, with_options: bool) -> TurnSpoken:
        listed = [o.text for o in self.plan.options] if with_options and self.plan.show_options else []
        text = with_choices(turn.say, listed)
        said = Turn(session=self.number, index=len(self.turns) + 1, speaker="user", text=text, origin=turn.origin)
        self.turns.append(said)
        self.messages.append(Message(role="user", content=text))
        state = None if turn.origin == "human" else turn.state  # nobody but the player knows theirs
        return TurnSpoken(
            at=time.time(),
            match=self.match,
            attempt=self.attempt,
            turn=said,
            reveals=turn.reveals,
            state=state,
            took=None if turn.origin == "human" else turn.took,
        )

    async def _reply(self) -> TurnSpoken:
        number = sum(turn.speaker == "user" for turn in self.turns)
        for fault in self.plan.inject:
            if fault.turn == number:
                return self._assistant(fault.text, "injected")
        reply = await self.contestant.respond(AssistantView(info=self.info, messages=tuple(self.messages)))
        return self._assistant(reply.text, "given" if reply.said_before else self.replies)

    def _assistant(self, text: str, origin: Origin) -> TurnSpoken:
        said = Turn(session=self.number, index=len(self.turns) + 1, speaker="assistant", text=text, origin=origin)
        self.turns.append(said)
        self.messages.append(Message(role="assistant", content=text))
        return TurnSpoken(at=time.time(), match=self.match, attempt=self.attempt, turn=said)
