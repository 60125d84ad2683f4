"""The theatre: one match, turn by turn as it is spoken, with the person's state and the verdicts beside it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from arena.schema.measure import LIKABILITY
from arena.tui._dialogue import Dialogue, Manner
from arena.tui._frame import RunScreen
from arena.tui._look import STATUS, number, shown, tone_of
from arena.tui._memory import memory_after
from arena.tui._panels import Panel
from arena.tui._portrait import (
    feelings,
    feelings_in_a_line,
    memory,
    memory_title,
    preferences,
    told_and_kept,
    told_and_kept_in_a_line,
)
from arena.tui._seen import SETTLED, SeenMatch
from arena.tui._state import RunState

_MEMORY = 12
"""Lines of a memory beside the dialogue; `m` shows all."""
_SIDE = 10
"""Cells of a side panel that are not chart: name and frame."""


class Theatre(RunScreen):
    """One match.

    Args:
        match: its key.
        session: where to begin reading; the beginning by default, or the end while the match is played.
        turn: which utterance of that session.
    """

    help_text = (
        "One match. The person's words have a green edge, the contestant's a violet one; beneath a reply stands what\n"
        "judges made of it, and the words they rest on are underlined. A leak names the secret, who learned it, and\n"
        "why that was not to be. In a run played here, replies of models that stream are seen while they are written;\n"
        "a run of another process is followed turn by turn."
    )
    AUTO_FOCUS = "#dialogue"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", key_display="esc"),
        Binding("left", "session(-1)", "Session before", show=False),
        Binding("right", "session(1)", "Session", key_display="←→"),
        Binding("l", "leak", "Leak"),
        Binding("v", "full", "Verdicts"),
        Binding("m", "memory", "Memory"),
        Binding("i", "side", "Person"),
    ]

    def __init__(self, match: str, session: int = 0, turn: int = 0) -> None:
        super().__init__()
        self._match = match
        self._goal = (session, turn)
        self._full = False
        self._drawn: dict[str, tuple[str, Content]] = {}

    @property
    def following(self) -> str | None:
        """The match, as long as it is not over."""
        match = self.arena.state.matches.get(self._match)
        return self._match if match is not None and match.status not in SETTLED else None

    def body(self) -> ComposeResult:
        """A heading; the dialogue; the person, their facts and preferences, the contestant's memory."""
        yield Static(id="heading")
        yield Static(id="strip")
        with Horizontal():
            yield Dialogue()
            with VerticalScroll(id="side"):
                yield Static(id="feelings", classes="box")
                yield Static(id="preferences", classes="box")
                yield Static(id="facts", classes="box")
                yield Static(id="memory", classes="box")

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """Bring everything up to date, where this match is concerned."""
        match = state.matches.get(self._match)
        if match is None or (touched is not None and self._match not in touched):
            return
        self.query_one("#heading", Static).update(_heading(state, match), layout=False)
        person = state.person(match.plan.persona)
        manner = Manner(person, state.name(match.plan.persona), match.plan.contestant, self._full)
        self.query_one(Dialogue).draw(match, manner)
        self._draw_side(state, match)
        if touched is None:
            self.call_after_refresh(self._arrive, match)

    def _arrive(self, match: SeenMatch) -> None:
        """Go to where reading begins, the first time."""
        (session, turn), self._goal = self._goal, (-1, 0)
        if session > 0:
            self.query_one(Dialogue).go_to(session, turn)
        elif session == 0 and match.status == "playing":
            self.query_one(Dialogue).scroll_end(animate=False)

    def _draw_side(self, state: RunState, match: SeenMatch) -> None:
        person = state.person(match.plan.persona)
        states = match.states()
        lines = memory_after(match)
        name = state.name(match.plan.persona).split()[0]
        tall = 2 if self.size.height >= 40 else 1
        strip = [feelings_in_a_line(states, person, 8), told_and_kept_in_a_line(match, person)]
        self.query_one("#strip", Static).update(Content("\n").join(strip), layout=False)
        self._box("feelings", f"how {name} feels", feelings(states, person, self._chart_width(), tall))
        self._box("preferences", f"what {name} wants", preferences(match, person))
        self._box("facts", f"what {name} told and kept", told_and_kept(match, person))
        self._box("memory", memory_title(lines, match.plan.contestant), memory(lines, _MEMORY))

    def _box(self, name: str, title: str, content: Content) -> None:
        box = self.query_one(f"#{name}", Static)
        if self._drawn.get(name) != (title, content):
            self._drawn[name] = (title, content)
            box.border_title = shown(title)
            box.update(content)

    def _chart_width(self) -> int:
        return max(8, self.query_one("#side").size.width - 4 - _SIDE - 24)

    # Keys -------------------------------------------------------------------------------------------------------

    def action_back(self) -> None:
        """Close the match, or on a narrow screen first the person beside it."""
        if self.has_class("-narrow") and self.has_class("-side"):
            self.action_side()
        else:
            self.dismiss()

    def action_session(self, step: int) -> None:
        """To the next session, or the one before."""
        self.query_one(Dialogue).go_by_session(step)

    def action_leak(self) -> None:
        """To the next leak."""
        if not self.query_one(Dialogue).next_leak():
            self.notify("No secret was told in this match so far.", markup=False, timeout=3)

    def action_full(self) -> None:
        """All verdicts, or the telling ones."""
        self._full = not self._full
        self.follow()

    def action_memory(self) -> None:
        """All that the contestant keeps, with its last change."""
        match = self.arena.state.matches[self._match]
        lines = memory_after(match)
        self.app.push_screen(Panel(memory_title(lines, match.plan.contestant), memory(lines)))

    def action_side(self) -> None:
        """The person's side: beside the dialogue on a wide screen, instead of it on a narrow one."""
        self.toggle_class("-side")
        on_top = self.query_one("#side" if self.has_class("-narrow") and self.has_class("-side") else "#dialogue")
        self.call_after_refresh(on_top.focus)  # what is hidden cannot have the focus yet


def _heading(state: RunState, match: SeenMatch) -> Content:
    person = state.person(match.plan.persona)
    course = state.course(match.plan.scenario)
    who = ", ".join(str(part) for part in (person.identity.age, person.identity.work) if part) if person else ""
    session = match.current
    where = f"  session {session.number} of {match.planned_sessions}" if session else ""
    symbol, style = STATUS[match.status]
    score = match.score(LIKABILITY)
    tone = tone_of(LIKABILITY, score)
    return Content.assemble(
        shown(state.name(match.plan.persona), "bold $person"),
        (" with ", "$quiet"),
        shown(match.plan.contestant, "bold $contestant"),
        (f"  {symbol} {match.status}", style),
        (f"  {tone.symbol} liked {number(score, 1)}", f"bold {tone.style}") if score is not None else "",
        (f"  ⚠ {len(match.leaks)} told", "bold $bad") if match.leaks else "",
        shown(f"{where} · {course.title if course else match.plan.scenario}", "$quiet"),
        shown(f" · {who}" if who else "", "$quiet"),
    )
