"""How much a judge favours its own family: by hand, by property, and what must not look like favour."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.results.kin import Compared, contestant_family, favour
from arena.schema.run import Models, ModelSpec, RunSpec


def row(own: bool, value: float, others: float, persona: str = "ana") -> Compared:
    return Compared(persona, own, value, others)


def test_favour_by_hand() -> None:
    # Own kind: 5 where others give 3, 4 where others give 4: (2 + 0) / 2 = 1. The rest: 3 for 2.5: 0.5. Favour 0.5.
    assert favour([row(True, 5, 3), row(True, 4, 4), row(False, 3, 2.5)]) == pytest.approx(0.5)


def test_without_both_kinds_nothing_can_be_said() -> None:
    assert favour([]) is None
    assert favour([row(True, 5, 1)]) is None
    assert favour([row(False, 5, 1), row(False, 1, 1)]) is None


SCORES = st.floats(1, 5)
ROWS = st.lists(st.builds(row, st.booleans(), SCORES, SCORES), max_size=12)


@given(ROWS, SCORES)
def test_a_lenient_judge_favours_nobody(rows: list[Compared], more: float) -> None:
    lenient = [row(r.own, r.value + more, r.others) for r in rows]
    before = favour(rows)
    assert favour(lenient) == (None if before is None else pytest.approx(before, abs=1e-9))


@given(st.lists(st.tuples(st.booleans(), SCORES), max_size=12))
def test_better_contestants_of_the_own_kind_are_no_favour(rows: list[tuple[bool, float]]) -> None:
    # All judges say the same, whatever it is.
    found = favour([row(own, value, value) for own, value in rows])
    assert found is None or found == pytest.approx(0)


@given(ROWS.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_neither_order_nor_repetition_matters(given_: tuple[list[Compared], list[Compared]]) -> None:
    rows, turned = given_
    assert favour(rows) == favour(turned)
    assert favour([*rows, *rows]) == (None if favour(rows) is None else pytest.approx(favour(rows)))


def test_whose_model_is_inside() -> None:
    spec = RunSpec(models=Models(contestant=ModelSpec(id="anthropic/claude-x")))
    assert contestant_family("notebook", spec) == "claude"
    assert contestant_family("openai:http://127.0.0.1:1/v1#gpt-4o-mini?history=all", spec) == "gpt"
    assert contestant_family("./mine.py:reply", spec) == ""
