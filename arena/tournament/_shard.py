"""Rules that play all parties keep one processor busy; several processes keep several. One of them writes.

The processes that play know the run by its journal, which they only read, and say each event as a line on their output.
The one that owns the run writes those lines into its journal, brings the database up to date and shows what goes on, as
if it had played itself. What a process has not said when it is killed is played again by whoever resumes the run.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import Callable, Sequence
from pathlib import Path

from arena.assistants import is_door, other_models
from arena.collecting import seldom_collected
from arena.errors import ArenaError, JournalUnwritable, RunStopped, UsageError
from arena.journal import RunFolder, as_line, read
from arena.schema.event import EVENT, Event, PromptUsed
from arena.schema.run import MatchPlan, StoredRun
from arena.tournament._damage import recovered
from arena.tournament._marks import beginning, judge_prompts, known_prompts
from arena.tournament._playing import first_of, play_all, table_of
from arena.tournament.backends import OFFLINE, Backends

_PLAYER = "from arena.tournament._shard import main; main()"
_LONGEST_LINE = 1 << 26
"""Bytes of one event."""


def check_processes(stored: StoredRun) -> None:
    """Refuse several processes for a run that has to be paced, paid or kept track of in one. Raises UsageError."""
    spec = stored.spec
    limits = (spec.budget.max_cost, spec.budget.max_tokens, spec.budget.max_time)
    if spec.processes == 1:
        return
    if asked := _asked(stored):
        why = f"a model is asked ({', '.join(sorted(asked))}), and its pace and price are kept in one process"
    elif doors := sorted({plan.contestant for plan in stored.matches if is_door(plan.contestant)}):
        why = f"{doors[0]} comes from outside and may keep state in one process"
    elif any(limit is not None for limit in limits):
        why = "a limit is kept in one process"
    else:
        return
    raise UsageError(f"{spec.processes} processes cannot share this run: {why}", next_step="leave --processes out")


def _asked(stored: StoredRun) -> set[str]:
    """Models that are not rules, those that a contestant names besides included."""
    named = {name for plan in stored.matches for name in other_models(plan.contestant)}
    return {model.id for model in stored.spec.models.every if model.id != OFFLINE} | named


async def play_in_processes(
    folder: RunFolder, plans: Sequence[MatchPlan], processes: int, emit: Callable[[Event], None]
) -> None:
    """Play these matches in so many processes, and announce what they say.

    Raises:
        RunStopped: one of them ended before its matches did; the run can be resumed.
    """
    shares = [[plan.key for plan in plans[n::processes]] for n in range(processes)]
    try:
        async with asyncio.TaskGroup() as group:
            for share in filter(None, shares):
                group.create_task(_listen(folder, share, emit))
    except* ArenaError as errors:
        raise first_of(errors) from None


async def _listen(folder: RunFolder, keys: Sequence[str], emit: Callable[[Event], None]) -> None:
    command = [sys.executable, "-c", _PLAYER, str(folder.path.absolute())]
    player = await create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, limit=_LONGEST_LINE)
    try:
        await _hear(player, keys, emit)
    finally:
        if player.returncode is None:
            player.kill()
        await player.wait()
    if player.returncode:
        how = (
            f"was killed by signal {-player.returncode}" if player.returncode < 0 else f"ended with {player.returncode}"
        )
        raise RunStopped(f"process {player.pid}, which played {len(keys)} matches, {how}", next_step="resume the run")


async def _hear(player: Process, keys: Sequence[str], emit: Callable[[Event], None]) -> None:
    if player.stdin is None or player.stdout is None:
        raise RuntimeError("a player has pipes")
    player.stdin.write(json.dumps(list(keys)).encode())
    player.stdin.close()
    async for line in player.stdout:
        if line.endswith(b"\n"):  # else it is what a killed process left of one
            emit(EVENT.validate_json(line))
            await asyncio.sleep(0)  # lines come in bunches; the others have a turn in between
    await player.wait()


def _play(folder: RunFolder, keys: set[str]) -> None:
    """In a process of its own: play these matches of a run, and say each event."""
    reading = read(folder.journal)
    stored = beginning(reading.events, folder)
    answers, _ = recovered(reading, stored)
    seen = known_prompts(reading.events)
    plans = [plan for plan in stored.matches if plan.key in keys]

    async def play() -> None:
        backends = Backends(stored.spec, say=lambda _: None)
        table = table_of(stored, backends, _say, seen, judge_prompts(reading.events), lambda _: None)
        await play_all(stored, plans, answers, table)

    asyncio.run(play())


def _say(event: Event) -> None:
    """Raises JournalUnwritable where whoever started this process is gone: it ends a run, and no match fails of it."""
    left = memoryview(as_line(event))
    try:
        while left:
            left = left[os.write(1, left) :]
    except BrokenPipeError as error:
        raise JournalUnwritable("nobody listens any more") from error


def once(emit: Callable[[Event], None], seen: set[str]) -> Callable[[Event], None]:
    """`emit` without the words of prompts that another process has shown already."""

    def said(event: Event) -> None:
        if isinstance(event, PromptUsed):
            if event.sha256 in seen:
                return
            seen.add(event.sha256)
        emit(event)

    return said


def main() -> None:
    """Of a process that plays: the run's folder is its argument, the keys of its matches are its input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it stops it
    try:
        with seldom_collected():
            _play(RunFolder(Path(sys.argv[1])), set(json.load(sys.stdin)))
    except JournalUnwritable:
        sys.exit(1)  # and nobody reads a message
