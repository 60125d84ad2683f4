"""Contestants behind an OpenAI-compatible endpoint, over a real socket."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from arena.tournament import resume, start
from tests.doors.running import ends, played, replies, spec_for
from tests.model_server import Fail, ModelServer, Say, Stall

KEY = "ARENA_CONTESTANT_KEY"


@pytest.fixture
def server(model_server: ModelServer) -> ModelServer:
    model_server.responder = lambda body: f"Reply to {len(body['messages'])} messages. The quiet one suits you best."
    return model_server


def roles(body: dict[str, Any]) -> list[str]:
    return [m["role"] for m in body["messages"]]


def test_the_session_is_sent_with_who_and_when_and_no_key_of_a_provider(
    server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-belongs-to-openai-alone")
    contestant = f"openai:{server.url}#mine"
    run = start(spec_for(tmp_path, contestant))
    heard = played(run)
    assert ends(run, heard)[contestant][0] == "completed"
    bodies = server.bodies()
    assert {body["model"] for body in bodies} == {"mine"}
    (user,) = {body["user"] for body in bodies}
    seen = [s for s in server.requests if s.path.endswith("/chat/completions")]
    assert {s.headers["x-arena-user"] for s in seen} == {user}
    assert [s.headers["x-arena-session"] for s in seen] == sorted(s.headers["x-arena-session"] for s in seen)
    assert all(s.headers["x-arena-time"].startswith("20") for s in seen)
    assert not any("sk-belongs" in str(s.headers) for s in seen)
    assert all(call.input_tokens and call.cost_usd is None for call in replies(heard))  # counted there, price unknown
    firsts = {s.headers["x-arena-session"]: s.body for s in reversed(seen)}
    assert {len(body["messages"]) for body in firsts.values()} == {1}


def test_a_key_of_its_own_is_sent(server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, "mine-and-mine-alone")
    played(start(spec_for(tmp_path, f"openai:{server.url}#m", sessions=1)))
    assert {s.headers["authorization"] for s in server.requests} == {"Bearer mine-and-mine-alone"}
    journal = next(tmp_path.glob("runs/*/journal.jsonl")).read_text()
    assert "mine-and-mine-alone" not in journal


def test_history_last_sends_one_message_and_all_sends_everything(server: ModelServer, tmp_path: Path) -> None:
    last, whole = f"openai:{server.url}#m?history=last", f"openai:{server.url}#m?history=all"
    played(start(spec_for(tmp_path, last, whole, concurrency=1, probes=False)))
    by_user: dict[str, list[list[str]]] = defaultdict(list)
    for body in server.bodies():
        by_user[body["user"]].append(roles(body))
    one, other = by_user.values()
    assert all(sent == ["user"] for sent in one)
    lengths = [len(sent) for sent in other]
    assert lengths == sorted(lengths) and lengths[-1] > 8  # it only grows, over the borders of sessions
    assert all(a != b for sent in other for a, b in pairwise(sent))  # no two of one role in a row


def test_what_fails_there_is_its_own_affair(server: ModelServer, tmp_path: Path) -> None:
    endings = {
        "refuses": Fail(400, "no such agent"),
        "huge": Say("x" * 10_000_000),
        "empty": Say(""),
        "silent": Stall(),
    }
    server.responder = lambda body: endings[body["model"]]
    specs = {
        name: f"openai:{server.url}#{name}?state=remote&timeout={1 if name == 'silent' else 60}" for name in endings
    }
    dead = "openai:http://127.0.0.1:9/v1#dead?state=remote"
    run = start(spec_for(tmp_path, *specs.values(), dead, "plain", sessions=1))
    found = ends(run, played(run))
    assert found["plain"] == ("completed", "")
    assert found[specs["refuses"]][1].startswith("rejected: 400")
    assert found[specs["huge"]][1] == "contestant: a reply of 10000000 characters; 100000 are the most"
    assert found[specs["empty"]][1] == "invalid: the answer is empty"
    assert "no answer within 1 s" in found[specs["silent"]][1]
    assert found[dead][1].startswith("transport: ")
    assert next(tmp_path.glob("runs/*/journal.jsonl")).stat().st_size < 1_000_000
    assert len([b for b in server.bodies() if b["model"] == "empty"]) == 1  # nobody lectures it on how to answer


def test_replies_on_record_are_not_asked_for_again(server: ModelServer, tmp_path: Path) -> None:
    spec = spec_for(tmp_path, f"openai:{server.url}#m")
    played(start(spec), stop_after=4)
    asked = len(server.bodies())
    run = resume("latest", tmp_path / "runs")
    heard = played(run)
    assert [end[0] for end in ends(run, heard).values()] == ["completed"]
    calls = duckdb.connect(spec.db, read_only=True).execute(
        "SELECT count(*), max(attempt) FROM calls WHERE party = 'contestant'"
    )
    assert calls.fetchone() == (len(server.bodies()), 1)
    assert len(server.bodies()) > asked


def test_a_server_that_remembers_meets_a_new_user_after_an_interruption(server: ModelServer, tmp_path: Path) -> None:
    contestant = f"openai:{server.url}#m?history=last"
    played(start(spec_for(tmp_path, contestant)), stop_after=4)
    (before,) = {body["user"] for body in server.bodies()}
    done = len(server.bodies())
    run = resume("latest", tmp_path / "runs")
    assert ends(run, played(run))[contestant][0] == "completed"
    later = server.bodies()[done:]
    (after,) = {body["user"] for body in later}
    assert after != before
    assert later[0]["messages"] == server.bodies()[0]["messages"]  # from the first word on
