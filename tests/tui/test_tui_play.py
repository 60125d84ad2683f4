"""Playing on the screen: typed at the keys, answered by a run that is played behind it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.containers import VerticalScroll
from textual.events import Paste
from textual.pilot import Pilot

from arena.journal import read
from arena.schema.event import TurnSpoken
from arena.schema.question import Prose, Question
from arena.schema.record import Record
from arena.schema.run import Models, ModelSpec, RunSpec, StoredRun
from arena.tournament import start
from arena.tui import Desk, Live
from arena.tui._play import PlayApp
from arena.tui.screens.play import Answer
from tests.tui.driving import settled, text_of, until
from tests.tui.staged import CONTESTANTS, INES, Given, Script, first_session, key, stored_run

HUMAN = ModelSpec(id="human")


async def asked(app: PlayApp, pilot: Pilot[None]) -> None:
    """Until it is the turn of who sits at the screen."""
    for _ in range(300):
        await pilot.pause(0.05)
        if app.desk.question is not None and not app.query_one(Answer).has_class("-waiting"):
            return await settled(pilot)
    raise AssertionError("nobody asked")


async def write(app: PlayApp, pilot: Pilot[None], text: str) -> None:
    await asked(app, pilot)
    app.query_one(Answer).insert(text)
    await pilot.press("enter")


def played(tmp_path: Path, part: str, go: Callable[[PlayApp, Pilot[None]], Awaitable[None]]) -> list[TurnSpoken]:
    """Play the first session by hand and give back what was said, from the journal."""
    desk = Desk()
    spec = RunSpec(
        personas=("ines-varga",),
        scenarios=("smaller-flat",),
        contestants=("plain",),
        sessions=1,
        models=Models(user=HUMAN) if part == "user" else Models(contestant=HUMAN),
        runs_dir=str(tmp_path / "runs"),
        db=str(tmp_path / "arena.duckdb"),
    )
    run = start(spec, desk.ask)
    live = Live(run.play)
    app = PlayApp(live, run.stored, desk)

    async def drive() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await go(app, pilot)

    try:
        asyncio.run(drive())
    finally:
        live.stop()
        live.wait()
    return [event for event in read(run.folder.journal).events if isinstance(event, TurnSpoken)]


def test_play_the_user(tmp_path: Path) -> None:
    async def go(app: PlayApp, pilot: Pilot[None]) -> None:
        await asked(app, pilot)
        await until(pilot, lambda: "You are Ines Varga" in text_of(app) and "message 1 of at most 5" in text_of(app))
        assert "you …" in text_of(app)  # and not the name of the person one plays
        await pilot.press("h", "i", "1", "ctrl+j", "q", "enter")  # keys of the application are letters here
        await asked(app, pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "Enter once more" in text_of(app)
        assert app.desk.question is not None
        await pilot.press("enter")
        for _ in range(100):
            await pilot.pause(0.05)
            if app.state.ended:
                break
        await settled(pilot)
        assert "left without a word" in text_of(app)
        await pilot.press("q")  # nothing is left to write, so it is a key again

    said = played(tmp_path, "user", go)
    assert [(event.turn.speaker, event.turn.origin) for event in said] == [
        ("user", "human"),
        ("assistant", "generated"),
    ]
    assert said[0].turn.text == "hi1\nq"
    assert said[0].state is None  # nobody but the player knows


def test_play_the_assistant(tmp_path: Path) -> None:
    async def go(app: PlayApp, pilot: Pilot[None]) -> None:
        await asked(app, pilot)
        await pilot.press("enter")
        await settled(pilot)
        assert "write something first" in text_of(app)
        app.query_one(Answer).post_message(Paste("About\x1b[2J 600."))
        await pilot.pause()
        await pilot.press("enter")
        await asked(app, pilot)
        await settled(pilot)
        text = text_of(app)
        assert "You are the assistant" in text and "liked" in text
        assert "coastguard" not in text  # the person's side stays theirs
        assert "told:" not in text
        assert not [one for one in app.get_system_commands(app.screen) if "Casting" in one.title]
        await pilot.press("escape", "1")
        await settled(pilot)
        assert app.current_mode == "play"
        await pilot.press("ctrl+c")

    said = played(tmp_path, "assistant", go)
    assert [event.turn.origin for event in said] == ["generated", "human", "generated"]
    assert said[1].turn.text == "About\\x1b[2J 600."


def test_nothing_is_lost_while_the_other_side_writes() -> None:
    async def go() -> None:
        app = PlayApp(Given(()), staged("user"), Desk())
        async with app.run_test(size=(80, 24)) as pilot:
            await settled(pilot)
            await pilot.press("o", "k", "enter")
            await settled(pilot)
            assert "not yet" in text_of(app)
            assert app.query_one(Answer).text == "ok"
            await pilot.press("f2")
            assert not app.screen.query_one("#beside", VerticalScroll).display

    asyncio.run(go())


def test_a_desk_gives_each_question_one_answer() -> None:
    class Nothing(Record):
        """Inputs without fields."""

    question = Question("assistant/reply", 1, Nothing(), Prose)
    desk, heard = Desk(), list[str]()
    assert not desk.answer("too early")

    def run() -> None:
        heard.append(asyncio.run(desk.ask(question)))

    thread = threading.Thread(target=run)
    thread.start()
    while desk.question is None:
        thread.join(0.01)
    assert desk.answer("yes") and not desk.answer("and no")
    thread.join()
    assert heard == ["yes"] and desk.question is None


def staged(part: str) -> StoredRun:
    stored = stored_run((INES,), CONTESTANTS[:1])
    models = Models(user=HUMAN) if part == "user" else Models(contestant=HUMAN)
    return stored.model_copy(update={"spec": stored.spec.model_copy(update={"models": models})})


@pytest.mark.parametrize("part", ["user", "assistant"])
@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_pictures(snap_compare: Any, part: str, size: tuple[int, int]) -> None:
    script = first_session(Script(key("ines-varga", "notebook"), [1_772_478_000.0]))
    script.opens("letter", "message", "landlord").says("now write my landlord that i move out")
    app = PlayApp(Given(script.events), staged(part), Desk())
    assert snap_compare(app, terminal_size=size, run_before=settled)
