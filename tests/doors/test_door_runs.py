"""Whole runs: one contestant misbehaves and the others play on; what was recorded is not paid again."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from arena.errors import UsageError
from arena.schema.event import SessionEnded
from arena.tournament import forecast_of, resume, start
from tests.doors.agents import __file__ as AGENTS
from tests.doors.running import ends, played, replies, spec_for

_LINE = re.compile(r"\(agents\.py, line \d+\)")
BAD = {
    "raises": "contestant: it raised ValueError: my key is [hidden] (LINE)",
    "hangs": "contestant: no answer to respond within 1 s",
    "wrong_type": "contestant: it returned a list; a reply is a text, or something with a 'text'",
    "ten_megabytes": "contestant: a reply of 10000000 characters; 100000 are the most",
    "exits": "contestant: it raised SystemExit: 3 (LINE)",
}


def test_whatever_one_does_the_others_play_on(tmp_path: Path) -> None:
    bad = {f"{AGENTS}:{name}?timeout=1": why for name, why in BAD.items()}
    dies = f"{AGENTS}:dies?isolate=yes"
    good = [f"{AGENTS}:edits", f"{AGENTS}:Hoarder", "plain"]
    run = start(spec_for(tmp_path, *bad, dies, *good, sessions=1))
    heard = played(run)
    found = ends(run, heard)
    assert {name: found[name] for name in good} == dict.fromkeys(good, ("completed", ""))
    assert {name: (how, _LINE.sub("(LINE)", why)) for name, (how, why) in found.items() if name in bad} == {
        name: ("failed", why) for name, why in bad.items()
    }
    assert found[dies] == ("failed", "contestant: its process ended (7): out of cheese")
    assert max(len(e.memory) for e in heard if isinstance(e, SessionEnded)) < 201_000
    journal = next(tmp_path.glob("runs/*/journal.jsonl"))
    assert journal.stat().st_size < 3_000_000
    assert "verysecret" not in journal.read_text()
    rows = duckdb.connect(str(tmp_path / "arena.duckdb"), read_only=True).execute(
        "SELECT count(*) FROM calls WHERE party = 'contestant' AND error = 'contestant'"
    )
    assert rows.fetchone() == (len(bad) + 1,)


def test_code_that_asks_our_model_is_counted_and_other_code_is_unmetered(tmp_path: Path) -> None:
    echo, asks = f"{AGENTS}:echo", f"{AGENTS}:asks"
    run = start(spec_for(tmp_path, echo, asks, sessions=1, probes=False))
    heard = played(run)
    contestant = {plan.key: plan.contestant for plan in run.stored.matches}
    calls = {name: [c for c in replies(heard) if contestant[c.match] == name] for name in (echo, asks)}
    assert {c.model for c in calls[echo]} == {echo}
    assert all(c.cost_usd is None and c.input_tokens is None and c.latency_s > 0 for c in calls[echo])
    assert {c.model for c in calls[asks]} == {"offline"}
    turns = {
        name: sum(t.n_turns for t in run.store.matches(run.folder.run_id) if t.contestant == name) for name in calls
    }
    assert len(calls[echo]) == turns[echo] // 2
    assert len(calls[asks]) == turns[asks] // 2


def test_a_forecast_says_that_the_price_of_a_contestant_is_unknown(tmp_path: Path) -> None:
    ahead = forecast_of(spec_for(tmp_path, f"{AGENTS}:echo", "plain"))
    assert ahead.unpriced == (f"{AGENTS}:echo",)
    assert ahead.paid_calls > 0
    with pytest.raises(UsageError, match="price"):
        forecast_of(spec_for(tmp_path, f"{AGENTS}:echo", budget={"max_cost": 1.0}))


COUNTER = """
from pathlib import Path
HERE = Path(__file__).parent

def counted():
    with open(HERE / "calls.txt", "a") as file:
        file.write("x")
    return (HERE / "calls.txt").stat().st_size

def function(messages):
    return f"{counted()} times. The quiet one suits you best."

def steady(messages):
    counted()
    return "The quiet one suits you best."

class Steady:
    def __init__(self):
        self.n = 0
    def respond(self, messages):
        counted()
        self.n += 1
        return f"{self.n}: the quiet one suits you best."

class Fickle:
    def respond(self, messages):
        return f"{counted()} times. The quiet one suits you best."

class Asking:
    def __init__(self):
        self.n = 0
    async def respond(self, messages, llm):
        counted()
        self.n += 1
        return f"{self.n}: " + await llm(messages)
"""


@pytest.mark.parametrize(
    ("name", "runs_again", "attempts"),
    [
        ("function", False, 1),  # no state: what is recorded is not run again, so its whims do no harm
        ("Steady", True, 1),  # state comes about by running it again, and agrees with the record
        ("Fickle", True, 2),  # it does not agree: the match begins anew
        ("Asking", True, 1),  # what it asks our model is replayed
        ("steady?state=remote", True, 2),  # declared: begins anew
    ],
)
def test_resuming(name: str, runs_again: bool, attempts: int, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(COUNTER)
    ran, contestant = tmp_path / "calls.txt", f"{tmp_path}/mine.py:{name}"
    spec = spec_for(tmp_path, contestant)
    played(start(spec), stop_after=4)
    journal = next(tmp_path.glob("runs/*/journal.jsonl"))
    stored = journal.read_text().count('"party":"contestant"')
    before = ran.stat().st_size
    assert 4 <= stored <= before <= stored + 1  # at most the reply in flight was not journalled
    run = resume("latest", tmp_path / "runs")
    heard = played(run)
    assert ends(run, heard)[contestant] == ("completed", "")
    live = len(replies(heard))
    rows = duckdb.connect(spec.db, read_only=True).execute(
        "SELECT max(attempt), count(*) FROM calls WHERE party = 'contestant'"
    )
    assert rows.fetchone() == (attempts, stored + live)
    if attempts == 1:
        assert ran.stat().st_size == before + live + (stored if runs_again else 0)


def test_a_file_that_is_gone_stops_a_resume_before_it_fails_every_match(tmp_path: Path) -> None:
    agent = tmp_path / "mine.py"
    agent.write_text(COUNTER)
    contestant = f"{agent}:steady?isolate=yes"
    played(start(spec_for(tmp_path, contestant)), stop_after=2)
    agent.rename(tmp_path / "elsewhere.py")
    with pytest.raises(UsageError, match="no file"):
        resume("latest", tmp_path / "runs")
    (tmp_path / "elsewhere.py").rename(agent)
    run = resume("latest", tmp_path / "runs")
    assert ends(run, played(run))[contestant] == ("completed", "")
