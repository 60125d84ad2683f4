"""Opening the interface on a feed."""

from __future__ import annotations

from pathlib import Path

from arena.schema.run import StoredRun
from arena.tui._feed import Feed


def watch(feed: Feed, stored: StoredRun | None = None, runs_dir: Path = Path("runs")) -> None:
    """Show a run until the person at the screen leaves.

    Args:
        feed: where the run comes from.
        stored: what is known of it already, so that its plan is on the first frame.
        runs_dir: where interviews of people are.

    Raises:
        Exception: whatever ended the interface early; the terminal is restored by then.
    """
    from arena.tui._app import ArenaApp  # noqa: PLC0415  # textual, when there is something to show

    app = ArenaApp(feed, stored, runs_dir)
    app.run()
    if app.fault is not None:
        raise app.fault
