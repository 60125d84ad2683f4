"""litellm is heavy and talkative: it comes late, quietly and without asking the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

QUIET = """
import json, socket, sys
def refuse(*a, **k): raise AssertionError("the network was asked")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
from arena.models._library import load
load()
sys.stdout.write(json.dumps(sorted(k for k in __import__("os").environ if k == "FROM_DOTENV")))
"""


def run(code: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("LITELLM")}
    command = [sys.executable, "-W", "error", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True, env=clean, cwd=cwd)


def test_the_door_does_not_pull_litellm() -> None:
    code = "import sys, arena.models, arena.models.offline, arena.models.remote; print('litellm' in sys.modules)"
    assert run(code).stdout.strip() == "False"


def test_usual_providers_are_checked_without_litellm() -> None:
    code = (
        "import sys\nfrom arena.models.remote import check_key, known_model\nfrom arena.schema.run import ModelSpec\n"
        "spec = ModelSpec(id='openai/gpt-4o', api_base='http://127.0.0.1:1/v1')\n"
        "known_model(spec); check_key(spec)\nprint('litellm' in sys.modules)"
    )
    assert run(code).stdout.strip() == "False"


def test_litellm_comes_quietly_without_network_or_dotenv(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("FROM_DOTENV=1\n", encoding="utf-8")
    done = run(QUIET, tmp_path)
    assert json.loads(done.stdout) == []
    assert done.stderr == ""
