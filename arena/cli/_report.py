"""`arena report`: one page about a run, for people who were not there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from arena.cli._options import DB, Db, Force, Json, RunName, opened_run

_WHAT = "Write one self-contained page about a run: scores, charts, moments, and what it takes to play it again."
_HELP = f"""{_WHAT}

The file opens in any browser without a network and runs no script. It needs the extra:
  pip install 'persona-arena\\[report]'

[bold]Examples[/bold]

  arena report latest                          20260302-190000-cafe.html

  arena report 20260302 --html findings.html
"""


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    app.command(name="report", help=_HELP, short_help=_WHAT)(report)


def report(
    run: RunName,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="FILE", help="the file to write; RUN.html if omitted")
    ] = None,
    force: Force = False,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Write one self-contained page about a run."""
    from arena.cli._output import notice, print_json, safe, screen
    from arena.errors import UsageError
    from arena.report import write
    from arena.results.judged import how_to_finish, summary_of, unfinished

    store, run_id = opened_run(db, run)
    path = html or Path(f"{run_id}.html")
    if path.exists() and not force:
        raise UsageError(f"{path} is there already", next_step="name another (--html FILE), or overwrite it (--force)")
    summary = summary_of(store, run_id)
    size = write(store, run_id, path)
    if said := unfinished(summary):
        notice(f"{said}; the page tells what is there. {how_to_finish(summary)}")
    if as_json:
        print_json({"run": run_id, "file": str(path), "bytes": size})
        return
    screen().print(safe(f"{path}: {size / 1000:,.0f} kB, opens in any browser"))
