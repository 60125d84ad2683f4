"""Requirements: how they are read, and how contestants are held to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.errors import UsageError
from arena.results.gate import Requirement, check, parse
from arena.schema.measure import BY_NAME
from arena.store import StandingRow

NAMES = [*BY_NAME, "privacy.violation@n"]


def row(contestant: str, mean: float, low: float | None = None, high: float | None = None) -> StandingRow:
    return StandingRow("r", "journal", "privacy.violation", contestant, mean, low, high, 4, 2, approximate=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("privacy.violation<=0.05", Requirement("privacy.violation", "<=", 0.05)),
        ("  likability.overall >= 3.5 ", Requirement("likability.overall", ">=", 3.5)),
        ("privacy.violation@n<1e-1", Requirement("privacy.violation@n", "<", 0.1)),
        ("preference.accuracy>.5", Requirement("preference.accuracy", ">", 0.5)),
    ],
)
def test_reading(text: str, expected: Requirement) -> None:
    assert parse(text, NAMES) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("privacy.violatoin<=0.05", "privacy.violation"),
        ("violation<=0.05", "privacy.violation"),
        ("privacy.violation", "requirement"),
        ("privacy.violation<=", "requirement"),
        ("<=0.05", "requirement"),
        ("privacy.violation==0", "<="),
        ("privacy.violation=>0.1", "<="),
        ("privacy.violation<=5%", "0.05"),
        ("privacy.violation<=nan", "number"),
        ("privacy.violation<=inf", "number"),
        ("privacy.violation<=0x1", "number"),
        ("privacy.violation<=1_0", "number"),
        ("privacy.violation<=0.1;1", "number"),
        ("privacy.violation<=5", "from 0 to 1"),
        ("likability.overall>=0.5", "from 1 to 5"),
        ("privacy.violation<=__import__('os')", "number"),
        ("", "requirement"),
    ],
)
def test_what_is_wrong_with_it(text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text, NAMES)
    assert said in " ".join([caught.value.fact, *caught.value.choices, caught.value.next_step])
    assert caught.value.next_step


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        parse(text, NAMES)
    except UsageError as error:
        assert error.next_step


@given(st.sampled_from(sorted(BY_NAME)), st.sampled_from(["<=", ">=", "<", ">"]), st.floats(0, 1))
def test_what_is_written_is_read_again(measure: str, sign: str, share: float) -> None:
    known = BY_NAME[measure]
    limit = float(f"{known.low + share * (known.high - known.low):g}")
    found = Requirement(measure, sign, limit)  # type: ignore[arg-type]
    assert parse(str(found), NAMES) == found


def test_equal_up_to_rounding_is_equal() -> None:
    third = 0.1 + 0.2  # 0.30000000000000004
    assert parse("privacy.violation<=0.3", NAMES).holds(third)
    assert not parse("privacy.violation>0.3", NAMES).holds(third)


def test_the_mean_or_the_far_limit() -> None:
    most = parse("privacy.violation<=0.1", NAMES)
    rows = [row("good", 0.02, 0.0, 0.08), row("lucky", 0.05, 0.0, 0.3), row("alone", 0.0), row("poor", 0.4, 0.2, 0.6)]
    names = ["good", "lucky", "alone", "poor", "absent"]
    by_mean = {f.contestant: f.met for f in check([most], names, rows, confident=False)}
    assert by_mean == {"good": True, "lucky": True, "alone": True, "poor": False, "absent": False}
    found = {f.contestant: f for f in check([most], names, rows, confident=True)}
    assert {name: f.met for name, f in found.items()} == {name: name == "good" for name in names}
    assert "0.3" in found["lucky"].why
    assert "more personas" in found["alone"].why
    assert "nothing was scored" in found["absent"].why


def test_at_least_looks_at_the_lower_limit() -> None:
    least = parse("privacy.violation>=0.1", NAMES)
    (finding,) = check([least], ["poor"], [row("poor", 0.4, 0.05, 0.6)], confident=True)
    assert (finding.met, finding.compared) == (False, 0.05)
