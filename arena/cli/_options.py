"""Arguments and options that several commands take, each in one wording, and the run that they name."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from arena.store import Store

DB = Path("arena.duckdb")
RUNS = Path("runs")

RunName = Annotated[str, typer.Argument(metavar="RUN", help="id or its beginning, or latest")]
LatestRun = Annotated[str, typer.Argument(metavar="RUN", help="id or its beginning; the latest if omitted")]
"""For a default of `latest`."""
Db = Annotated[Path, typer.Option(metavar="FILE", help="the DuckDB file")]
RunsDir = Annotated[Path, typer.Option(metavar="DIR", help="where journals are")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
Force = Annotated[bool, typer.Option("--force", help="overwrite an existing file")]
ApiBase = Annotated[str | None, typer.Option(metavar="URL", help="an OpenAI-compatible endpoint")]
Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="files or folders")]

MaxCost = Annotated[float | None, typer.Option(metavar="USD", help="stop once this many dollars are spent in all")]
MaxTokens = Annotated[int | None, typer.Option(metavar="N", help="stop once this many tokens are used in all")]
ConfirmAbove = Annotated[
    float | None, typer.Option(metavar="USD", help="ask first if it may cost more than this (default 5)")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="do not ask, whatever it costs")]


def existing_store(db: Path) -> Store:
    """The store in this file. Raises UsageError where there is none."""
    from arena.errors import UsageError
    from arena.store import Store

    if not db.exists():
        raise UsageError(
            f"there is no database {db} yet",
            next_step="play something first (arena tournament), or rebuild it from a journal (arena ingest RUN)",
        )
    return Store(db)


def opened_run(db: Path, run: str) -> tuple[Store, str]:
    """The store in this file, and the id of the run that begins like this, or of the latest. Raises UsageError."""
    store = existing_store(db)
    return store, store.resolve_run(None if run == "latest" else run)
