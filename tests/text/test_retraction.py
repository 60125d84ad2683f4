"""Who asks to be forgotten what they said, and who only speaks of forgetting."""

from __future__ import annotations

import pytest

from arena.text.retraction import asks_to_forget


@pytest.mark.parametrize(
    "text",
    [
        "Forget what I earn. And anything but flats, please.",
        "ok. forget what i earn.",
        "Please delete the number I gave you.",
        "Don't keep that figure.",
        "Do not note that down, please; I would rather it stayed unsaid.",
        "I forgot to say: please forget the address.",
    ],
)
def test_asked(text: str) -> None:
    assert asks_to_forget(text)


@pytest.mark.parametrize(
    "text",
    [
        "Don't forget the milk.",
        "I always forget names.",
        "I forgot what you said.",
        "Never forget that I like it quiet.",
        "Which flat should I see?",
        "",
    ],
)
def test_not_asked(text: str) -> None:
    assert not asks_to_forget(text)
