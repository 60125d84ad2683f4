"""Other programs at the same file: they can read between the store's moments, and the store waits for them."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from arena.errors import StoreUnavailable
from arena.store import Store
from tests.store.journals import Author, append, lines, write_journal

HOLD = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1], read_only=sys.argv[2] == "read")
print(connection.execute("SELECT count(*) FROM turns").fetchall()[0][0], flush=True)
sys.stdin.read()
"""


@contextmanager
def held(path: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    """Another process has the file open until its input ends."""
    command = [sys.executable, "-c", HOLD, str(path), how]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "16"
        try:
            yield process
        finally:
            let_go(process)


def let_go(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.close()
    process.wait()


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file may grow beyond so many bytes, as on a disk that is full."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_full_disk_is_said_at_once_and_damages_nothing(tmp_path: Path) -> None:
    store = Store(tmp_path / "arena.duckdb", patience_s=60)
    store.ingest(write_journal(tmp_path, Author().whole(), run_id="first"))
    folder = write_journal(tmp_path, Author().whole(), run_id="second")
    with files_of_at_most(4096), pytest.raises(StoreUnavailable) as full:
        store.ingest(folder)
    assert "could not write file" in full.value.fact.lower()
    assert "free space" in full.value.next_step
    assert store.ingest(folder).set_aside is None
    assert len(store.runs()) == 2


def test_a_reader_holds_up_ingest_for_a_while_only(tmp_path: Path) -> None:
    run = write_journal(tmp_path, Author().whole())
    path = tmp_path / "arena.duckdb"
    Store(path).ingest(run)
    append(run, lines([Author().resumed()]))
    with held(path, "read") as reader:
        assert len(Store(path).runs()) == 1  # readers do not exclude each other
        with pytest.raises(StoreUnavailable) as caught:
            Store(path, patience_s=0.2).ingest(run)
        assert "open" in caught.value.fact
        waiting = Thread(target=lambda: reports.append(Store(path, patience_s=60).ingest(run)))
        reports: list[object] = []
        waiting.start()
        let_go(reader)
        waiting.join()
    assert len(reports) == 1
    assert not Store(path).runs()[0].ended


def test_a_writer_holds_up_readers_for_a_while_only(tmp_path: Path) -> None:
    run = write_journal(tmp_path, Author().whole())
    path = tmp_path / "arena.duckdb"
    Store(path).ingest(run)
    with held(path, "write"), pytest.raises(StoreUnavailable):
        Store(path, patience_s=0.2).runs()
    assert len(Store(path).runs()) == 1


def test_threads_of_one_process_take_turns(tmp_path: Path) -> None:
    run = write_journal(tmp_path, Author().whole())
    store = Store(tmp_path / "arena.duckdb", patience_s=60)
    found: list[int] = []
    threads = [Thread(target=lambda: found.append(store.ingest(run).new_events)) for _ in range(3)]
    threads += [Thread(target=lambda: found.append(Store(store.path, 60).ingest(run).new_events)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [0, 0, 0, 0, len(Author().whole())]
    assert len(store.matches("r1")) == 4
