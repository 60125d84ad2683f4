"""What a run may take, as people type it."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.model_server import ModelServer
from tests.nursery import arena, data

ENV = {**{k: v for k, v in os.environ.items() if not k.endswith("_API_KEY")}, "COLUMNS": "200", "NO_PROXY": "127.0.0.1"}
SMALL = [
    "--personas",
    "ines-varga",
    "--scenarios",
    "smaller-flat",
    "--contestants",
    "plain,notebook",
    "--sessions",
    "1",
]
DEAR = ["--model", "openai/gpt-4o", "--api-base", "http://127.0.0.1:9/v1", "--seeds", "20"]


def test_a_dry_run_plays_and_writes_nothing(tmp_path: Path) -> None:
    said = arena(tmp_path, "tournament", *SMALL, *DEAR, "--dry-run")
    assert "40 matches" in said.stdout
    assert "list prices" in said.stdout
    assert "are of one family" in said.stderr, "who weighs a price wants to know this, too"
    found = data(tmp_path, "tournament", *SMALL, *DEAR, "--dry-run")
    assert found["matches"] == 40
    assert found["cost_usd"] > 1
    assert found["seconds"] > 60
    assert list(tmp_path.iterdir()) == []


def test_unknown_prices_are_unpriced(tmp_path: Path) -> None:
    found = data(tmp_path, "tournament", *SMALL, "--model", "openai/unheard-of", "--dry-run")
    assert found["cost_usd"] is None
    assert found["unpriced"] == ["openai/unheard-of"]
    assert "unpriced" in arena(tmp_path, "tournament", *SMALL, "--model", "openai/unheard-of", "--dry-run").stdout


def test_offline_is_free(tmp_path: Path) -> None:
    found = data(tmp_path, "tournament", *SMALL, "--dry-run")
    assert (found["cost_usd"], found["tokens"], found["paid_calls"]) == (0, 0, 0)


def test_a_dear_run_wants_a_word_first(tmp_path: Path) -> None:
    said = arena(tmp_path, "tournament", *SMALL, *DEAR, "--confirm-above", "0.5", code=2).stderr
    assert "more than $0.50" in said
    assert "--yes" in said
    assert not (tmp_path / "runs").exists()


def test_a_limit_below_the_amount_needs_no_word(tmp_path: Path) -> None:
    from arena.cli._budget import _doubt
    from arena.schema.run import Budget, Models, ModelSpec, RunSpec
    from arena.tournament import forecast_of

    model = ModelSpec(id="openai/gpt-4o")
    spec = RunSpec(models=Models(user=model, contestant=model, judge=model))
    ahead = forecast_of(spec)

    def doubt(**limits: Any) -> str:
        return _doubt(ahead, spec.model_copy(update={"budget": Budget(**limits)}), 0.0)

    assert "more than $5.00" in doubt()
    assert "more than $5.00" in doubt(max_cost=6)
    assert doubt(max_cost=5) == ""
    assert doubt(confirm_above=900) == ""
    unheard = ModelSpec(id="openai/unheard-of")
    spec = RunSpec(models=Models(user=unheard, contestant=unheard, judge=unheard))
    ahead = forecast_of(spec)
    assert "not known" in doubt()
    assert doubt(max_tokens=10**7) == ""


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--max-cost", "-1"], "--max-cost"),
        (["--max-cost", "nan"], "--max-cost"),
        (["--max-tokens", "0"], "--max-tokens"),
        (["--max-time", "90"], "90s, 45m"),
        (["--max-cost", "0.00001", "--model", "openai/gpt-4o"], "one match"),
        (["--max-tokens", "5", "--model", "openai/gpt-4o"], "one match"),
        (["--max-cost", "5", "--model", "openai/unheard-of"], "--max-tokens"),
    ],
)
def test_limits_that_cannot_be(tmp_path: Path, options: list[str], words: str) -> None:
    said = arena(tmp_path, "tournament", *SMALL, *options, code=2).stderr
    assert words in said
    assert "next:" in said
    assert not (tmp_path / "runs").exists()


def on_terminal(folder: Path, typed: bytes, *args: str) -> tuple[int, str]:
    """Exit code and screen of a command whose three streams are a terminal."""
    parent, child = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "arena", *args], cwd=folder, env=ENV, stdin=child, stdout=child, stderr=child
    ) as process:
        os.close(child)
        os.write(parent, typed)
        shown = b"".join(read_all(parent))
    os.close(parent)
    return process.returncode, shown.decode()


def read_all(terminal: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # what Linux says when the other side is closed
            return
        if not piece:
            return
        yield piece


def test_a_terminal_is_asked_and_no_means_no(tmp_path: Path) -> None:
    code, shown = on_terminal(tmp_path, b"n\n", "tournament", *SMALL, *DEAR, "--confirm-above", "0.5")
    assert code == 1
    assert "Play it?" in shown
    assert "nothing was paid" in shown
    assert not (tmp_path / "runs").exists()


def test_stop_and_go_on(model_server: ModelServer, tmp_path: Path) -> None:
    model = ["--model", "openai/gpt-4o-mini", "--api-base", model_server.url]
    words = ["--no-judge", "--concurrency", "2", "--seeds", "8"]
    least = data(tmp_path, "tournament", *SMALL, *model, *words, "--dry-run")["cheapest_match"]["tokens"]
    limit = str(int(least) + 1)
    # The server's calls are shorter than stated, so it takes several matches to get there.
    asking = ["--confirm-above", "0", "--max-tokens", limit]
    assert "no terminal" in arena(tmp_path, "tournament", *SMALL, *model, *words, *asking, code=2).stderr
    stopped = arena(tmp_path, "tournament", *SMALL, *model, *words, *asking, "--yes", code=3)
    assert "arena tournament --resume" in stopped.stderr
    assert "--max-tokens" in stopped.stderr
    sent = len(model_server.requests)
    again = arena(tmp_path, "tournament", "--resume", "latest", "--yes", code=3)
    assert "the budget is spent" in again.stderr
    assert len(model_server.requests) <= sent + 2
    refused = arena(tmp_path, "tournament", "--resume", "latest", "--max-tokens", "7", code=2)
    assert "already taken" in refused.stderr
    rest = data(tmp_path, "tournament", "--resume", "latest", "--dry-run")
    assert 0 < rest["matches"] <= 16
    # nothing was judged, so there is no leaderboard, but every match is over
    arena(tmp_path, "tournament", "--resume", "latest", "--yes", "--max-tokens", "100000000")
    (run,) = data(tmp_path, "runs")
    assert run["n_completed"] == 16
    found = data(tmp_path, "costs")
    assert sum(bill["calls"] for bill in found["by_party"]) == len(model_server.requests)
    assert {bill["of"] for bill in found["by_contestant"]} == {"plain", "notebook"}
    assert all(bill["cost_usd"] > 0 for bill in found["by_party"])


def test_costs_by_measure(tmp_path: Path) -> None:
    arena(tmp_path, "tournament", *SMALL)
    found = data(tmp_path, "costs", "latest")
    assert {bill["of"] for bill in found["by_measure"]} >= {"likability.*", "preference.violate", "preference.helpful"}
    judged = next(bill for bill in found["by_party"] if bill["of"] == "judge")
    assert sum(bill["calls"] for bill in found["by_measure"]) == judged["calls"]
    shown = arena(tmp_path, "costs").stdout
    assert "free" in shown
    assert "$" not in shown
    assert "nonsense" in arena(tmp_path, "costs", "nonsense", code=2).stderr
    arena(tmp_path, "costs", "--db", "absent.duckdb", code=2)


def test_a_file_can_say_it_too(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_text(
        "budget: {max_tokens: 3, max_time: 2h30m}\nmodels: {user: {id: openai/gpt-4o}}\n"
    )
    assert "one match" in arena(tmp_path, "tournament", "spec.yaml", *SMALL, code=2).stderr
    (tmp_path / "bad.yaml").write_text("budget: {max_time: soon}\n")
    assert "length of time" in arena(tmp_path, "tournament", "bad.yaml", code=2).stderr
