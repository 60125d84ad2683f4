"""Files of other versions, and the page that explains the tables."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from arena.errors import StoreUnavailable
from arena.store import Store, migrations
from arena.store.tables import PAGE, page
from tests.store.journals import Author, write_journal


def m999_a_note(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("ALTER TABLE runs ADD COLUMN note VARCHAR")


def m999_that_fails(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE half (a INTEGER)")
    connection.execute("ALTER TABLE nowhere ADD COLUMN note VARCHAR")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Store(tmp_path / "arena.duckdb").ingest(write_journal(tmp_path, Author().whole()))
    return tmp_path / "arena.duckdb"


def columns(path: Path, table: str) -> list[str]:
    with duckdb.connect(str(path), read_only=True) as connection:
        query = "SELECT column_name FROM duckdb_columns() WHERE table_name = ?"
        return [name for (name,) in connection.execute(query, [table]).fetchall()]


def test_an_older_file_is_copied_and_brought_forward(path: Path) -> None:
    newer = (*migrations.MIGRATIONS, m999_a_note)
    migrations.bring_forward(path, newer)
    assert "note" in columns(path, "runs")
    backup = path.with_name("arena.duckdb.bak-m999_a_note")
    assert "note" not in columns(backup, "runs")
    assert len(Store(backup).matches("r1")) == 4
    backup.unlink()
    migrations.bring_forward(path, newer)
    assert not backup.exists()


def test_a_change_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    with pytest.raises(duckdb.Error):
        migrations.bring_forward(path, (*migrations.MIGRATIONS, m999_that_fails))
    assert columns(path, "half") == []
    assert len(Store(path).matches("r1")) == 4


def test_a_newer_file_is_left_alone(path: Path) -> None:
    migrations.bring_forward(path, (*migrations.MIGRATIONS, m999_a_note))
    for use in (Store(path).runs, lambda: Store(path).write_standings("r1", [])):
        with pytest.raises(StoreUnavailable) as caught:
            use()
        assert "m999_a_note" in caught.value.fact
        assert "update arena" in caught.value.next_step


def test_a_file_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "theirs.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE theirs (a INTEGER)")
    with pytest.raises(StoreUnavailable):
        Store(path).ingest(write_journal(tmp_path, Author().whole()))
    assert columns(path, "theirs") == ["a"]
    assert columns(path, "runs") == []


def test_the_page_of_tables_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run `python -m arena.store.tables`"


def test_every_column_has_a_meaning() -> None:
    assert [line for line in page().splitlines() if line.endswith("|  |")] == []


def test_wall_clock_is_where_it_is_said_to_be(path: Path) -> None:
    query = "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND data_type LIKE 'TIMESTAMP%'"
    with duckdb.connect(str(path), read_only=True) as connection:
        times = connection.execute(query).fetchall()
    assert [t for t in times if not t[1].endswith("_at")] == [("sessions", "simulated_time")]
