"""A budget over a real socket: it stops at the limit, goes on when it is raised, and nothing is paid twice."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from arena.errors import BudgetSpent, UsageError
from arena.journal import read
from arena.schema.event import CallMade, MatchEnded, RunEnded
from arena.schema.run import Budget, Models, ModelSpec, RunSpec
from arena.tournament import Run, forecast_left, forecast_of, resume, start
from tests.model_server import Fail, ModelServer, Say


def answer(body: dict[str, Any]) -> Any:
    form = str((body.get("response_format") or {}).get("json_schema", {}).get("name", ""))
    if form == "SpokenTurn":
        return {
            "noticed": "", "progress": 1, "understood": 1, "respected": 0, "effort": 0, "happened": [],
            "need_met": False, "wants_next": "more", "reveals": [],
            "say": f"And then? ({len(body['messages'][-1]['content'])})",
        }  # fmt: skip
    if form == "Notes":
        return {"bullets": ["[2026-03-02] Wants: to move."]}
    if form:
        return Say(None)
    return f"Here is a thought of {len(json.dumps(body['messages']))} characters."


@pytest.fixture
def server(model_server: ModelServer) -> ModelServer:
    model_server.responder = answer
    return model_server


def spec_for(server: ModelServer, folder: Path, **changes: Any) -> RunSpec:
    model = ModelSpec(id="openai/gpt-4o-mini", api_base=server.url, max_tries=2, timeout_s=20)
    changes = {"judge": False, "contestants": ("plain", "notebook"), **changes}
    return RunSpec(
        personas=("ines-varga", "marcus-bell"),
        scenarios=("smaller-flat",),
        sessions=1,
        models=Models(user=model, contestant=model, judge=model),
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
        **changes,
    )


async def play(run: Run) -> list[Any]:
    return [said async for said in run.play()]


def calls(folder: Path) -> list[CallMade]:
    (path,) = (folder / "runs").glob("*/journal.jsonl")
    return [event for event in read(path).events if isinstance(event, CallMade)]


def requests(made: list[CallMade]) -> int:
    """What was sent for these calls, mending included."""
    return sum(call.tries for call in made)


def tokens(made: list[CallMade]) -> int:
    return sum((call.input_tokens or 0) + (call.output_tokens or 0) for call in made)


def go_on(folder: Path, **limits: Any) -> Run:
    return resume("latest", folder / "runs", folder / "arena.duckdb", budget=Budget(**limits))


@pytest.mark.parametrize("judge", [False, True])
def test_it_stops_at_the_limit_and_goes_on_when_it_is_raised(server: ModelServer, tmp_path: Path, judge: bool) -> None:
    server.latency_s = 0.005
    whole = tmp_path / "whole"
    asyncio.run(play(start(spec_for(server, whole, judge=judge))))
    undisturbed = calls(whole)
    sent = len(server.requests)

    folder = tmp_path / "limited"
    limit = tokens(undisturbed) // 2
    spec = spec_for(server, folder, judge=judge)
    run = start(spec)
    run.account.limits = Budget(max_tokens=limit)
    with pytest.raises(BudgetSpent, match="tokens are used") as caught:
        asyncio.run(play(run))
    assert caught.value.exit_code == 3
    assert caught.value.raised.startswith("--max-tokens ")
    first = calls(folder)
    # every answer that was sent for is journalled, and nothing was asked that is not
    assert len(server.requests) - sent == requests(first) < requests(undisturbed)
    in_flight = max(tokens([call]) for call in undisturbed) * spec.concurrency * (5 if judge else 1)
    assert limit // 2 < tokens(first) <= limit + in_flight

    more = go_on(folder, max_tokens=10 * limit)
    assert more.account.spent.tokens == tokens(first)
    heard = asyncio.run(play(more))
    assert any(isinstance(said, RunEnded) for said in heard)
    keys = Counter((c.match, c.attempt, c.party, c.request, c.occurrence) for c in calls(folder))
    assert set(keys.values()) == {1}
    assert len(server.requests) - sent == requests(calls(folder)) == requests(undisturbed)
    assert more.account.spent.tokens == tokens(calls(folder))


def test_dollars_are_counted_as_they_are_metered(server: ModelServer, tmp_path: Path) -> None:
    run = start(spec_for(server, tmp_path))
    asyncio.run(play(run))
    made = calls(tmp_path)
    assert run.account.spent.cost_usd == pytest.approx(sum(call.cost_usd or 0 for call in made))
    assert run.account.spent.cost_usd
    assert run.account.outlook.cost_usd == run.account.spent.cost_usd
    rows = run.store.spending(run.folder.run_id)
    assert sum(row.cost_usd or 0 for row in rows) == pytest.approx(run.account.spent.cost_usd)
    assert sum(row.calls for row in rows) == len(made)


def test_a_limit_in_dollars(server: ModelServer, tmp_path: Path) -> None:
    run = start(spec_for(server, tmp_path, concurrency=1))
    run.account.limits = Budget(max_cost=0.002)
    with pytest.raises(BudgetSpent, match=r"\$0.00\d* of"):
        asyncio.run(play(run))
    made = calls(tmp_path)
    assert made
    assert sum(call.cost_usd or 0 for call in made) <= 0.002 + max(call.cost_usd or 0 for call in made)


def test_failed_and_mended_calls_count(server: ModelServer, tmp_path: Path) -> None:
    server.script(Say("no form at all"), Say("nor this"))  # the first user turn: asked, mended, given up
    run = start(spec_for(server, tmp_path, concurrency=1, contestants=("plain",)))
    asyncio.run(play(run))
    made = calls(tmp_path)
    (failed,) = [call for call in made if call.error == "invalid"]
    assert failed.input_tokens
    assert run.account.spent.tokens == tokens(made)


def test_time_stops_also_the_offline_model(tmp_path: Path) -> None:
    spec = RunSpec(
        personas=("ines-varga",), scenarios=("smaller-flat",), contestants=("plain",),
        runs_dir=str(tmp_path / "runs"), db=str(tmp_path / "arena.duckdb"), budget=Budget(max_time=3600),
    )  # fmt: skip
    run = start(spec)
    now = iter(range(0, 10**9, 240))
    run.account.clock = lambda: float(next(now))  # four minutes pass whenever somebody looks
    with pytest.raises(BudgetSpent, match="1 h of this run") as caught:
        asyncio.run(play(run))
    assert caught.value.raised.startswith("--max-time ")
    assert 0 < len(calls(tmp_path)) <= 15
    asyncio.run(play(go_on(tmp_path, max_time=10**6)))
    (path,) = (tmp_path / "runs").glob("*/journal.jsonl")
    assert [e.outcome for e in read(path).events if isinstance(e, MatchEnded)] == ["completed"]


def test_a_raised_limit_below_what_is_spent_is_refused(server: ModelServer, tmp_path: Path) -> None:
    run = start(spec_for(server, tmp_path))
    run.account.limits = Budget(max_tokens=20_000)
    with pytest.raises(BudgetSpent):
        asyncio.run(play(run))
    with pytest.raises(UsageError, match="already taken"):
        go_on(tmp_path, max_tokens=10)
    go_on(tmp_path).journal.close()  # the journal was let go


def test_a_provider_that_counts_nothing_cannot_spend_without_end(server: ModelServer, tmp_path: Path) -> None:
    server.responder = lambda body: said if isinstance(said := answer(body), Say) else Say(said, usage=False)
    run = start(spec_for(server, tmp_path))
    run.account.limits = Budget(max_tokens=30_000)
    with pytest.raises(BudgetSpent):
        asyncio.run(play(run))
    made = calls(tmp_path)
    assert all(call.input_tokens is None for call in made)
    assert 0 < run.account.estimated == len(made)
    assert run.account.spent.tokens <= 30_000


def test_a_forecast_learns_from_the_store_and_shrinks_with_the_rest(server: ModelServer, tmp_path: Path) -> None:
    spec = spec_for(server, tmp_path)
    before = forecast_of(spec)
    assert before.measured == 0
    assert before.amount.cost_usd
    run = start(spec)
    asyncio.run(play(run))
    after = forecast_of(spec)
    assert after.measured > 0.9
    assert after.amount.tokens == pytest.approx(run.account.spent.tokens, rel=0.4)
    rest = go_on(tmp_path)
    rest.journal.close()
    assert forecast_left(rest).matches == 0


def test_a_dead_endpoint_is_still_reported_as_such(server: ModelServer, tmp_path: Path) -> None:
    from arena.errors import RunStopped

    server.responder = lambda _: Fail(500)
    spec = spec_for(server, tmp_path, budget=Budget(max_tokens=10**7))
    models = {party: {**model, "max_tries": 1} for party, model in spec.models.model_dump(exclude={"panel"}).items()}
    with pytest.raises(RunStopped, match="does not answer"):
        asyncio.run(play(start(spec.model_copy(update={"models": Models.model_validate(models)}))))
