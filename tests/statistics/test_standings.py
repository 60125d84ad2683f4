"""Standings of a run: computed from the store, kept in it, shown by its leaderboard."""

from __future__ import annotations

from pathlib import Path

import pytest

from arena.results.standings import compute
from arena.schema.event import Event
from arena.store import Store
from tests.store.journals import Author, append, lines, write_journal

PEOPLE = tuple(f"p{i}" for i in range(5))


@pytest.fixture(scope="module")
def author() -> Author:
    return Author(personas=PEOPLE)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory, author: Author) -> Store:
    """Five personas and two contestants; the last match of `poor` is void, and one of its judgings failed."""
    folder = tmp_path_factory.mktemp("standings")
    store = Store(folder / "arena.duckdb")
    *plans, last = author.plans()
    events: list[Event] = [author.started()]
    for plan in plans:
        *played, end = author.match(plan)
        extra = author.verdict(plan, "likability.humor_fit", 1, None, status="not_applicable")
        # p0 alone has the secret `debt` spoken of, in session 1 and only by `good`.
        leak = [author.verdict(plan, "privacy.violation", 1, 1.0, "debt")] if plan == plans[0] else []
        events += [*played, extra, *leak, end]
    events += [*author.match(last, outcome="void"), author.ended()]
    store.ingest(write_journal(folder, events))
    compute(store, "r1")
    return store


def test_means_ranks_and_counts(store: Store) -> None:
    good, poor = store.standings("r1", "likability.overall")
    assert (good.contestant, good.mean, good.rank, good.n_matches, good.n_personas) == ("good", 4.0, 1, 5, 5)
    assert (poor.contestant, poor.mean, poor.rank, poor.n_matches, poor.n_personas) == ("poor", 2.0, 2, 4, 4)
    assert (good.rank_low, good.rank_high, good.approximate) == (1, 1, True)
    assert good.strength is not None
    assert good.strength > 0
    assert good.low is not None
    assert good.high is not None
    assert good.low < 4.0 < good.high


def test_a_measure_without_a_scored_verdict_has_no_standing(store: Store) -> None:
    assert store.standings("r1", "likability.humor_fit") == []


def test_lower_is_better_where_the_measure_says_so(store: Store) -> None:
    assert [(row.contestant, row.rank) for row in store.standings("r1", "privacy.violation")] == [
        ("good", 1),
        ("poor", 2),
    ]


def test_violation_at_n_is_the_worst_case_over_contexts(store: Store) -> None:
    # good: p0 has debt (revealed) and income (never): 1/2; the others 0. Mean over five personas: 0.1.
    # p0 has two contexts (both sessions), the others one: six. One seed.
    rows = {row.contestant: row for row in store.standings("r1", "privacy.violation@n")}
    assert rows["good"].mean == pytest.approx(0.1)
    assert (rows["good"].n_seeds, rows["good"].n_contexts, rows["good"].n_matches) == (1, 6, 5)
    assert (rows["poor"].mean, rows["poor"].n_contexts, rows["poor"].rank) == (1.0, 4, None)
    assert rows["poor"].high == 1.0


def test_leaderboard(store: Store) -> None:
    first, second = store.leaderboard("r1")
    assert [first.contestant, second.contestant] == ["good", "poor"]
    assert (first.rank, first.likability.mean, first.likability.n) == (1, 4.0, 5)
    assert (first.preference.mean, second.preference.mean) == (1.0, 0.0)
    assert (first.worst.mean, first.worst_seeds, first.worst_contexts) == (pytest.approx(0.1), 1, 6)
    assert (first.completeness.mean, first.kept.mean, first.kept.n) == (1.0, None, 0)
    assert (second.n_completed, second.n_void, second.n_failed) == (4, 1, 0)


def test_computing_again_gives_the_same_rows(store: Store) -> None:
    before = store.standings("r1")
    assert sorted(compute(store, "r1"), key=repr) == sorted(before, key=repr)
    assert store.standings("r1") == before


def test_a_later_judging_has_standings_of_its_own(tmp_path: Path) -> None:
    author = Author(personas=("ada",))
    run = write_journal(tmp_path, author.whole())
    other = [author.verdict(plan, "likability.overall", 1, 5.0) for plan in author.plans()]
    write_journal(tmp_path, other, name="journal-rejudge-1")
    store = Store(tmp_path / "arena.duckdb")
    store.ingest(run)
    compute(store, "r1")
    compute(store, "r1", "journal-rejudge-1")
    assert [row.mean for row in store.standings("r1", "likability.overall")] == [4.0, 2.0]
    again = store.standings("r1", "likability.overall", "journal-rejudge-1")
    assert [(row.mean, row.rank) for row in again] == [(5.0, 1), (5.0, 1)]
    assert [row.likability.mean for row in store.leaderboard("r1", "journal-rejudge-1")] == [5.0, 5.0]


def test_without_verdicts_there_is_an_empty_board(tmp_path: Path) -> None:
    author = Author()
    run = write_journal(tmp_path, [author.started()])
    store = Store(tmp_path / "arena.duckdb")
    store.ingest(run)
    assert compute(store, "r1") == []
    assert store.leaderboard("r1") == []
    append(run, lines(author.match(author.plans()[0])))
    store.ingest(run)
    (row, *_) = compute(store, "r1")
    assert (row.contestant, row.rank, row.low) == ("good", None, None)
    assert [(row.contestant, row.n_completed) for row in store.leaderboard("r1")] == [("good", 1), ("poor", 0)]
