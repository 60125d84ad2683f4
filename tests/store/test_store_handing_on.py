"""A run in other hands: files of every table, somebody's own SQL, what it was made of and what it took."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from arena.errors import UsageError
from arena.store import Form, Store
from tests.store.journals import Author, write_journal


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two runs; the second one of one persona."""
    folder = tmp_path_factory.mktemp("handing-on")
    store = Store(folder / "arena.duckdb")
    store.ingest(write_journal(folder, Author().whole(), run_id="r1"))
    store.ingest(write_journal(folder, Author(run_id="r2", personas=("ada",)).whole(), run_id="r2"))
    return store


READ: dict[Form, str] = {
    "parquet": "read_parquet($path)",
    "csv": "read_csv($path, header = true)",
    "jsonl": "read_json($path, format = 'newline_delimited')",
}


@pytest.mark.parametrize("form", READ)
def test_every_table_of_the_run_and_of_no_other(store: Store, tmp_path: Path, form: Form) -> None:
    folder = tmp_path / "it's a folder"  # a quotation mark in the path is a part of the path
    folder.mkdir()
    written = store.export("r1", form, folder)
    assert {path.name for path in folder.iterdir()} == {f"{table.name}.{form}" for table in written}
    everything = {
        name for (name,) in store.ask("r1", "SELECT table_name FROM duckdb_columns() WHERE column_name = 'run_id'").rows
    }
    assert {table.name for table in written} == everything
    for table in written:
        if not table.n_rows:
            continue
        query = f"SELECT count(*), count(DISTINCT run_id), min(run_id) FROM {READ[form]}"
        assert duckdb.execute(query, {"path": str(table.path)}).fetchall() == [(table.n_rows, 1, "r1")]
    rows = {table.name: table.n_rows for table in written}
    assert (rows["matches"], rows["turns"], rows["verdicts"], rows["personas"]) == (4, 16, 24, 2)


def test_the_same_run_gives_the_same_files(store: Store, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        store.export("r1", "jsonl", tmp_path / name)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_nulls_lists_and_json_stay_what_they_are(store: Store, tmp_path: Path) -> None:
    store.export("r1", "jsonl", tmp_path)
    turns = [json.loads(line) for line in (tmp_path / "turns.jsonl").read_text().splitlines()]
    assert turns[0]["reveals"] == ["quiet"]
    assert {turn["pleasure"] for turn in turns if turn["speaker"] == "assistant"} == {None}
    (verdict, *_) = [json.loads(line) for line in (tmp_path / "verdicts.jsonl").read_text().splitlines()]
    assert verdict["evidence"] == [{"turn": 2, "quote": "Three words"}]


def test_columns_come_with_their_meaning(store: Store, tmp_path: Path) -> None:
    tables = {table.name: table for table in store.export("r1", "parquet", tmp_path)}
    assert (tables["calls"].kind, tables["leaderboard"].kind) == ("table", "view")
    assert all(table.comment and all(column.means for column in table.columns) for table in tables.values())
    means = {column.name: column.means for column in tables["calls"].columns}
    assert means["cost_usd"] == "US dollars"


def test_where_the_journals_are_is_nobodys_business(store: Store, tmp_path: Path) -> None:
    store.export("r1", "jsonl", tmp_path)
    assert json.loads((tmp_path / "ingested.jsonl").read_text())["path"] == "journal.jsonl"


def test_a_folder_that_cannot_be_written(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        store.export("r1", "csv", tmp_path / "absent")
    assert "absent" in caught.value.fact
    assert "--out" in caught.value.next_step


def test_own_sql(store: Store) -> None:
    answer = store.ask(
        "r1", "SELECT contestant, count(*) AS n, 0.5 FROM matches WHERE run_id = $run GROUP BY 1 ORDER BY 1"
    )
    assert answer.columns[:2] == ("contestant", "n")
    assert answer.rows == (("good", 2, 0.5), ("poor", 2, 0.5))
    assert store.ask("r2", "SELECT count(*) FROM matches WHERE run_id = getvariable('run')").rows == ((2,),)
    assert store.ask("r1'; DROP TABLE runs; --", "SELECT $run").rows == (("r1'; DROP TABLE runs; --",),)
    assert store.ask("r1", "SELECT 1; SELECT 2").rows == ((2,),)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("SELCT 1", "syntax error"),
        ("SELECT likabilty FROM leaderboard", "likabilty"),
        ("", "no statement"),
        ("-- nothing", "no statement"),
        ("SELECT $other", "$other"),
        ("SELECT ?", "$1"),
        ("SELECT 'x'::INTEGER", "x"),
        ("SELECT now()", "::TIMESTAMP"),
        ("DELETE FROM runs", "read-only"),
        ("DROP TABLE runs", "read-only"),
        ("CREATE TABLE t AS SELECT 1", "read-only"),
        ("COPY runs TO 'out.csv'", "disabled"),
        ("FROM read_csv('/etc/passwd')", "disabled"),
        ("ATTACH 'other.duckdb'", "disabled"),
        ("INSTALL httpfs", "disabled"),
        ("SET enable_external_access = true", "cannot"),
        ("SET threads = 1", "locked"),
    ],
)
def test_own_sql_that_is_wrong_or_would_do_more_than_read(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, statement: str, said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        store.ask("r1", statement)
    assert said.casefold() in caught.value.fact.casefold()
    assert caught.value.next_step
    assert list(tmp_path.iterdir()) == []
    assert len(store.runs()) == 2


def test_contents_tell_what_a_run_was_made_of(store: Store) -> None:
    one, other = store.contents("r1"), store.contents("r2")
    assert set(one.personas) == {"ada", "bob"}
    assert one.personas["ada"] == other.personas["ada"]
    assert (one.made_with["judge model"], one.packages, one.prompts["user/turn@1"]) == (
        "offline",
        {"duckdb": "2"},
        "f" * 64,
    )


def test_prices_leave_unmetered_empty(store: Store) -> None:
    good, poor = store.prices("r1")
    assert (good.contestant, good.n_matches, good.n_calls) == ("good", 2, 4)
    assert good.usd_per_match is None  # answered calls that named no price
    assert good.tokens_per_match == 220.0  # 2 calls a match, 100 + 10 each
    assert good.seconds_per_reply is not None  # 4 replies
    assert poor.tokens_per_match == 220.0
