"""The hall: every match of the run at a glance, persona by contestant."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Input, Static

from arena.tui._cases import ORDERS, Case, Grid, Order, grid
from arena.tui._frame import RunScreen
from arena.tui._look import STATUS, Tone, cell, number, one_line, shown
from arena.tui._seen import LIKABILITY, SeenMatch
from arena.tui._state import RunState
from arena.tui.screens.theatre import Theatre

_CASES = "cases"
_LEAST, _ROOMY = 9, 20
"""Cells of a column: the fewest, and enough for words."""
_BY = {"plan": "", "likability": " · worst liked first", "leaks": " · most leaks first", "latest": " · latest first"}


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
        self._width = 0

    def body(self) -> ComposeResult:
        """A filter, the grid, and what was last said in the match under the cursor."""
        yield Input(placeholder="a person, scenario, contestant, status or leak", id="filter", compact=True)
        yield DataTable[Text](id="grid", cursor_type="cell", fixed_columns=1, zebra_stripes=False, header_height=1)
        yield Static(id="preview")

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """Redraw the cells of touched matches, or build the grid anew."""
        if touched is None or self._width != self.size.width or self._grid_is_old(state):
            self._build(state)
        else:
            self._update(touched)
        self._preview(state)

    def _grid_is_old(self, state: RunState) -> bool:
        """Matches that begin again are new records; a plan may come late."""
        if not self._wanted and sum(len(case.matches) for case in self._grid.cases) != len(state.matches):
            return True
        for case in self._grid.cases:
            for name, match in case.matches.items():
                case.matches[name] = state.matches[match.key]
        return False

    # The grid ---------------------------------------------------------------------------------------------------

    def _build(self, state: RunState) -> None:
        table = self.query_one(DataTable)
        at = table.cursor_coordinate
        self._width = self.size.width
        self._grid = grid(state, self._wanted, self._order)
        table.clear(columns=True)
        first, rest = self._widths()
        table.add_column(cell(f"person{_BY[self._order]}"), width=first, key=_CASES)
        for name in self._grid.contestants:
            table.add_column(cell(name), width=rest, key=name)
        for case in self._grid.cases:
            cells = (self._cell(case.matches.get(name)) for name in self._grid.contestants)
            table.add_row(self._case(state, case), *cells, key=case.key, height=2)
        table.cursor_coordinate = Coordinate(at.row, max(at.column, 1))

    def _widths(self) -> tuple[int, int]:
        """Cells for the first column and for each other."""
        n = max(len(self._grid.contestants), 1)
        first = 18 if self.size.width < 110 else 28
        return first, max(_LEAST, (self.size.width - first - 4) // n - 2)

    def _update(self, touched: frozenset[str]) -> None:
        table = self.query_one(DataTable)
        for case in self._grid.cases:
            for name, match in case.matches.items():
                if match.key in touched and name in self._grid.contestants:
                    table.update_cell(case.key, name, self._cell(match))

    def _case(self, state: RunState, case: Case) -> Text:
        course = state.course(case.scenario)
        seed = f" #{case.seed + 1}" if state.stored and state.stored.spec.seeds > 1 else ""
        text = cell(state.name(case.persona) + seed, f"bold {self._colour('person')}")
        title = course.title if course else case.scenario
        return text.append_text(cell("\n" + title, self._colour("quiet")))

    def _cell(self, match: SeenMatch | None) -> Text:
        if match is None:
            return cell("not cast", self._colour("quiet"))
        symbol, style = STATUS[match.status]
        text = cell(f"{symbol} ", self._rich(style))
        score = match.score(LIKABILITY)
        tone = Tone.of(None if score is None else (score - 1) / 4)
        text.append(number(score, 1), style=f"bold {self._rich(tone.style)}")
        roomy = self._widths()[1] >= _ROOMY
        text.append(f" {tone.symbol}" if roomy else tone.symbol, style=self._rich(tone.style))
        if leaks := len(match.leaks):
            word = f"  ⚠ {leaks} told" if roomy else f" ⚠{leaks}"
            text.append(word, style=f"bold {self._colour('bad')}")
        return text.append("\n").append_text(self._second_line(match))

    def _second_line(self, match: SeenMatch) -> Text:
        quiet = self._colour("quiet")
        if match.status == "waiting":
            return cell("waiting", quiet)
        if match.status in {"failed", "void"}:
            return cell(f"{match.status}: {one_line(match.reason)}", self._rich(STATUS[match.status][1]))
        if self._widths()[1] >= _ROOMY and match.last is not None:
            return cell(one_line(match.last.text), quiet)
        return cell(f"{max(match.sessions, default=0)}/{match.planned_sessions} ses", quiet)

    def _colour(self, name: str) -> str:
        return self.app.theme_variables[name]

    def _rich(self, style: str) -> str:
        return self._colour(style.removeprefix("$"))

    # Under the cursor -------------------------------------------------------------------------------------------

    def _under_cursor(self) -> SeenMatch | None:
        row, column = self.query_one(DataTable).cursor_coordinate
        if not (0 <= row < len(self._grid.cases) and 1 <= column <= len(self._grid.contestants)):
            return None
        return self._grid.cases[row].matches.get(self._grid.contestants[column - 1])

    def _preview(self, state: RunState) -> None:
        preview = self.query_one("#preview", Static)
        match = self._under_cursor()
        if match is None:
            words = "No match fits the filter." if not self._grid.cases else "Not cast: this person does not fit."
            preview.update(Content.styled(words, "$quiet"))
            return
        preview.update(_said(state, match, room=self.size.width * (preview.size.height - 2) // 2))

    @on(DataTable.CellHighlighted)
    def _moved(self) -> None:
        self._preview(self.arena.state)

    @on(DataTable.CellSelected)
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
        self.query_one(DataTable).focus()

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
    return Content("\n").join([head, *lines])


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(room - 1, 0)].rstrip() + "…"
