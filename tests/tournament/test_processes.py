"""A run that several processes play: the same results, one journal, and a process that dies is made up for."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest

from arena.errors import RunStopped, UsageError
from arena.journal import read
from arena.schema.event import PromptUsed, TurnSpoken
from arena.schema.run import Budget, Models, ModelSpec, RunSpec
from arena.tournament import Run, _shard, resume, start
from tests.tournament.killing import comparable


def spec_for(folder: Path, **changes: Any) -> RunSpec:
    changes = {"processes": 2, **changes}
    return RunSpec(
        personas=("ines-varga", "marcus-bell"),
        scenarios=("smaller-flat",),
        contestants=("plain", "notebook"),
        sessions=1,
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
        **changes,
    )


def results(folder: Path) -> str:
    return comparable(folder).replace("'processes': 2", "'processes': 1").replace('"processes":2', '"processes":1')


async def play(run: Run) -> list[Any]:
    return [said async for said in run.play()]


def test_two_processes_come_to_the_same_as_one(tmp_path: Path) -> None:
    asyncio.run(play(start(spec_for(tmp_path / "one", processes=1))))
    run = start(spec_for(tmp_path / "two"))
    asyncio.run(play(run))
    assert results(tmp_path / "two") == results(tmp_path / "one")
    shown = [event.sha256 for event in read(run.folder.journal).events if isinstance(event, PromptUsed)]
    assert len(shown) == len(set(shown))


def test_a_process_that_is_killed_stops_the_run_and_a_resume_makes_up_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    players: list[asyncio.subprocess.Process] = []
    begin = _shard.create_subprocess_exec

    async def noted(*command: str, **pipes: Any) -> asyncio.subprocess.Process:
        players.append(await begin(*command, **pipes))
        return players[-1]

    monkeypatch.setattr(_shard, "create_subprocess_exec", noted)

    async def killed() -> None:
        async for said in start(spec_for(tmp_path / "killed")).play():
            if isinstance(said, TurnSpoken) and len(players) == 2 and players[0].returncode is None:
                players[0].kill()

    with pytest.raises(RunStopped, match="killed by signal 9"):
        asyncio.run(killed())
    assert all(player.returncode is not None for player in players), "nobody is left behind"
    asyncio.run(play(resume("latest", tmp_path / "killed" / "runs")))
    asyncio.run(play(start(spec_for(tmp_path / "whole", processes=1))))
    assert results(tmp_path / "killed") == results(tmp_path / "whole")


def test_a_process_whose_owner_is_killed_ends_without_a_word(tmp_path: Path) -> None:
    run = start(spec_for(tmp_path))
    run._begin()  # the journal knows what is to be played
    run.journal.close()
    command = [sys.executable, "-c", _shard._PLAYER, str(run.folder.path)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE) as player:
        assert player.stdin and player.stdout and player.stderr
        player.stdin.write(json.dumps([plan.key for plan in run.stored.matches]).encode())
        player.stdin.close()
        assert player.stdout.readline()
        player.stdout.close()
        assert player.stderr.read() == b""
    assert player.returncode == 1


ASKED = ModelSpec(id="openai/mock", api_base="http://127.0.0.1:9/v1")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"models": Models(judge=ASKED)}, "openai/mock"),
        ({"budget": Budget(max_time=60)}, "limit"),
    ],
)
def test_what_has_to_be_kept_track_of_in_one_process_is_refused(
    changes: dict[str, Any], why: str, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=why) as caught:
        start(spec_for(tmp_path, **changes))
    assert "--processes" in caught.value.next_step
    assert not (tmp_path / "runs").exists()
