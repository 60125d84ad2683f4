"""Several judges of one run: what others say stands beside each verdict, and the standings say how far they agree."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from textual.color import Color
from textual.pilot import Pilot

from arena.schema.event import VerdictGiven
from arena.tui._app import ArenaApp
from arena.tui._beside import OtherJudgings, Others
from arena.tui._markdown import as_markdown
from arena.tui._scene import Scene
from arena.tui._state import RunState
from arena.tui._together import as_table, together
from arena.tui._verdicts import in_full, in_short
from tests.tui.driving import settled, text_of, until
from tests.tui.staged import Judged, judged_folder, key, staged_events, stored_run

EVENTS = staged_events(ended=True)
NOTEBOOK = key("ines-varga", "notebook")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return judged_folder(tmp_path, EVENTS)


def others_in(folder: Path) -> Others:
    found = OtherJudgings(folder).read()
    assert found is not None
    return found


def seen(folder: Path, *, before: bool = False) -> RunState:
    state = RunState.of(stored_run())
    others = others_in(folder)
    if before:
        state.hear_others(others)
    state.take(EVENTS)
    if not before:
        state.hear_others(others)
    return state


def test_the_other_judgings_are_read_by_name(folder: Path) -> None:
    (folder / "journal-realism-20260302.jsonl").write_text("", encoding="utf-8")
    others = others_in(folder)
    assert (others.models, others.people) == (("rejudge-strict-2b",), ("label-ana",))
    assert len(others.said) == len({tuple(place) for place in others.said})
    assert OtherJudgings(folder / "nowhere").read() is None


def test_only_what_is_new_is_read_and_what_is_gone_says_nothing(folder: Path) -> None:
    label = folder / "journal-label-ana.jsonl"
    lines = label.read_bytes().splitlines(keepends=True)
    label.write_bytes(b"".join(lines[:3]))
    judgings = OtherJudgings(folder)
    first = judgings.read()
    assert judgings.read() is None
    label.write_bytes(b"".join(lines))
    second = judgings.read()
    assert first is not None
    assert second is not None
    by_ana = [sum(said.judging == "label-ana" for its in o.said.values() for said in its) for o in (first, second)]
    assert by_ana == [2, len(lines) - 1]
    assert second == others_in(folder)
    label.write_bytes(lines[0])
    shorter = judgings.read()
    assert shorter is not None
    assert not any(said.judging == "label-ana" for its in shorter.said.values() for said in its)
    label.unlink()
    last = judgings.read()
    assert last is not None
    assert last.people == ()


@pytest.mark.parametrize("before", [True, False], ids=["read before the run", "read after it"])
def test_what_others_say_stands_beside_each_verdict(folder: Path, before: bool) -> None:
    turn = seen(folder, before=before).matches[NOTEBOOK].sessions[1].turn(2)
    assert turn is not None
    assert all({said.judging for said in mark.beside} == {"rejudge-strict-2b", "label-ana"} for mark in turn.marks)
    parted = {mark.measure for mark in turn.marks if mark.apart}
    assert "likability.overall" in parted
    assert "preference.accuracy" not in parted
    full = "\n".join(line.plain for line in in_full(turn.marks))
    assert "≠ rejudge-strict-2b 3.00  = label-ana 4.00" in full
    assert "≠ judges part on 3 of 4" in [word.plain for word in in_short(turn.marks)]


def test_who_failed_says_nothing_to_compare(folder: Path) -> None:
    failed = [
        event.model_copy(update={"verdict": event.verdict.model_copy(update={"status": "failed", "value": None})})
        for event in EVENTS
        if isinstance(event, VerdictGiven)
    ]
    state = RunState.of(stored_run())
    state.hear_others(others_in(folder))
    state.take([event for event in EVENTS if not isinstance(event, VerdictGiven)])
    state.take(failed)
    turn = state.matches[NOTEBOOK].sessions[1].turn(2)
    assert turn is not None
    assert not any(mark.compared or mark.apart for mark in turn.marks)
    assert together(state, "likability.formality_matching") is None


def test_the_figures_of_judges_by_hand(folder: Path) -> None:
    state = seen(folder)
    found = together(state, "likability.formality_matching")
    assert found is not None
    # Three matches with one such verdict each, 4 of the run's; 3 of the second model's; the person read one of them.
    rows = {row.name: (row.mean, row.n, row.equal) for row in found.judgings}
    assert rows["run"][:2] == (4.0, 3)
    assert rows["rejudge-strict-2b"] == (3.0, 3, 0.0)
    assert rows["label-ana"] == (4.0, 1, 1.0)
    assert found.pooled is not None
    assert (found.pooled.n, found.pooled.mean, found.pooled.disagreement) == (3, 3.5, 1.0)
    words = as_table(found).plain
    assert "apart on 100 %" in words
    assert together(RunState.of(stored_run()), "likability.overall") is None


def test_a_moment_as_markdown_holds_what_others_say(folder: Path) -> None:
    state = seen(folder)
    match = state.matches[NOTEBOOK]
    text = as_markdown(state, Scene(match, match.sessions[1], match.sessions[1].turn(2)))
    assert "  - rejudge-strict-2b says **3.00**" in text
    assert "  - label-ana says **4.00**" in text


# On the screen ---------------------------------------------------------------------------------------------------


def test_a_judging_that_is_made_while_one_watches_appears(tmp_path: Path) -> None:
    async def drive() -> None:
        feed = Judged(tmp_path, EVENTS)
        late = tmp_path / stored_run().run_id / "journal-label-ana.jsonl"
        kept = late.read_bytes()
        late.unlink()
        app = ArenaApp(feed)
        async with app.run_test(size=(120, 40)) as pilot:
            await until(pilot, lambda: app.state.others.names == ("rejudge-strict-2b",))
            late.write_bytes(kept)
            app.look_for_others()
            await until(pilot, lambda: app.state.others.names == ("rejudge-strict-2b", "label-ana"))
            await pilot.press("enter", "v")
            await settled(pilot)
            await until(pilot, lambda: "label-ana" in text_of(app))

    asyncio.run(drive())


SIZES = pytest.mark.parametrize("size", [(80, 24), (160, 50)], ids=["80x24", "160x50"])


@SIZES
@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
@pytest.mark.parametrize("keys", [("enter", "v"), ("2", "right")], ids=["full", "measure"])
def test_pictures(snap_compare: Any, tmp_path: Path, keys: tuple[str, ...], dark: bool, size: tuple[int, int]) -> None:
    async def before(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, ArenaApp)
        await until(pilot, lambda: bool(app.state.others.names))
        for each in (*(() if dark else ("d",)), *keys):
            await pilot.press(each)
            await settled(pilot)
        await until(pilot, lambda: "computing" not in text_of(app))

    assert snap_compare(ArenaApp(Judged(tmp_path, EVENTS)), terminal_size=size, run_before=before)


@pytest.mark.parametrize("dark", [True, False], ids=["dark", "light"])
def test_all_tabs_of_the_standings_can_be_read(tmp_path: Path, dark: bool) -> None:
    async def drive() -> None:
        app = ArenaApp(Judged(tmp_path, EVENTS))
        async with app.run_test(size=(160, 50)) as pilot:
            await settled(pilot)
            await pilot.press(*(() if dark else ("d",)), "2")
            await settled(pilot)
            tabs = list(app.screen.query("Tab"))
            assert len(tabs) > 3
            for tab in tabs:
                _, _, behind, ink = tab.colors
                assert contrast(behind, behind + ink) >= 4.5, tab

    asyncio.run(drive())


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
