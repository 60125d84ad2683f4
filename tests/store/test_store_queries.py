"""What the tables answer, checked against a run small enough to count by hand."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from arena.errors import StoreUnavailable, UsageError
from arena.schema.event import Event
from arena.store import PreferenceAtDistance, Store
from tests.store.journals import Author, write_journal


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Two personas, two contestants, all completed; read by many tests and written by none."""
    folder = tmp_path_factory.mktemp("queries")
    store = Store(folder / "arena.duckdb")
    store.ingest(write_journal(folder, Author().whole(), run_id="r1"))
    later = Author(personas=("ada",))
    later.clock.at += 1000
    store.ingest(write_journal(folder, later.whole(), run_id="r2-later"))
    return store


def ingested(folder: Path, events: list[Event]) -> Store:
    store = Store(folder / "arena.duckdb")
    store.ingest(write_journal(folder, events))
    return store


def test_runs_latest_first(store: Store) -> None:
    assert [run.run_id for run in store.runs()] == ["r2-later", "r1"]
    run = store.runs()[1]
    assert (run.n_planned, run.n_completed, run.ended, run.judge_model) == (4, 4, True, "offline")
    assert run.started_at == datetime(2023, 11, 14, 22, 14, 45)  # 1 700 000 085 s, UTC


def test_a_clock_that_was_set_back_does_not_hide_the_latest_run(tmp_path: Path) -> None:
    store, earlier = Store(tmp_path / "arena.duckdb"), Author(personas=("ada",))
    store.ingest(write_journal(tmp_path, earlier.whole(), run_id="20231114-231445-aaaa"))
    later = Author(personas=("ada",))
    later.clock.at -= 3600
    store.ingest(write_journal(tmp_path, later.whole(), run_id="20231114-231446-bbbb"))
    assert store.resolve_run() == "20231114-231446-bbbb"
    assert [run.run_id[-4:] for run in store.runs()] == ["bbbb", "aaaa"]


def test_resolve_run(store: Store) -> None:
    assert store.resolve_run() == "r2-later"
    assert store.resolve_run("r1") == "r1"
    assert store.resolve_run("r2") == "r2-later"
    with pytest.raises(UsageError) as several:
        store.resolve_run("r")
    assert several.value.choices == ("r2-later", "r1")
    with pytest.raises(UsageError) as none:
        store.resolve_run("r2-latex")
    assert none.value.choices[0] == "r2-later"


def test_there_is_nothing_to_read_yet(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable):
        Store(tmp_path / "none.duckdb").runs()
    assert not (tmp_path / "none.duckdb").exists()


def test_match_scores_leave_out_all_but_scored(tmp_path: Path) -> None:
    author = Author(personas=("ada",), contestants=("good",))
    (plan,) = author.plans()
    *played, end = author.match(plan)
    more = [
        author.verdict(plan, "likability.overall", 1, 1.0, about="a"),
        author.verdict(plan, "likability.overall", 1, None, about="b", status="not_applicable"),
        author.verdict(plan, "likability.overall", 1, None, about="c", status="abstained"),
        author.verdict(plan, "likability.overall", 1, None, about="d", status="failed"),
        author.verdict(plan, "memory.recall", 2, None, status="failed"),
    ]
    store = ingested(tmp_path, [author.started(), *played, *more, end])
    scores = {score.measure: score for score in store.match_scores("r1")}
    overall, recall = scores["likability.overall"], scores["memory.recall"]
    assert overall.value == 3.0  # (4 + 4 + 1) / 3
    assert (overall.n_scored, overall.n_not_applicable, overall.n_abstained, overall.n_failed) == (3, 1, 1, 1)
    assert (recall.value, recall.n_scored, recall.n_failed) == (None, 0, 1)


@pytest.mark.parametrize("outcome", ["void", "failed"])
def test_only_completed_matches_are_scored(tmp_path: Path, outcome: str) -> None:
    author = Author(personas=("ada",))
    good, poor = author.plans()
    store = ingested(tmp_path, [author.started(), *author.match(good), *author.match(poor, outcome=outcome)])  # type: ignore[arg-type]
    assert {score.contestant for score in store.match_scores("r1")} == {"good"}
    assert {row.contestant for row in store.preference_by_distance("r1")} == {"good"}
    assert [(row.contestant, row.error) for row in store.preference_errors("r1")] == [("good", "")]
    assert {flow.contestant for flow in store.privacy_flows("r1")} == {"good"}
    assert {row.match_status for row in store.verdict_rows("r1", ["privacy.violation"])} == {"completed", outcome}


def test_preference_distance(store: Store) -> None:
    # Session 1: user (3 words, shows `quiet`), assistant. Session 2: user, assistant. The second reply is three turns
    # and the six words of the two turns in between away from the showing.
    rows = [row for row in store.preference_by_distance("r1") if row.contestant == "good"]
    accuracy = "preference.accuracy"
    assert rows == [
        PreferenceAtDistance("good", accuracy, 0, 1.0, n=2, turns_since=1.0, words_since=0.0),
        PreferenceAtDistance("good", accuracy, 1, 1.0, n=2, turns_since=3.0, words_since=6.0),
    ]


def test_preference_distance_of_what_was_never_shown_or_shown_again(tmp_path: Path) -> None:
    author = Author(personas=("ada",), contestants=("good",))
    (plan,) = author.plans()
    *played, end = author.match(plan)
    more = [
        author.turn(plan, 2, 3, reveals=("quiet", "late")),
        author.turn(plan, 2, 4),
        author.verdict(plan, "preference.kept", 2, 0.0, "never"),
        author.verdict(plan, "preference.kept", 2, 1.0, "late"),  # the reply it is about came before the showing
        _at(author.verdict(plan, "preference.kept", 2, 1.0, "quiet"), 0),  # the whole session, up to its last turn
    ]
    store = ingested(tmp_path, [author.started(), *played, *more, end])
    kept = [row for row in store.preference_by_distance("r1") if row.measure == "preference.kept"]
    assert [(row.sessions_since, row.n, row.mean, row.turns_since) for row in kept] == [
        (0, 1, 1.0, 1.0),
        (None, 2, 0.5, None),
    ]


def _at(event: Event, turn: int) -> Event:
    assert event.type == "verdict_given"
    return event.model_copy(update={"verdict": event.verdict.model_copy(update={"turn": turn})})


def test_preference_errors(store: Store) -> None:
    found = [(row.contestant, row.error, row.n, row.n_scored, row.share) for row in store.preference_errors("r1")]
    assert found == [("good", "", 4, 4, 1.0), ("poor", "unaware", 4, 4, 1.0)]


def test_privacy_flows(store: Store) -> None:
    found = {(f.contestant, f.attribute, f.recipient, f.flow): (f.revealed, f.n) for f in store.privacy_flows("r1")}
    assert found == {
        ("good", "income", "employer", "forbidden"): (0.0, 2),
        ("good", "name", "employer", "allowed"): (1.0, 2),
        ("poor", "income", "employer", "forbidden"): (1.0, 2),
        ("poor", "name", "employer", "allowed"): (1.0, 2),
    }


def test_costs_do_not_call_unmetered_free(store: Store) -> None:
    costs = {(cost.party, cost.contestant): cost for cost in store.costs("r1")}
    user, contestant = costs["user", "good"], costs["contestant", "good"]
    assert (user.calls, user.cost_usd, user.unmetered, user.input_tokens) == (4, 1.0, 0, 400)
    assert (contestant.calls, contestant.cost_usd, contestant.unmetered) == (4, 0.0, 4)


@pytest.mark.parametrize("name", ["ada/s/good/0", "ada/s/good", "ada/s/g", "ada/s/good/"])
def test_a_match_goes_by_what_is_in_it(store: Store, name: str) -> None:
    assert store.transcript("r1", name).match.match == "ada-good"


@pytest.mark.parametrize("name", ["ada/s", "ada/s/", "a"])
def test_a_name_of_several_matches_lists_them(store: Store, name: str) -> None:
    with pytest.raises(UsageError) as error:
        store.transcript("r1", name)
    assert "ada/s/good/0" in error.value.choices


def test_transcript(store: Store) -> None:
    transcript = store.transcript("r1", "ada-g")
    assert (transcript.match.match, transcript.match.n_sessions, transcript.match.n_turns) == ("ada-good", 2, 4)
    first, second = transcript.sessions
    assert [(turn.speaker, turn.text, turn.reveals) for turn in first.turns] == [
        ("user", "Three words user", ("quiet",)),
        ("assistant", "Three words assistant", ()),
    ]
    assert (first.memory, first.recipient, second.recipient) == ("likes quiet", "", "employer")
    assert second.simulated_time == datetime(2026, 3, 4, 19)
    assert second.verdicts[0].evidence[0].quote == "Three words"
    assert (first.probes, second.probes[0].gold) == ((), "quiet")
    with pytest.raises(UsageError) as caught:
        store.transcript("r1", "ada-gold")
    assert caught.value.choices[0] == "ada/s/good/0"


def test_values_are_values_and_no_sql(store: Store) -> None:
    nasty = "r1' OR '1'='1"
    assert store.matches(nasty) == []
    assert store.verdict_rows("r1", ["x'); DROP TABLE runs; --"]) == []
    assert len(store.runs()) == 2
