"""A contestant with an embedding model, in a run over a real socket: recorded, priced, and paid once."""

import asyncio
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from arena.errors import MissingKey, RunStopped, UsageError
from arena.journal import read
from arena.schema.event import CallMade, MatchEnded, SessionEnded
from arena.schema.run import Models, ModelSpec, RunSpec
from arena.tournament import Run, forecast_of, resume, start
from tests.model_server import Fail, ModelServer

EMBED = "openai/text-embedding-3-small"
CONTESTANT = f"retrieval?rank=dense&embed={EMBED}"


def spec_for(server: ModelServer, folder: Path, **changes: Any) -> RunSpec:
    model = ModelSpec(id="openai/gpt-4o-mini", api_base=server.url, max_tries=2, timeout_s=20)
    given = {"contestants": (CONTESTANT,), "models": Models(contestant=model), "sessions": 2, **changes}
    return RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        judge=False,
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
        **given,
    )


async def play(run: Run, until: type | None = None) -> list[Any]:
    heard = []
    events = run.play()
    async for said in events:
        heard.append(said)
        if until is not None and isinstance(said, until):
            await events.aclose()  # type: ignore[attr-defined]
            break
    return heard


def embedding_calls(folder: Path) -> list[CallMade]:
    (path,) = (folder / "runs").glob("*/journal.jsonl")
    calls = [event for event in read(path).events if isinstance(event, CallMade)]
    return [call for call in calls if call.prompt == "assistant/embed@1"]


def test_vectors_are_recorded_and_priced_and_a_resumed_run_pays_for_none_twice(
    model_server: ModelServer, tmp_path: Path
) -> None:
    asyncio.run(play(start(spec_for(model_server, tmp_path)), until=SessionEnded))
    paid = len(model_server.embedded())
    assert paid >= 1
    heard = asyncio.run(play(resume("latest", tmp_path / "runs", tmp_path / "arena.duckdb")))
    assert [event.outcome for event in heard if isinstance(event, MatchEnded)] == ["completed"]
    sent = Counter(map(tuple, model_server.embedded()))
    assert max(sent.values()) == 1
    calls = embedding_calls(tmp_path)
    assert len(calls) == sent.total() > paid
    assert {(call.party, call.model) for call in calls} == {("contestant", EMBED)}
    assert all(call.input_tokens and call.cost_usd and call.output_tokens == 0 for call in calls)


ANSWERS = {
    "sentences": ["[2026-03-02] Moves."],
    "told": [{"turn": 1, "topic": "rent", "attribute": "pays 700 for a flat", "event": ""}],
    "decisions": [{"new": 1, "do": "add", "old": 0}],
    "topics": [{"turns": [1], "summary": "a flat and its rent", "keywords": ["rent"]}],
    "suggestions": [
        {"reply": 2, "intent": "rent", "suggestion": "a third", "taken": "accepted", "score": 5, "words": "fine"}
    ],
    "features": ["low rent"],
}
LOG = [
    {
        "message": 1,
        "decision": "a flat",
        "taken": "chosen",
        "features": [{"feature": "rent", "factor": "price", "direction": "for"}],
        "reasoning": "",
        "words": "cheap",
    }
]


def typed(body: Any) -> Any:
    """A short answer to whatever the memories ask."""
    if "response_format" not in body:
        return "Well."
    schema = json.dumps(body["response_format"])
    (name,) = body["response_format"]["json_schema"]["schema"]["properties"]
    return {name: LOG if name == "decisions" and "reasoning" in schema else ANSWERS[name]}


@pytest.mark.parametrize("memory", ["summary", "o-mem", "memory-os?queue=1", "rpm", "feedback"])
def test_every_memory_by_vectors_has_them_recorded_and_priced(
    memory: str, model_server: ModelServer, tmp_path: Path
) -> None:
    model_server.responder = typed
    contestant = f"{memory}{'&' if '?' in memory else '?'}embed={EMBED}"
    heard = asyncio.run(play(start(spec_for(model_server, tmp_path, contestants=(contestant,)))))
    assert [event.outcome for event in heard if isinstance(event, MatchEnded)] == ["completed"]
    calls = embedding_calls(tmp_path)
    assert len(calls) == len(model_server.embedded()) >= 1  # the features of `rpm` are the same every time
    assert {(call.party, call.model) for call in calls} == {("contestant", EMBED)}
    assert all(call.input_tokens and call.cost_usd and call.output_tokens == 0 for call in calls)


def test_a_dead_endpoint_stops_the_run_and_is_no_result(model_server: ModelServer, tmp_path: Path) -> None:
    model_server.script_embeddings(*[Fail(503, retry_after="0")] * 2)
    with pytest.raises(RunStopped, match="does not answer"):
        asyncio.run(play(start(spec_for(model_server, tmp_path))))
    heard = asyncio.run(play(resume("latest", tmp_path / "runs", tmp_path / "arena.duckdb")))
    assert [event.outcome for event in heard if isinstance(event, MatchEnded)] == ["completed"]


def test_a_missing_key_and_an_unknown_model_are_told_of_before_anything_is_paid(
    model_server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(MissingKey, match="text-embedding-3-small needs a key"):
        start(spec_for(model_server, tmp_path, models=Models()))
    with pytest.raises(UsageError, match="no model provider 'opnai'"):
        start(spec_for(model_server, tmp_path, contestants=("retrieval?rank=fused&embed=opnai/x",)))
    assert model_server.requests == []


def test_the_forecast_knows_who_is_asked_and_what_it_costs(model_server: ModelServer, tmp_path: Path) -> None:
    found = {row.prompt: row for row in forecast_of(spec_for(model_server, tmp_path)).calls}
    vectors, replies = found["assistant/embed@1"], found["assistant/reply@2"]
    assert (vectors.model, replies.model) == (EMBED, "openai/gpt-4o-mini")
    assert vectors.calls == replies.calls + 2  # one a reply, and one at the end of each of two sessions
    assert vectors.cost_usd == pytest.approx(vectors.calls * 60 * 2e-8)
