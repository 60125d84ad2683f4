from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.text.safe import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2J\x1b[31mred", "\\x1b[2J\\x1b[31mred"),
        ("over\rwrite", "over\\x0dwrite"),
        ("\x9b2J\x07", "\\x9b2J\\x07"),
        ("abc\u202edcba", "abc\\u202edcba"),
        ("\u2066x\u2069\u200f", "\\u2066x\\u2069\\u200f"),
        ("pass\u200bword\ufeff", "pass\\u200bword\\ufeff"),
        ("a\u200db", "a\\u200db"),
        ("hid\U000e0041den", "hid\\U000e0041den"),
        ("line\u2028break", "line\\u2028break"),
        ("half \ud800", "half \\ud800"),
    ],
)
def test_what_could_deceive_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "plain\n\ttext",
        "👩‍👩‍👧 👍🏽 ❤️ 🏳️‍🌈 👨🏽‍🚀",
        "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        "שלום עולם",
        "می‌خواهم",
        "क्‍ष",
        "e\u0301",
        "日本語",
        "a \\x1b typed by hand",
    ],
)
def test_what_is_only_writing_is_left_alone(text: str) -> None:
    assert visible(text) == text


def test_windows_line_ends_become_line_ends() -> None:
    assert visible("a\r\nb") == "a\nb"


@given(st.text())
def test_nothing_that_controls_is_left_and_once_is_enough(text: str) -> None:
    shown = visible(text)
    assert visible(shown) == shown
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t" for c in shown)
    assert not any(
        unicodedata.bidirectional(c) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"} for c in shown
    )


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Z"], exclude_characters="\u2028\u2029\u115f\u1160")))
def test_letters_digits_and_punctuation_are_never_changed(text: str) -> None:
    assert visible(text) == text
