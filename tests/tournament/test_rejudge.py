"""A run judged once more: from the store alone, beside what it has, in other words or by another model."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arena.errors import BudgetSpent, UsageError
from arena.journal import RunFolder, read
from arena.judges import ASPECTS
from arena.prompts import Prompt, _prompt, load, names
from arena.schema.event import CallMade, VerdictGiven
from arena.schema.judging import Judging
from arena.schema.run import Budget, ModelSpec, RunSpec
from arena.store import OneVerdict, Store
from arena.tournament import Rejudging, known_measures, rejudge, resume, start, versions
from tests.model_server import ModelServer

pytestmark = pytest.mark.xdist_group("rejudge")  # one run for all of them

SPEC = RunSpec(personas=("ines-varga", "aiko-tanaka"), scenarios=("smaller-flat",), contestants=("plain", "oversharer"))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    folder = tmp_path_factory.mktemp("rejudged")
    spec = SPEC.model_copy(update={"runs_dir": str(folder / "runs"), "db": str(folder / "arena.duckdb")})
    run = start(spec)
    asyncio.run(_all(run.play()))
    return folder, run.folder.run_id


@pytest.fixture
def again(played: tuple[Path, str], tmp_path: Path) -> tuple[Store, str, Path]:
    folder, run_id = played
    shutil.copy(folder / "arena.duckdb", tmp_path / "arena.duckdb")
    shutil.copytree(folder / "runs", tmp_path / "runs")
    return Store(tmp_path / "arena.duckdb"), run_id, tmp_path / "runs"


async def _all(events: Any) -> list[Any]:
    return [event async for event in events]


def judging(model: str = "offline", **changes: Any) -> Judging:
    asked = {"prompts": versions(), **changes}
    return Judging(kind="rejudge", judge=ModelSpec(id=model, temperature=0.0), **asked)


def judged(work: Rejudging) -> list[Any]:
    return asyncio.run(_all(work.play()))


def begin(again: tuple[Store, str, Path], how: Judging, budget: Budget | None = None) -> Rejudging:
    store, run_id, runs = again
    return rejudge(store, run_id, how, runs, budget or Budget(), 4)


def facts(rows: list[OneVerdict]) -> list[tuple[Any, ...]]:
    return sorted(
        (r.match, r.measure, r.session, r.turn, r.about, r.status, r.value, r.label, r.reason, str(r.evidence))
        for r in rows
    )


def test_the_same_judge_says_the_same_from_the_store_alone(again: tuple[Store, str, Path]) -> None:
    store, run_id, runs = again
    shutil.rmtree(runs)
    work = begin(again, judging())
    judged(work)
    own, later = store.verdicts(run_id, ["journal"]), store.verdicts(run_id, [work.name])
    own = [row for row in own if row.measure in ASPECTS or not row.measure.startswith("realism.")]
    # Other measures of people are the judge of realism's, which is not asked again.
    assert len(own) > 500
    assert facts(own) == facts(later)
    assert store.leaderboard(run_id) == store.leaderboard(run_id, work.name)
    assert len(store.matches(run_id)) == 4, "the run's own rows survive although its journal is gone"


def test_twice_is_once_and_ingest_is_idempotent(again: tuple[Store, str, Path]) -> None:
    store, run_id, runs = again
    first = begin(again, judging())
    judged(first)
    before = first.journal.path.read_bytes()
    second = begin(again, judging())
    second.journal.close()
    assert (second.name, second.unfinished()) == (first.name, [])
    assert second.journal.path.read_bytes() == before
    rows = facts(store.verdicts(run_id, [first.name]))
    store.path.unlink()
    store.ingest(RunFolder(runs / run_id))
    store.ingest(RunFolder(runs / run_id))
    assert facts(store.verdicts(run_id, [first.name])) == rows
    assert [j.name for j in store.judgings(run_id)] == ["run", first.name.removeprefix("journal-")]


def test_a_measure_set_asks_for_nothing_else(again: tuple[Store, str, Path]) -> None:
    store, run_id, _ = again
    work = begin(again, judging(measures=known_measures(["privacy", "preference.violate"])))
    events = judged(work)
    found = {row.measure for row in store.verdicts(run_id, [work.name])}
    assert found >= {"privacy.violation", "privacy.completeness", "preference.violate"}
    assert {measure for measure in found if not measure.startswith("privacy.")} == {"preference.violate"}
    asked = {event.prompt.partition("@")[0] for event in events if isinstance(event, CallMade)}
    assert "judge/likability" not in asked
    assert "judge/recall" not in asked


def test_unknown_measures_and_prompts_are_named() -> None:
    with pytest.raises(UsageError) as wrong:
        known_measures(["privacy.violatoin"])
    assert "privacy.violation" in wrong.value.choices
    with pytest.raises(UsageError) as old:
        versions(["judge/violate@7"])
    assert "judge/violate@1" in old.value.choices
    assert versions(["violate@1"])["judge/violate"] == 1


@pytest.fixture
def second_wording(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A version 2 of `judge/violate`, as if it had been released."""
    old = load("judge/violate", 1)
    text = old.text.replace("## user", "Look twice.\n\n## user", 1)

    def loaded(name: str, version: int) -> Prompt:
        return _prompt.parse(name, 2, text) if (name, version) == ("judge/violate", 2) else load(name, version)

    shipped = sorted([*names(), ("judge/violate", 2)])
    for module in ("arena.judges._bench", "arena.models._door", "arena.tournament._bench_again"):
        monkeypatch.setattr(f"{module}.load", loaded)
    monkeypatch.setattr("arena.tournament._bench_again.names", lambda: shipped)
    yield


@pytest.mark.usefixtures("second_wording")
def test_another_wording_stands_beside_the_first_and_is_not_averaged(again: tuple[Store, str, Path]) -> None:
    store, run_id, _ = again
    before = store.match_scores(run_id), store.leaderboard(run_id)
    work = begin(again, judging(measures=("preference",)))
    judged(work)
    rows = store.verdicts(run_id, ["journal", work.name], ["preference.violate"])
    assert {(row.journal, row.prompt) for row in rows} == {
        ("journal", "judge/violate@1"),
        (work.name, "judge/violate@2"),
    }
    assert (store.match_scores(run_id), store.leaderboard(run_id)) == before, "what the run said is untouched"
    assert {score.measure for score in store.match_scores(run_id, work.name)} >= {"preference.violate"}
    words = {(used.ref, used.sha256) for used in store.prompts(run_id) if used.name == "judge/violate"}
    assert len(words) == 2


@pytest.mark.usefixtures("second_wording")
def test_a_run_that_is_resumed_keeps_the_wording_it_began_with(tmp_path: Path) -> None:
    spec = SPEC.model_copy(update={"runs_dir": str(tmp_path / "runs"), "db": str(tmp_path / "arena.duckdb")})
    run = start(spec.model_copy(update={"contestants": ("plain",), "sessions": 1}))
    run.judged_with["judge/violate"] = 2
    asyncio.run(_all(run.play()))
    path = run.folder.journal
    lines = path.read_text().splitlines(keepends=True)
    cut = next(i for i, line in enumerate(lines) if '"match_ended"' in line)
    path.write_text("".join(lines[:cut]))
    Path(spec.db).unlink()
    asyncio.run(_all(resume(run.folder.run_id, tmp_path / "runs").play()))
    given = [e.verdict for e in read(path).events if isinstance(e, VerdictGiven)]
    assert {v.prompt for v in given if v.measure == "preference.violate" and v.judge != "code"} == {"judge/violate@2"}


def test_another_model_over_a_socket_and_a_stop_at_the_budget(again: tuple[Store, str, Path]) -> None:
    store, run_id, _ = again
    with ModelServer() as server:
        model = ModelSpec(id="openai/other", api_base=server.url, max_tries=1)
        how = judging(measures=("privacy",)).model_copy(update={"judge": model})
        with pytest.raises(BudgetSpent):
            judged(begin(again, how, Budget(max_tokens=3000)))
        stopped = len(server.requests)
        rest = begin(again, how)
        judged(rest)
        assert 0 < stopped < len(server.requests) == 4, "one question a message, none asked twice"
    rows = store.verdicts(run_id, [rest.name], ["privacy.violation"])
    assert rows
    assert {row.judge for row in rows} == {"openai/other"}
    (summary,) = [j for j in store.judgings(run_id) if j.journal == rest.name]
    assert summary.ended_at is not None
    assert summary.n_matches == 4


def test_what_reads_along_is_a_journal_of_its_own(again: tuple[Store, str, Path]) -> None:
    work = begin(again, judging(measures=("memory",)))
    judged(work)
    kinds = {json.loads(line)["type"] for line in work.journal.path.read_text().splitlines()}
    assert kinds <= {
        "judging_started",
        "time_played",
        "match_started",
        "prompt_used",
        "call_made",
        "verdict_given",
        "match_ended",
        "judging_ended",
    }
