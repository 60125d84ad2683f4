"""One match as the judge of realism reads it: what the person said, how they felt, what they were answering."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from arena.personas import portrait
from arena.schema.dialogue import PersonState, Reaction
from arena.schema.event import MatchEvent, SessionEnded, SessionStarted, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.scenario import Scenario, SessionPlan
from arena.text.choices import own_words
from arena.text.words import count_words


@dataclass(frozen=True, slots=True)
class Said:
    """A turn of the person that a model (or a human) spoke for them, without a list of choices behind it."""

    session: int
    turn: int
    text: str
    before: str
    """The assistant's turn that it answers; empty for an opening."""
    number: int
    """How many replies came before it in the talk: the next reply answers it."""
    fault_before: bool
    """That turn was a fault planted by the scenario."""
    reveals: tuple[str, ...]
    state: PersonState | None
    took: Reaction | None

    @property
    def words(self) -> int:
        """Words of the text."""
        return count_words(self.text)


@dataclass(slots=True)
class Talk:
    """One session. `said` are the person's own turns, `replies` all of the assistant's."""

    number: int
    plan: SessionPlan
    said: list[Said] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    ended: str = ""
    _before: str = ""
    _planted: bool = False

    def hear(self, event: TurnSpoken) -> None:
        """Take in one turn."""
        turn = event.turn
        if turn.speaker == "assistant":
            self.replies.append(turn.text)
            self._before, self._planted = turn.text, turn.origin == "injected"
            return
        if turn.origin in ("generated", "human"):
            self.said.append(
                Said(
                    session=turn.session,
                    turn=turn.index,
                    text=own_words(turn.text),
                    before=self._before,
                    number=len(self.replies),
                    fault_before=self._planted,
                    reveals=event.reveals,
                    state=event.state,
                    took=event.took,
                )
            )
        self._before, self._planted = "", False


@dataclass(slots=True)
class Played:
    """One match: who, what, and its talks so far."""

    persona: Persona
    scenario: Scenario
    talks: list[Talk] = field(default_factory=list)
    portrait: str = ""
    """As the model that speaks for the person reads it; rendered when it is left out."""

    def __post_init__(self) -> None:
        self.portrait = self.portrait or portrait(self.persona)

    def see(self, event: MatchEvent) -> None:
        """Take in one event, in order; others are passed over."""
        if isinstance(event, SessionStarted):
            self.talks.append(Talk(event.session, self.scenario.sessions[event.session - 1]))
        elif isinstance(event, TurnSpoken) and self.talks:
            self.talks[-1].hear(event)
        elif isinstance(event, SessionEnded) and self.talks:
            self.talks[-1].ended = event.reason

    @classmethod
    def of(cls, persona: Persona, scenario: Scenario, events: Iterable[MatchEvent]) -> Played:
        """A whole match from its events."""
        played = cls(persona, scenario)
        for event in events:
            played.see(event)
        return played

    @property
    def said(self) -> list[Said]:
        """All the person said of their own, in order."""
        return [said for talk in self.talks for said in talk.said]
