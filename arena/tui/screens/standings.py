"""The standings: who is winning, how sure that is, how it moves over sessions, what it costs."""

from __future__ import annotations

from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static, Tab, Tabs

from arena.schema.measure import ADHERENCE, BY_NAME, COMPLETENESS, LIKABILITY, VIOLATION
from arena.tui import _table as table
from arena.tui._frame import RunScreen
from arena.tui._look import shown
from arena.tui._standings import Sample, Standing, measures, sample, standings
from arena.tui._state import RunState
from arena.tui._together import as_table, together

OVERVIEW = "overview"
_AT_A_GLANCE = (LIKABILITY, ADHERENCE, VIOLATION, COMPLETENESS)
_TITLES = {
    OVERVIEW: "Overview",
    LIKABILITY: "Likability",
    ADHERENCE: "Follows",
    VIOLATION: "Told",
    COMPLETENESS: "Gives",
    "preference.kept": "Kept, by code",
    "memory.recall": "Memory",
    "task.success": "Success",
    "personalisation.level": "Personalisation",
    "dialogue.naturalness": "Naturalness",
    "dialogue.coherence": "Coherence",
    "realism.naturalness": "The person's naturalness",
    "realism.coherence": "The person's coherence",
}
_DRAW_EVERY_S = 0.5
_PATIENCE_S = 3.0
"""Standings are computed again at most so often; a thousand resamples a measure are not for every frame."""


class Standings(RunScreen):
    """A leaderboard that moves."""

    mode = "standings"
    AUTO_FOCUS = "Tabs"
    help_text = (
        "Completed matches only, as on the leaderboard: means with 95 % intervals over people, ranks (Bradley and\n"
        "Terry, on paired matches) with rank intervals. Follows: preferences, where at issue. Told: facts to be\n"
        "withheld that reached the third party. Gives: facts it needs. Left and right change the measure. Where the\n"
        "run has other judgings, a measure says what their means are, how often each says the same as the run's own\n"
        "judge, and where models part. Beside a verdict: = the same, ≠ otherwise, ? nothing to compare."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "scroll(1)", "Down", show=False),
        Binding("up", "scroll(-1)", "Up", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, list[Standing]] = {}
        self._known: tuple[object, ...] = ()
        self._waiting = False
        self._drawn_at = 0.0

    def body(self) -> ComposeResult:
        """A tab for each measure; the table, the trend, and what it costs."""
        yield Tabs(Tab(_TITLES[OVERVIEW], id=OVERVIEW), id="measures")
        with VerticalScroll(can_focus=False):
            yield Static(id="table")
            yield Static(id="together")
            yield Static(id="trend")
            yield Static(id="cost")

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """Redraw what is cheap, and have the rest computed when a match more is over."""
        self._add_tabs(measures(state))
        if touched is None:
            self._draw()
        if touched is None or monotonic() - self._drawn_at > _DRAW_EVERY_S:
            self._drawn_at = monotonic()
            self.query_one("#trend", Static).update(table.trends(state, self.size.width))
            self.query_one("#cost", Static).update(table.costs(state, self.arena.status))
        self._compute_soon(state)

    # The measures -----------------------------------------------------------------------------------------------

    def _add_tabs(self, names: list[str]) -> None:
        tabs = self.query_one(Tabs)
        for name in names:
            place = name.replace(".", "-")
            if not tabs.query(f"#{place}"):
                tabs.add_tab(Tab(shown_title(name), id=place))

    @property
    def _measure(self) -> str:
        """The measure on screen, or `overview`."""
        return (self.query_one(Tabs).active or OVERVIEW).replace("-", ".")

    @on(Tabs.TabActivated)
    def _chosen(self) -> None:
        self._known = ()
        self._compute_soon(self.arena.state)
        self._draw()

    def action_scroll(self, step: int) -> None:
        """Up and down."""
        self.query_one(VerticalScroll).scroll_relative(y=step, animate=False)

    # Computing --------------------------------------------------------------------------------------------------

    def _compute_soon(self, state: RunState) -> None:
        known = (self._measure, state.run_id, state.n_settled, len(state.matches))
        if known == self._known or self._waiting:
            return
        self._known = known
        self._waiting = True
        wanted = _AT_A_GLANCE if self._measure == OVERVIEW else (self._measure,)
        self._compute([sample(state, name) for name in wanted])

    @work(thread=True)
    def _compute(self, samples: list[Sample]) -> None:
        found = {known.measure: standings(known) for known in samples}
        self.app.call_from_thread(self._computed, found)

    def _computed(self, found: dict[str, list[Standing]]) -> None:
        self._rows |= found
        self._draw()
        self.set_timer(_PATIENCE_S if not self.arena.state.ended else 0.01, self._ready)

    def _ready(self) -> None:
        self._waiting = False
        if self.is_current:
            self._compute_soon(self.arena.state)

    def _draw(self) -> None:
        board = self.query_one("#table", Static)
        wanted = _AT_A_GLANCE if self._measure == OVERVIEW else (self._measure,)
        if any(name not in self._rows for name in wanted):
            board.update(Content.styled("computing …", "$quiet"))
        elif self._measure == OVERVIEW:
            board.update(
                table.overview(
                    [self._rows[name] for name in wanted], [_short(name) for name in wanted], self.size.width
                )
            )
        else:
            board.update(table.of_measure(self._rows[self._measure], self._measure, self.size.width))
        self._draw_together()

    def _draw_together(self) -> None:
        """What other judgings of the run say; nothing where there are none."""
        state, words = self.arena.state, Content("")
        if self._measure == OVERVIEW and state.others.names:
            judges = f"also judged by {', '.join(state.others.names)}: a measure's tab says how far they agree"
            words = shown(judges, "$quiet")
        elif (found := together(state, self._measure)) is not None:
            words = as_table(found)
        place = self.query_one("#together", Static)
        place.display = bool(words)
        place.update(words)


def _short(measure: str) -> str:
    """A column's heading at a glance."""
    return _TITLES[measure].lower()


def shown_title(measure: str) -> str:
    """A measure's name on its tab."""
    name = measure.split(".", maxsplit=1)[-1].replace("_", " ")
    return _TITLES.get(measure, name if measure in BY_NAME else measure)
