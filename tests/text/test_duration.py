"""Lengths of time, read and written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.text.duration import as_option, in_words, seconds_of


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("45m", 2700), ("2h30m", 9000), ("1.5h", 5400), (" 2 H 5 s ", 7205), ("1d", 86_400)],
)
def test_what_people_write(text: str, seconds: float) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "90", "2 hours", "h", "-5m", "5m3", "1e3s", "nan s"])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(ValueError, match="like 90s"):
        seconds_of(text)


@given(st.integers(1, 10**7))
def test_an_option_reads_back_as_it_was(seconds: int) -> None:
    assert seconds_of(as_option(seconds)) == seconds


def test_at_a_glance() -> None:
    assert [in_words(s) for s in (0.2, 40, 90, 3600, 9000, 100_000)] == [
        "0 s",
        "40 s",
        "2 min",
        "1 h",
        "2 h 30 min",
        "1 d 4 h",
    ]
