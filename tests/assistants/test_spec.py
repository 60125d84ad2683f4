from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.assistants import build, canonical, describe, names, parse
from arena.errors import UsageError
from tests.assistants.playing import Scripted

SPECS = st.one_of(
    st.sampled_from(names()),
    st.integers(50, 32_000).map("notebook?tokens={}".format),
    st.integers(1, 10_000).map("window?turns={}".format),
)


@given(SPECS)
def test_canonical_is_stable_and_means_the_same(spec: str) -> None:
    text = canonical(spec)
    assert canonical(text) == text
    assert parse(text) == parse(spec)


@given(st.text(max_size=40))
def test_any_text_is_a_contestant_or_a_usage_error(text: str) -> None:
    try:
        spec = parse(text)
    except UsageError as error:
        assert error.next_step
    else:
        assert spec.name in names()


def test_defaults_are_left_out_and_filled_in() -> None:
    assert canonical("notebook?tokens=2000") == "notebook"
    assert canonical(" notebook?tokens=0500 ") == "notebook?tokens=500"
    assert parse("notebook").options == {"tokens": 2000}


@pytest.mark.parametrize(
    ("spec", "choice", "says"),
    [
        ("notbook", "notebook", "notbook"),
        ("Plain", "plain", "Plain"),
        ("", "plain", "no contestant"),
        ("notebook?token=5", "tokens", "no option"),
        ("notebook?", "tokens", "no option"),
        ("plain?tokens=5", "plain", "no options"),
        ("notebook?tokens=49", "", "from 50 to 32000"),
        ("notebook?tokens=many", "", "whole number"),
        ("notebook?tokens=²000", "", "whole number"),
        ("notebook?tokens=-5", "", "whole number"),
        ("notebook?tokens=0000000020000", "", "whole number"),
        ("notebook?tokens=60&tokens=70", "", "twice"),
    ],
)
def test_mistakes_are_named_with_what_to_do(spec: str, choice: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        parse(spec)
    assert caught.value.next_step
    assert not choice or caught.value.choices[0] == choice


def test_the_list_says_what_each_is() -> None:
    assert [e.name for e in describe()] == names()
    assert all(e.what and "\n" not in e.what for e in describe())
    assert {o.name: o.default for e in describe() for o in e.options} == {"tokens": 2000, "turns": 20}


def test_build_refuses_what_parse_refuses() -> None:
    with pytest.raises(UsageError):
        build("nobody", Scripted())
