"""A cache over a real socket: a second run asks nobody and comes to the same; whatever differs is asked."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from arena.journal import read
from arena.schema.event import CallMade
from arena.schema.run import Models, ModelSpec, RunSpec
from arena.tournament import Announcement, Notice, Run, resume, start
from benchmarks.endpoint import answer
from tests import nursery
from tests.model_server import ModelServer
from tests.tournament.killing import tables

TOKENS = {"input_tokens", "output_tokens"}


@pytest.fixture
def server(model_server: ModelServer) -> ModelServer:
    """What it is asked twice it answers differently, so that equal results cannot be had by asking again."""

    def responder(body: dict[str, Any]) -> Any:
        said = answer(body)
        if body.get("response_format", {}).get("json_schema", {}).get("name") != "SpokenTurn":
            return said
        turn = json.loads(said)
        return turn | {"say": f"{turn['say']} ({len(model_server.requests)})"}

    model_server.responder = responder
    return model_server


def spec_for(server: ModelServer, folder: Path, temperature: float = 0.5, **changes: Any) -> RunSpec:
    model = ModelSpec(id="openai/gpt-4o-mini", api_base=server.url, temperature=temperature, timeout_s=30)
    changes = {"contestants": ("plain", "transcript"), "cache": str(folder.parent / "kept"), **changes}
    return RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        sessions=1,
        models=Models(user=model, contestant=model, judge=model),
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
        **changes,
    )


async def play(run: Run, stop_after: int = 0) -> list[Announcement]:
    heard: list[Announcement] = []
    events = run.play()
    async for said in events:
        heard.append(said)
        if len(heard) == stop_after:
            await events.aclose()  # type: ignore[attr-defined]
            break
    return heard


def calls(folder: Path) -> list[CallMade]:
    (path,) = (folder / "runs").glob("*/journal.jsonl")
    return [event for event in read(path).events if isinstance(event, CallMade)]


def results(folder: Path) -> dict[str, Any]:
    """All but the meters of calls, in which a cached run differs."""
    return {name: rows for name, rows in tables(folder).items() if name not in {"calls", "runs"}}


def test_a_second_run_asks_nobody_and_comes_to_the_same(server: ModelServer, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    run = start(spec_for(server, first))
    asyncio.run(play(run))
    asked = len(server.requests)
    live = [call for call in calls(first) if not call.cached]
    assert len(live) == asked
    assert len(live) < len(calls(first)), "the two contestants begin with equal calls"

    again = start(spec_for(server, second))
    said = asyncio.run(play(again))
    assert len(server.requests) == asked
    assert results(second) == results(first)
    assert all(call.cached and call.cost_usd == 0 for call in calls(second))
    worth = sum(call.saved_usd or 0.0 for call in calls(second))
    assert worth > run.account.spent.cost_usd > 0  # type: ignore[operator]
    assert (again.account.spent.tokens, again.account.spent.cost_usd) == (0, None)
    (notice,) = [one.text for one in said if isinstance(one, Notice)]
    assert f"{len(calls(second))} calls were answered from the cache" in notice
    # What a contestant costs is what its answers cost when they were given.
    assert again.store.prices(again.folder.run_id) == pytest.approx(run.store.prices(run.folder.run_id))


@pytest.mark.parametrize("change", ["temperature", "seeds", "endpoint", "no cache"])
def test_whatever_differs_is_asked(server: ModelServer, tmp_path: Path, change: str) -> None:
    few = {"judge": False, "contestants": ("plain",)}
    asyncio.run(play(start(spec_for(server, tmp_path / "first", **few))))
    asked = len(server.requests)
    different: dict[str, dict[str, Any]] = {
        "temperature": {"temperature": 0.6},
        "seeds": {"seeds": 2},
        "endpoint": {},
        "no cache": {"cache": None},
    }
    with ModelServer(responder=server.responder) as elsewhere:
        where = elsewhere if change == "endpoint" else server
        asyncio.run(play(start(spec_for(where, tmp_path / "second", **few | different[change]))))
        assert len(server.requests) + len(elsewhere.requests) == asked + sum(
            not call.cached for call in calls(tmp_path / "second")
        )
    cached = [call.cached for call in calls(tmp_path / "second")]
    assert sum(cached) == (asked if change == "seeds" else 0)
    assert not all(cached)


def test_resuming_replays_first_and_then_asks_the_cache(server: ModelServer, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    asyncio.run(play(start(spec_for(server, first))))
    asked = len(server.requests)
    asyncio.run(play(start(spec_for(server, second)), stop_after=20))
    stopped_with = len(calls(second))
    asyncio.run(play(resume("latest", second / "runs")))
    assert 0 < stopped_with < len(calls(second)) == len(calls(first))
    assert len(server.requests) == asked
    assert results(second) == results(first)


def arena(folder: Path, *args: str, code: int = 0) -> str:
    done = nursery.arena(folder, *args, code=code, columns=150)
    return done.stdout + done.stderr


def test_as_a_person_types_it(server: ModelServer, tmp_path: Path) -> None:
    few = ["--personas", "ines-varga", "--scenarios", "smaller-flat", "--contestants", "plain", "--sessions", "1"]
    ask = ["--model", "openai/gpt-4o-mini", "--api-base", server.url, "--no-judge", "--cache"]
    assert "there is no cache" in arena(tmp_path, "cache", "show", code=2)
    arena(tmp_path, "tournament", *few, *ask, code=0)
    asked = len(server.requests)
    arena(tmp_path, "tournament", *few, *ask)
    assert len(server.requests) == asked
    assert f"saved by the cache: {asked} of these calls" in arena(tmp_path, "costs")
    held = json.loads(arena(tmp_path, "cache", "show", "--json"))
    assert (held["answers"], held["unreadable"]) == (asked, 0)
    assert f"{asked} files deleted" in arena(tmp_path, "cache", "clear", "--yes")
    assert not (tmp_path / "arena-cache").exists()
    assert "it needs no cache" in arena(tmp_path, "tournament", *few, "--cache", "--no-judge")
    assert not (tmp_path / "arena-cache").exists()
