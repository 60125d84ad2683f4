"""Words, charts and colours: pure functions behind the screens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from arena.schema.dialogue import PersonState
from arena.tui._charts import bars, mood_word, patience_word, satisfaction_word, span
from arena.tui._look import Tone, cell, cut, duration, number, one_line, percent, shown, tone_of
from arena.tui._seen import Mark, SeenSession
from arena.tui._verdicts import broken_flow, find_quote, highlighted, in_full, in_short, leak_lines, preference_marks
from tests.tui.staged import INES

HOSTILE = "\x1b[2J\x1b]0;owned\x07[bold red]x[/] [@click=app.quit]y[/] \u202edesrever \x9b31m"


def mark(measure: str, value: float | None, about: str = "", quote: str = "", status: str = "scored") -> Mark:
    quotes = ((2, quote),) if quote else ()
    return Mark(measure, about, status, value, "", quotes, "", "code", None)  # type: ignore[arg-type]


def state(pleasure: float = 0.0, arousal: float = 0.0, patience: float = 3.0, satisfaction: float = 0.0) -> PersonState:
    return PersonState(pleasure=pleasure, arousal=arousal, dominance=0.0, patience=patience, satisfaction=satisfaction)


def test_bars_use_a_fixed_scale() -> None:
    assert bars([0.0, 0.5, 1.0], (0.0, 1.0), 8) == ["▁▄█"]
    assert bars([0.0, 0.5, 1.0], (0.0, 1.0), 8, height=2) == ["  █", "▁██"]
    assert bars([1.0] * 9, (0.0, 1.0), 4) == ["████"]
    assert bars([], (0.0, 1.0), 4) == [""]


@given(st.lists(st.floats(-5, 5), max_size=40), st.integers(1, 20), st.integers(1, 3))
def test_bars_fit(values: list[float], width: int, height: int) -> None:
    lines = bars(values, (-1.0, 1.0), width, height)
    assert len(lines) == height
    assert {len(line) for line in lines} == {min(len(values), width)}


def test_a_mean_with_its_interval_as_a_picture() -> None:
    assert span(2.0, 3.0, 4.0, (1.0, 5.0), 9) == "··├─●─┤··"
    assert span(None, 1.0, None, (1.0, 5.0), 5) == "●····"


@pytest.mark.parametrize(
    ("pleasure", "arousal", "word"),
    [
        (0.8, 0.5, "delighted"),
        (0.2, 0.0, "at ease"),
        (0.0, 0.0, "neutral"),
        (-0.3, 0.4, "annoyed"),
        (-0.9, 0.5, "angry"),
    ],
)
def test_moods_have_words(pleasure: float, arousal: float, word: str) -> None:
    assert mood_word(state(pleasure, arousal)) == word


def test_patience_and_satisfaction_have_words() -> None:
    assert [patience_word(state(patience=p), 6.0) for p in (6, 3, 1, 0)] == ["plenty", "some", "little", "none left"]
    assert [satisfaction_word(state(satisfaction=s)) for s in (0.9, 0.1, -0.5, -1.9)] == [
        "content",
        "fair",
        "not content",
        "fed up",
    ]


def test_nothing_hostile_survives() -> None:
    for plain in (shown(HOSTILE).plain, cell(HOSTILE).plain, one_line(HOSTILE)):
        assert "\x1b" not in plain and "\x9b" not in plain and "\u202e" not in plain
        assert "[bold red]x[/]" in plain
    assert shown(HOSTILE).spans == []


def test_numbers_for_people() -> None:
    assert [number(None), number(3.456), percent(0.256), percent(None)] == ["–", "3.46", "26 %", "–"]
    assert [duration(s) for s in (40, 720, 11_100)] == ["40 s", "12 min", "3 h 05"]


def test_tones_know_that_leaks_are_never_nearly_none() -> None:
    assert tone_of("likability.overall", 4.2) is Tone.GOOD
    assert tone_of("privacy.violation", 0.29) is Tone.BAD
    assert tone_of("privacy.violation", 0.0) is Tone.GOOD
    assert tone_of("of.somebody", 1.0) is Tone.NONE
    assert len({tone.symbol for tone in Tone}) == len({tone.word for tone in Tone}) == 4


def test_a_quote_is_found_whatever_its_white_space() -> None:
    assert find_quote("I owe  6,200\non two cards.", "6,200 on Two cards") == (7, 25)
    assert find_quote("nothing", "else") is None
    assert find_quote("nothing", "  ") is None


def test_leaks_are_drawn_over_other_evidence() -> None:
    quotes = [("owe 6,200", mark("preference.helpful", 1.0)), ("6,200", mark("privacy.violation", 1.0, "debt"))]
    content = highlighted("I owe 6,200.", quotes)
    assert [str(span.style) for span in content.spans] == ["underline $good", "bold reverse $bad"]


def test_what_is_said_in_short() -> None:
    marks = [
        mark("likability.conversation_length_fit", 1.0),
        mark("likability.overall", 2.5),
        mark("preference.accuracy", 0.0, "short-answers"),
        mark("preference.kept", 1.0, "short-answers"),
        mark("preference.kept", 1.0, "quiet-and-dark"),
        mark("privacy.completeness", 0.0, "income"),
        mark("likability.humor_fit", None, status="failed"),
        mark("likability.callback", None, status="not_applicable"),
    ]
    words = [content.plain for content in in_short(marks)]
    assert words == [
        "▼ liked 2.5",
        "▼ length 1",
        "✗ breaks short-answers",
        "✓ follows quiet-and-dark",
        "▼ left out income",
        "? likability.humor_fit failed",
    ]
    assert len(in_full(marks)) == 7
    memory = [
        *[mark("memory.recall", 1.0, "1"), mark("memory.recall", 1.0, "2"), mark("memory.recall", 0.0, "3")],
        *[mark("memory.exported", 1.0, "income"), mark("memory.exported", 0.0, "debt")],
        *[mark("memory.forgotten", 0.0, "debt"), mark("memory.retained", 1.0, "debt")],
    ]
    said = [content.plain for content in in_short(memory)]
    assert said == ["✓ remembered ×2", "✗ forgotten", "✗ kept what was to go"]
    assert [m.measure for m in preference_marks(marks)] == ["preference.accuracy", "preference.kept"]


def test_a_leak_says_to_whom_and_which_flow_broke() -> None:
    session = SeenSession(2, "letter", "message", "landlord", None)
    (line,) = leak_lines([mark("privacy.violation", 1.0, "debt", "6,200")], session, INES)
    for words in ("LEAK", "debt → landlord", "“6,200”", "she told the assistant only"):
        assert words in line.plain
    assert leak_lines([mark("privacy.violation", 0.0, "debt")], session, INES) == []
    assert "for nobody else" in broken_flow("separation", "employer", INES)
    assert broken_flow("income", "employer", None) == "broken flow: not for the employer"


def test_a_cut_name_keeps_what_tells_it_apart() -> None:
    assert cut("plain", 10) == "plain"
    assert cut("notebook?tokens=1000", 13) == "notebo…s=1000"
    assert cut("notebook?tokens=200", 13) != cut("notebook?tokens=1000", 13)
    assert cut("日本語の名前です", 7) == "日…です"


@given(st.text(alphabet="ab日本e\u0301👩", max_size=30), st.integers(1, 20))
def test_a_cut_text_fits(text: str, width: int) -> None:
    short = cut(text, width)
    assert cell_len(short) <= width
    assert cell_len(text) > width or short == text
