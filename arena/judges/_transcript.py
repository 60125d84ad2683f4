"""The panel's own copy of what was said, and the parts of it that judges are shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from arena.schema.dialogue import PersonState, Turn
from arena.schema.event import TurnSpoken
from arena.schema.judge_view import Line
from arena.schema.scenario import SessionPlan

_BEFORE = 12
"""Turns before the request that are shown with it."""
_SHORTENED = 240
"""Characters of an assistant's turn among them."""


@dataclass(slots=True)
class SessionCopy:
    """One session as it was spoken so far."""

    number: int
    plan: SessionPlan
    spoken: list[TurnSpoken] = field(default_factory=list)

    @property
    def turns(self) -> list[Turn]:
        """What was said, in order."""
        return [event.turn for event in self.spoken]

    def lines(self, before: int | None = None) -> tuple[Line, ...]:
        """The session as lines, up to and without turn `before`."""
        kept = (turn for turn in self.turns if before is None or turn.index < before)
        return tuple(_line(turn) for turn in kept)

    def state_before(self, index: int) -> PersonState | None:
        """The person's state at their last turn before turn `index`; None where no engine played them."""
        states = [event.state for event in self.spoken if event.turn.index < index and event.turn.speaker == "user"]
        return states[-1] if states else None

    def generated(self) -> list[Turn]:
        """The contestant's own turns: given and injected ones are nobody's merit or fault."""
        return [turn for turn in self.turns if is_generated(turn)]

    def request_of(self, reply: Turn) -> Request:
        """What `reply` answers. In a scripted session that is the turn alone: what stands before it is the distance."""
        spoken = [turn for turn in self.turns if turn.index < reply.index]
        last = max((i for i, turn in enumerate(spoken) if turn.speaker == "user"), default=None)
        if last is None:
            return Request("", ())
        before = () if self.plan.kind == "scripted" else spoken[:last][-_BEFORE:]
        return Request(spoken[last].text, tuple(_line(turn, shorten=turn.speaker == "assistant") for turn in before))


class Request(NamedTuple):
    """The person's turn that a reply answers, and the turns of the session before it, the assistant's shortened."""

    text: str
    before: tuple[Line, ...]

    @property
    def said(self) -> tuple[str, ...]:
        """The person's turns, oldest first, the request last."""
        return (*(line.text for line in self.before if line.speaker == "user"), self.text)


def _line(turn: Turn, *, shorten: bool = False) -> Line:
    text = turn.text
    if shorten and len(text) > _SHORTENED:
        text = text[:_SHORTENED].rsplit(maxsplit=1)[0] + " …"
    return Line(session=turn.session, turn=turn.index, speaker=turn.speaker, text=text)


def is_generated(turn: Turn) -> bool:
    """Whether the contestant spoke this turn."""
    return turn.speaker == "assistant" and turn.origin in ("generated", "human")


@dataclass(slots=True)
class Transcript:
    """The sessions of one match, oldest first."""

    sessions: list[SessionCopy] = field(default_factory=list)

    def begin(self, number: int, plan: SessionPlan) -> None:
        """A session begins."""
        self.sessions.append(SessionCopy(number, plan))

    def add(self, event: TurnSpoken) -> None:
        """Somebody said something in the current session."""
        self.current.spoken.append(event)

    @property
    def current(self) -> SessionCopy:
        """The session that is being played. Raises IndexError before the first."""
        return self.sessions[-1]

    def earlier(self) -> tuple[Line, ...]:
        """All lines of the sessions before the current one."""
        return tuple(line for session in self.sessions[:-1] for line in session.lines())

    def user_turns(self) -> list[TurnSpoken]:
        """Everything the person said so far, in order."""
        return [event for session in self.sessions for event in session.spoken if event.turn.speaker == "user"]
