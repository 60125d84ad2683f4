"""Plain sentences in a person's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.schema.user_view import Manner
from arena.users._surface import in_own_words

PLAIN = Manner(words_usual=10, words_long=20, formality="plain", capitals="usual")


@pytest.mark.parametrize(
    ("own", "plain", "said"),
    [
        ({"because": "cos"}, "I ask because I must.", "I ask cos I must."),
        ({"because": "cos"}, "Because of that.", "Cos of that."),
        ({"the": "", "a": ""}, "The form has a box for the date.", "Form has box for date."),
        ({"i've got": "I have", "i": "me"}, "I've got five flats.", "I have five flats."),
        ({"one": "wan"}, "Which one? Nobody's alone.", "Which wan? Nobody's alone."),
        ({"for me": ""}, "What makes sense for me?", "What makes sense?"),
        ({}, "as it stands. so be it", "as it stands. so be it"),
    ],
)
def test_whole_words_are_exchanged_and_sentences_keep_their_capital(own: dict[str, str], plain: str, said: str) -> None:
    manner = PLAIN.model_copy(update={"own_words": own})
    assert in_own_words(plain, manner) == said


@given(st.lists(st.sampled_from(["the", "then", "other", "bath", "a", "an", "The"]), min_size=1, max_size=8))
def test_words_left_out_are_gone_and_others_stay(words: list[str]) -> None:
    manner = PLAIN.model_copy(update={"own_words": {"the": "", "a": ""}})
    kept = [word.lower() for word in words if word.lower() not in {"the", "a"}]
    assert in_own_words(" ".join(words), manner).lower().split() == kept
