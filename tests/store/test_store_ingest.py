"""Journals into tables: any number of times, in any pieces, with torn and damaged lines."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from arena.errors import StoreUnavailable, UsageError
from arena.journal import RunFolder
from arena.schema.event import CallMade, Event, MatchStarted
from arena.store import Store
from tests.store.journals import Author, append, lines, write_journal
from tests.store.tables_dump import dump


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "arena.duckdb", patience_s=1.0)


def count(store: Store, table: str) -> int:
    with duckdb.connect(str(store.path), read_only=True) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def test_the_same_lines_twice_change_nothing(tmp_path: Path, store: Store) -> None:
    events = Author().whole()
    run = write_journal(tmp_path, events)
    first = store.ingest(run)
    assert (first.new_events, first.damage, first.behind, first.rebuilt) == (len(events), (), 0, False)
    before = dump(store.path, leave_out=())
    assert store.ingest(run).new_events == 0
    assert dump(store.path, leave_out=()) == before


def test_a_journal_that_says_everything_twice_says_it_once(tmp_path: Path, store: Store) -> None:
    events = Author().whole()
    store.ingest(write_journal(tmp_path, events))
    twice = [event for event in events for _ in (1, 2)]
    store.ingest(write_journal(tmp_path, twice, run_id="twice"))
    assert dump(store.path, "twice") == dump(store.path)


def test_piece_by_piece_equals_at_once(tmp_path: Path, store: Store) -> None:
    events = Author(personas=("ada",), contestants=("good",)).whole()
    store.ingest(write_journal(tmp_path, events))
    run = write_journal(tmp_path, [], run_id="slow")
    for start in range(0, len(events), 4):
        piece = events[start : start + 4]
        append(run, lines(piece))
        assert store.ingest(run).new_events == len(piece)
    assert dump(store.path, "slow") == dump(store.path)


def test_a_torn_line_is_not_there_yet(tmp_path: Path, store: Store) -> None:
    events = Author().whole()
    run = write_journal(tmp_path, events[:20])
    rest = lines(events[20:])
    append(run, rest[:30])
    report = store.ingest(run)
    assert (report.new_events, report.behind, report.damage) == (20, 30, ())
    append(run, rest[30:])
    report = store.ingest(run)
    assert (report.new_events, report.behind) == (len(events) - 20, 0)
    store.ingest(write_journal(tmp_path, events, run_id="whole"))
    assert dump(store.path) == dump(store.path, "whole")


def test_a_damaged_line_is_named_once_and_stepped_over(tmp_path: Path, store: Store) -> None:
    events = Author().whole()
    run = write_journal(tmp_path, events[:4])
    store.ingest(run)
    append(run, b'{"type": "turn_spoken", "at": \n' + lines(events[4:]))
    report = store.ingest(run)
    assert [(d.path, d.line) for d in report.damage] == [(run.journal, 5)]
    assert report.new_events == len(events) - 4
    assert store.ingest(run).damage == ()
    store.ingest(write_journal(tmp_path, events, run_id="whole"))
    assert dump(store.path) == dump(store.path, "whole")


def resumed_after(author: Author, kept: int) -> list[Event]:
    """What a run's journal holds when the process was killed after so many events and the run was then resumed.

    Finished matches stay; the others begin again and say everything again, but calls that were answered.
    """
    undisturbed = author.whole()
    survived = undisturbed[:kept]
    done = {event.match for event in survived if event.type == "match_ended"}
    answered = {(c.match, c.party, c.request) for c in survived if isinstance(c, CallMade)}
    again = [
        event
        for plan in author.plans()
        if plan.key not in done
        for event in author.match(plan)
        if not (isinstance(event, CallMade) and (event.match, event.party, event.request) in answered)
    ]
    prompt = [] if any(event.type == "prompt_used" for event in survived) else [author.prompt()]
    return [*survived, author.resumed(), *prompt, *again, author.ended()]


def test_killed_and_resumed_equals_undisturbed(tmp_path: Path, store: Store) -> None:
    store.ingest(write_journal(tmp_path, Author().whole()))
    expected = dump(store.path)
    for kept in (1, 6, 19, 23, 40, 85):
        events = resumed_after(Author(), kept)
        run = write_journal(tmp_path, events[: kept - 1], run_id=f"cut-{kept}")
        append(run, lines(events[kept - 1 : kept])[:25])  # killed while it wrote, and the tables were up to then
        store.ingest(run)
        write_journal(tmp_path, events, run_id=f"cut-{kept}")
        assert not store.ingest(run).rebuilt
        assert dump(store.path, f"cut-{kept}") == expected, kept


def test_a_higher_attempt_replaces_what_was_said_and_keeps_what_was_paid(tmp_path: Path, store: Store) -> None:
    author = Author(personas=("ada",), contestants=("good",))
    (plan,) = author.plans()
    first = [author.started(), *list(author.match(plan))[:-3]]
    run = write_journal(tmp_path, first)
    store.ingest(run)
    again = list(author.match(plan, attempt=2))
    append(run, lines(again[:4]))
    store.ingest(run)
    transcript = store.transcript("r1", plan.key)
    assert [turn.text for session in transcript.sessions for turn in session.turns] == ["Three words user again"]
    assert (transcript.match.attempt, transcript.match.status, transcript.match.n_turns) == (2, "running", 1)
    append(run, lines(again[4:]))
    store.ingest(run)
    texts = [turn.text for session in store.transcript("r1", plan.key).sessions for turn in session.turns]
    assert len(texts) == 4
    assert all(text.endswith("again") for text in texts)
    assert (count(store, "calls"), count(store, "verdicts"), count(store, "probes")) == (8, 6, 1)


def test_two_attempts_in_one_reading_and_late_words_of_the_first(tmp_path: Path, store: Store) -> None:
    author = Author(personas=("ada",), contestants=("good",))
    (plan,) = author.plans()
    late = [author.turn(plan, 2, 4), author.verdict(plan, "likability.overall", 2, 1.0, about="late")]
    begun = [author.started(), *list(author.match(plan))[:12]]
    write_journal(tmp_path, [*begun, *author.match(plan, attempt=2), *late])
    store.ingest(RunFolder(tmp_path / "r1"))
    texts = [turn.text for session in store.transcript("r1", plan.key).sessions for turn in session.turns]
    assert len(texts) == 4
    assert all(text.endswith("again") for text in texts)
    assert count(store, "verdicts") == 6


def test_match_status(tmp_path: Path, store: Store) -> None:
    author = Author()
    ada_good, ada_poor, bob_good, bob_poor = author.plans()
    failed = list(author.match(ada_poor, outcome="failed"))
    void = list(author.match(bob_good, outcome="void"))
    running = list(author.match(bob_poor))[:5]
    run = write_journal(tmp_path, [author.started(), *failed, *void, *running])
    store.ingest(run)
    found = {match.match: (match.status, match.reason) for match in store.matches("r1")}
    assert found == {
        ada_good.key: ("planned", ""),
        ada_poor.key: ("failed", "said why"),
        bob_good.key: ("void", "said why"),
        bob_poor.key: ("running", ""),
    }
    append(run, lines([MatchStarted(at=author.clock(), match=ada_poor.key)]))
    store.ingest(run)
    assert {m.match: (m.status, m.reason) for m in store.matches("r1")}[ada_poor.key] == ("running", "")
    (summary,) = store.runs()
    assert (summary.n_planned, summary.n_running, summary.n_void, summary.n_failed) == (4, 2, 1, 0)
    assert not summary.ended


def test_a_shorter_or_other_journal_is_read_anew(tmp_path: Path, store: Store) -> None:
    run = write_journal(tmp_path, Author().whole())
    store.ingest(run)
    write_journal(tmp_path, Author().whole()[:30])
    assert store.ingest(run).rebuilt
    write_journal(tmp_path, [*Author(personas=("eve", "mia")).whole(), Author().resumed()])
    assert store.ingest(run).rebuilt
    assert {match.persona for match in store.matches("r1")} == {"eve", "mia"}
    assert {row[0] for row in dump(store.path)["personas"]} == {"eve", "mia"}


def test_judging_again_stands_beside_the_first_judging(tmp_path: Path, store: Store) -> None:
    author = Author(personas=("ada",))
    run = write_journal(tmp_path, author.whole())
    store.ingest(run)
    before = store.match_scores("r1")
    good, poor = author.plans()
    other = [author.verdict(plan, "likability.overall", 1, 3.0, judge="offline") for plan in (good, poor)]
    write_journal(tmp_path, [*other, author.call(good, "9.2")], name="journal-rejudge-1")
    assert store.ingest(run).new_events == 3
    assert store.match_scores("r1") == before
    assert [score.value for score in store.match_scores("r1", "journal-rejudge-1")] == [3.0, 3.0]
    (run.path / "journal-rejudge-1.jsonl").unlink()
    assert store.ingest(run).rebuilt
    assert store.match_scores("r1", "journal-rejudge-1") == []


def test_a_deleted_database_costs_nothing(tmp_path: Path, store: Store) -> None:
    run = write_journal(tmp_path, Author().whole())
    store.ingest(run)
    before = dump(store.path)
    store.path.unlink()
    assert store.ingest(run).new_events == len(Author().whole())
    assert dump(store.path) == before


def overwritten(path: Path, at: int, size: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * size)


DAMAGES = {
    "empty": lambda path: path.write_bytes(b""),
    "other bytes": lambda path: path.write_bytes(b"x" * 50_000),
    "head": lambda path: overwritten(path, 0, 4096),
    "middle": lambda path: overwritten(path, 12_288, path.stat().st_size - 12_288),
    "cut short": lambda path: os.truncate(path, path.stat().st_size // 2),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_a_damaged_database_is_set_aside_and_built_anew(
    tmp_path: Path, store: Store, damage: Callable[[Path], object]
) -> None:
    run = write_journal(tmp_path, Author().whole())
    write_journal(tmp_path, Author(run_id="r2").whole(), run_id="r2")
    store.ingest(run)
    before = dump(store.path)
    damage(store.path)
    spoiled = store.path.read_bytes()
    with pytest.raises(StoreUnavailable) as caught:
        Store(store.path, patience_s=0.1).transcript("r1", Author().plans()[0].key)
    assert "arena ingest" in caught.value.next_step
    report = store.ingest(run)
    assert report.set_aside == store.path.with_name(f"{store.path.name}.damaged-1")
    assert report.set_aside.read_bytes() == spoiled  # nothing is deleted
    assert report.restored == ("r2",)
    assert dump(store.path) == before
    assert {row.run_id for row in store.runs()} == {"r1", "r2"}
    assert store.ingest(run).set_aside is None


def test_a_file_that_never_was_a_database_is_not_touched(tmp_path: Path) -> None:
    run = write_journal(tmp_path, Author().whole())
    store = Store(tmp_path / "thesis.txt", patience_s=0.1)
    store.path.write_bytes(b"Chapter 1. " * 1000)
    with pytest.raises(StoreUnavailable, match="no database of arena") as caught:
        store.ingest(run)
    assert "--db" in caught.value.next_step
    assert store.path.read_bytes() == b"Chapter 1. " * 1000
    assert [path.name for path in tmp_path.glob("thesis*")] == ["thesis.txt"]


def test_a_folder_without_journal_is_a_mistake(tmp_path: Path, store: Store) -> None:
    with pytest.raises(UsageError):
        store.ingest(RunFolder(tmp_path / "nothing"))


def test_a_journal_without_its_first_line_still_gives_what_was_said(tmp_path: Path, store: Store) -> None:
    author = Author(personas=("ada",), contestants=("good",))
    run = write_journal(tmp_path, author.whole()[1:])
    assert store.ingest(run).damage == ()
    assert (count(store, "turns"), count(store, "matches")) == (4, 0)
