"""The progress display of a run, made from what the run announces: a bar, or lines where there is no terminal."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Column
from rich.text import Text

from arena.cli._budget import spending
from arena.cli._output import notice, side
from arena.errors import TransportFailed
from arena.schema.event import CallMade, MatchEnded, MatchStarted, TurnSpoken, VerdictGiven
from arena.text.duration import in_words
from arena.text.safe import visible
from arena.tournament import Announcement, Delay, Notice, Run

if TYPE_CHECKING:
    from types import TracebackType

    from rich.console import RenderableType


_LINE_EVERY_S, _WAIT_EVERY_S = 60.0, 15.0
"""How often a line is written; a wait is said sooner."""
_STAYS_S = 4.0
"""A wait is shown at least so long: where one endpoint is waited for, calls to another are answered all the time."""


class _BarAndWait(Bar):
    """A bar, and below it what is waited for, in full width."""

    wait = ""

    def get_renderables(self) -> Iterable[RenderableType]:
        yield self.make_tasks_table(self.tasks)
        if self.wait:
            yield Text(self.wait, style="yellow", no_wrap=True, overflow="ellipsis")


class Progress:
    """Counts and shows. Use as a context manager around the run.

    Args:
        run: what is played.
        clock: seconds that only go forward.
    """

    def __init__(self, run: Run, clock: Callable[[], float] = time.monotonic) -> None:
        self._bar = _BarAndWait(
            SpinnerColumn(),
            TextColumn("[bold]matches"),
            BarColumn(24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}", table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis")),
            console=side(),
            transient=False,
            expand=True,
        )
        self._clock = clock
        self._began = clock()
        self._written_at = self._began
        self._drawing = False
        self._run = run
        total = len(run.stored.matches)
        self._waiting = len(run.unfinished())
        self._task = self._bar.add_task("matches", total=total, completed=total - self._waiting, now="")
        self.outcomes: Counter[str] = Counter(outcome for outcome in run.finished().values())
        self.lost = 0
        """Matches of this process that failed since no answer came; a resume plays them again."""
        self.last_reason = ""
        self._playing = 0
        self._turns = 0
        self._delay = ""
        self._delayed_at = 0.0

    @property
    def completed(self) -> int:
        """Matches that can be ranked, of this run in all."""
        return self.outcomes["completed"]

    @property
    def failed(self) -> int:
        """Matches that failed."""
        return self.outcomes["failed"]

    def __enter__(self) -> Progress:
        """Say what is about to happen and start drawing."""
        spec = self._run.stored.spec
        if not self._waiting:
            side().print("All matches of this run have been played.", style="dim")
        elif spec.models.offline:
            side().print(
                "Playing on the [bold]offline[/bold] model: rules, no language model, nothing leaves this machine."
                " Choose one with --model.",
                style="dim",
            )
        side().print(f"run [bold]{self._run.folder.run_id}[/bold], journal {self._run.folder.journal}", style="dim")
        self._drawing = True
        self._began = self._written_at = self._clock()
        if side().is_terminal:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar as it stands."""
        self.stop()
        if error is None and (left_out := self.outcomes["void"] + self.failed):
            notice(f"{left_out} of {self.outcomes.total()} matches are left out of the ranking: {self._left_out()}")

    def stop(self) -> None:
        """Stop drawing, and leave how far it got; twice is harmless."""
        if not self._drawing:
            return
        self._drawing = False
        self._delay = self._bar.wait = ""
        if side().is_terminal:
            self._bar.stop()
        else:
            self._write()

    def hear(self, said: Announcement) -> None:
        """Take one announcement into account; verdicts, more than half of them, change nothing that is shown."""
        if isinstance(said, VerdictGiven):
            return
        if isinstance(said, CallMade) and self._clock() - self._delayed_at >= _STAYS_S:
            self._delay = ""
        match said:
            case MatchStarted():
                self._playing += 1
            case TurnSpoken():
                self._turns += 1
            case MatchEnded():
                self._ended(said)
            case Notice():
                notice(said.text)
            case Delay():
                self._delay, self._delayed_at = f"waiting: {visible(said.text)}", self._clock()
        self._bar.wait = self._delay
        self._bar.update(self._task, now=escape(self._now()))
        if self._drawing and not side().is_terminal:
            self._write_now_and_then()

    def _write_now_and_then(self) -> None:
        """Where nobody sees the bar: a line a minute, a wait sooner."""
        if self._clock() - self._written_at >= (_WAIT_EVERY_S if self._delay else _LINE_EVERY_S):
            self._write()

    def _write(self) -> None:
        self._written_at = self._clock()
        task = self._bar.tasks[0]
        took = in_words(self._written_at - self._began)
        parts = [f"{task.completed:.0f}/{task.total:.0f} matches", took, self._now(), self._delay]
        side().print(" · ".join(filter(None, parts)), style="dim", markup=False, soft_wrap=True)

    def _ended(self, event: MatchEnded) -> None:
        self._playing -= 1
        self.outcomes[event.outcome] += 1
        self.lost += event.outcome == "failed" and event.reason.startswith(f"{TransportFailed.kind}:")
        if event.reason:
            self.last_reason = event.reason
        self._bar.advance(self._task)

    def _left_out(self) -> str:
        parts = [f"{self.outcomes[kind]} {kind}" for kind in ("void", "failed") if self.outcomes[kind]]
        return ", ".join(parts) + f" (last reason: {self.last_reason})"

    def _now(self) -> str:
        return f"{self._playing} playing · {self._turns} turns{spending(self._run.account)}"
