"""The hall: every match of the run at a glance, persona by contestant."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean
from time import monotonic
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from arena.schema.measure import LIKABILITY
from arena.tui._board import Board, Shape
from arena.tui._cases import ORDERS, Grid, Order, grid
from arena.tui._frame import RunScreen
from arena.tui._look import STATUS, number, one_line, shown, tone_of
from arena.tui._seen import SeenMatch
from arena.tui._state import RunState
from arena.tui.screens.theatre import Theatre

_LEAST, _ROOMY, _NARROW = 11, 20, 110
"""Cells of a column: the fewest, and enough for words; cells of a screen that is narrow."""
_SUM_EVERY_S = 0.5
_WRITTEN = 40
"""Characters that a cell shows of a reply that is being written: the last ones."""
_BY = {"plan": "", "likability": " ↑ liking", "leaks": " ↓ leaks", "latest": " ↓ latest"}


@dataclass(frozen=True, slots=True)
class _Total:
    """A contestant over all its matches on the grid: mean likability, matches that have one, secrets told."""

    likability: float | None
    n: int
    leaks: int


def _total(matches: list[SeenMatch]) -> _Total:
    means = [score for match in matches if (score := match.score(LIKABILITY)) is not None]
    return _Total(fmean(means) if means else None, len(means), sum(len(match.leaks) for match in matches))


class Hall(RunScreen):
    """A grid of persona by contestant."""

    mode = "hall"
    AUTO_FOCUS = "#grid"
    help_text = (
        "Every match: a row for each person and scenario, a column for each contestant. A cell says how the match\n"
        "stands, how well the contestant is liked so far (1 to 5), and how many secrets it told (⚠)."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "Filter", key_display="/"),
        Binding("s", "sort", "Sort"),
        Binding("escape", "clear", "Clear filter", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._order: Order = "plan"
        self._wanted = ""
        self._grid = Grid([], [])
        self._places: dict[str, tuple[int, int]] = {}
        self._width = 0
        self._is_roomy = False
        self._totals: list[_Total] = []
        self._summed_at = 0.0
        self._sum_due = False

    def body(self) -> ComposeResult:
        """A filter, the grid, and what was last said in the match under the cursor."""
        yield Input(placeholder="a person, scenario, contestant, status or leak", id="filter", compact=True)
        yield Board(self._draw, id="grid")
        yield Static(id="preview")

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """Redraw the cells of touched matches, or build the grid anew."""
        if touched is None or self._width != self.size.width or (not self._wanted and self._is_old(state)):
            self._build(state)
        else:
            self._update(touched)
        under = self._under_cursor()
        if touched is None or under is None or under.key in touched:
            self._preview(state)

    def _is_old(self, state: RunState) -> bool:
        """A plan may come late."""
        return len(self._places) != len(state.matches)

    # The grid ---------------------------------------------------------------------------------------------------

    def _build(self, state: RunState) -> None:
        self._width = self.size.width
        self._grid = grid(state, self._wanted, self._order)
        columns = {name: number for number, name in enumerate(self._grid.contestants)}
        self._places = {
            match.key: (row, columns[name])
            for row, case in enumerate(self._grid.cases)
            for name, match in case.matches.items()
            if name in columns
        }
        first = 19 if self.size.width < _NARROW else 30
        headings = tuple(map(one_line, self._grid.contestants))
        width = max(_LEAST, (self.size.width - first - 4) // max(len(headings), 1))
        shape = Shape(f" person{_BY[self._order]}", headings, len(self._grid.cases), first, width)
        self._is_roomy = width >= _ROOMY
        self._sum_up()
        self.query_one(Board).fill(shape)

    def _update(self, touched: frozenset[str]) -> None:
        board = self.query_one(Board)
        for key in touched:
            if key in self._places:
                board.touch(*self._places[key])
        if touched and not self._sum_due:
            self._sum_up_soon()

    def _match(self, row: int, column: int) -> SeenMatch | None:
        """The match at a place, as it is now: one that begins again is a new record."""
        if not (0 <= row < len(self._grid.cases) and 0 <= column < len(self._grid.contestants)):
            return None
        planned = self._grid.cases[row].matches.get(self._grid.contestants[column])
        return self.arena.state.matches.get(planned.key) if planned is not None else None

    def _draw(self, row: int, column: int) -> tuple[Content, Content]:
        """The two lines of a cell of the board."""
        if column < 0:
            return self._case(row)
        if row < 0:
            return self._everybody(column)
        match = self._match(row, column)
        if match is None:
            return Content.styled("not cast", "$quiet"), Content("")
        symbol, style = STATUS[match.status]
        scores = self._scores(match.score(LIKABILITY), len(match.leaks))
        return Content.assemble((f"{symbol} ", style), scores), self._second_line(match)

    def _case(self, row: int) -> tuple[Content, Content]:
        if row < 0:
            roomy = self.size.width >= _NARROW
            what = " ★ most liked, ⚠ secrets told" if roomy else " ★ most liked"
            return Content.styled(" everybody", "bold"), Content.styled(what, "$quiet")
        state, case = self.arena.state, self._grid.cases[row]
        course = state.course(case.scenario)
        seed = f" #{case.seed + 1}" if state.stored and state.stored.spec.seeds > 1 else ""
        title = course.title if course else case.scenario
        return shown(f" {state.name(case.persona)}{seed}", "bold $person"), shown(f" {title}", "$quiet")

    def _scores(self, likability: float | None, leaks: int) -> Content:
        """How well liked, and how many secrets told."""
        tone = tone_of(LIKABILITY, likability)
        gap, told = (" ", f"  ⚠ {leaks} told") if self._is_roomy else ("", f" ⚠{leaks}")
        return Content.assemble(
            (number(likability, 1), f"bold {tone.style}"),
            (gap + tone.symbol, tone.style) if likability is not None else "",
            (told, "bold $bad") if leaks else "",
        )

    def _everybody(self, column: int) -> tuple[Content, Content]:
        """The mean of a contestant's matches so far, a star for the best, and the secrets it told in all of them."""
        total = self._totals[column]
        best = max((other.likability or 0.0 for other in self._totals), default=0.0)
        told = f"⚠ {total.leaks} told " if self._is_roomy else f"⚠{total.leaks} "
        star = ("★ ", "bold $good") if total.likability and total.likability == best else "  "
        return (
            Content.assemble(star, self._scores(total.likability, 0)),
            Content.assemble((told, "bold $bad") if total.leaks else "", (f"n={total.n}", "$quiet")),
        )

    def _sum_up_soon(self) -> None:
        """Now, or when it is due: after the last event of a run no other comes that would bring it in."""
        wait = self._summed_at + _SUM_EVERY_S - monotonic()
        if wait > 0:
            self._sum_due = True
            self.set_timer(wait, self._sum_up)
        else:
            self._sum_up()

    def _sum_up(self) -> None:
        """Totals of all columns, at most twice a second: they are over all matches on the grid."""
        self._summed_at, self._sum_due = monotonic(), False
        self._totals = [_total(self._column(column)) for column in range(len(self._grid.contestants))]
        for column in range(len(self._totals)):
            self.query_one(Board).touch(-1, column)

    def _column(self, column: int) -> list[SeenMatch]:
        matches = (self._match(row, column) for row in range(len(self._grid.cases)))
        return [match for match in matches if match is not None]

    def _second_line(self, match: SeenMatch) -> Content:
        if match.status == "waiting":
            return Content.styled("waiting", "$quiet")
        if match.status in {"failed", "void"}:
            return shown(f"{match.status}: {one_line(match.reason)}", STATUS[match.status][1])
        if self._is_roomy and match.writing:
            return shown(f"‹ {one_line(match.writing[-_WRITTEN:])}", "$contestant")
        if self._is_roomy and match.last is not None:
            return shown(one_line(match.last.text[:200]), "$quiet")
        return Content.styled(f"{max(match.sessions, default=0)}/{match.planned_sessions} ses", "$quiet")

    # Under the cursor -------------------------------------------------------------------------------------------

    def _under_cursor(self) -> SeenMatch | None:
        return self._match(*self.query_one(Board).cursor)

    def _preview(self, state: RunState) -> None:
        preview = self.query_one("#preview", Static)
        match = self._under_cursor()
        if match is None:
            words = "No match fits the filter." if not self._grid.cases else "Not cast: this person does not fit."
            preview.update(Content.styled(words, "$quiet"))
            return
        lines = max((preview.size.height - 1) // 2, 1)
        preview.update(_said(state, match, room=(self.size.width - 5) * lines), layout=False)

    @on(Board.Moved)
    def _moved(self) -> None:
        self._preview(self.arena.state)

    @on(Board.Chosen)
    def _open(self) -> None:
        if (match := self._under_cursor()) is not None:
            self.app.push_screen(Theatre(match.key))

    # Filter and order -------------------------------------------------------------------------------------------

    def action_filter(self) -> None:
        """Ask for words to filter by."""
        self.add_class("-filtering")
        self.query_one("#filter", Input).focus()

    @on(Input.Changed, "#filter")
    def _narrow(self, event: Input.Changed) -> None:
        self._wanted = event.value
        self.follow()

    @on(Input.Submitted, "#filter")
    def _back_to_grid(self) -> None:
        self.set_class(bool(self._wanted), "-filtering")
        self.query_one(Board).focus()

    def action_clear(self) -> None:
        """Show everything again."""
        self.query_one("#filter", Input).value = ""
        self._back_to_grid()

    def action_sort(self) -> None:
        """The next order of rows."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self.follow()


def _said(state: RunState, match: SeenMatch, room: int) -> Content:
    """Who plays whom, and the last two utterances, each in about `room` characters."""
    session = match.current
    where = f"session {session.number} of {match.planned_sessions}" if session else "has not begun"
    head = Content.assemble(
        shown(state.name(match.plan.persona), "bold $person"),
        (" with ", "$quiet"),
        shown(match.plan.contestant, "bold $contestant"),
        (f"  {STATUS[match.status][0]} {match.status} · {where} · Enter opens", "$quiet"),
    )
    turns = session.turns[-2:] if session else []
    lines = [
        Content.assemble(
            ("› " if turn.speaker == "user" else "‹ ", "$person" if turn.speaker == "user" else "$contestant"),
            shown(_cut(one_line(turn.text), room)),
        )
        for turn in turns
    ]
    if match.writing:
        written = one_line(match.writing)
        tail = written if len(written) <= room else f"… {written[-room:]}"
        lines = [*lines[-1:], Content.assemble(("‹ ", "$contestant"), shown(tail), ("▍", "$contestant"))]
    return Content("\n").join([head, *lines])


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 1, 0)].rstrip() + "…"
