"""What all screens of a run share: the line of tabs, the line of progress, the states empty, loading and failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from arena.tui._feed import Status
from arena.tui._look import duration, one_line, shown
from arena.tui._state import RunState

if TYPE_CHECKING:
    from arena.tui._app import ArenaApp

_STATUS = {
    Status.WAITING: ("○", "$quiet"),
    Status.LOADING: ("◔", "$fair"),
    Status.LIVE: ("●", "$good"),
    Status.REPLAYING: ("▶", "$good"),
    Status.PAUSED: ("⏸", "$fair"),
    Status.RECONNECTING: ("↻", "$fair"),
    Status.STOPPED: ("◌", "$fair"),
    Status.OVER: ("■", "$foreground"),
    Status.FAILED: ("✗", "$bad"),
}


class TopBar(Static):
    """Two lines: which screens there are and how the feed stands; how far the run is."""

    _drawn = Content("")

    def draw(self, app: ArenaApp, here: str) -> None:
        """Show where we are. `here` is the mode on screen."""
        tabs = Content("  ").join(
            Content.from_markup(
                f"[@click=app.go('{entry.mode}')]{'[reverse bold]' if entry.mode == here else ''} {entry.key} "
                f"{entry.title} {'[/]' if entry.mode == here else ''}[/]"
            )
            for entry in app.entries
        )
        status = _status_words(app)
        gap = max(1, self.size.width - tabs.cell_length - status.cell_length)
        drawn = Content.assemble(tabs, " " * gap, status, "\n", _progress(app))
        if drawn != self._drawn:
            self._drawn = drawn
            self.update(drawn, layout=False)


def _status_words(app: ArenaApp) -> Content:
    symbol, style = _STATUS[app.status]
    words = app.status.value
    if app.status is Status.LOADING and app.share is not None:
        words += f" {100 * app.share:.0f} %"
    controls = app.feed.controls
    if controls is not None and app.status in {Status.REPLAYING, Status.PAUSED}:
        words += f" {controls.speed:g}x"
    return Content.styled(f"{symbol} {words}", f"{style} bold")


def _progress(app: ArenaApp) -> Content:
    state = app.state
    counts = state.statuses
    parts = [one_line(app.note)] if app.note else []  # news first: a narrow terminal cuts the rest
    if app.status is Status.STOPPED:
        parts.append(f"go on: arena {state.command} --resume {state.run_id}")
    if state.matches:
        parts.append(f"{state.n_settled} of {len(state.matches)} matches over")
    if counts["playing"]:
        parts.append(f"{counts['playing']} playing")
    parts += [f"{counts[kind]} {kind}" for kind in ("void", "failed") if counts[kind]]
    if state.left_s is not None and app.status is Status.LIVE:
        parts.append(f"about {duration(state.left_s)} left")
    parts += _cost(state)
    if state.n_turns:
        parts.append(f"{state.n_turns} turn" + "s" * (state.n_turns != 1))
    where = state.run_id or app.feed.source
    return Content.assemble(shown(f" {where}", "bold"), shown("  " + " · ".join(parts), "$quiet"))


def _cost(state: RunState) -> list[str]:
    meter = state.meter
    if state.is_offline:
        return ["offline"]
    parts = []
    if meter.input_tokens is not None or meter.output_tokens is not None:
        parts.append(f"{((meter.input_tokens or 0) + (meter.output_tokens or 0)) / 1000:.0f}k tokens")
    if meter.cost_usd is not None:
        parts.append(f"${meter.cost_usd:.4f}")
    return parts


class RunScreen(Screen[None]):
    """A screen that shows a run. Subclasses say what their body is (`body`) and how it follows the run (`show`)."""

    BINDINGS: ClassVar[list[BindingType]] = []
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  # as the base class declares it

    AUTO_FOCUS: ClassVar[str | None] = ""
    mode: ClassVar[str] = ""
    """The registry's name of the screen; empty for screens opened from others."""
    needs_run: ClassVar[bool] = True
    """Whether there is nothing to show before a run has begun."""
    help_text: ClassVar[str] = ""
    """What `?` says about the screen, besides its keys."""

    @property
    def following(self) -> str | None:
        """The key of the match that a step goes on in, where the screen shows one that is not over."""
        return None

    @property
    def arena(self) -> ArenaApp:
        """The application, with its state and feed."""
        return cast("ArenaApp", self.app)

    def body(self) -> ComposeResult:
        """The widgets between the top bar and the footer."""
        yield from ()

    def show(self, state: RunState, touched: frozenset[str] | None) -> None:
        """Bring the widgets up to date; at most ten times a second, and only while the screen is on top.

        Args:
            state: the run so far.
            touched: keys of the matches in which something happened; None when anything may be different.
        """

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield TopBar(id="top")
        with Container(id="body"):
            yield from self.body()
        yield Static(id="nothing")
        yield Footer()

    def on_mount(self) -> None:
        """Show what there is."""
        self.call_after_refresh(self.follow)

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was on top."""
        self.call_after_refresh(self.follow)

    def on_resize(self) -> None:
        """Widths are part of what is drawn."""
        self.call_after_refresh(self.follow)

    def follow(self, touched: frozenset[str] | None = None) -> None:
        """Redraw the frame, and the body where there is something in it."""
        tops = self.query(TopBar)
        if not tops:  # not composed yet, or about to be taken down
            return
        app = self.arena
        tops.first().draw(app, app.current_mode)
        empty = self.needs_run and not app.state.matches
        body = self.query_one("#body")
        if body.display == empty:
            body.display = not empty
        if not empty and self.focused is None and self.AUTO_FOCUS:
            self.set_focus(self.query(self.AUTO_FOCUS).first())  # it could not be focused while it was hidden
        nothing = self.query_one("#nothing", Static)
        if nothing.display != empty:
            nothing.display = empty
        if empty:
            nothing.update(_why_empty(app))
        else:
            self.show(app.state, touched)


def _why_empty(app: ArenaApp) -> Content:
    if app.status is Status.FAILED:
        return Content.styled("The run could not begin.", "$bad")
    if app.status is Status.LOADING:
        return Content.assemble("Reading ", shown(app.feed.source, "bold"), " …")
    return Content.assemble(
        ("Nothing has happened yet.\n\n", "bold"),
        "Waiting for ",
        shown(app.feed.source, "bold"),
        " to begin; it appears here by itself.\n",
        ("q leaves; no run is disturbed by watching it.", "$quiet"),
    )
