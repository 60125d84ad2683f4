"""Time of play under a wall clock that jumps, and over nights that the machine slept through."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.journal import read
from arena.models._lane import retry_after_s
from arena.schema.event import Event, MatchEnded, MatchStarted, RunEnded, RunResumed, TimePlayed
from arena.schema.run import Budget, RunSpec
from arena.tournament import _time, resume, start
from arena.tournament._time import played_s

HOUR = 3600.0


def resumed(at: float) -> RunResumed:
    return RunResumed(at=at)


def told(at: float, seconds: float) -> TimePlayed:
    return TimePlayed(at=at, seconds=seconds)


def something(at: float) -> MatchStarted:
    return MatchStarted(at=at, match="m")


def test_a_clock_set_forward_or_back_changes_nothing_that_was_told() -> None:
    forward = [resumed(0), told(0, 0), something(4), told(10 + HOUR, 10), told(20 + HOUR, 20), something(25 + HOUR)]
    # told 20 s, and five more by the wall clock
    assert played_s(forward) == 25
    back = [resumed(HOUR), told(HOUR, 0), something(HOUR + 4), something(5), told(11, 11), something(14)]
    assert played_s(back) == 14


def test_a_night_asleep_counts_at_most_as_what_might_have_been_untold() -> None:
    # Played 12 s, slept for ten hours, played 6 s more: the clock that was told from stood still meanwhile.
    slept = [resumed(0), told(0, 0), told(10, 10), something(12), something(12 + 10 * HOUR), something(18 + 10 * HOUR)]
    assert 18 <= played_s(slept) <= 30
    assert played_s([*slept, told(20 + 10 * HOUR, 20)]) == 20


def test_processes_are_added_up_and_what_lies_between_them_is_not() -> None:
    one: list[Event] = [resumed(0), told(0, 0), told(10, 10), something(13)]
    other: list[Event] = [resumed(HOUR), told(HOUR, 0), something(HOUR + 7)]
    assert played_s([*one, *other]) == 13 + 7


def test_a_journal_in_which_nothing_was_told_is_read_by_the_wall_clock() -> None:
    assert played_s([resumed(0), something(10), something(5), something(25)]) == 30


@given(st.lists(st.tuples(st.floats(0, 9), st.floats(-1e6, 1e6)), max_size=30))
def test_whatever_the_wall_clock_does_the_sum_is_right_to_twenty_seconds(steps: list[tuple[float, float]]) -> None:
    """Steps of real time, and by how much the wall clock is set beside each; told whenever ten seconds are over."""
    real, wall, last = 0.0, 1e9, 0.0
    events: list[Event] = [resumed(wall), told(wall, 0)]
    for passed, jump in steps:
        real, wall = real + passed, wall + passed + jump
        if real - last >= 10:
            last = real
            events.append(told(wall, real))
        events.append(something(wall))
    assert played_s(events) == pytest.approx(real, abs=20)


class Wall:
    """A wall clock that is set forward by a day, and then back by two."""

    def __init__(self) -> None:
        self.calls = 0
        self.real = time.time

    def __call__(self) -> float:
        self.calls += 1
        return self.real() + (86_400 if 200 < self.calls < 500 else -86_400 if self.calls >= 500 else 0)


def test_a_run_under_a_clock_that_jumps_ends_and_resumes_within_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "time", wall := Wall())
    spec = RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        contestants=("plain", "notebook"),
        budget=Budget(max_time=600),
        runs_dir=str(tmp_path / "runs"),
        db=str(tmp_path / "arena.duckdb"),
    )

    async def play(stop_after: int = 0) -> list[object]:
        run = start(spec) if stop_after else resume("latest", tmp_path / "runs")
        assert run.account.spent.seconds < 300
        heard: list[object] = []
        events = run.play()
        async for said in events:
            heard.append(said)
            if len(heard) == stop_after:
                await events.aclose()  # type: ignore[attr-defined]
                break
        return heard

    asyncio.run(play(stop_after=400))
    assert wall.calls > 200
    said = asyncio.run(play())
    assert wall.calls > 500
    assert isinstance([event for event in said if not isinstance(event, MatchEnded)][-1], RunEnded)
    (path,) = (tmp_path / "runs").glob("*/journal.jsonl")
    events = read(path).events
    assert sum(isinstance(event, TimePlayed) for event in events) >= 2
    assert played_s(events) < 300


def test_time_is_told_at_once_and_then_every_few_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    now, said = [0.0], list[Event]()

    async def slept(seconds: float) -> None:
        now[0] += seconds
        if now[0] > 35:
            raise asyncio.CancelledError

    monkeypatch.setattr(_time.asyncio, "sleep", slept)
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(_time.keep_time(lambda: now[0], said.append))
    assert [event.seconds for event in said if isinstance(event, TimePlayed)] == [0, 10, 20, 30]


def test_a_date_to_wait_for_is_held_against_the_servers_own_clock() -> None:
    wait = {"retry-after": "Sun, 06 Nov 1994 08:49:37 GMT", "date": "Sun, 06 Nov 1994 08:49:30 GMT"}
    assert retry_after_s(wait) == 7
    assert retry_after_s({"retry-after": wait["retry-after"]}) == 0, "long ago by the clock of this machine"
    assert retry_after_s({**wait, "date": "nonsense"}) == 0
