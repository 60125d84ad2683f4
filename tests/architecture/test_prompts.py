"""Released words do not change: a new wording is a new version."""

import pytest

from arena.prompts import load, names
from arena.prompts.lock import changed, current, locked


def test_no_released_prompt_changed() -> None:
    assert changed() == []


def test_every_prompt_is_locked() -> None:
    assert sorted(current()) == sorted(locked())


@pytest.mark.parametrize("ref", names())
def test_prompts_say_what_they_are_for(ref: tuple[str, int]) -> None:
    prompt = load(*ref)
    assert prompt.purpose
    assert prompt.inputs
    assert prompt.answer
    assert {kind for kind, _ in prompt.sections} <= {"system", "history", "user"}
