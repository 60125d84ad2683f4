"""Every table and view of one run as files, written by DuckDB; all that varies travels as parameters."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from arena.store.records import Column, Exported

if TYPE_CHECKING:
    from arena.store._connect import Connection

Form = Literal["parquet", "jsonl", "csv"]

_FORMATS: dict[Form, str] = {"parquet": "parquet", "jsonl": "json", "csv": "csv"}
"""File ending -> DuckDB's name of the format. DuckDB's `json` is one object a line."""
_COLUMNS = """
WITH objects AS (
    SELECT table_oid AS oid, 'table' AS kind, comment FROM duckdb_tables() WHERE NOT internal
    UNION ALL
    SELECT view_oid, 'view', comment FROM duckdb_views() WHERE NOT internal
),
means AS (  -- A name means one thing everywhere and is explained where it comes first.
    SELECT column_name, arg_min(comment, (table_oid, column_index)) AS comment
    FROM duckdb_columns()
    WHERE comment IS NOT NULL
    GROUP BY column_name
),
of_runs AS (
    SELECT table_oid FROM duckdb_columns() WHERE column_name = 'run_id' AND NOT internal
)
SELECT
    c.table_name, o.kind, coalesce(o.comment, ''),
    c.column_name, c.data_type, coalesce(c.comment, m.comment, '')
FROM duckdb_columns() c
JOIN objects o ON o.oid = c.table_oid
SEMI JOIN of_runs r ON r.table_oid = c.table_oid
LEFT JOIN means m USING (column_name)
ORDER BY o.kind, c.table_oid, c.column_index
"""
_COPY = """
COPY (SELECT * FROM query_table($table) WHERE run_id = $run ORDER BY ALL) TO $path (FORMAT $format)
"""
_COPY_WITHOUT_FOLDERS = """
COPY (
    SELECT * REPLACE (parse_filename(path) AS path) FROM query_table($table) WHERE run_id = $run ORDER BY ALL
) TO $path (FORMAT $format)
"""
"""For the table that knows where on this machine the journals are: nobody else needs to."""


def export(connection: Connection, run: str, form: Form, folder: Path) -> list[Exported]:
    """Write them to `folder`/<table>.<form>, tables before views, rows in the order of their columns.

    Raises:
        UsageError: the folder cannot be written.
    """
    from arena.store._connect import writing_to  # noqa: PLC0415  # duckdb is loaded when it is first needed

    written = []
    described = connection.execute(_COLUMNS).fetchall()
    for (table, kind, comment), rows in groupby(described, key=lambda row: row[:3]):
        path = folder / f"{table}.{form}"
        text = _COPY_WITHOUT_FOLDERS if table == "ingested" else _COPY
        values = {"table": table, "run": run, "path": str(path), "format": _FORMATS[form]}
        with writing_to(folder):
            ((n_rows,),) = connection.execute(text, values).fetchall()
        columns = tuple(Column(*row[3:]) for row in rows)
        written.append(Exported(table, kind, comment, columns, n_rows, path))
    return written
