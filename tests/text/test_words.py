from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.text.words import content_words, count_words, sentences, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Don’t stop, it's 9:30!", ["don't", "stop", "it's", "9", "30"]),
        ("1,900 and 3.5", ["1,900", "and", "3.5"]),
        ("gluten-free", ["gluten", "free"]),
        ("Café CAFÉ", ["café", "café"]),
        ("naive cafe\u0301", ["naive", "café"]),
        ("снова здесь", ["снова", "здесь"]),
        ("हिन्दी भाषा", ["हिन्दी", "भाषा"]),
        ("你好 world", ["你", "好", "world"]),
        ("🙂 ... !", []),
        ("snake_case", ["snake", "case"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected
    assert count_words(text) == len(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Baker came, e.g. late. He left.", ["Dr. Baker came, e.g. late.", "He left."]),
        ("It costs 3.50 now. Fine.", ["It costs 3.50 now.", "Fine."]),
        ("Is it I. No.", ["Is it I.", "No."]),
        ("- one\n- two", ["- one", "- two"]),
        ("1. First\n2. Second", ["1. First", "2. Second"]),
        ('He said "no." Then left…', ['He said "no."', "Then left…"]),
        ("你好。再见。", ["你好。", "再见。"]),
        ("  \n ...", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@given(st.text(alphabet="ab .!?\n", max_size=60))
def test_sentences_keep_every_word_in_order(text: str) -> None:
    assert [w for s in sentences(text) for w in words(s)] == words(text)


@pytest.mark.parametrize(
    "family",
    [
        ("hike", "hikes", "hiking", "hiked"),
        ("city", "cities"),
        ("crowd", "crowds", "crowded"),
        ("run", "running"),
        ("stop", "stopped", "stopping"),
        ("quick", "quickly"),
        ("easy", "easily"),
        ("dish", "dishes"),
        ("noise", "noises"),
        ("fall", "falling"),
        ("baker", "baker's"),
    ],
)
def test_a_family_of_words_has_one_stem(family: tuple[str, ...]) -> None:
    assert len({stem(word) for word in family}) == 1


@pytest.mark.parametrize(("a", "b"), [("sing", "s"), ("bus", "bu"), ("bed", "b"), ("ring", "r"), ("fly", "f")])
def test_short_words_are_not_cut_to_pieces(a: str, b: str) -> None:
    assert stem(a) != b


def test_content_words_leave_out_what_carries_none() -> None:
    assert content_words("I would like to have the quiet rooms, please!") == ("lik", "quiet", "room")
    assert content_words("not the and of it") == ()


@given(st.text(max_size=80))
def test_any_text_can_be_read(text: str) -> None:
    assert count_words(text) == len(words(text)) >= len(content_words(text))
    assert all(s in text for s in sentences(text))
