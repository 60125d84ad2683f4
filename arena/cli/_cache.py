"""`arena cache`: what is kept of earlier runs' calls, and how to be rid of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import Json

if TYPE_CHECKING:
    from arena.models.cache import Holdings

Where = Annotated[
    Path | None, typer.Option("--cache-dir", metavar="DIR", help="the cache's folder (default arena-cache)")
]

cache_app = typer.Typer(help="Answers that `arena tournament --cache` keeps from run to run.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the tree."""
    app.add_typer(cache_app, name="cache")


@cache_app.command()
def show(
    cache_dir: Where = None,
    as_json: Json = False,
) -> None:
    """How many answers are kept, of which models, how large they are and what they once cost."""
    from dataclasses import asdict

    from arena.cli._output import print_json, safe, screen, table
    from arena.models.cache import holdings

    folder = _existing(cache_dir)
    held = holdings(folder)
    if as_json:
        print_json({"folder": str(folder), **asdict(held)})
        return
    screen().print(
        table("", [("model", "left"), ("answers", "right")], [(m, f"{n:,}") for m, n in held.by_model.items()])
    )
    screen().print(safe(f"{folder}: {_in_words(held)}", "bold"))
    if held.unreadable:
        screen().print(safe(f"{held.unreadable:,} damaged or unfinished files are ignored", "yellow"))


@cache_app.command()
def clear(
    cache_dir: Where = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="do not ask")] = False,
) -> None:
    """Delete every answer that is kept. Runs that were played keep theirs in their journals."""
    from arena.cli._output import notice
    from arena.errors import UsageError
    from arena.models.cache import clear as delete
    from arena.models.cache import holdings

    folder = _existing(cache_dir)
    held = holdings(folder)
    if not yes and not typer.confirm(f"Delete {_in_words(held)} from {folder}?", err=True):
        notice("nothing was deleted")
        raise typer.Exit(1)
    try:
        files, size = delete(folder)
    except OSError as error:
        raise UsageError(f"{error.filename or folder}: {error.strerror}", next_step="correct its permissions") from None
    notice(f"{files:,} files deleted, {_size(size)}")


def _existing(named: Path | None) -> Path:
    from arena.errors import UsageError
    from arena.schema.run import DEFAULT_CACHE

    folder = named or Path(DEFAULT_CACHE)
    if not folder.is_dir():
        raise UsageError(
            f"there is no cache {folder}",
            next_step="`arena tournament --cache` makes one; another is named with --cache-dir",
        )
    return folder


def _in_words(held: Holdings) -> str:
    from arena.cli._budget import money

    worth = f", which cost {money(held.worth_usd)}" if held.worth_usd else ""
    return f"{held.answers:,} answers, {_size(held.size_bytes)}{worth}"


def _size(size: int) -> str:
    """Bytes in the unit that suits."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size / 1e3:,.1f} kB"
