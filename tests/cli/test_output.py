"""JSON that every program can read."""

from __future__ import annotations

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.cli._output import print_json

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def finite(value: object) -> object:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def test_numbers_that_json_does_not_know_become_null(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"a": float("nan"), "b": (1.5, float("-inf"), None)})
    assert json.loads(capsys.readouterr().out) == {"a": None, "b": [1.5, None, None]}


@given(values)
def test_everything_is_valid_json(value: object) -> None:
    with pytest.MonkeyPatch.context() as patch:
        written: list[str] = []
        patch.setattr("sys.stdout.write", written.append)
        print_json(value)
    told = json.loads("".join(written), parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    if not isinstance(value, list | dict):
        assert told == finite(value)
