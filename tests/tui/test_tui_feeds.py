"""Where events come from: journals that grow, are missing or are replaced; recorded time; runs of this process."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from arena.errors import RunStopped
from arena.journal import Journal, is_written, read
from arena.schema.event import Event, RunResumed, RunStarted, TurnSpoken
from arena.schema.run import Models, ModelSpec
from arena.tournament import Announcement, Delay, Notice, Piece
from arena.tui import Batch, Feed, Follow, Live, Replay, Status, Tempo, is_over, tempo_of
from arena.tui._app import ArenaApp
from arena.tui._live import _being_written
from arena.tui._seen import SeenTurn
from arena.tui._state import RunState
from tests.tui.driving import settled, text_of
from tests.tui.staged import Given, key, staged_events

Then = Callable[[int, Batch], None]


async def no_wait(_: float) -> None:
    await asyncio.sleep(0)


def batches(feed: Feed, until: Callable[[list[Batch]], bool], then: Then | None = None) -> list[Batch]:
    """What a feed brings until that is enough; `then` is called after each batch, with its number."""

    async def collect() -> list[Batch]:
        found: list[Batch] = []
        async for batch in feed.batches():
            found.append(batch)
            if then is not None:
                then(len(found), batch)
            if until(found):
                break
        return found

    return asyncio.run(asyncio.wait_for(collect(), 20))


def events_of(found: list[Batch]) -> list[Event]:
    return [event for batch in found for event in batch.events]


def written(path: Path, events: list[Event], mode: str = "wb") -> Path:
    with path.open(mode) as file:
        file.writelines(event.model_dump_json().encode() + b"\n" for event in events)
    return path


# Following -------------------------------------------------------------------------------------------------------


def test_following_grows_with_the_journal(tmp_path: Path) -> None:
    events = staged_events(ended=True)
    path = written(tmp_path / "journal.jsonl", events[:10])

    looks = 0

    async def tick(_: float) -> None:
        nonlocal looks
        looks += 1
        line = events[10].model_dump_json().encode() + b"\n"
        if looks in {2, 4}:
            with path.open("ab") as file:
                file.write(line[:30] if looks == 2 else line[30:])  # half a line is not there yet
        if looks == 4:
            written(path, events[11:], "ab")
        await asyncio.sleep(0)

    found = batches(Follow(path, tick), lambda so_far: so_far[-1].status is Status.OVER)
    assert [list(batch.events) for batch in found] == [events[:10], events[10:]]


def test_following_waits_for_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "run" / "journal.jsonl"
    looks = 0

    async def tick(_: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 3:
            path.parent.mkdir()
            written(path, staged_events())
        await asyncio.sleep(0)

    (found,) = batches(Follow(path, tick), bool)
    assert found.status is Status.LIVE
    assert list(found.events) == staged_events()


def test_a_journal_that_is_replaced_begins_again(tmp_path: Path) -> None:
    events = staged_events()
    path = written(tmp_path / "journal.jsonl", events)

    def then(number: int, _: Batch) -> None:
        if number == 1:
            path.unlink()
        elif number == 2:
            written(path, events[:3])

    found = batches(Follow(path, no_wait), lambda so_far: len(so_far) == 3, then)
    assert [batch.status for batch in found] == [Status.LIVE, Status.RECONNECTING, Status.LIVE]
    assert found[2].restart
    assert list(found[2].events) == events[:3]


def test_a_run_that_nobody_plays_any_more_is_not_live(tmp_path: Path) -> None:
    events = staged_events()
    path = tmp_path / "journal.jsonl"
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        pass
    owner = {"pid": gone.pid, "host": socket.gethostname(), "since": 1.0}

    def then(_: int, batch: Batch) -> None:
        if batch.status is Status.STOPPED:  # somebody goes on with it
            path.with_suffix(".owner").write_text(json.dumps({**owner, "pid": os.getpid()}))
            written(path, [RunResumed(at=9.0)], "ab")

    written(path, events)
    path.with_suffix(".owner").write_text(json.dumps(owner))
    found = batches(Follow(path, no_wait), lambda so_far: len(so_far) == 3, then)
    assert [batch.status for batch in found] == [Status.LIVE, Status.STOPPED, Status.LIVE]


def test_who_writes_a_journal_can_be_told_without_touching_it(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    assert not is_written(path)
    journal = Journal(path)
    assert is_written(path)
    journal.close()
    assert not is_written(path)
    path.with_suffix(".owner").write_text(json.dumps({"pid": 1, "host": "elsewhere", "since": 1.0}))
    assert is_written(path)


def test_damage_is_said_and_stepped_over(tmp_path: Path) -> None:
    events = staged_events(ended=True)
    path = written(tmp_path / "journal.jsonl", events[:5])
    with path.open("ab") as file:
        file.write(b'{"type": "turn_spo\xff\n')
    written(path, events[5:], "ab")
    found = batches(Follow(path, no_wait), lambda so_far: so_far[-1].status is Status.OVER)
    assert events_of(found) == events
    assert [len(batch.notes) for batch in found] == [1]


def test_whether_a_run_is_over(tmp_path: Path, journal: Path) -> None:
    assert is_over(journal)
    assert not is_over(tmp_path / "journal.jsonl")
    assert not is_over(written(tmp_path / "journal.jsonl", staged_events()))
    (tmp_path / "journal.jsonl").write_bytes(b"\xff")
    assert not is_over(tmp_path / "journal.jsonl")


# Replaying -------------------------------------------------------------------------------------------------------


def test_a_replay_brings_everything_in_order_and_ends(journal: Path) -> None:
    found = batches(Replay(journal, sleep=no_wait), lambda so_far: so_far[-1].status is Status.OVER)
    assert events_of(found) == read(journal).events


@pytest.mark.parametrize("speed", [1.0, 4.0, 16.0])
def test_speeds_are_those_of_the_record(tmp_path: Path, speed: float) -> None:
    """The staged events are a second apart: at speed s they take (n - 1) / s seconds, in ticks of a tenth."""
    events = staged_events(ended=True)
    ticks = 0

    async def tick(_: float) -> None:
        nonlocal ticks
        ticks += 1
        await asyncio.sleep(0)

    feed = Replay(written(tmp_path / "journal.jsonl", events), speed, sleep=tick)
    batches(feed, lambda so_far: so_far[-1].status is Status.OVER)
    assert ticks / 10 == pytest.approx((len(events) - 1) / speed, abs=0.3)


def test_long_waits_are_cut_short_and_words_take_their_time() -> None:
    events = [event for event in staged_events() if isinstance(event, TurnSpoken)]
    late = events[1].model_copy(update={"at": events[0].at + 3600})
    assert Tempo().wait(None, late) == 0.0
    assert Tempo().wait(events[0], late) == 1.5
    soon = events[1].model_copy(update={"at": events[0].at + 0.001})
    assert Tempo(0.5).wait(events[0], soon) == 0.5


def test_a_record_of_the_offline_model_is_slowed_to_be_read(tmp_path: Path) -> None:
    events = staged_events()
    path = written(tmp_path / "journal.jsonl", events)
    assert tempo_of(path).least_s > 0
    assert isinstance(events[0], RunStarted)
    model = ModelSpec(id="openai/gpt-4o-mini")
    models = Models(user=model, contestant=model, judge=model)
    spec = events[0].run.spec.model_copy(update={"models": models})
    real = events[0].model_copy(update={"run": events[0].run.model_copy(update={"spec": spec})})
    assert tempo_of(written(path, [real])) == Tempo()
    assert tempo_of(tmp_path / "nothing") == Tempo()


def test_steps_go_to_the_next_thing_said(tmp_path: Path) -> None:
    events = staged_events(ended=True)
    feed = Replay(written(tmp_path / "journal.jsonl", events), paused=True, sleep=no_wait)
    wanted = key("ines-varga", "plain")

    def then(number: int, _: Batch) -> None:
        if number < 4:
            feed.controls.step()
        elif number == 4:
            feed.controls.step(wanted)
        else:
            feed.controls.to_end()

    found = batches(feed, lambda so_far: so_far[-1].status is Status.OVER, then)
    assert found[0].status is Status.PAUSED
    assert [event.type for event in found[0].events] == ["run_started"]  # the plan needs no step
    assert [found[n].events[-1].type for n in (1, 2)] == ["session_started", "turn_spoken"]
    assert found[3].events[-1].type == "verdict_given"  # a reply comes with its verdicts
    assert [e.type for e in found[4].events if getattr(e, "match", "") == wanted][-1] == "session_started"
    assert events_of(found) == events


def test_speed_can_be_changed_and_time_stopped(tmp_path: Path) -> None:
    controls = Replay(tmp_path / "journal.jsonl").controls
    controls.faster()
    assert controls.speed == 4.0
    for _ in range(5):
        controls.faster()
    assert controls.speed == 16.0
    for _ in range(5):
        controls.slower()
    assert controls.speed == 1.0
    controls.toggle()
    assert controls.paused
    controls.to_end()
    assert not controls.paused


def test_a_replay_of_a_growing_journal_goes_on(tmp_path: Path) -> None:
    events = staged_events(ended=True)
    path = written(tmp_path / "journal.jsonl", events[:20])
    feed = Replay(path, sleep=no_wait)
    feed.controls.to_end()

    def then(_: int, batch: Batch) -> None:
        if batch.status is Status.LIVE and path.stat().st_size and len(read(path).events) == 20:
            written(path, events[20:], "ab")

    found = batches(feed, lambda so_far: so_far[-1].status is Status.OVER, then)
    assert events_of(found) == events


# Playing ---------------------------------------------------------------------------------------------------------


def play(*said: Announcement, error: Exception | None = None) -> Callable[[], AsyncIterator[Announcement]]:
    async def announcements() -> AsyncIterator[Announcement]:
        for entry in said:
            yield entry
            await asyncio.sleep(0)
        if error is not None:
            raise error

    return announcements


def test_a_live_run_is_seen_whole_with_its_notices() -> None:
    events = staged_events(ended=True)
    heard: list[Announcement] = []
    said = (*events[2:], Notice("the database is back"), Delay("openai: 429"))
    feed = Live(play(*said), before=events[:2], tap=heard.append)
    found = batches(feed, lambda so_far: so_far[-1].status is Status.OVER)
    assert events_of(found) == events
    assert [note for batch in found for note in batch.notes] == ["the database is back", "openai: 429"]
    assert heard == list(said)
    assert feed.over
    feed.join()


def test_pieces_of_replies_come_after_the_events_they_follow_and_none_is_left_of_a_reply_that_is_there() -> None:
    events = staged_events()
    first, second = key("ines-varga", "notebook"), key("ines-varga", "plain")
    spoken = next(i for i, e in enumerate(events) if isinstance(e, TurnSpoken) and e.turn.speaker == "assistant")
    pieces = (Piece(first, "About "), Piece(first, "600"), Piece(second, "Dear"), Piece(second, None))
    later = (Piece(second, "Good "), Piece(second, "day"))
    said = (*events[:spoken], *pieces, events[spoken], *later)
    assert _being_written(said) == (Piece(second, None), Piece(second, "Good day"))
    feed = Live(play(*said))
    state = RunState()
    for batch in batches(feed, lambda so_far: so_far[-1].status is Status.OVER):
        state.take(batch.events)
        state.hear(batch.pieces)
    assert state.matches[first].writing == ""
    assert state.matches[first].last == SeenTurn.of(events[spoken])  # type: ignore[arg-type]


def test_what_ends_a_live_run_early_reaches_whoever_waits() -> None:
    feed = Live(play(*staged_events(), error=RunStopped("the endpoint is down")))
    with pytest.raises(RunStopped, match="down"):
        batches(feed, lambda _: False)
    with pytest.raises(RunStopped, match="down"):
        feed.join()


def test_a_live_run_can_be_stopped() -> None:
    async def forever() -> AsyncIterator[Announcement]:
        yield staged_events()[0]
        await asyncio.Event().wait()

    feed = Live(forever)
    batches(feed, lambda so_far: bool(events_of(so_far)))
    assert not feed.over
    feed.stop()
    feed.join()
    assert feed.over


def test_a_run_that_is_stopped_before_it_begins_does_nothing() -> None:
    feed = Live(play(*staged_events()))
    feed.stop()
    feed.join()
    assert feed.over


def test_the_last_of_a_large_batch_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    app = ArenaApp(Given([]))
    take = RunState.take

    def drawn_in_between(state: RunState, events: Sequence[Event]) -> set[str]:
        app._redraw()  # the clock ticks between two slices
        return take(state, events)

    monkeypatch.setattr(RunState, "take", drawn_in_between)
    monkeypatch.setattr("arena.tui._app._SLICE", 5)

    async def whole() -> str:
        async with app.run_test() as pilot:
            await settled(pilot)
            await app._take(Batch(Status.OVER, tuple(staged_events(ended=True))))
            await settled(pilot)
            return text_of(app)

    assert "3 of 6 matches over" in asyncio.run(whole())
