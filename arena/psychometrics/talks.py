"""What a rater reads of a person, and what the person remembers: taken from the events of a run, without their name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from arena.schema.event import Event, MatchEnded, MatchEvent, SessionEnded, SessionStarted, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.probe_view import Talk, TalkLine
from arena.schema.run import MatchPlan
from arena.text.choices import own_words

MOST_TALKS = 12
"""Talks that one rater reads."""
_REPLY_CHARACTERS = 240
"""Of each reply of the assistant, which is only there to say what was answered."""
_NO_NAME = "[name]"
_REMEMBERED = 160


@dataclass(slots=True)
class PlayedSession:
    """One talk of a match as it was spoken."""

    number: int
    kind: str
    turns: list[TurnSpoken] = field(default_factory=list)
    ended: str = ""

    @property
    def free(self) -> bool:
        """Whether the person spoke for themselves in it."""
        return any(said.turn.speaker == "user" and said.turn.origin in ("generated", "human") for said in self.turns)


@dataclass(slots=True)
class PlayedMatch:
    """One match as it was spoken, in its latest attempt."""

    plan: MatchPlan
    attempt: int = 0
    sessions: dict[int, PlayedSession] = field(default_factory=dict)
    outcome: str = ""


def played(events: Iterable[Event], plans: Sequence[MatchPlan]) -> list[PlayedMatch]:
    """The matches of a run, in the order planned; those never begun have no sessions."""
    found = {plan.key: PlayedMatch(plan) for plan in plans}
    for event in events:
        if isinstance(event, MatchEvent) and event.match in found:
            _take(found[event.match], event)
    return list(found.values())


def _take(match: PlayedMatch, event: MatchEvent) -> None:
    if event.attempt > match.attempt:
        match.attempt, match.sessions, match.outcome = event.attempt, {}, ""
    if event.attempt < match.attempt:
        return
    if isinstance(event, SessionStarted):
        match.sessions[event.session] = PlayedSession(event.session, event.kind)
    elif isinstance(event, TurnSpoken) and event.turn.session in match.sessions:
        match.sessions[event.turn.session].turns.append(event)
    elif isinstance(event, SessionEnded) and event.session in match.sessions:
        match.sessions[event.session].ended = event.reason
    elif isinstance(event, MatchEnded):
        match.outcome = event.outcome


def chosen(matches: Sequence[PlayedMatch], persona: str, most: int = MOST_TALKS) -> list[tuple[str, PlayedSession]]:
    """(match key, talk) of at most so many talks of a person, spread evenly over scenarios, then contestants and seeds.

    Talks of failed matches, and scripted ones in which the person said nothing of their own, are left out.
    """
    mine = [m for m in matches if m.plan.persona == persona and m.outcome in ("completed", "void")]
    by_scenario: defaultdict[str, list[tuple[str, PlayedSession]]] = defaultdict(list)
    for match in sorted(mine, key=lambda m: (m.plan.scenario, m.plan.seed, m.plan.contestant)):
        by_scenario[match.plan.scenario] += [(match.plan.key, s) for s in match.sessions.values() if s.free]
    queues = [list(talks) for talks in by_scenario.values()]
    found: list[tuple[str, PlayedSession]] = []
    while len(found) < most and any(queues):
        found += [queue.pop(0) for queue in queues if queue]
    return found[:most]


def talk_of(session: PlayedSession, persona: Persona) -> Talk:
    """The talk as a stranger reads it: the person's own words whole, replies shortened, their name taken out."""
    name = _name_of(persona)
    lines = []
    for said in session.turns:
        mine = said.turn.speaker == "user"
        text = own_words(said.turn.text) if mine else _shortened(said.turn.text)
        if not mine or said.turn.origin in ("generated", "human"):
            lines.append(TalkLine(mine=mine, text=name.sub(_NO_NAME, text)))
    return Talk(lines=tuple(lines))


def _name_of(persona: Persona) -> re.Pattern[str]:
    names = [re.escape(part) for part in persona.identity.name.split() if len(part) > 1]
    return re.compile(rf"\b(?:{'|'.join(names) or '(?!)'})\b", re.IGNORECASE)


def _shortened(text: str) -> str:
    return text if len(text) <= _REPLY_CHARACTERS else text[:_REPLY_CHARACTERS].rsplit(maxsplit=1)[0] + " …"


_WENT = {
    "goal_met": "You got what you came for.",
    "patience": "You had enough and left.",
    "vanished": "You had enough and were gone.",
}


def remembered(sessions: Sequence[PlayedSession]) -> tuple[str, ...]:
    """One line a talk, as the person remembers it: what they began with and how it went."""
    lines = []
    for session in sessions:
        first = next((own_words(said.turn.text) for said in session.turns if said.turn.speaker == "user"), "")
        began = first[:_REMEMBERED].strip()
        lines.append(f"You wrote: “{began}” {_WENT.get(session.ended, 'Then it was over.')}")
    return tuple(lines)
