"""A disk that is full in the middle of a run: one message, nothing left over on the screen, and a resume."""

from __future__ import annotations

import asyncio
import gc
from pathlib import Path
from typing import Any

import pytest

from arena.errors import JournalUnwritable
from arena.journal import Journal
from arena.schema.event import RunEnded
from arena.schema.run import RunSpec
from arena.tournament import Notice, Run, resume, start


async def play(run: Run) -> list[Any]:
    return [said async for said in run.play()]


@pytest.mark.parametrize("fits", [60, 100, 112])
def test_a_full_disk_ends_in_one_error_and_the_run_goes_on_later(
    fits: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spec = RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        contestants=("plain", "notebook"),
        sessions=1,
        runs_dir=str(tmp_path / "runs"),
        db=str(tmp_path / "arena.duckdb"),
    )
    written, append = 0, Journal.append

    def until_full(self: Journal, event: Any) -> None:
        nonlocal written
        written += 1
        if written > fits:
            raise JournalUnwritable("no space left on device")
        append(self, event)

    with monkeypatch.context() as full:
        full.setattr(Journal, "append", until_full)
        with pytest.raises(JournalUnwritable):
            asyncio.run(play(start(spec)))
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []
    said = asyncio.run(play(resume("latest", tmp_path / "runs")))
    assert any(isinstance(event, RunEnded) for event in said)


def test_a_database_that_cannot_be_made_is_told_of_at_the_end_too(tmp_path: Path) -> None:
    spec = RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        contestants=("plain",),
        sessions=1,
        judge=False,
        runs_dir=str(tmp_path / "runs"),
        db=str(tmp_path / "later" / "arena.duckdb"),
    )
    run = start(spec)
    (tmp_path / "later").touch()  # a file where the folder would be
    told = [said.text for said in asyncio.run(play(run)) if isinstance(said, Notice)]
    assert len(told) == 1
    assert "cannot be made" in told[0] and f"arena ingest {run.folder.run_id}" in told[0]
