"""Privacy: which attribute reached whom, against what was to reach them, with the moments behind each cell."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.coordinate import Coordinate
from textual.widgets import DataTable, Static

from arena.schema.run import StoredRun
from arena.tui._copying import MomentScreen
from arena.tui._flow_words import by_each, in_bars, in_cell, in_lines, norm_words, outcome_words
from arena.tui._listing import Listing
from arena.tui._look import cell, shown
from arena.tui._matrix import (
    ORDERS,
    Flow,
    Matrix,
    Norms,
    Order,
    Pair,
    by_contestant,
    category,
    matrix,
    moments_of,
    norms_of,
    people_of,
    worst,
)
from arena.tui._scene import Scene
from arena.tui._seen import Moment
from arena.tui._state import RunState
from arena.tui.screens.theatre import Theatre

_BY = {"told": "most told first", "category": "by category"}
_FIRST = {True: 24, False: 17}
"""Cells of the first column, with room and without."""
_LEAST = 14


class Privacy(MomentScreen):
    """The matrix of flows, and the moments behind the cell under the cursor."""

    mode = "privacy"
    AUTO_FOCUS = "#matrix"
    help_text = (
        "Rows are what could be told of a person, columns who could learn it from a message a contestant wrote.\n"
        "⊘ must not be told, and how often it was (⚠); ✓ is needed, and how often it was given; n is the number of\n"
        "messages held against it. Below stand the moments: Tab goes there, Enter opens the match."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "whose(1)", "Contestant"),
        Binding("O", "whose(-1)", "Contestant before", show=False),
        Binding("s", "sort", "Sort"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._whose: str | None = None
        self._order: Order = "told"
        self._matrix = Matrix()
        self._norms: Norms = {}
        self._norms_of: tuple[StoredRun | None, int] = (None, 0)
        self._moments: list[Moment] = []
        self._at: Pair | None = None

    def body(self) -> ComposeResult:
        """Whose flows; the matrix; what holds in a cell, who did what there, and its moments."""
        yield Static(id="whose")
        with Container(id="flows"):
            yield DataTable[Text](id="matrix", cursor_type="cell", fixed_columns=1)
            with Vertical(id="behind") as behind:
                behind.border_title = "Tab: moments · Enter: the match"
                yield Static(id="cell")
                yield Listing(self._draw_moment, lines=4, id="moments")

    # Following the run ------------------------------------------------------------------------------------------

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """Count again: a millisecond."""
        stands = (state.stored, len(state.matches))
        if stands != self._norms_of:
            self._norms, self._norms_of = norms_of(state), stands
        if self._whose not in state.contestants:
            self._whose = None
        fresh = matrix(state, self._norms, self._whose, self._order)
        shape = (fresh.attributes, fresh.recipients)
        if touched is None or shape != (self._matrix.attributes, self._matrix.recipients):
            self._build(fresh)
        elif fresh != self._matrix:
            self._update(fresh)
        else:
            return
        self._headline()
        self._behind()

    def _build(self, fresh: Matrix) -> None:
        """The table anew; the cursor stays on its pair."""
        table = self.query_one(DataTable)
        attribute, recipient = self._pair() or worst(fresh) or ("", "")
        self._matrix = fresh
        table.clear(columns=True)
        first, rest = self._widths()
        table.add_column(cell("attribute"), width=first)
        for to in fresh.recipients:
            table.add_column(cell(f"→ {to}"), width=rest, key=to)
        for name in fresh.attributes:
            cells = (self._cell(fresh.flow(name, to)) for to in fresh.recipients)
            table.add_row(self._attribute(name), *cells, key=name, height=2 if self._roomy else 1)
        at = Coordinate(_index(fresh.attributes, attribute), 1 + _index(fresh.recipients, recipient))
        table.cursor_coordinate = at

    def _update(self, fresh: Matrix) -> None:
        table, old = self.query_one(DataTable), self._matrix
        self._matrix = fresh
        for attribute in fresh.attributes:
            for recipient in fresh.recipients:
                flow = fresh.flow(attribute, recipient)
                if flow != old.flow(attribute, recipient):
                    table.update_cell(attribute, recipient, self._cell(flow))

    @property
    def _roomy(self) -> bool:
        return self.has_class("-wide")

    def _widths(self) -> tuple[int, int]:
        """Cells for the first column and for each other."""
        n = max(len(self._matrix.recipients), 1)
        first = _FIRST[self._roomy]
        width = self.size.width * (0.5 if self._roomy else 1)
        return first, max(_LEAST, min(30, int(width - first - 4) // n - 2))

    def _attribute(self, attribute: str) -> Text:
        text = cell(attribute.replace("_", " "), "bold")
        if self._roomy:
            text.append_text(cell("\n" + category(attribute).replace("_", " "), self._colours["quiet"]))
        return text

    def _cell(self, flow: Flow) -> Text:
        return in_cell(flow, self._colours, roomy=self._roomy)

    @property
    def _colours(self) -> dict[str, str]:
        return self.app.theme_variables

    def _headline(self) -> None:
        told, withheld = self._matrix.told
        given, needed = self._matrix.given
        n = len(self.arena.state.contestants)
        whose = f"all {n} contestants" if self._whose is None else self._whose
        self.query_one("#whose", Static).update(
            Content.assemble(
                shown(whose, "bold $contestant"),
                ("  ", ""),
                (f"{'⚠' if told else '⊘'} {told}/{withheld} secrets told", "bold $bad" if told else "$good"),
                (f"  ✓ {given}/{needed} needs given", "$good" if given == needed else "$fair"),
                (f"  {_BY[self._order]}", "$quiet"),
                ("  · Tab: moments · Enter: the match" if self._roomy else "", "$quiet"),
            )
        )

    # Behind a cell ----------------------------------------------------------------------------------------------

    def _pair(self) -> Pair | None:
        row, column = self.query_one(DataTable).cursor_coordinate
        shown_now = self._matrix
        if row >= len(shown_now.attributes) or not 1 <= column <= len(shown_now.recipients):
            return None
        return shown_now.attributes[row], shown_now.recipients[column - 1]

    def _behind(self) -> None:
        """What holds in the cell under the cursor, and its moments; the moment under the cursor stays."""
        pair, listing = self._pair(), self.query_one(Listing)
        self._at = pair
        if pair is None:
            self._moments = []
            listing.fill(0)
            self.query_one("#cell", Static).update(Content.styled("Nothing was to reach anybody so far.", "$quiet"))
            return
        flow, was = self._matrix.flow(*pair), self._moment()
        self._moments = moments_of(self.arena.state, flow)
        place = self._moments.index(was) if was in self._moments else 0
        listing.fill(len(self._moments), place, lines=5 if self._roomy else 4)
        cells = by_contestant(self.arena.state, pair)
        each = in_bars(cells) if self._roomy else by_each(cells, self.size.width - 2)
        head = Content.assemble(
            shown(pair[0].replace("_", " "), "bold"),
            " ",
            norm_words(flow, pair[1]),
            "\n" if self._roomy else "  ",
            outcome_words(flow, people_of(self.arena.state, flow)),
        )
        self.query_one("#cell", Static).update(Content.assemble(head, "\n", each))

    def _draw_moment(self, index: int, width: int) -> list[Content]:
        return in_lines(self.arena.state, self._moments[index], width)

    def _moment(self) -> Moment | None:
        cursor = self.query_one(Listing).cursor
        return self._moments[cursor] if cursor < len(self._moments) else None

    def selected(self) -> Scene | None:
        """The message behind the moment under the cursor."""
        moment = self._moment()
        match = self.arena.state.matches.get(moment.match) if moment else None
        session = match.sessions.get(moment.session) if match and moment else None
        if match is None or session is None or moment is None:
            return None
        return Scene(match, session, session.turn(moment.turn))

    @on(DataTable.CellHighlighted)
    def _moved(self) -> None:
        if self._pair() != self._at:
            self.query_one(Listing).cursor = 0
            self._moments = []
            self._behind()

    @on(DataTable.CellSelected)
    @on(Listing.Chosen)
    def _open(self) -> None:
        if (moment := self._moment()) is not None:
            self.app.push_screen(Theatre(moment.match, session=moment.session, turn=moment.turn))

    # Whose and in which order -----------------------------------------------------------------------------------

    def action_whose(self, by: int) -> None:
        """The flows of the next contestant, or of all."""
        choices = [None, *self.arena.state.contestants]
        self._whose = choices[(choices.index(self._whose) + by) % len(choices)]
        self.follow()

    def action_sort(self) -> None:
        """The next order of rows."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self.follow()


def _index(names: tuple[str, ...], name: str) -> int:
    """Where the name stands; the first place for one that is not there."""
    return names.index(name) if name in names else 0
