"""`arena export`, `arena sql`: a run in other hands, as files or as tables to ask."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from arena.cli._options import DB, Db, Json, RunName, opened_run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from arena.store import Answer, Exported, Store

_SHOWN = 200
"""Rows of an answer printed as a table."""
_EXPORT = "Write every table of a run to files, with a data card for the Hugging Face hub where wanted."
_EXPORT_HELP = f"""{_EXPORT}

[bold]Examples[/bold]

  arena export latest --format parquet --out tables

  arena export latest --format hf --license cc-by-4.0 --out my-dataset      Parquet in data/, and a README.md
"""
_SQL = "Ask the tables of a run in SQL; nothing can be changed."
_SQL_HELP = """Ask the tables of a run in SQL; nothing can be changed.

$run is the id of the run (in double quotes, where a shell takes $run for its own: getvariable('run')). Files, other
databases and settings are out of reach.

[bold]Examples[/bold]

  arena sql latest 'SELECT contestant, likability FROM leaderboard WHERE run_id = $run'

  arena sql latest 'SHOW TABLES'

  arena sql latest 'FROM match_scores WHERE run_id = $run' --json
"""


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the tree."""
    app.command(name="export", help=_EXPORT_HELP, short_help=_EXPORT)(export)
    app.command(name="sql", help=_SQL_HELP, short_help=_SQL)(sql)


def export(
    run: RunName,
    out: Annotated[Path, typer.Option(metavar="DIR", help="an empty or new folder")],
    form: Annotated[Literal["parquet", "jsonl", "csv", "hf"], typer.Option("--format")] = "parquet",
    licence: Annotated[str | None, typer.Option("--license", metavar="ID", help="for the data card of hf")] = None,
    force: Annotated[bool, typer.Option("--force", help="overwrite what is in the folder")] = False,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Write every table of a run to files."""
    from arena.cli._card import card
    from arena.cli._output import print_json, safe, screen
    from arena.results.judged import summary_of

    store, run_id = opened_run(db, run)
    _say_what_is_missing(store, run_id)
    data = _folder(out / "data" if form == "hf" else out, out, force=force)
    tables = store.export(run_id, "parquet" if form == "hf" else form, data)
    if form == "hf":
        text = card(summary_of(store, run_id), store.contents(run_id), tables, licence)
        (out / "README.md").write_text(text, encoding="utf-8")
    if as_json:
        print_json({"run": run_id, "tables": [_told(table) for table in tables]})
        return
    screen().print(_listing(tables, run_id))
    if form == "hf":
        chosen = "" if licence else "; it names no license yet: that is yours to choose (--license, or in the file)"
        screen().print(safe(f"{out / 'README.md'}: the data card{chosen}"))


def _say_what_is_missing(store: Store, run_id: str) -> None:
    """An export of half a run, or of dialogues alone, is fine if one knows."""
    from arena.cli._output import notice
    from arena.errors import UsageError
    from arena.results.judged import how_to_finish, judged, summary_of, unfinished

    summary = summary_of(store, run_id)
    if said := unfinished(summary):
        notice(f"{said}; written is what is there. {how_to_finish(summary)}")
        return
    try:
        judged(store, run_id)
    except UsageError as error:
        notice(f"{error.fact}; written is what is there. {error.next_step}")


def _folder(folder: Path, out: Path, *, force: bool) -> Path:
    from arena.errors import UsageError

    try:
        if out.is_dir() and any(out.iterdir()) and not force:
            raise UsageError(f"{out} is not empty", next_step="choose a new folder, or overwrite it with --force")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{out} cannot be made into a folder: {error.strerror}", next_step="choose another folder with --out"
        ) from error
    return folder


def _told(table: Exported) -> dict[str, object]:
    return {"table": table.name, "kind": table.kind, "rows": table.n_rows, "file": str(table.path)}


def _listing(tables: Iterable[Exported], run_id: str) -> object:
    from arena.cli._output import table

    columns = [("table", "left"), ("rows", "right"), ("file", "left")]
    return table(run_id, columns, [(written.name, written.n_rows, written.path) for written in tables])


def sql(
    run: RunName,
    statement: Annotated[str, typer.Argument(metavar="'SELECT ...'", help="tables are described in docs/tables.md")],
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Ask the tables of a run in SQL; nothing can be changed."""
    from arena.cli._output import notice, print_json
    from arena.results.judged import how_to_finish, summary_of, unfinished

    store, run_id = opened_run(db, run)
    answer = store.ask(run_id, statement)
    summary = summary_of(store, run_id)
    if said := unfinished(summary):
        notice(f"{said}. {how_to_finish(summary)}")
    if as_json:
        print_json([dict(zip(_distinct(answer.columns), row, strict=True)) for row in answer.rows])
        return
    _show_answer(answer)


def _show_answer(answer: Answer) -> None:
    from arena.cli._output import notice, screen, table

    shown = answer.rows[:_SHOWN]
    kinds = [next((cell for cell in column if cell is not None), "") for column in zip(*shown, strict=True)]
    right = [isinstance(kind, int | float) and not isinstance(kind, bool) for kind in kinds or answer.columns]
    columns = [(name, "right" if at_right else "left") for name, at_right in zip(answer.columns, right, strict=True)]
    screen().print(table("", columns, [[_cell(cell) for cell in row] for row in shown]))
    if len(answer.rows) > _SHOWN:
        notice(f"and {len(answer.rows) - _SHOWN:,} more rows: LIMIT, or --json for all")


def _cell(cell: object) -> str:
    if cell is None:
        return "–"
    return f"{cell:.6g}" if isinstance(cell, float) else str(cell)


def _distinct(names: tuple[str, ...]) -> list[str]:
    """Column names as keys: the second `n` becomes `n_2`."""
    keys: list[str] = []
    for name in names:
        seen = sum(name == earlier for earlier in names[: len(keys)])
        keys.append(f"{name}_{seen + 1}" if seen else name)
    return keys
