"""Runs with contestants from outside."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from arena.schema.event import CallMade, MatchEnded
from arena.schema.run import RunSpec
from arena.tournament import Announcement, Run


def spec_for(folder: Path, *contestants: str, **changes: Any) -> RunSpec:
    given = {
        "personas": ("ines-varga",),
        "scenarios": ("smaller-flat",),
        "judge": False,
        "runs_dir": str(folder / "runs"),
        "db": str(folder / "arena.duckdb"),
        **changes,
    }
    return RunSpec(contestants=contestants, **given)


def played(run: Run, stop_after: int = 0) -> list[Announcement]:
    """Everything announced; with `stop_after`, the run is dropped after so many replies of the contestant."""

    async def play() -> list[Announcement]:
        heard: list[Announcement] = []
        events = run.play()
        async for said in events:
            heard.append(said)
            if stop_after and len(replies(heard)) == stop_after:
                await events.aclose()  # type: ignore[attr-defined]
                break
        return heard

    return asyncio.run(play())


def replies(heard: list[Announcement]) -> list[CallMade]:
    return [e for e in heard if isinstance(e, CallMade) and e.party == "contestant"]


def ends(run: Run, heard: list[Announcement]) -> dict[str, tuple[str, str]]:
    """Contestant -> (outcome, reason) of its only match."""
    by_key = {e.match: (e.outcome, e.reason) for e in heard if isinstance(e, MatchEnded)}
    return {plan.contestant: by_key[plan.key] for plan in run.stored.matches if plan.key in by_key}
