"""Several judges and several answers of one, inside a run: side by side, compared, resumed, paid from one budget."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from arena.errors import BudgetSpent, UsageError
from arena.journal import read
from arena.results.bias import bias, repeated, shared_families
from arena.results.panel import panel
from arena.schema.event import CallMade
from arena.schema.run import Budget, Models, ModelSpec, RunSpec
from arena.store import Store
from arena.tournament import Notice, forecast_of, override_models, play_and_judge, resume, start
from arena.tournament._further import further_judgings
from tests.model_server import ModelServer

pytestmark = pytest.mark.xdist_group("panel")  # one run for all of them

SMALL = RunSpec(personas=("ines-varga", "aiko-tanaka"), scenarios=("smaller-flat",), contestants=("plain",), sessions=1)


def spec_at(folder: Path, url: str, **changes: Any) -> RunSpec:
    other = ModelSpec(id="openai/gpt-other", api_base=url, max_tries=1, temperature=0.7)
    own = {"models": Models(panel=(other,)), "runs_dir": str(folder / "runs"), "db": str(folder / "arena.duckdb")}
    return SMALL.model_copy(update={**own, **changes})


def played(run: Any) -> list[Any]:
    async def all_of_it() -> list[Any]:
        return [said async for said in play_and_judge(run)]

    return asyncio.run(all_of_it())


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str, list[Any]]]:
    folder = tmp_path_factory.mktemp("panel")
    with ModelServer() as server:
        run = start(spec_at(folder, server.url, samples=2))
        said = played(run)
    yield folder, run.folder.run_id, said


def test_every_judge_and_every_answer_has_verdicts_of_its_own(judged: tuple[Path, str, list[Any]]) -> None:
    folder, run_id, said = judged
    store = Store(folder / "arena.duckdb")
    found = {(j.judge, j.kind): j.n_matches for j in store.judgings(run_id)}
    assert found == {("offline", "run"): 2, ("offline", "rejudge"): 2, ("openai/gpt-other", "rejudge"): 2}
    assert len(store.judgings(run_id)) == 4
    samples = {(v.judge, v.sample) for v in store.verdicts(run_id, [j.journal for j in store.judgings(run_id)])}
    assert {s for s in samples if s[0] != "code"} == {
        ("offline", 0),
        ("offline", 1),
        ("openai/gpt-other", 0),
        ("openai/gpt-other", 1),
    }
    own = {v.judge for v in store.verdicts(run_id, ["journal"])}
    assert own <= {"offline", "code"}, "the run's own verdicts are of its first judge alone"
    assert [s.text for s in said if isinstance(s, Notice)] == [
        "offline (answer 2) judges 2 matches",
        "openai/gpt-other judges 2 matches",
        "openai/gpt-other (answer 2) judges 2 matches",
    ]


def test_the_board_is_of_the_first_judge_and_says_nothing_of_a_mean(judged: tuple[Path, str, list[Any]]) -> None:
    folder, run_id, _ = judged
    store = Store(folder / "arena.duckdb")
    scores = store.match_scores(run_id)
    offline = [v.value for v in store.verdicts(run_id, ["journal"], ["likability.overall"]) if v.value is not None]
    by_hand = sum(offline) / len(offline)
    assert sum((s.value or 0) * s.n_scored for s in scores if s.measure == "likability.overall") == pytest.approx(
        by_hand * len(offline)
    )


def test_mean_majority_disagreement_and_self_consistency(judged: tuple[Path, str, list[Any]]) -> None:
    folder, run_id, _ = judged
    found = panel(Store(folder / "arena.duckdb"), run_id)
    assert found.raters[0] == "run"
    assert len(found.raters) == 4
    of = {row.measure: row for row in found.measures}
    overall = of["likability.overall"]
    assert overall.together.n > 0
    assert overall.together.disagreement is not None
    assert set(overall.means) == set(found.raters)
    assert all(not measure.startswith(("privacy.over_ask", "preference.kept")) for measure in of), "code agrees anyway"
    own = {(row.judge, row.measure): row.consistency for row in found.consistency}
    assert own["offline", "likability.overall"].unanimous == 1
    assert own["offline", "likability.overall"].samples == 2
    assert {judge for judge, _ in own} == {"offline", "openai/gpt-other"}


def test_one_judge_is_no_panel(tmp_path: Path) -> None:
    run = start(spec_at(tmp_path, "http://127.0.0.1:1", models=Models(), personas=("ines-varga",)))
    played(run)
    with pytest.raises(UsageError, match="no panel"):
        panel(Store(tmp_path / "arena.duckdb"), run.folder.run_id)


def test_a_judge_that_was_interrupted_goes_on_and_asks_nothing_twice(tmp_path: Path) -> None:
    with ModelServer() as server:
        spec = spec_at(tmp_path, server.url)
        limited = spec.model_copy(update={"budget": Budget(max_tokens=33_000)})
        run = start(limited)
        with pytest.raises(BudgetSpent) as caught:
            played(run)
        assert caught.value.raised.startswith("--max-tokens ")
        stopped = len(server.requests)
        again = resume("latest", tmp_path / "runs", tmp_path / "arena.duckdb", budget=Budget(max_tokens=10_000_000))
        played(again)
        assert 0 < stopped < len(server.requests)
        (journal,) = run.folder.path.glob("journal-rejudge-*.jsonl")
        calls = [event for event in read(journal).events if isinstance(event, CallMade)]
        assert len(calls) == len(server.requests), "one call a question"


def test_the_forecast_counts_every_judge_and_every_answer() -> None:
    one = forecast_of(SMALL)
    of_people = ("judge/role@1", "judge/realism@2")  # asked while a run is played, by its first judge
    judging = sum(row.calls for row in one.calls if row.party == "judge" and row.prompt not in of_people)
    other = ModelSpec(id="openai/gpt-4o-mini", temperature=0.0)
    several = forecast_of(SMALL.model_copy(update={"models": Models(panel=(other,)), "samples": 3}))
    assert several.n_calls == pytest.approx(one.n_calls + 5 * judging)
    assert several.paid_calls == pytest.approx(3 * judging)
    assert (several.amount.cost_usd or 0) > 0


def test_seven_calls_a_reply_inside_a_run(tmp_path: Path) -> None:
    spec = spec_at(tmp_path, "", models=Models(), likability="separate", personas=("ines-varga",))
    run = start(spec)
    played(run)
    asked = [e.prompt for e in read(run.folder.journal).events if isinstance(e, CallMade)]
    asked = [prompt.partition("@")[0] for prompt in asked]
    assert "judge/likability" not in asked
    assert asked.count("judge/dimension") == 7 * asked.count("assistant/reply")
    ahead = {row.prompt.partition("@")[0]: row.calls for row in forecast_of(spec).calls}
    assert "judge/likability" not in ahead
    assert ahead["judge/dimension"] == pytest.approx(7 * ahead["assistant/reply"])


def test_who_judges_beside_the_first() -> None:
    spec = SMALL.model_copy(update={"models": Models.model_validate({"judge": ["openai/a", "openai/b"]}), "samples": 2})
    prompts = {"judge/violate": 1}
    found = further_judgings(spec, prompts)
    assert [(j.judge.id, j.sample) for j in found] == [("openai/a", 1), ("openai/b", 0), ("openai/b", 1)]
    assert all(j.prompts["judge/violate"] == 1 for j in found)
    assert further_judgings(spec.model_copy(update={"judge": False}), {}) == []


def test_judges_as_one_writes_them() -> None:
    models = Models.model_validate({"judge": ["openai/a", {"id": "openai/b", "temperature": 1.0}]})
    assert (models.judge.id, models.judge.temperature) == ("openai/a", 0.0)
    assert [(m.id, m.temperature) for m in models.panel] == [("openai/b", 1.0)]
    assert Models.model_validate(models.model_dump()) == models
    for wrong in ({"judge": []}, {"judge": ["a", "a"]}, {"judge": ["a"], "panel": ["b"]}):
        with pytest.raises(ValidationError):
            Models.model_validate(wrong)
    given = override_models(SMALL, {"judge": "openai/a"}, "http://x/v1", ["openai/b"], rpm=3)
    assert [(m.id, m.api_base, m.rpm) for m in given.models.every[2:]] == [
        ("openai/a", "http://x/v1", 3),
        ("openai/b", "http://x/v1", 3),
    ]


def test_warnings_know_of_every_judge() -> None:
    models = Models.model_validate(
        {"contestant": {"id": "openai/gpt-4o"}, "judge": ["anthropic/claude-x", "openai/o3"]}
    )
    assert len(shared_families(SMALL.model_copy(update={"models": models}))) == 1
    assert repeated(SMALL) == []
    assert len(repeated(SMALL.model_copy(update={"models": models, "samples": 2}))) == 2


def test_a_run_that_cannot_tell_estimates_no_favour(judged: tuple[Path, str, list[Any]]) -> None:
    folder, run_id, _ = judged
    assert bias(Store(folder / "arena.duckdb"), run_id).own_kind == ()


def test_favour_is_estimated_where_families_cross(tmp_path: Path) -> None:
    with ModelServer() as server:
        kin = f"openai:{server.url}#gpt-mine"
        spec = spec_at(tmp_path, server.url, contestants=("plain", kin))
        claude = ModelSpec(id="openai/claude-x", api_base=server.url, max_tries=1)
        models = spec.models.model_copy(update={"contestant": claude})
        run = start(spec.model_copy(update={"models": models}))
        played(run)
    rows = bias(Store(tmp_path / "arena.duckdb"), run.folder.run_id).own_kind
    assert {(row.judge, row.family) for row in rows} == {("openai/gpt-other", "gpt")}
    assert all(row.n_own and row.n_others for row in rows)
    assert "preference.acknowledge" in {row.measure for row in rows}
