"""Measuring people on request over a real socket: what is forecast is asked, twins are kept, a dead line is told."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from arena.checks import realism
from arena.errors import RunStopped, UsageError
from arena.journal import RunFolder
from arena.schema.run import ModelSpec
from arena.tournament import find_run, start
from tests.model_server import Fail, ModelServer, Say
from tests.tournament.test_endpoint import answer, answer_form, played, spec_for


class Server:
    """Plays as in `test_endpoint`; fills pages in the same way each time, and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.down = False

    def __call__(self, body: dict[str, Any]) -> Any:
        name = answer_form(body) or "prose"
        self.asked[name] += 1
        if name == "prose":
            return Say(f"Here is something new, number {self.asked[name]}.")
        if name != "PageAnswer":
            return Say(answer(body))
        if self.down:
            return Fail(503)
        numbers = re.findall(r"^(\d+)\. ", body["messages"][-1]["content"], re.MULTILINE)
        return Say({"answers": [{"number": int(number), "answer": 1} for number in numbers]})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    return tmp_path


def play(server: ModelServer, folder: Path) -> RunFolder:
    changes = {"contestants": ("plain",), "sessions": 2, "cache": str(folder / "cache")}
    run = start(spec_for(server, folder, judge=False).model_copy(update=changes))
    asyncio.run(played(run))
    return find_run(run.stored.run_id, folder / "runs")


def test_what_is_forecast_is_asked_and_nothing_twice(folder: Path) -> None:
    responder = Server()
    with ModelServer(responder) as server:
        run, judge = play(server, folder), ModelSpec(id="openai/test", api_base=server.url, max_tries=1)
        work = realism.check(run, judge, None, realism.Also(realism.extras_named(["all"])))
        ahead = work.forecast(folder / "arena.duckdb")
        pages = sum(row.calls for row in ahead.calls if row.prompt.startswith("probe/"))
        assert {row.cost_usd for row in ahead.calls} == {None}, "nobody knows the price of this model"
        responder.asked.clear()
        steps: list[None] = []
        found = work.make(folder / "arena.duckdb", print, lambda: steps.append(None))
        assert responder.asked["PageAnswer"] == pages > 0
        assert responder.asked["SpokenTurn"] > 0, "nobody in particular played"
        assert len(steps) == work.steps
        (agreed,) = [one for one in found.figures if one.measure == "realism.consistency"]
        assert agreed.mean == 1.0, "the same answers each time"
        responder.asked.clear()
        again = realism.check(run, judge, None, realism.Also(realism.extras_named(["all"])))
        assert again.make(folder / "arena.duckdb", print).figures == found.figures
        assert responder.asked == {}, "twins are on record, pages are in the cache"


def test_a_dead_line_is_told_with_what_to_do(folder: Path) -> None:
    responder = Server()
    with ModelServer(responder) as server:
        run, judge = play(server, folder), ModelSpec(id="openai/test", api_base=server.url, max_tries=1)
        responder.down = True
        work = realism.check(run, judge, None, realism.Also(realism.extras_named(["drift"])))
        with pytest.raises(RunStopped, match="no answer came") as caught:
            work.make(folder / "arena.duckdb", print)
        assert "the same command again" in caught.value.next_step


def test_a_human_is_not_measured(folder: Path) -> None:
    with ModelServer(Server()) as server:
        run = play(server, folder)
    text = run.journal.read_text(encoding="utf-8")
    run.journal.write_text(text.replace('"user":{"id":"openai/test"', '"user":{"id":"human"', 1), encoding="utf-8")
    with pytest.raises(UsageError, match="a human played"):
        realism.check(run, ModelSpec(), None, realism.Also(realism.extras_named(["drift"])))
