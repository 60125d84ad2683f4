"""A real run of the offline model, small, for what must hold of real journals."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from arena.schema.run import RunSpec
from arena.tournament import start


@pytest.fixture(scope="session")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The journal of two people, one scenario of two sessions, two contestants."""
    folder = tmp_path_factory.mktemp("watched")
    spec = RunSpec(
        personas=("ines-varga", "aiko-tanaka"),
        scenarios=("smaller-flat",),
        contestants=("plain", "oversharer"),
        sessions=2,
        runs_dir=str(folder / "runs"),
        db=str(folder / "arena.duckdb"),
    )
    run = start(spec)

    async def play() -> None:
        async for _ in run.play():
            pass

    asyncio.run(play())
    return run.folder.journal
