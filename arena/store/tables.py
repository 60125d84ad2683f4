"""`python -m arena.store.tables`: write docs/tables.md from the tables themselves.

The words are the comments in the database (`sql/m*.sql`), so that the page and `duckdb_columns()` cannot disagree.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from itertools import groupby
from pathlib import Path

from arena.schema.measure import MEASURES
from arena.store._connect import in_memory
from arena.store.migrations import MIGRATIONS, apply

PAGE = Path(__file__).parents[2] / "docs" / "tables.md"

_HEAD = """# Tables

All of a run is in one DuckDB file. It is made from the journals under `runs/`, can be deleted at any time and is
rebuilt by `arena ingest RUN`. It is open only for moments, so other programs can read it while a tournament runs:

```sh
duckdb -readonly arena.duckdb "FROM leaderboard"
```

Wall-clock time is in columns named `*_at` (UTC) and in `latency_s`, and nowhere else; the number of the attempt is in
columns named `attempt`. In these, and in the bookkeeping of `ingested`, a run that was interrupted and resumed may
differ from one that was not; every other value is the same.

This page is written by `python -m arena.store.tables` from the comments in the database.
"""
_OBJECTS = """
SELECT table_name, comment, 'table' AS kind, table_oid AS place FROM duckdb_tables() WHERE NOT internal
UNION ALL
SELECT view_name, comment, 'view', view_oid FROM duckdb_views() WHERE NOT internal
ORDER BY kind, place
"""
_COLUMNS = """
SELECT table_name, column_name, data_type, coalesce(comment, '')
FROM duckdb_columns()
WHERE NOT internal
ORDER BY table_oid, column_index
"""
_KEYS = """
SELECT table_name, constraint_column_names
FROM duckdb_constraints()
WHERE constraint_type = 'PRIMARY KEY'
"""


def page() -> str:
    """The whole page as Markdown."""
    with in_memory() as connection:
        apply(connection, MIGRATIONS)
        objects = connection.execute(_OBJECTS).fetchall()
        columns = connection.execute(_COLUMNS).fetchall()
        keys = dict(connection.execute(_KEYS).fetchall())
    means = _meanings(columns)
    described: defaultdict[str, list[str]] = defaultdict(list)
    for table, rows in groupby(columns, key=lambda column: column[0]):
        for _, name, data_type, comment in rows:
            mark = " (key)" if name in keys.get(table, ()) else ""
            described[table].append(f"| `{name}`{mark} | {data_type} | {comment or means.get(name, '')} |")
    parts = [_HEAD]
    for name, comment, kind, _ in objects:
        lines = ["| column | type | meaning, unit |", "|---|---|---|", *described[name]]
        parts.append(f"## {name} ({kind})\n\n{comment}\n\n" + "\n".join(lines) + "\n")
    return "\n".join([*parts, _measures()])


def _meanings(columns: list[tuple[str, str, str, str]]) -> dict[str, str]:
    """Column name -> what it means where it is first explained; a name means one thing everywhere."""
    found: dict[str, str] = {}
    for _, name, _, comment in columns:
        if comment:
            found.setdefault(name, comment)
    return found


def _measures() -> str:
    lines = ["## Measures", "", "| measure | scale | better | meaning |", "|---|---|---|---|"]
    lines += [f"| `{measure.name}` | {measure.unit} | {measure.better} | {measure.means} |" for measure in MEASURES]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
