from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arena.text.line_changes import line_changes

TEXT = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)


@given(TEXT, TEXT)
def test_both_texts_can_be_read_off_the_change(before: str, after: str) -> None:
    lines = line_changes(before, after)
    assert [line.text for line in lines if line.change != "added"] == before.splitlines()
    assert [line.text for line in lines if line.change != "dropped"] == after.splitlines()


@given(TEXT)
def test_what_did_not_change_is_kept(text: str) -> None:
    assert {line.change for line in line_changes(text, text)} <= {"kept"}


def test_an_example() -> None:
    assert [line.change for line in line_changes("a\nb", "b\nc")] == ["dropped", "kept", "added"]
