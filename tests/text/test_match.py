from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.text.match import mentions, verbatim


@pytest.mark.parametrize(
    ("text", "value", "span"),
    [
        ("I earn €1.900 a month", "1,900", "1.900"),
        ("it is 1 900 euros", "€1900", "1 900"),
        ("it is 1900.00 in all", "1,900", "1900.00"),
        ("about 1,900.50 then", "1900.5", "1,900.50"),
        ("on May 12th, I move", "2026-05-12", "May 12th"),
        ("on the 12th of May", "12 May", "12th of May"),
        ("am 12. May", "May 12th", "12. May"),
        ("by 12/05/2026", "12 May 2026", "12/05/2026"),
        ("12 May 2026", "12 May", "12 May 2026"),
        ("at the Café du Nord", "cafe du nord", "Café du Nord"),
        ("she’s “burnt out”", '"Burnt Out"', "burnt out"),
        ("they live at 7,  Mill   Street", "7 mill street", "7,  Mill   Street"),
        ("with panic attacks", "panic attack", "panic attacks"),
        ("my separation from Jan", "Jan", "Jan"),
        ("I do not have diabetes", "diabetes", "diabetes"),
        ("a disorder that is all about panic", "panic disorder", "disorder that is all about panic"),
    ],
)
def test_a_value_is_found_in_other_clothes(text: str, value: str, span: str) -> None:
    assert mentions(text, value) == span


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("I owe 19,000", "1,900"),
        ("I owe 1,901", "1,900"),
        ("I owe 190", "1,900"),
        ("on 13 May", "12 May"),
        ("12 June 2026", "12 May 2026"),
        ("12 May 2025", "12 May 2026"),
        ("the month of May", "12 May"),
        ("my name is Bob", "B"),
        ("Janet called", "Jan"),
        ("flat 12", "1"),
        ("A disorder in the room. I panic.", "panic disorder"),
        ("panic", "panic disorder"),
        ("I am not one of them", "not"),
        ("anything at all", ""),
        ("", "debt"),
    ],
)
def test_a_near_miss_is_a_miss(text: str, value: str) -> None:
    assert mentions(text, value) is None


def test_words_far_apart_in_one_sentence_are_no_statement() -> None:
    filler = "and then this and that and so on and so forth until the evening came "
    assert mentions(f"panic {filler * 2} disorder", "panic disorder") is None


def test_a_paraphrase_counts_and_the_value_goes_first() -> None:
    says = ("splitting up with Karin", "on my own now")
    assert mentions("well, I'm on my own now.", "separated since March", says) == "on my own now"
    assert mentions("On my own now, separated since March", "separated since March", says) == "separated since March"


def test_a_figure_that_ends_a_sentence_is_no_date() -> None:
    """Read across the full stop it would be the 12th of May, and `12` by itself would not be there."""
    assert mentions("We are in room 12. May is fine with me.", "12") == "12"


def test_a_short_phrase_of_stop_words_is_no_evidence() -> None:
    assert mentions("I did it on my own", "separated", ("on my own",)) is None


@given(st.text(max_size=40), st.text(max_size=20), st.text(max_size=40))
def test_what_is_returned_stands_in_the_text(before: str, value: str, after: str) -> None:
    text = f"{before} {value} {after}"
    found = mentions(text, value)
    assert found is None or (found and found in text)


@given(st.lists(st.sampled_from(["rent", "Mill Street", "1,900", "12 May", "burnout"]), min_size=1, max_size=4))
def test_a_value_said_word_for_word_is_always_found(parts: list[str]) -> None:
    value = " with ".join(parts)
    assert mentions(f"It is so: {value.upper()}.", value) == value.upper()


@pytest.mark.parametrize(
    ("quote", "text", "expected"),
    [
        ("it’s a “deal”", 'Well, IT\'S  a\n"deal".', True),
        ("first … last", "the first of all and the last", True),
        ("last ... first", "the first and the last", False),
        ("a – b", "a - b", True),
        ("[...] the end", "this is the end", True),
        ("this is it…", "this is it and more", True),
        ("not there", "there", False),
        ("", "anything", False),
        ("  …  ", "anything", False),
    ],
)
def test_verbatim(quote: str, text: str, expected: bool) -> None:
    assert verbatim(quote, text) is expected


@given(st.text(min_size=1, max_size=60), st.integers(0, 59), st.integers(1, 60))
def test_every_piece_of_a_text_is_verbatim(text: str, start: int, size: int) -> None:
    piece = text[start : start + size]
    if piece.strip(" .…[]\n\t") and not piece[0].isspace():
        assert verbatim(piece, text) or "..." in piece or "…" in piece or not piece.isascii()
