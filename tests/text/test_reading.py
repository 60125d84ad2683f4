"""Syllables and the grade they lead to, worked out by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.text.reading import Reading, reading, syllables

COUNTED = {
    "cat": 1, "the": 1, "make": 1, "makes": 1, "care": 1, "walked": 1, "fire": 1,
    "table": 2, "acre": 2, "being": 2, "wanted": 2, "horses": 2, "judges": 2, "people": 2, "quiet": 2, "science": 2,
    "idea": 3, "diary": 3, "deposit": 3, "area": 3, "usual": 3, "serious": 3, "employer": 3, "don't": 1,
    "information": 4, "situation": 4, "reliable": 4,
}  # fmt: skip


@pytest.mark.parametrize(("word", "n"), COUNTED.items())
def test_syllables(word: str, n: int) -> None:
    assert syllables(word) == n


def test_the_grade_by_hand() -> None:
    # 8 words in 2 sentences, 11 syllables (the cat makes a ta-ble, qui-et peo-ple):
    # 0.39 * 4 + 11.8 * 11 / 8 - 15.59 = 1.56 + 16.225 - 15.59 = 2.195
    found = reading("The cat makes a table. Quiet people walked.")
    assert found == Reading(8, 2, 11)
    assert found.grade == pytest.approx(2.195)


def test_nothing_to_read_has_no_grade() -> None:
    assert reading("").grade is None
    assert reading("1,900 … 42").grade is None


SENTENCES = st.lists(
    st.sampled_from(["The cat sleeps.", "Information is power.", "Quiet people walked home.", "Pay 600 now!"]),
    min_size=1,
)


@given(SENTENCES, st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_changes_a_grade(lines: list[str], chance: object) -> None:
    turned = list(lines)
    chance.shuffle(turned)  # type: ignore[attr-defined]
    grade = reading("\n".join(lines)).grade
    assert reading("\n".join(turned)).grade == pytest.approx(grade)
    assert reading("\n".join([*lines, *lines])).grade == pytest.approx(grade)
