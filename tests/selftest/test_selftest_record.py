"""What a self-test of a real judge takes, and that it is paid once: over a socket, through the command."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.model_server import Fail, ModelServer, fitting
from tests.nursery import arena

FEW = ["--moments", "2", "--attacks", "2", "--concurrency", "1"]


def selftest(folder: Path, server: ModelServer, *args: str) -> subprocess.CompletedProcess[str]:
    judge = ["--judge-model", "openai/gpt-4o-mini", "--api-base", server.url]
    return arena(folder, "judge", "selftest", *judge, *FEW, *args, code=None)


def ahead(folder: Path, server: ModelServer, *args: str) -> Any:
    return json.loads(selftest(folder, server, "--dry-run", "--json", *args).stdout)


def test_it_takes_what_it_says_and_is_paid_once(model_server: ModelServer, tmp_path: Path) -> None:
    said = ahead(tmp_path, model_server)
    assert model_server.requests == []
    assert said["cost_usd"] > 0
    first = selftest(tmp_path, model_server, "--json")
    assert first.returncode == 1, "answers that only fit the form find nothing"
    assert len(model_server.requests) == said["calls"]
    assert ahead(tmp_path, model_server)["calls"] == 0
    again = selftest(tmp_path, model_server, "--json")
    assert len(model_server.requests) == said["calls"], "nothing was asked twice"
    assert json.loads(again.stdout) == json.loads(first.stdout)
    assert f"{said['calls']:.0f} answers are on record" in again.stderr
    assert ahead(tmp_path, model_server, "--fresh")["calls"] == said["calls"]
    selftest(tmp_path, model_server, "--fresh")
    assert len(model_server.requests) == 2 * said["calls"]
    assert ahead(tmp_path, model_server)["calls"] == 0


def test_an_interrupted_one_goes_on(model_server: ModelServer, tmp_path: Path) -> None:
    total = ahead(tmp_path, model_server)["calls"]
    model_server.responder = lambda body: fitting(body) if len(model_server.requests) <= 3 else Fail(401, "no such key")
    stopped = selftest(tmp_path, model_server)
    assert stopped.returncode > 1
    assert "precision" not in stopped.stdout
    assert ahead(tmp_path, model_server)["calls"] == total - 3
    model_server.responder = None
    sent = len(model_server.requests)
    selftest(tmp_path, model_server)
    assert len(model_server.requests) == sent + total - 3
