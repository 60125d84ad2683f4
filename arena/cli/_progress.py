"""The progress display of a run, made from what the run announces."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from arena.cli._budget import spending
from arena.cli._output import notice, side
from arena.schema.event import CallMade, MatchEnded, MatchStarted, TurnSpoken, VerdictGiven
from arena.text.safe import visible
from arena.tournament import Announcement, Delay, Notice, Run

if TYPE_CHECKING:
    from types import TracebackType


class Progress:
    """Counts and shows. Use as a context manager around the run."""

    def __init__(self, run: Run) -> None:
        self._bar = Bar(
            SpinnerColumn(),
            TextColumn("[bold]matches"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"),
            console=side(),
            transient=False,
        )
        self._run = run
        total = len(run.stored.matches)
        self._waiting = len(run.unfinished())
        self._task = self._bar.add_task("matches", total=total, completed=total - self._waiting, now="")
        self.outcomes: Counter[str] = Counter(outcome for outcome in run.finished().values())
        self.last_reason = ""
        self._playing = 0
        self._turns = 0
        self._delay = ""

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
        """Stop drawing."""
        self._bar.stop()

    def hear(self, said: Announcement) -> None:
        """Take one announcement into account; verdicts, more than half of them, change nothing that is shown."""
        if isinstance(said, VerdictGiven):
            return
        if isinstance(said, CallMade):
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
                self._delay = f" · waiting: {visible(said.text)}"
        self._bar.update(self._task, now=self._now())

    def _ended(self, event: MatchEnded) -> None:
        self._playing -= 1
        self.outcomes[event.outcome] += 1
        if event.reason:
            self.last_reason = event.reason
        self._bar.advance(self._task)

    def _left_out(self) -> str:
        parts = [f"{self.outcomes[kind]} {kind}" for kind in ("void", "failed") if self.outcomes[kind]]
        return ", ".join(parts) + f" (last reason: {self.last_reason})"

    def _now(self) -> str:
        return f"{self._playing} playing · {self._turns} turns{spending(self._run.account)}{escape(self._delay)}"
