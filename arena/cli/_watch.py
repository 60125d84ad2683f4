"""`arena watch`: a run on the screen, as it is played, or once more."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import RUNS, RunsDir

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from arena.cli._progress import Progress
    from arena.tournament import Announcement, Run
    from arena.tui import Feed

_EXAMPLES = """

[bold]Examples[/bold]

  arena watch --demo              people and assistants, at once; no key, no files

  arena watch                     the latest run: live while it is played (turn by turn), else once more

  arena watch 20260302 --speed 16

  arena watch --step              turn by turn, with the full stop key

  arena watch --web               the same in a browser on this machine
"""


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    what = "Watch a run: live, or once more at any speed."
    app.command(name="watch", help=what + _EXAMPLES, short_help=what)(watch)


def watch(
    run: Annotated[str | None, typer.Argument(metavar="RUN", help="id or its beginning, or a run's folder")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="play something small, offline, in a temporary folder")] = False,
    speed: Annotated[int | None, typer.Option(help="replay at 1, 4 or 16 times the speed")] = None,
    step: Annotated[bool, typer.Option("--step", help="replay step by step")] = False,
    web: Annotated[bool, typer.Option("--web", help="serve the screens to a browser")] = False,
    host: Annotated[str, typer.Option(help="with --web: the address to serve at")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="with --web: the port", min=1, max=65535)] = 8000,
    runs_dir: RunsDir = RUNS,
) -> None:
    """Watch a run: live, or once more at any speed."""
    from arena.errors import UsageError
    from arena.tui import SPEEDS
    from arena.tui import watch as show

    if speed is not None and speed not in SPEEDS:
        raise UsageError(f"there is no speed {speed}", choices=[f"{s:g}" for s in SPEEDS])
    if demo and run is not None:
        raise UsageError("--demo plays a run of its own", next_step="leave out either RUN or --demo")
    if web:
        _serve(_again(run, demo, speed, step, runs_dir), host, port)
        return
    require_terminal()
    if demo:
        with _demonstration(speed, step=step) as feed:
            show(feed, runs_dir=runs_dir)
    else:
        show(_feed(_journal(run, runs_dir), speed, step=step), runs_dir=runs_dir)


# Feeds -----------------------------------------------------------------------------------------------------------


def _journal(run: str | None, runs_dir: Path) -> Path:
    """The journal meant. One named by its folder need not be there yet."""
    from arena.errors import UsageError
    from arena.journal import RunFolder
    from arena.tournament import find_run

    if run is None and not any(runs_dir.glob("*/journal.jsonl")):
        raise UsageError(
            f"there is no run in {runs_dir} yet",
            next_step="play one (arena tournament --watch), or see what it is like: arena watch --demo",
        )
    if run is not None and "/" in run and not Path(run).exists():
        return RunFolder(Path(run)).journal
    return find_run(run or "latest", runs_dir).journal


def _feed(journal: Path, speed: int | None, *, step: bool) -> Feed:
    """A run that is over, or that is to be seen at a speed, is replayed; any other is followed."""
    from arena.tui import Follow, Replay, is_over, tempo_of

    if speed is None and not step and not is_over(journal):
        return Follow(journal)
    return Replay(journal, float(speed or 1), paused=step, tempo=tempo_of(journal))


@contextmanager
def _demonstration(speed: int | None, *, step: bool) -> Iterator[Feed]:
    """A small run, played in the background into a folder that is gone afterwards, shown at a pace for reading."""
    from tempfile import TemporaryDirectory

    from arena.schema.run import RunSpec
    from arena.tournament import start
    from arena.tui import READING_S, Live, Replay, Tempo

    with TemporaryDirectory(prefix="arena-demo-", ignore_cleanup_errors=True) as folder:
        run = start(
            RunSpec(
                name="demo",
                personas=("ines-varga", "priya-nair", "marcus-bell"),
                scenarios=("smaller-flat",),
                contestants=("notebook", "plain", "oversharer"),
                concurrency=3,
                runs_dir=folder,
                db=f"{folder}/arena.duckdb",
            )
        )
        live = Live(run.play)
        try:
            yield Replay(run.folder.journal, float(speed or 1), paused=step, tempo=Tempo(READING_S), begin=live.begin)
        finally:
            live.stop()
            live.join()


# A tournament on the screen --------------------------------------------------------------------------------------


def play_on_screen(run: Run, progress: Progress, stopped: Callable[[], bool]) -> None:
    """Play the run with the interface on top. Who leaves the screen goes on with the bar; Ctrl-C there stops the run.

    Args:
        run: what is played.
        progress: the bar.
        stopped: whether the process was told to stop, which closes the screen like any key.

    Raises:
        KeyboardInterrupt: it was stopped.
        ArenaError: as `Run.play`.
    """
    from functools import partial

    from arena.journal import read
    from arena.tournament import Notice, play_and_judge
    from arena.tui import Live
    from arena.tui import watch as show

    on_screen = True

    def tap(said: Announcement) -> None:
        if not (on_screen and isinstance(said, Notice)):  # the screen shows its own
            progress.hear(said)

    live = Live(partial(play_and_judge, run), () if run.fresh else read(run.folder.journal).events, tap)
    run.watched = True
    try:
        show(live, run.stored, Path(run.stored.spec.runs_dir))
        on_screen = run.watched = False
        if stopped():
            raise KeyboardInterrupt
        with progress:
            live.join()
    except BaseException:
        live.stop()
        live.wait()
        raise


def require_terminal() -> None:
    """Refuse to draw into a pipe or a file. Raises UsageError."""
    import os
    import sys

    from arena.errors import UsageError

    if not sys.stdout.isatty() and "TEXTUAL_DRIVER" not in os.environ:  # a driver is set by who serves it to a browser
        raise UsageError("the screen needs a terminal", next_step="leave out --watch, or see `arena show RUN`")


# In a browser ----------------------------------------------------------------------------------------------------


def _again(run: str | None, demo: bool, speed: int | None, step: bool, runs_dir: Path) -> list[str]:
    """The same command for each browser that connects, without --web."""
    import sys

    options = ["--demo"] if demo else ["--runs-dir", str(runs_dir)]
    options += ["--speed", str(speed)] if speed else []
    options += ["--step"] if step else []
    return [sys.executable, "-m", "arena", "watch", *([run] if run else []), *options]


def _serve(command: list[str], host: str, port: int) -> None:
    from arena.cli._output import notice
    from arena.tui import serve

    if host not in {"127.0.0.1", "localhost", "::1"}:
        notice(f"everybody who can reach {host}:{port} can watch; there is no password")
    notice(f"open http://{host}:{port} in a browser; Ctrl-C ends it")
    serve(command, host, port)
