"""Reading levels of replies beside those of the people they are for."""

from __future__ import annotations

import pytest

from arena.results.reading_level import levels

PLAIN, HARD = "The cat sat on the mat. " * 20, "Consideration necessitates deliberate institutional moderation. " * 25


def test_replies_beside_the_people_they_are_for() -> None:
    said = [("a", "ana", "user", PLAIN), ("a", "ana", "assistant", HARD), ("b", "ana", "user", PLAIN)]
    said += [("b", "ana", "assistant", PLAIN), ("c", "ana", "user", "Hi."), ("c", "ana", "assistant", HARD)]
    first, second = levels(said, {"a": 2.0})
    assert (first.contestant, second.contestant) == ("a", "b"), "c heard too little to be compared"
    assert first.above > 10
    assert (second.above, second.knowledge, second.n_people) == (0, None, 1)
    assert levels(reversed(said), {"a": 2.0}) == [first, second]
    assert levels([*said, *said], {"a": 2.0})[1].above == pytest.approx(0)
