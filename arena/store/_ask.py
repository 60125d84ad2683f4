"""A statement of somebody else's: it may read the tables and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import duckdb

from arena.errors import UsageError
from arena.store.records import Answer

if TYPE_CHECKING:
    from arena.store._connect import Connection

_CLOSE = "SET enable_external_access = false"
"""No files, no other databases, no extensions; the tables are open for reading only."""
_LOCK = "SET lock_configuration = true"
_NAME_RUN = "SET VARIABLE run = $run"
_HINT = (
    "tables and columns: `arena sql RUN 'SHOW TABLES'`, docs/tables.md; "
    "single quotes around the statement keep the shell away from $run"
)


def ask(connection: Connection, run: str, text: str) -> Answer:
    """What the (last) statement answers. `$run` and `getvariable('run')` are the run's id.

    Args:
        connection: one that is read-only and closed afterwards: it is locked here.
        run: the run's id.
        text: one or more statements.

    Raises:
        UsageError: the text is empty, wrong, wants another parameter, or would do more than read the tables.
    """
    connection.execute(_NAME_RUN, {"run": run})
    connection.execute(_CLOSE)
    connection.execute(_LOCK)
    try:
        return _answer(connection, run, text)
    except duckdb.Error as error:
        raise UsageError(_said(error), next_step=_HINT) from error


def _answer(connection: Connection, run: str, text: str) -> Answer:
    statements = connection.extract_statements(text)
    if not statements:
        raise UsageError("there is no statement in that", next_step="such as: arena sql latest 'FROM leaderboard'")
    for statement in statements:
        if others := sorted(statement.named_parameters - {"run"}):
            raise UsageError(f"the parameter ${others[0]} has no value", choices=["$run"], next_step=_HINT)
        connection.execute(statement, {"run": run} if statement.named_parameters else None)
    columns = tuple(str(column[0]) for column in connection.description or ())
    return Answer(columns, tuple(tuple(map(_plain, row)) for row in connection.fetchall()))


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _said(error: duckdb.Error) -> str:
    """DuckDB's message with the place it points at, without blank lines."""
    if "pytz" in str(error):  # a package that DuckDB wants for them, and nothing else here does
        return "times with a zone cannot be shown; cast them, as in now()::TIMESTAMP"
    return "\n".join(line for line in str(error).splitlines() if line.strip())
