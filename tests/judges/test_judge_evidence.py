"""A quote that nobody said invalidates the verdict that rests on it."""

from __future__ import annotations

import pytest

from arena.judges._bench import Reading, finding_of
from arena.judges._evidence import NO_QUOTE, NOT_SAID, fault_of, unwrapped

REPLY = "I’d take the courtyard:\n it's quiet.  Use <b>bold</b> — if you like."


@pytest.mark.parametrize(
    "quote",
    [
        "I'd take the courtyard",
        "“I’d take the courtyard”",
        "the courtyard: it's quiet",
        "‹b>bold‹/b>",  # as a fence shows it
        "<b>bold</b> - if you like",
    ],
)
def test_real_quotes_stand(quote: str) -> None:
    assert fault_of(quote, REPLY, required=True) == ""


@pytest.mark.parametrize("quote", ["I would take the attic", "the courtyard is quiet"])
def test_invented_quotes_fall(quote: str) -> None:
    assert fault_of(quote, REPLY, required=True) == NOT_SAID
    assert fault_of(quote, REPLY, required=False) == NOT_SAID


@pytest.mark.parametrize("nothing", ["", "  ", "n/a", "None", '""', "-"])
def test_no_quote(nothing: str) -> None:
    assert fault_of(nothing, REPLY, required=True) == NO_QUOTE
    assert fault_of(nothing, REPLY, required=False) == ""


def test_an_empty_text_has_nothing_to_quote() -> None:
    assert fault_of("", " \n", required=True) == ""


def test_marks_alone_are_a_quote_of_marks() -> None:
    assert unwrapped("“!”") == "!"
    assert fault_of("!", "!", required=True) == ""


def test_a_reading_becomes_a_finding() -> None:
    def read(quote: str, value: float | None = 1.0, abstain: bool = False) -> tuple[str, float | None, str]:
        found = finding_of(Reading(value, quote, "because", 70, abstain), REPLY)
        return found.status, found.value, found.reason

    assert read("quiet") == ("scored", 1.0, "because")
    assert read("loud") == ("failed", None, NOT_SAID)
    assert read("") == ("failed", None, NO_QUOTE)
    assert read("loud", value=None) == ("not_applicable", None, "because")
    assert read("quiet", abstain=True) == ("abstained", None, "because")
