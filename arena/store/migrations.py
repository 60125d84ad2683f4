"""How the tables came to be: small named functions, in order; the names of those applied are kept in the file.

A function that has shipped is never changed; a change to the tables is a new function at the end of `MIGRATIONS`.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from arena.errors import StoreUnavailable
from arena.store._connect import Connection, opened
from arena.store._sql import statement

Migration = Callable[[Connection], None]


def m001_tables(connection: Connection) -> None:
    """Tables with keys and units."""
    connection.execute(statement("m001_tables"))


def m002_views(connection: Connection) -> None:
    """Views over them."""
    connection.execute(statement("m002_views"))


def m004_interviews(connection: Connection) -> None:
    """Inventories answered in character and by strangers."""
    connection.execute(statement("m004_interviews"))


def m005_judgings(connection: Connection) -> None:
    """Judgings beside the run's own."""
    connection.execute(statement("m005_judgings"))


def m006_cached_calls(connection: Connection) -> None:
    """Calls that were answered in an earlier run."""
    connection.execute(statement("m006_cached_calls"))


MIGRATIONS: tuple[Migration, ...] = (m001_tables, m002_views, m004_interviews, m005_judgings, m006_cached_calls)

_HAS_LIST = "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'migrations' AND NOT internal"
_HAS_TABLES = "SELECT count(*) FROM duckdb_tables() WHERE NOT internal"
_LIST = "SELECT name FROM migrations"
_MAKE_LIST = "CREATE TABLE IF NOT EXISTS migrations (name VARCHAR PRIMARY KEY, applied_at TIMESTAMP NOT NULL)"
_ABOUT_LIST = "COMMENT ON TABLE migrations IS 'Changes to the tables that this file has been through.'"
_ABOUT_NAME = "COMMENT ON COLUMN migrations.name IS 'name of the change'"
_ABOUT_AT = "COMMENT ON COLUMN migrations.applied_at IS 'UTC'"
_ADD = "INSERT INTO migrations VALUES (?, now()::TIMESTAMP)"


def pending(connection: Connection, known: Sequence[Migration] = MIGRATIONS) -> list[Migration]:
    """What the file has still to go through.

    Raises:
        StoreUnavailable: the file has been through something this version does not know.
    """
    applied = _applied(connection)
    if newer := sorted(applied - {migration.__name__ for migration in known}):
        raise StoreUnavailable(
            f"the database was written by a newer version of arena ({', '.join(newer)})",
            next_step="update arena, or choose another file with --db and run `arena ingest RUN`",
        )
    return [migration for migration in known if migration.__name__ not in applied]


def apply(connection: Connection, migrations: Sequence[Migration]) -> None:
    """Go through these, all or none."""
    connection.begin()
    for text in (_MAKE_LIST, _ABOUT_LIST, _ABOUT_NAME, _ABOUT_AT):
        connection.execute(text)
    for migration in migrations:
        migration(connection)
        connection.execute(_ADD, [migration.__name__])
    connection.commit()


def bring_forward(path: Path, known: Sequence[Migration] = MIGRATIONS) -> None:
    """Make the file, or bring an older one up to date after putting a copy beside it (`<file>.bak-<first change>`).

    Raises:
        Busy: try again.
        StoreUnavailable: the file is newer, damaged, of another program, or cannot be written.
    """
    todo = _todo(path, known) if path.exists() else list(known)
    if not todo:
        return
    if len(todo) < len(known):
        # Copied while nobody has it open here: closing a second handle would drop DuckDB's lock on the file.
        with _file_work(f"{path} is of an older version and cannot be copied before it is changed"):
            shutil.copy2(path, f"{path}.bak-{todo[0].__name__}")
    with _file_work(f"{path} cannot be made"):
        path.parent.mkdir(parents=True, exist_ok=True)
    with opened(path, read_only=False) as connection:
        if todo := pending(connection, known):
            apply(connection, todo)


@contextmanager
def _file_work(fact: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StoreUnavailable(
            f"{fact}: {error.strerror or error}",
            next_step="free space, correct its permissions or choose another file with --db, then `arena ingest RUN`",
        ) from error


def _todo(path: Path, known: Sequence[Migration]) -> list[Migration]:
    with opened(path, read_only=True) as connection:
        todo = pending(connection, known)
        if len(todo) == len(known) and _count(connection, _HAS_TABLES):
            raise StoreUnavailable(f"{path} holds tables of another program", next_step="choose another file with --db")
    return todo


def _applied(connection: Connection) -> set[str]:
    if not _count(connection, _HAS_LIST):
        return set()
    return {name for (name,) in connection.execute(_LIST).fetchall()}


def _count(connection: Connection, query: str) -> int:
    (n,) = connection.execute(query).fetchall()[0]
    return int(n)
