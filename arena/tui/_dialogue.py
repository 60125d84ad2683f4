"""A match's dialogue as widgets: a heading for each session, a block for each utterance with its verdicts beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from arena.schema.dialogue import ENDINGS
from arena.schema.event import ProbeAsked
from arena.schema.persona import Persona
from arena.tui._look import shown
from arena.tui._seen import Mark, Said, SeenMatch, SeenSession, SeenTurn
from arena.tui._verdicts import highlighted, in_full, in_short, leak_lines, quotes_on

_WRITTEN = 4000
"""Characters that are shown of a reply while it is written: more than a screen."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a dialogue is drawn."""

    person: Persona | None
    """None for who must not see the person's side: what was told goes unnamed, too."""
    person_name: str
    contestant: str
    full: bool = False
    """Every verdict, not only the telling ones."""


class TurnBlock(Static):
    """One utterance. Redrawn only when its verdicts change."""

    def __init__(self, session: SeenSession, turn: SeenTurn) -> None:
        super().__init__(classes="-person" if turn.speaker == "user" else "-contestant")
        self.session, self.turn = session, turn
        self._drawn: object = None

    def draw(self, manner: Manner) -> None:
        """Bring it up to date."""
        quotes = quotes_on(self.session, self.turn.index)
        signature = (len(self.turn.marks), len(quotes), _beside(self.turn.marks), manner)
        if signature != self._drawn:
            self._drawn = signature
            self.set_class(any(mark.leaks for mark in self.turn.marks), "-leak")
            self.update(_utterance(self.session, self.turn, manner))

    @property
    def leaks(self) -> bool:
        """Whether the utterance told a secret."""
        return any(mark.leaks for mark in self.turn.marks)


class SessionHead(Static):
    """Where a session begins."""

    def __init__(self, session: SeenSession) -> None:
        to = f" · to the {session.recipient}" if session.recipient else ""
        when = f" · {session.now:%a %d %b, %H:%M}" if session.now else ""
        super().__init__(shown(f"session {session.number} · {session.plan} · {session.kind}{to}{when}"))
        self.session = session


class SessionEnd(Static):
    """How it ended, what was asked out of band, and what verdicts say of it as a whole."""

    def __init__(self, session: SeenSession) -> None:
        super().__init__()
        self.session = session
        self._drawn: object = None

    def draw(self, manner: Manner) -> None:
        """Bring it up to date."""
        session = self.session
        signature = (session.reason, len(session.probes), len(session.marks), _beside(session.marks), manner)
        if signature != self._drawn:
            self._drawn = signature
            lines = [_probe(probe) for probe in session.probes]
            verdicts = in_full(session.marks) if manner.full else in_short(session.marks)
            lines += [Content("  ·  ").join(verdicts)] if verdicts and not manner.full else verdicts
            if session.reason:
                lines.append(Content.styled(f"— {ENDINGS.get(session.reason, session.reason)} —", "$quiet"))
            self.update(Content("\n").join(lines))
            self.display = bool(lines)


class Dialogue(VerticalScroll, inherit_bindings=False):
    """All utterances of a match. Stays at the end while somebody watches it there."""

    BINDINGS: ClassVar[list[BindingType]] = [  # those of a scrolled window but left and right, which change the session
        Binding("up,k", "scroll_up", "Up", show=False),
        Binding("down,j", "scroll_down", "Down", show=False),
        Binding("pageup", "page_up", "Page up", show=False),
        Binding("pagedown", "page_down", "Page down", show=False),
        Binding("home", "scroll_home", "To the beginning", show=False),
        Binding("end", "scroll_end", "To the latest", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(id="dialogue")
        self._match: SeenMatch | None = None
        self._heads = set[int]()
        self._blocks: dict[tuple[int, int], TurnBlock] = {}
        self._ends: dict[int, SessionEnd] = {}
        self._tail = Static(id="tail")

    def draw(self, match: SeenMatch, manner: Manner) -> None:
        """Bring the dialogue up to date with the match."""
        at_end = self.max_scroll_y - self.scroll_offset.y <= 1 and self._match is not None
        if match is not self._match:
            self._begin(match)
        fresh = self._fresh(match)
        if fresh:
            self.mount_all(fresh, before=self._tail)
        for block in self._blocks.values():
            block.draw(manner)
        for end in self._ends.values():
            end.draw(manner)
        self._tail.set_class(bool(match.writing), "-contestant")
        self._tail.update(_being_written(match, manner) if match.writing else _whose_turn(match, manner))
        if at_end and match.status == "playing":
            self.scroll_end(animate=False)

    def _begin(self, match: SeenMatch) -> None:
        self._match = match
        self.remove_children("*")
        self._heads, self._blocks, self._ends, self._tail = set(), {}, {}, Static(classes="tail")
        self.mount(self._tail)

    def _fresh(self, match: SeenMatch) -> list[Static]:
        """Blocks for what has no block yet, in order."""
        fresh: list[Static] = []
        for number, session in sorted(match.sessions.items()):
            if number not in self._heads:
                self._heads.add(number)
                fresh.append(SessionHead(session))
            for turn in session.turns:
                if (number, turn.index) not in self._blocks:
                    self._blocks[number, turn.index] = TurnBlock(session, turn)
                    fresh.append(self._blocks[number, turn.index])
            if number not in self._ends and (session.reason or session.probes):
                self._ends[number] = SessionEnd(session)
                fresh.append(self._ends[number])
        return fresh

    # Going places -----------------------------------------------------------------------------------------------

    def go_to(self, session: int, turn: int) -> None:
        """Scroll to an utterance, or to where its session begins."""
        if (block := self._blocks.get((session, turn))) is not None:
            self.scroll_to_widget(block, animate=False, top=True)
            return
        for head in self.query(SessionHead):
            if head.session.number == session:
                self.scroll_to_widget(head, animate=False, top=True)

    def next_leak(self) -> bool:
        """Scroll to the next utterance that told a secret, round to the first. Gives back whether there is one."""
        leaks = [block for block in self._blocks.values() if block.leaks]
        below = [block for block in leaks if block.virtual_region.y > self.scroll_offset.y]
        if leaks:
            self.scroll_to_widget((below or leaks)[0], animate=False, top=True)
        return bool(leaks)

    def go_by_session(self, step: int) -> None:
        """Scroll to where the next session begins (1), or this one, or from there the one before (-1)."""
        heads, here = list(self.query(SessionHead)), self.scroll_offset.y
        further = [head for head in heads if (head.virtual_region.y - here) * step > 0]
        if further:
            self.scroll_to_widget(further[0 if step > 0 else -1], animate=False, top=True)


def _beside(marks: Sequence[Mark]) -> tuple[tuple[Said, ...], ...]:
    """What other judgings say of these things."""
    return tuple(mark.beside for mark in marks)


def _utterance(session: SeenSession, turn: SeenTurn, manner: Manner) -> Content:
    user = turn.speaker == "user"
    name = manner.person_name.split()[0] if user else manner.contestant
    origin = "" if turn.origin == "generated" else f" [{turn.origin}]"
    parts = [
        Content.assemble(
            shown(name, f"bold {'$person' if user else '$contestant'}"),
            shown(origin, "$quiet"),
            "  ",
            highlighted(turn.text, quotes_on(session, turn.index)) if turn.text else shown("(left)", "$quiet"),
        )
    ]
    if turn.reveals and manner.person is not None:
        parts.append(shown("told: " + ", ".join(turn.reveals), "$quiet"))
    parts += leak_lines(turn.marks, session, manner.person)
    if manner.full:
        parts += in_full(turn.marks)
    elif short := in_short(turn.marks):
        parts.append(Content("  ·  ").join(short))
    return Content("\n").join(parts)


def _probe(probe: ProbeAsked) -> Content:
    return Content.assemble(
        ("asked out of band: ", "$probe"), shown(probe.question), ("\n→ ", "$probe"), shown(probe.answer)
    )


def _being_written(match: SeenMatch, manner: Manner) -> Content:
    """The contestant's reply as far as it is written: the last of it, where it is long."""
    text = match.writing if len(match.writing) <= _WRITTEN else "… " + match.writing[-_WRITTEN:]
    return Content.assemble(shown(manner.contestant, "bold $contestant"), "  ", shown(text), ("▍", "$contestant"))


def _whose_turn(match: SeenMatch, manner: Manner) -> Content:
    """Who will speak next, while the match is played; how it ended, once it is over."""
    if match.status == "waiting":
        return Content.styled("The match has not begun.", "$quiet")
    if match.status == "playing":
        user_next = match.last is None or match.last.speaker == "assistant"
        name, style = (manner.person_name.split()[0], "$person") if user_next else (manner.contestant, "$contestant")
        return Content.assemble(shown(name, style), (" …", "$quiet"))
    words = f"■ {match.status}" + (f": {match.reason}" if match.reason else "")
    return shown(words, "$bad" if match.status == "failed" else "$quiet")
