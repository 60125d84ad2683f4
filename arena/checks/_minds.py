"""What a person had in mind at moments of a match that was played: rebuilt from what was said, nothing is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from arena.psychometrics.consistency import Mind
from arena.schema.dialogue import Turn
from arena.schema.event import MatchEvent, SessionEnded, SessionStarted, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.probe_view import Talk, TalkLine
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.scenario import Scenario, SessionPlan
from arena.text.choices import own_words
from arena.users import Person, SpokenTurn

A = TypeVar("A", bound=Record)
_NOTHING = {"progress": 0, "understood": 0, "respected": 0, "effort": 0, "happened": (), "need_met": False}
_SILENT = ("max_turns", "vanished")
"""Ends that came without a word of the person's."""


class _Prompter:
    """Stands where the speaking model does and gives the line that was spoken."""

    def __init__(self) -> None:
        self.line = _line("…", None, ())

    async def ask(self, question: Question[A]) -> A:
        """The line."""
        return question.answer.model_validate(self.line.model_dump())


def _line(say: str, took: Record | None, reveals: tuple[str, ...]) -> SpokenTurn:
    judged = took.model_dump() if took is not None else _NOTHING
    return SpokenTurn.model_validate({**judged, "noticed": "", "wants_next": "", "say": say, "reveals": reveals})


@dataclass(slots=True)
class _Replay:
    """One match spoken over again; `minds` has what was in front of the person after each turn of theirs."""

    person: Person
    prompter: _Prompter
    persona: Persona
    scenario: Scenario
    minds: dict[int, Mind]
    n: int = 0

    async def take(self, event: MatchEvent, turns: list[Turn]) -> None:
        """One event, in order; `turns` are those of its session so far."""
        if isinstance(event, SessionStarted):
            turns.clear()
            self.person.begin_session(event.session, self._plan(event.session), event.now)
            if not self.minds:
                self.minds[0] = self._mind(turns)
        elif isinstance(event, TurnSpoken):
            if event.turn.speaker == "user":
                await self._speak(event, turns)
                self.n += event.turn.origin in ("generated", "human")
            turns.append(event.turn)
            if self.n:
                self.minds[self.n] = self._mind(turns)
        elif isinstance(event, SessionEnded):
            if event.reason in _SILENT:
                await self.person.speak(tuple(turns))
            self.person.end_session(tuple(turns))

    def _plan(self, session: int) -> SessionPlan:
        return self.scenario.sessions[session - 1]

    async def _speak(self, event: TurnSpoken, turns: list[Turn]) -> None:
        turn, written = event.turn, self._plan(event.turn.session).turns
        if turn.index <= len(written):
            self.person.given(own_words(turn.text), written[turn.index - 1].reveals)
            return
        self.prompter.line = _line(own_words(turn.text), event.took, event.reveals)
        await self.person.speak(tuple(turns))

    def _mind(self, turns: list[Turn]) -> Mind:
        portrait, earlier = self.person.in_mind
        lines = tuple(TalkLine(mine=turn.speaker == "user", text=turn.text) for turn in turns)
        return Mind(self.persona.identity.name, portrait, earlier, Talk(lines=lines))


async def minds(persona: Persona, scenario: Scenario, case: str, events: Iterable[MatchEvent]) -> dict[int, Mind]:
    """Number of the person's turns so far -> what they had in front of them then, the reply to the last one included.

    The person's engine is led through the match once more, with the lines that were spoken; draws follow from the case,
    so that portrait, life and memories are those of the play. 0 is before the first word; turns that the scenario
    gives are not counted.
    """
    prompter = _Prompter()
    replay = _Replay(Person(persona, scenario, prompter, case), prompter, persona, scenario, {})
    turns: list[Turn] = []
    for event in events:
        await replay.take(event, turns)
    return replay.minds
