"""The journal as a file: torn and damaged lines, one writer, what is written is what is read."""

from __future__ import annotations

import errno
import fcntl
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.errors import JournalUnwritable, RunStopped
from arena.journal import Journal, RunFolder, read, read_from
from arena.schema.dialogue import PersonState, Turn
from arena.schema.event import (
    CallMade,
    Event,
    MatchEnded,
    MatchStarted,
    PromptUsed,
    RunEnded,
    SessionStarted,
    TurnSpoken,
    VerdictGiven,
)
from arena.schema.verdict import Evidence, Verdict

numbers = st.floats(allow_nan=False, allow_infinity=False)
counts = st.integers(1, 99)
texts = st.text(st.characters(exclude_categories=["Cs"]))
any_texts = st.text(st.characters(categories=["Cs", "Cc", "L", "P"]))
verdicts = st.builds(
    Verdict,
    measure=texts,
    session=counts,
    status=st.sampled_from(["scored", "not_applicable", "abstained", "failed"]),
    value=st.none() | numbers,
    evidence=st.lists(st.builds(Evidence, turn=counts, quote=texts), max_size=3).map(tuple),
    certainty=st.none() | st.integers(1, 100),
    judge=texts,
)
states = st.builds(
    PersonState, pleasure=numbers, arousal=numbers, dominance=numbers, patience=numbers, satisfaction=numbers
)
turns = st.builds(Turn, session=counts, index=counts, speaker=st.sampled_from(["user", "assistant"]), text=texts)
calls = st.builds(
    CallMade,
    at=numbers,
    match=texts,
    party=st.sampled_from(["user", "contestant", "judge"]),
    request=texts,
    occurrence=st.integers(0, 9),
    prompt=texts,
    prompt_sha256=texts,
    model=texts,
    answer=st.none() | texts,
    detail=texts,
    cost_usd=st.none() | numbers,
    latency_s=numbers,
)
events = st.one_of(
    calls,
    st.builds(TurnSpoken, at=numbers, match=texts, turn=turns, state=st.none() | states),
    st.builds(VerdictGiven, at=numbers, match=texts, verdict=verdicts),
    st.builds(SessionStarted, at=numbers, match=texts, session=counts, plan=texts, kind=texts, now=st.datetimes()),
    st.builds(MatchStarted, at=numbers, match=texts, attempt=counts),
    st.builds(PromptUsed, at=numbers, name=texts, version=counts, sha256=texts, text=texts),
    st.builds(RunEnded, at=numbers),
)


def write(path: Path, *written: Event) -> None:
    journal = Journal(path)
    for event in written:
        journal.append(event)
    journal.close()


def started(name: str) -> MatchStarted:
    return MatchStarted(at=1.0, match=name)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "run-1" / "journal.jsonl"


@given(st.lists(events, max_size=5))
def test_what_is_written_is_what_is_read(written: list[Event]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        write(path, *written)
        reading = read(path)
        assert reading.events == written
        assert reading.damage == []
        assert reading.end == path.stat().st_size


@given(any_texts)
def test_any_text_of_a_contestant_can_be_written(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        write(path, MatchEnded(at=1.0, match="m", outcome="failed", reason=text))
        (event,) = read(path).events
        assert isinstance(event, MatchEnded)
        assert event.reason == "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in text)


@given(st.lists(events, min_size=1, max_size=4), st.data())
def test_a_torn_line_is_not_there_yet_and_is_cut_by_the_next_writer(written: list[Event], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        write(path, *written)
        whole = path.read_bytes()
        keep = data.draw(st.integers(0, len(whole)))
        path.write_bytes(whole[:keep])
        complete = whole[:keep].count(b"\n")
        assert read(path).events == written[:complete]
        assert read(path).damage == []
        write(path, RunEnded(at=2.0))
        assert read(path).events == [*written[:complete], RunEnded(at=2.0)]
        assert read(path).damage == []


def test_a_torn_line_longer_than_a_block_is_cut(path: Path) -> None:
    write(path, started("a"))
    with path.open("ab") as file:
        file.write(b"x" * 200_000)
    write(path, started("b"))
    assert read(path).events == [started("a"), started("b")]


@pytest.mark.parametrize(
    "damage", [b"\n", b"{}\n", b"\xff\xfe\n", b'{"type":"match_started"}\n', b'{"type":"unheard_of","at":1}\n', b"\0\n"]
)
def test_a_damaged_line_is_reported_and_stepped_over(path: Path, damage: bytes) -> None:
    write(path, started("a"))
    with path.open("ab") as file:
        file.write(damage)
    write(path, started("b"))
    reading = read(path)
    assert reading.events == [started("a"), started("b")]
    assert [(found.path, found.line) for found in reading.damage] == [(path, 2)]
    assert reading.damage[0].why


def test_reading_goes_on_where_it_ended(path: Path) -> None:
    journal = Journal(path)
    journal.append(started("a"))
    first = read(path)
    journal.append(started("b"))
    second = read_from(path, first.end)
    assert (first.events, second.events) == ([started("a")], [started("b")])
    assert read_from(path, second.end).events == []
    journal.close()


def test_an_event_is_there_when_append_returns(path: Path) -> None:
    """A process that is killed without a chance to tidy up loses nothing that it has appended."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom arena.journal import Journal\n"
        "from arena.schema.event import MatchStarted\n"
        "Journal(Path(sys.argv[1])).append(MatchStarted(at=1.0, match='a'))\nos._exit(9)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == 9
    assert read(path).events == [started("a")]


def test_a_second_writer_is_refused(path: Path) -> None:
    journal = Journal(path)
    with pytest.raises(RunStopped, match="run-1"):
        Journal(path)
    journal.append(started("a"))
    journal.close()
    write(path, started("b"))
    assert read(path).events == [started("a"), started("b")]


def test_a_writer_in_another_process_is_refused(path: Path) -> None:
    journal = Journal(path)
    code = "import sys; from pathlib import Path; from arena.journal import Journal; Journal(Path(sys.argv[1]))"
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "RunStopped" in done.stderr
    journal.close()


def test_the_refusal_says_who_has_it_and_how_to_stop_them(path: Path) -> None:
    journal = Journal(path)
    with pytest.raises(RunStopped) as caught:
        Journal(path)
    assert f"process {os.getpid()} (since " in caught.value.fact
    assert f"(kill {os.getpid()})" in caught.value.next_step
    path.with_suffix(".owner").write_text("{torn", encoding="utf-8")
    with pytest.raises(RunStopped, match="another process is playing the run run-1"):
        Journal(path)
    journal.close()
    assert not path.with_suffix(".owner").exists()


def test_the_name_a_killed_process_left_behind_refuses_nobody(path: Path) -> None:
    write(path, started("a"))
    path.with_suffix(".owner").write_text('{"pid": 1, "host": "elsewhere", "since": 0}', encoding="utf-8")
    write(path, started("b"))
    assert read(path).events == [started("a"), started("b")]


def test_a_refused_writer_cuts_nothing(path: Path) -> None:
    """The line that a living writer is in the middle of must survive whoever else tries."""
    path.parent.mkdir()
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(b'{"type":"match_st')
        file.flush()
        with pytest.raises(RunStopped):
            Journal(path)
        assert path.read_bytes() == b'{"type":"match_st'


def test_a_full_disk_says_so() -> None:
    journal = Journal(Path("/dev/full"))
    with pytest.raises(JournalUnwritable, match="No space left"):
        journal.append(started("a"))
    with pytest.raises(JournalUnwritable):
        journal.close()
    journal.close()


FILL = """
import resource, signal, sys
from pathlib import Path
from arena.errors import JournalUnwritable
from arena.journal import Journal
from arena.schema.event import MatchEnded, MatchStarted
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
journal = Journal(Path(sys.argv[1]))
journal.append(MatchStarted(at=1.0, match="a"))
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
try:
    journal.append(MatchEnded(at=1.0, match="a", outcome="failed", reason="x" * 9000))
except JournalUnwritable:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    journal.append(MatchStarted(at=1.0, match="b"))
"""


def test_a_part_of_a_line_that_the_disk_had_room_for_is_taken_back(path: Path) -> None:
    """The disk has room for half of a line, then for more again: the next line is not joined to the half."""
    subprocess.run([sys.executable, "-c", FILL, str(path)], check=True)
    reading = read(path)
    assert (reading.events, reading.damage) == ([started("a"), started("b")], [])


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(JournalUnwritable) as caught:
        Journal(tmp_path / "file" / "journal.jsonl")
    assert "journal.jsonl" in caught.value.fact
    assert "--runs-dir" in caught.value.next_step


def test_closing_twice_is_harmless(path: Path) -> None:
    journal = Journal(path)
    journal.close()
    journal.close()


def test_sync_forces_to_disk(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, synced = Journal(path), []
    monkeypatch.setattr(os, "fsync", synced.append)
    journal.sync()
    assert len(synced) == 1
    journal.close()


def test_the_disk_is_forced_beside_and_its_fault_comes_out(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first forcing, in a thread, fails; the one that closes the journal works and still says so."""
    outcomes = [OSError(errno.EIO, "Input/output error"), None]
    forced_by: list[str] = []

    def fsync(_: int) -> None:
        forced_by.append(threading.current_thread().name)
        if (fault := outcomes.pop(0)) is not None:
            raise fault

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr("arena.journal._write._SYNC_EVERY_S", -1.0)
    journal = Journal(path)
    journal.append(started("a"))
    with pytest.raises(JournalUnwritable, match="Input/output"):
        journal.close()
    assert forced_by == ["journal sync", threading.current_thread().name]
    assert read(path).events == [started("a")]


def test_the_main_journal_comes_first(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run-7")
    for name in ("journal.jsonl", "journal-b.jsonl", "journal-a.jsonl"):
        write(folder.path / name, started(name))
    (folder.path / "notes.txt").write_text("", encoding="utf-8")
    assert folder.run_id == "run-7"
    assert [found.name for found in folder.journals()] == ["journal.jsonl", "journal-a.jsonl", "journal-b.jsonl"]
