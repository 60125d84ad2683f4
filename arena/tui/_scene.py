"""The places of a run that one can look for: each utterance, each probe, each session as a whole. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from arena.schema.event import ProbeAsked
from arena.tui._seen import Mark, SeenMatch, SeenSession, SeenTurn
from arena.tui._state import RunState

By = Literal["person", "contestant", "probe", "session"]


@dataclass(frozen=True, slots=True)
class Scene:
    """One place with what was said and judged there. Neither `turn` nor `probe` means the session as a whole."""

    match: SeenMatch
    session: SeenSession
    turn: SeenTurn | None = None
    probe: ProbeAsked | None = None

    @property
    def by(self) -> By:
        """Who speaks."""
        if self.turn is None:
            return "probe" if self.probe else "session"
        return "person" if self.turn.speaker == "user" else "contestant"

    @property
    def text(self) -> str:
        """What was said: an utterance, or a probe's question and answer."""
        if self.turn is not None:
            return self.turn.text
        return f"{self.probe.question} → {self.probe.answer}" if self.probe else ""

    @property
    def marks(self) -> list[Mark]:
        """The verdicts on it."""
        if self.turn is not None:
            return self.turn.marks
        if self.probe is not None:
            return [mark for mark in self.session.marks if is_of(mark, self.probe)]
        return [mark for mark in self.session.marks if not any(is_of(mark, probe) for probe in self.session.probes)]

    @property
    def about(self) -> set[str]:
        """Keys of facts and ids of preferences that were told or judged here."""
        told = self.turn.reveals if self.turn else (self.probe.about,) if self.probe else ()
        return {*told, *(mark.about for mark in self.marks if self.probe is None and mark.about)}

    @property
    def where(self) -> str:
        """The place within the match, in words."""
        if self.turn is not None:
            return f"session {self.session.number}, turn {self.turn.index}"
        return f"session {self.session.number}, " + (f"probe {self.probe.probe}" if self.probe else "as a whole")


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something was found. Holds no match: one that begins again is another record under the same key."""

    match: str
    session: int
    turn: int = 0
    probe: int = 0
    goodness: float | None = None
    """0 (worst) to 1 of the verdicts that were looked for, the worst of them; None without any."""

    def scene(self, state: RunState) -> Scene | None:
        """The place as it is now; None where the match began again and has not come so far."""
        match = state.matches.get(self.match)
        session = match.sessions.get(self.session) if match else None
        if match is None or session is None:
            return None
        turn = session.turn(self.turn) if self.turn else None
        probe = next((asked for asked in session.probes if asked.probe == self.probe), None) if self.probe else None
        if (self.turn and turn is None) or (self.probe and probe is None):
            return None
        return Scene(match, session, turn, probe)


def scenes(match: SeenMatch) -> Iterator[Scene]:
    """Every place of a match in the order of play."""
    for _, session in sorted(match.sessions.items()):
        for turn in session.turns:
            yield Scene(match, session, turn)
        for probe in session.probes:
            yield Scene(match, session, probe=probe)
        whole = Scene(match, session)
        if session.marks and whole.marks:
            yield whole


def is_of(mark: Mark, probe: ProbeAsked) -> bool:
    """Whether the verdict is on the answer to that probe."""
    return mark.measure.startswith(f"{probe.kind}.") and mark.about == str(probe.probe)
