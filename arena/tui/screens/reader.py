"""The reader: looks for words and verdicts in all transcripts of the run."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.style import Style
from textual.widgets import Input, Static

from arena.errors import UsageError
from arena.tui._copying import MomentScreen
from arena.tui._listing import Listing
from arena.tui._look import shown
from arena.tui._query import Query
from arena.tui._query_reading import Known, explained, parse
from arena.tui._scene import Hit, Scene
from arena.tui._search import ORDERS, Order, Search
from arena.tui._state import RunState
from arena.tui._story import NARROW, WIDE, examples, in_two_lines, story
from arena.tui.screens.theatre import Theatre

_SLICE = 16
"""Matches looked through before the keyboard has its turn: a few milliseconds."""
_BY = {"played": "as played", "worst": "worst first"}


class Reader(MomentScreen):
    """A query, what it finds, and the story around the hit under the cursor."""

    mode = "reader"
    AUTO_FOCUS = "#hits"
    help_text = (
        "Looks for words and verdicts in all transcripts. All conditions must hold of one utterance.\n\n"
        'words  "a phrase"  privacy.violation  likability<3  recall=0  humor_fit=failed\n'
        "persona: contestant: scenario: by:person|contestant|probe about: label: measure:\n"
        "session>1 turn=2 is:leak|human|given|injected|playing|completed|void|failed\n"
        "-not:this  one:or,other   A verdict compares with < <= > >= = !="
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "ask", "Search", key_display="/"),
        Binding("s", "sort", "Sort"),
        Binding("escape", "clear", "Clear", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._search = Search(Query())
        self._state: RunState | None = None
        self._error = ""
        self._hits: list[Hit] = []
        self._order: Order = "played"
        self._told: Hit | None = None
        self._todo = 0

    def body(self) -> ComposeResult:
        """The query and how it went; hits and the story around one; before anything is asked, what can be."""
        yield Input(placeholder="/ words, privacy.violation, likability<3, persona:…", id="query", compact=True)
        yield Static(id="outcome")
        with Container(id="results"):
            yield Listing(self._draw_hit, lines=2, id="hits")
            with VerticalScroll(id="around"):
                yield Static(id="story")
        with VerticalScroll(id="guide"):
            yield Static(id="examples")

    # Following the run ------------------------------------------------------------------------------------------

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """Look through touched matches again; through all of them in a run that is another one."""
        if state is not self._state:
            self._state = state
            self._ask(self.query_one("#query", Input).value)
        elif touched is None or self._search.take(state, touched):
            self._list()
        else:
            self._say()

    @work(exclusive=True, group="search")
    async def _look(self, search: Search, state: RunState) -> None:
        """Look through everything, in slices."""
        keys = [*state.matches]
        for start in range(0, len(keys), _SLICE):
            search.take(state, keys[start : start + _SLICE])
            self._todo = max(len(keys) - start - _SLICE, 0)
            if start % (8 * _SLICE) == 0:
                self._list()
            await asyncio.sleep(0)
        self._list()

    def _list(self) -> None:
        """Bring the list up to date; the cursor stays on the hit it was on."""
        state, listing = self.arena.state, self.query_one(Listing)
        was = self._hit()
        self._hits = self._search.hits(state, self._order)
        place = next((i for i, hit in enumerate(self._hits) if was is not None and _same(hit, was)), listing.cursor)
        listing.fill(len(self._hits), place)
        self._say()

    # What is asked ----------------------------------------------------------------------------------------------

    def action_ask(self) -> None:
        """Type a query."""
        self.query_one("#query", Input).focus()

    def action_try(self, query: str) -> None:
        """Ask one of the examples."""
        self.query_one("#query", Input).value = query

    def action_sort(self) -> None:
        """The next order of hits."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self._hits = []
        self.query_one(Listing).fill(0)
        self._list()

    def action_clear(self) -> None:
        """Out of the query, and then away with it."""
        query, listing = self.query_one("#query", Input), self.query_one(Listing)
        if not query.has_focus:
            query.value = ""
        listing.focus()

    @on(Input.Changed, "#query")
    def _typed(self, event: Input.Changed) -> None:
        self._ask(event.value)

    @on(Input.Submitted, "#query")
    def _to_hits(self) -> None:
        self.query_one(Listing).focus()

    def on_key(self, event: events.Key) -> None:
        """Down goes from the query to what it found."""
        if event.key == "down" and self.query_one("#query", Input).has_focus:
            event.stop()
            self.query_one(Listing).focus()

    def _ask(self, text: str) -> None:
        """Begin to look for what is typed. What was found before stays while it cannot be read."""
        state = self.arena.state
        try:
            query, self._error = parse(text, Known.of(state)), ""
        except UsageError as error:
            self._error = explained(error)
            self._say()
            return
        self._search, self._hits = Search(query), []
        self.query_one("#results").display = bool(query)
        self.query_one("#guide").display = not query
        if not query:
            self.query_one("#examples", Static).update(_guide(state))
        self.query_one(Listing).fill(0)
        if query and not self.query_one("#query", Input).has_focus:
            self.query_one(Listing).focus()
        self._look(self._search, state)

    # What is shown ----------------------------------------------------------------------------------------------

    def _say(self) -> None:
        """One line below the query: what is wrong with it, or how much was found."""
        outcome = self.query_one("#outcome", Static)
        if self._error:
            outcome.update(Content.assemble(("✗ ", "bold $bad"), shown(self._error, "$bad")))
            return
        if not self._search.query:
            outcome.update(Content.styled(f"{self.arena.state.n_turns} utterances to search", "$quiet"))
            return
        n, n_matches = len(self._hits), self._search.n_matches
        words = f"{n} found in {n_matches} {'match' if n_matches == 1 else 'matches'} · {_BY[self._order]}"
        at = f"{self.query_one(Listing).cursor + 1} of " if n else ""
        more = f" · {self._todo} matches to go" if self._todo else ""
        outcome.update(Content.assemble((at, "bold"), (words, "bold" if n else "$fair"), (more, "$quiet")))

    def _draw_hit(self, index: int, width: int) -> list[Content]:
        scene = self._hits[index].scene(self.arena.state)
        if scene is None:
            return [Content.styled("This match began again.", "$quiet")]
        return in_two_lines(self.arena.state, scene, self._search.query, width)

    def _hit(self) -> Hit | None:
        cursor = self.query_one(Listing).cursor
        return self._hits[cursor] if cursor < len(self._hits) else None

    def selected(self) -> Scene | None:
        """The moment under the cursor."""
        hit = self._hit()
        return hit.scene(self.arena.state) if hit else None

    def _tell(self) -> None:
        scene = self.selected()
        if scene is None:
            words = "" if self._todo else "Nothing fits. Escape clears the query; fewer conditions find more."
            self.query_one("#story", Static).update(Content.styled(words, "$quiet"))
            return
        room = WIDE if self.has_class("-wide") else NARROW
        self.query_one("#story", Static).update(story(self.arena.state, scene, self._search.query, room))

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._say()
        self._tell()
        if self._hit() != self._told:
            self._told = self._hit()
            self.query_one("#around", VerticalScroll).scroll_home(animate=False)

    @on(Listing.Chosen)
    def _open(self) -> None:
        if (scene := self.selected()) is not None:
            turn = scene.turn.index if scene.turn else 0
            self.app.push_screen(Theatre(scene.match.key, session=scene.session.number, turn=turn))


def _same(a: Hit, b: Hit) -> bool:
    return (a.match, a.session, a.turn, a.probe) == (b.match, b.session, b.turn, b.probe)


def _guide(state: RunState) -> Content:
    """What can be asked; a click asks it."""
    people = [*dict.fromkeys(match.plan.persona for match in state.matches.values())]
    rows = examples(people, state.contestants)
    width = max(len(query) for query, _ in rows) + 3
    lines = [
        Content.assemble(
            "  ",
            shown(query).stylize(Style.from_meta({"@click": ("screen.try", (query,))})),
            " " * (width - len(query)),
            (means, "$quiet"),
        )
        for query, means in rows
    ]
    return Content("\n").join(
        [Content.styled("Press / and type, or click one of these. All conditions must hold.\n", "bold"), *lines]
    )
