"""All rows of a database, for comparing two of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb

Dump = dict[str, list[tuple[Any, ...]]]


def dump(path: Path, run_id: str = "r1", leave_out: tuple[str, ...] = ("ingested",)) -> Dump:
    """Table -> sorted rows of one run, without run id and without columns in which a resumed run may differ."""
    with duckdb.connect(str(path), read_only=True) as connection:
        names = connection.execute("SELECT table_name FROM duckdb_tables() WHERE NOT internal").fetchall()
        tables = sorted({name for (name,) in names} - set(leave_out) - {"migrations"})
        return {table: _rows(connection, table, run_id) for table in tables}


def _rows(connection: duckdb.DuckDBPyConnection, table: str, run_id: str) -> list[tuple[Any, ...]]:
    query = "SELECT column_name FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index"
    columns = [name for (name,) in connection.execute(query, [table]).fetchall()]
    kept = [c for c in columns if not c.endswith("_at") and c not in {"latency_s", "attempt", "run_id"}]
    chosen = ", ".join(f'"{column}"' for column in kept)
    found = connection.execute(f"SELECT {chosen} FROM {table} WHERE run_id = ? ORDER BY ALL", [run_id]).fetchall()
    return [tuple(row) for row in found]
