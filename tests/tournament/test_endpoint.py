"""A tournament over a real socket: resume pays nothing twice, failures are counted, nothing is invented."""

import asyncio
import json
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import duckdb
import pytest

from arena.errors import RunStopped
from arena.schema.event import MatchEnded, SessionEnded
from arena.schema.run import Models, ModelSpec, RunSpec
from arena.tournament import Announcement, Run, resume, start
from arena.tournament.backends import Backends
from tests.model_server import Body, Fail, ModelServer, Say


def spec_for(server: ModelServer, folder: Path, **changes: Any) -> RunSpec:
    model = ModelSpec(id="openai/test", api_base=server.url, max_tries=2, timeout_s=20)
    return RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        contestants=("plain", "notebook"),
        sessions=1,
        models=Models(user=model, contestant=model, judge=model),
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
        **changes,
    )


async def played(run: Run, stop_after: int = 0) -> list[Announcement]:
    """Everything announced; with `stop_after`, the run is dropped after so many announcements."""
    heard: list[Announcement] = []
    events = run.play()
    async for said in events:
        heard.append(said)
        if len(heard) == stop_after:
            await events.aclose()  # type: ignore[attr-defined]
            break
    return heard


def answer_form(body: dict[str, Any]) -> str:
    return str((body.get("response_format") or {}).get("json_schema", {}).get("name", ""))


def answer(body: dict[str, Any]) -> str | dict[str, Any]:
    """A person who asks on, an assistant that says something new each time, a judge that finds nothing to say."""
    name = answer_form(body)
    if name == "Notes":
        return {"bullets": ["[2026-03-02] Wants: to move."]}
    if name == "SpokenTurn":
        return {
            "noticed": "",
            "progress": 1,
            "understood": 1,
            "respected": 0,
            "effort": 0,
            "happened": [],
            "need_met": False,
            "wants_next": "more",
            "say": f"And then? ({len(body['messages'][-1]['content'])})",
            "reveals": [],
        }
    if name:
        return Say(None)  # type: ignore[return-value]
    return f"Here is a thought of {len(json.dumps(body['messages']))} characters."


@pytest.fixture
def clever(model_server: ModelServer) -> ModelServer:
    model_server.responder = answer
    return model_server


def requests_sent(server: ModelServer) -> Counter[str]:
    return Counter(json.dumps(body["messages"], sort_keys=True) for body in server.bodies())


def test_a_resumed_run_sends_no_journalled_call_again(clever: ModelServer, tmp_path: Path) -> None:
    spec = spec_for(clever, tmp_path, judge=False, concurrency=1)
    asyncio.run(played(start(spec), stop_after=14))
    journal = next((tmp_path / "runs").glob("*/journal.jsonl"))
    answered = sum('"call_made"' in line for line in journal.read_text().splitlines())
    before = len(clever.requests)
    assert 0 < answered <= before <= answered + 1  # at most the call in flight was not journalled

    asyncio.run(played(resume("latest", tmp_path / "runs", tmp_path / "arena.duckdb")))
    whole = sum('"call_made"' in line for line in journal.read_text().splitlines())
    assert len(clever.requests) == before + (whole - answered)
    with duckdb.connect(spec.db, read_only=True) as db:
        assert db.execute("SELECT count(*) FROM matches WHERE status = 'completed'").fetchall() == [(2,)]


def test_calls_that_fail_for_good_leave_the_match_out_and_the_run_goes_on(clever: ModelServer, tmp_path: Path) -> None:
    clever.responder = lambda body: Fail(400, "no such thing") if answer_form(body) == "Notes" else answer(body)
    run = start(spec_for(clever, tmp_path, judge=False))
    ends = {e.match: e for e in asyncio.run(played(run)) if isinstance(e, MatchEnded)}
    outcomes = {plan.contestant: ends[plan.key].outcome for plan in run.stored.matches}
    assert outcomes == {"plain": "completed", "notebook": "failed"}
    (reason,) = [e.reason for e in ends.values() if e.reason]
    assert reason.startswith("rejected")
    assert {m.contestant: m.status for m in run.store.matches(run.folder.run_id)} == outcomes


def test_a_judge_that_answers_nonsense_gives_failed_verdicts_and_no_numbers(
    clever: ModelServer, tmp_path: Path
) -> None:
    spec = spec_for(clever, tmp_path, concurrency=1)
    asyncio.run(played(start(spec)))
    with duckdb.connect(spec.db, read_only=True) as db:
        rows = db.execute(
            "SELECT status, count(*), count(value) FROM verdicts WHERE judge <> 'code' GROUP BY 1"
        ).fetchall()
        found = {status: (n, values) for status, n, values in rows}
        assert set(found) <= {"failed", "not_applicable"}
        assert found["failed"][0] > 0
        assert all(values == 0 for _, values in found.values())
        assert db.execute("SELECT count(*) FROM matches WHERE status = 'completed'").fetchall() == [(2,)]


def test_a_dead_judge_stops_the_run_before_its_silence_becomes_a_result(clever: ModelServer, tmp_path: Path) -> None:
    spec = spec_for(clever, tmp_path)
    dead = ModelSpec(id="openai/judge", api_base="http://127.0.0.1:9/v1", max_tries=1, timeout_s=5)
    spec = spec.model_copy(update={"models": spec.models.model_copy(update={"judge": dead})})
    with pytest.raises(RunStopped, match="does not answer"):
        asyncio.run(played(start(spec)))
    journal = next((tmp_path / "runs").glob("*/journal.jsonl")).read_text()
    assert '"verdict_given"' not in journal.replace('"judge":"code"', "")
    assert '"match_ended"' not in journal


def test_words_of_any_kind_are_stored_as_they_are(model_server: ModelServer, tmp_path: Path) -> None:
    strange = "שלום \x1b[31mred\x1b[0m \u202eevil 👩\u200d👩\u200d👧 <script>alert(1)</script> \x07 naïve 中文"

    def responder(body: dict[str, Any]) -> Any:
        said = answer(body)
        return strange if isinstance(said, str) else said

    model_server.responder = responder
    spec = spec_for(model_server, tmp_path, judge=False)
    asyncio.run(played(start(spec)))
    with duckdb.connect(spec.db, read_only=True) as db:
        texts = db.execute("SELECT DISTINCT text FROM turns WHERE speaker = 'assistant'").fetchall()
    assert texts == [(strange,)]


def test_an_unreadable_body_a_429_and_a_500_are_tried_again(clever: ModelServer, tmp_path: Path) -> None:
    clever.script(Body(b"\xff\xfe not json"), Fail(429, retry_after="0"), Fail(500))
    spec = spec_for(clever, tmp_path, judge=False, concurrency=1)
    user = spec.models.user.model_copy(update={"max_tries": 4})
    spec = spec.model_copy(update={"models": spec.models.model_copy(update={"user": user})})
    ends = [e for e in asyncio.run(played(start(spec))) if isinstance(e, MatchEnded)]
    assert [e.outcome for e in ends] == ["completed", "completed"]


def test_a_slow_judge_holds_up_no_dialogue(clever: ModelServer, tmp_path: Path) -> None:
    """Judges that answer only when all dialogues are over: with one place, the second dialogue goes on all the same."""
    over = threading.Event()

    def responder(body: dict[str, Any]) -> Any:
        judged = answer_form(body) not in {"", "Notes", "SpokenTurn"}
        return Fail(503, retry_after="0") if judged and not over.is_set() else answer(body)

    clever.responder = responder
    spec = spec_for(clever, tmp_path, concurrency=1, probes=False)
    patient = spec.models.judge.model_copy(update={"max_tries": 20})
    spec = spec.model_copy(update={"models": spec.models.model_copy(update={"judge": patient})})

    async def play() -> list[str]:
        outcomes, ended = [], 0
        async for said in start(spec).play():
            ended += isinstance(said, SessionEnded)
            if ended == 2:
                over.set()
            if isinstance(said, MatchEnded):
                outcomes.append(said.outcome)
        return outcomes

    assert asyncio.run(play()) == ["completed", "completed"]


def test_parties_at_one_endpoint_share_its_pace_and_the_smallest_limit(clever: ModelServer, tmp_path: Path) -> None:
    models = spec_for(clever, tmp_path).models
    user, judge = (models.user.model_copy(update={"rpm": rpm}) for rpm in (900, 600))
    other = models.contestant.model_copy(update={"id": "openai/other", "tpm": 5})
    backends = Backends(
        spec_for(clever, tmp_path).model_copy(update={"models": Models(user=user, contestant=other, judge=judge)}),
        say=lambda _: None,
    )
    shared = {party: backends._shared(backends.model(party)) for party in ("user", "contestant", "judge")}  # type: ignore[arg-type]
    assert shared["user"].pace is shared["judge"].pace is not shared["contestant"].pace
    assert shared["user"].pool is shared["contestant"].pool
    assert (shared["user"].pace.rpm, shared["contestant"].pace.rpm, shared["contestant"].pace.tpm) == (600, None, 5)
