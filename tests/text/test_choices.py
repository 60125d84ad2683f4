from hypothesis import given
from hypothesis import strategies as st

from arena.text.choices import own_words, with_choices


@given(st.text(alphabet=st.characters(exclude_characters="\n")), st.lists(st.text(min_size=1)))
def test_own_words_are_what_was_said(text: str, choices: list[str]) -> None:
    assert own_words(with_choices(text, choices)) == text


def test_choices_are_listed_behind_the_words() -> None:
    assert with_choices("Which one?", ["a yard", "a roof"]) == "Which one?\n\nTo choose from:\n- a yard\n- a roof"
