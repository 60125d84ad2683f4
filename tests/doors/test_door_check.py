"""`arena contestant check`, and the examples: each in a real process or behind a real socket."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from arena.checks.conformance import conform
from arena.schema.run import ModelSpec
from tests import nursery
from tests.doors.agents import __file__ as AGENTS
from tests.model_server import ModelServer

EXAMPLES = Path(__file__).parents[2] / "examples" / "contestants"


def states(spec: str) -> dict[str, str]:
    return {one.what: one.state for one in asyncio.run(conform(spec, ModelSpec()))}


def arena(folder: Path, *args: str, code: int = 0, **env: str) -> str:
    done = nursery.arena(folder, *args, code=code, columns=160, env={"NO_PROXY": "127.0.0.1", **env})
    return done.stdout + done.stderr


FINE = {
    "replies": "good",
    "memory within a session": "note",
    "memory across sessions": "note",
    "nothing across users": "good",
    "nothing after a reset": "good",
    "exported memory": "note",
    "latency": "good",
}
KNOWS = {"memory across sessions": "good", "exported memory": "good"}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (f"{AGENTS}:wrong_type", {"replies": "bad", "unmetered": "note"}),
        (f"{AGENTS}:hangs?timeout=1", {"replies": "bad", "unmetered": "note"}),
        (f"{AGENTS}:ten_megabytes", {"replies": "bad", "unmetered": "note"}),
        (f"{AGENTS}:asks", {**FINE, "metered": "good"}),
        (f"{AGENTS}:Diary", {**FINE, **KNOWS, "memory within a session": "good", "unmetered": "note"}),
        # Kept in the module, by all users: that is found, and goes away in a process of its own.
        (
            f"{AGENTS}:remembers_everybody",
            {
                **FINE,
                "memory within a session": "good",
                "memory across sessions": "good",
                "nothing across users": "bad",
                "nothing after a reset": "bad",
                "unmetered": "note",
            },
        ),
        (
            f"{AGENTS}:remembers_everybody?isolate=yes",
            {**FINE, "memory within a session": "good", "memory across sessions": "good", "unmetered": "note"},
        ),
        ("plain", {**FINE, "metered": "good"}),
        ("notebook", {**FINE, **KNOWS, "metered": "good"}),
    ],
)
def test_what_is_found(spec: str, expected: dict[str, str]) -> None:
    assert states(spec) == expected


def test_a_server_that_confuses_its_users_is_found(model_server: ModelServer) -> None:
    said: list[str] = []

    def confused(body: dict[str, list[dict[str, str]]]) -> str:
        said.append(body["messages"][-1]["content"])
        return " ".join(said)

    model_server.responder = confused
    found = states(f"openai:{model_server.url}#m?history=last")
    assert found["nothing across users"] == found["nothing after a reset"] == "bad"
    assert found["metered"] == "good" and "unmetered" not in found  # this server counts tokens


# Examples ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def server() -> Iterator[str]:
    command = [sys.executable, str(EXAMPLES / "server.py"), "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.mark.parametrize("isolate", [[], ["--isolate"]])
@pytest.mark.parametrize(
    ("spec", "knows"),
    [
        ("./function.py:reply", False),
        ("remembering.py:Remembering", True),
        ("langgraph:./graph.py:make", True),
    ],
)
def test_examples_pass_the_check(spec: str, knows: bool, isolate: list[str], tmp_path: Path) -> None:
    found = json.loads(arena(EXAMPLES, "contestant", "check", spec, *isolate, "--json"))
    by_name = {one["what"]: one["state"] for one in found["checks"]}
    assert "bad" not in by_name.values()
    assert by_name["memory across sessions"] == ("good" if knows else "note")
    assert found["contestant"].endswith("?isolate=yes") == bool(isolate)


def test_the_example_server_passes_the_check(server: str, tmp_path: Path) -> None:
    said = arena(tmp_path, "contestant", "check", f"openai:{server}#rememberer?history=last")
    assert "a week later it knows what each user told it" in said
    assert "it can play" in said


def test_an_example_plays_in_a_tournament_in_its_own_process(tmp_path: Path) -> None:
    spec = f"{EXAMPLES}/remembering.py:Remembering"
    args = ["--contestants", f"{spec},plain", "--personas", "ines-varga", "--scenarios", "smaller-flat", "--isolate"]
    board = nursery.data(tmp_path, "tournament", *args)
    assert {row["contestant"] for row in board["leaderboard"]} == {f"{spec}?isolate=yes", "plain"}


def test_what_nobody_counted_is_not_shown_as_nothing(tmp_path: Path) -> None:
    arena(tmp_path, "play", "ines-varga", "smaller-flat", f"{EXAMPLES}/function.py:reply", "--no-judge")
    said = arena(tmp_path, "costs")
    (row,) = [line.split() for line in said.splitlines() if line.startswith("contestant ") and "calls" not in line]
    assert row[2:] == ["–", "–", "unpriced", row[-1]]
    assert "free: no provider" not in said and "name no price" in said


def test_an_installed_contestant_is_known_by_name(tmp_path: Path) -> None:
    """As pip would leave it: the package, and its metadata beside it."""
    source = EXAMPLES / "installed"
    (tmp_path / "my_assistant").symlink_to(source / "my_assistant")
    info = tmp_path / "my_assistant-0.1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: my-assistant\nVersion: 0.1.0\n")
    declared = (source / "pyproject.toml").read_text().split('entry-points."arena.contestants"]\n')[1]
    (info / "entry_points.txt").write_text("[arena.contestants]\n" + declared.replace('"', ""))
    path = {"PYTHONPATH": str(tmp_path)}
    rows = json.loads(arena(tmp_path, "contestant", "list", "--json", **path))
    assert ("my-assistant", "installed: my_assistant:reply") in [(row["name"], row["what"]) for row in rows]
    assert "it can play" in arena(tmp_path, "contestant", "check", "my-assistant", "--isolate", **path)
    assert "no contestant is called" in arena(EXAMPLES, "contestant", "check", "my-assistant", code=2)


def test_what_cannot_be_loaded_is_said_with_a_next_step(tmp_path: Path) -> None:
    said = arena(tmp_path, "contestant", "check", "./absent.py:reply", code=2)
    assert "no file" in said and "next:" in said
    said = arena(tmp_path, "contestant", "check", f"{AGENTS}:raises", code=1)
    assert "it raised ValueError" in said and "(agents.py, line " in said and "check again" in said
    (tmp_path / "loud.py").write_text("def reply(messages):\n    print('loud')\n    return 'quiet'\n", encoding="utf-8")
    loud = arena(tmp_path, "contestant", "check", "./loud.py:reply", "--json")
    assert json.JSONDecoder().raw_decode(loud)[0]["checks"]  # standard output comes first
    said = arena(tmp_path, "contestant", "graph", f"{AGENTS}:echo", code=2)
    assert "from outside" in said
    said = arena(tmp_path, "tournament", "--contestants", f"{AGENTS}:wants_more", code=2)
    assert "wants 'database'" in said
    assert not (tmp_path / "runs").exists()


def test_an_interpreter_of_its_own_needs_no_arena(tmp_path: Path) -> None:
    """A bare virtual environment, in which nothing is installed."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "bare")], check=True)
    (tmp_path / "agent.py").write_text(
        "import sys\n"
        "try:\n    import pydantic\n    HAS = 'has'\nexcept ImportError:\n    HAS = 'lacks'\n"
        "def reply(messages):\n    return f'{HAS} pydantic, runs {sys.prefix}'\n"
    )
    found = asyncio.run(
        conform(f"{tmp_path}/agent.py:reply?isolate=yes&python={tmp_path}/bare/bin/python", ModelSpec())
    )
    assert "bad" not in {one.state for one in found}
    from arena.assistants import build
    from tests.assistants.playing import Scripted, play

    async def talk() -> list[str]:
        agent = build(f"{tmp_path}/agent.py:reply?isolate=yes&python={tmp_path}/bare/bin/python", Scripted())
        said = await play(agent, 1, "Hello.")
        await agent.close()
        return said

    assert asyncio.run(talk()) == [f"lacks pydantic, runs {tmp_path}/bare"]
