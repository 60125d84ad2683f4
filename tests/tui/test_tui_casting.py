"""Casting: what can be named, checked as it is saved."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from arena.personas import load
from arena.tui._app import ArenaApp
from arena.tui._casting import first_row, numbered
from arena.tui._levels import levels
from arena.tui._sheet import places, read_sheet
from arena.tui.screens.casting import Casting
from tests.psychometrics.held import write_interview
from tests.tui.driving import settled, text_of
from tests.tui.driving import until as seen
from tests.tui.staged import Given

SKETCH = """\
id: tiny
identity: {name: Tiny Tim, age: 30}
preferences:
  - id: short
    about: length
    value: "short answers and no lists, whatever the question is and however long it would take to say it all"
secrets:
  - key: debt
    value: 900 to a friend
    own_policy: if_asked
    flows:
      - {recipient: landlord, allowed: false}
      - {recipient: bank, allowed: true}
"""
BROKEN = "id: torn\nidentity: {name: Torn}\npreferences:\n  - {id: short, about: length, valu: '[red]short'}\n"
COURSE = """\
id: letter
title: A letter to the landlord
domain: housing
sessions:
  - id: notice
    kind: message
    need: Wants to give notice.
    recipient: {who: landlord, purpose: giving notice}
    norms: {share: [move_out_date], withhold: [debt]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with two people and a course; nothing ships."""
    (tmp_path / "personas").mkdir()
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "personas/tiny.yaml").write_text(SKETCH)
    (tmp_path / "personas/torn.yaml").write_text(BROKEN)
    (tmp_path / "scenarios/letter.yaml").write_text(COURSE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("arena.files._find.shipped", lambda kind: Path("shipped", kind))
    return tmp_path


async def read_all(pilot: Pilot[None]) -> None:
    """To the screen, until every file is read and drawn."""
    await pilot.press("4")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, Casting)
    while not screen.places or len(screen.sheets) < len(screen.places) or "looking for" in text_of(pilot.app):  # type: ignore[arg-type]
        await pilot.pause(0.05)
    await settled(pilot)


def drive(go: Callable[[ArenaApp, Pilot[None]], Awaitable[None]], size: tuple[int, int] = (80, 24)) -> None:
    async def main() -> None:
        app = ArenaApp(Given(()))
        async with app.run_test(size=size) as pilot:
            await read_all(pilot)
            await go(app, pilot)

    asyncio.run(main())


async def until(pilot: Pilot[None], app: ArenaApp, words: str) -> None:
    for _ in range(100):
        if words in text_of(app):
            return
        await pilot.pause(0.1)
    raise AssertionError(text_of(app))


def test_a_file_is_checked_as_it_is_saved(folder: Path) -> None:
    async def go(app: ArenaApp, pilot: Pilot[None]) -> None:
        assert "sketch" in text_of(app) and "missing for a portrait" in text_of(app)
        (folder / "personas/tiny.yaml").write_text(SKETCH.replace("own_policy: if_asked", "own_policy: aloud"))
        await until(pilot, app, "1 problem")
        await until(pilot, app, "line 10")
        (folder / "personas/tiny.yaml").write_text(SKETCH.replace("Tiny Tim", "Tim Tall"))
        await until(pilot, app, "Tim Tall")
        await until(pilot, app, "missing for a portrait")
        (folder / "personas/new.yaml").write_text(SKETCH.replace("Tiny Tim", "Nora New"))
        await until(pilot, app, "Nora New")

    drive(go)


def test_filter_view_problem_and_copy(folder: Path) -> None:
    async def go(app: ArenaApp, pilot: Pilot[None]) -> None:
        await pilot.press("slash", *"torn", "enter")
        await settled(pilot)
        text = text_of(app)
        assert "Tiny Tim" not in text and "✗ torn" in text
        assert "4✗" in text and "▲" in text  # the mistake stands under its line
        assert "[red]short" in text
        await pilot.press("c")
        assert app.clipboard == "personas/torn.yaml:4"
        await pilot.press("p", "escape")
        await settled(pilot)
        assert "Tiny Tim" in text_of(app)
        await pilot.press("slash", *"nobody", "enter")
        await settled(pilot)
        assert "No file fits the filter." in text_of(app)
        await pilot.press("escape", "home")
        await settled(pilot)
        assert "  1  id: tiny" in text_of(app)
        await pilot.press("v")
        await settled(pilot)
        assert "  1  id: tiny" not in text_of(app)
        assert "You are Tiny Tim" in text_of(app)

    drive(go)


LEVELS = {"E": 4, "A": 3, "C": 2, "N": 5, "O": 3}


def test_what_an_interview_found_stands_beside_the_portrait(folder: Path) -> None:
    tiny = load(folder / "personas/tiny.yaml")

    async def go(app: ArenaApp, pilot: Pilot[None]) -> None:
        await until(pilot, app, "not interviewed yet: arena persona interview tiny")
        write_interview(folder / "runs", "20260301-1", tiny, LEVELS)
        await until(pilot, app, "Extraversion")
        text = text_of(app)
        assert "4.0" in text and "no talks were read" in text and "seen: by a stranger" not in text
        write_interview(folder / "runs", "20260302-1", tiny, LEVELS, seen=dict.fromkeys(LEVELS, 3))
        await until(pilot, app, "seen: by a stranger")
        assert "changed since" not in text_of(app)
        (folder / "personas/tiny.yaml").write_text(SKETCH.replace("age: 30", "age: 31"))
        await until(pilot, app, "changed since")

    drive(go, (160, 50))


def test_line_numbers_survive_wrapping() -> None:
    text = "a: 1\nb: " + "word " * 20 + "\nc: 3"
    lines = numbered(text, (), 46).plain.split("\n")
    assert lines[0] == "   1  a: 1"
    assert lines[first_row(text, 3, 46)] == "   3  c: 3"
    assert all(len(line) <= 46 for line in lines)
    assert "\\x1b" in numbered("a: \x1b[2J", (), 46).plain


def test_a_file_that_goes_away_is_a_problem_not_a_fault(folder: Path) -> None:
    (place,) = (place for place in places() if place.name == "tiny")
    place.path.unlink()
    sheet = read_sheet(place)
    assert sheet.persona is None and len(sheet.problems) == 1


@pytest.mark.parametrize(("size", "row"), [((80, 24), 0), ((80, 24), 1), ((160, 50), 1), ((160, 50), 2)])
def test_pictures(folder: Path, snap_compare: Any, size: tuple[int, int], row: int) -> None:
    async def before(pilot: Pilot[None]) -> None:
        await read_all(pilot)
        await pilot.press(*["down"] * row)
        await settled(pilot)

    assert snap_compare(ArenaApp(Given(())), terminal_size=size, run_before=before)


def _levels_of(screen: Casting) -> str:
    """The first line of levels, as wide as there is room for."""
    found = screen.arena.interviews.newest_of(load(Path("personas/tiny.yaml")))
    width = screen.query_one("#portrait").scrollable_content_region.width
    return levels(found, "tiny", width).plain.split("\n")[1]


@pytest.mark.parametrize("size", [(80, 24), (160, 50)])
def test_pictures_of_somebody_who_was_interviewed(folder: Path, snap_compare: Any, size: tuple[int, int]) -> None:
    tiny = load(folder / "personas/tiny.yaml")
    write_interview(folder / "runs", "20260301-190000-cafe", tiny, LEVELS, seen=dict.fromkeys(LEVELS, 3))

    async def before(pilot: Pilot[None]) -> None:
        await read_all(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, Casting)
        await seen(pilot, lambda: _levels_of(screen) in text_of(pilot.app))  # type: ignore[arg-type]

    assert snap_compare(ArenaApp(Given(())), terminal_size=size, run_before=before)
