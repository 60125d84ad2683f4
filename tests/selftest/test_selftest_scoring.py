"""Precision, recall, spill, coverage: by hand and by property."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.judges.calibration import Judgement, coverage_curve, found, rate


def judged(moment: str, planted: bool, flagged: bool | None, certainty: int | None = 50, **more: object) -> Judgement:
    return Judgement(
        moment, "m", planted, flagged, str(more.get("status", "scored")), certainty, more.get("spilled", ())
    )  # type: ignore[arg-type]


def test_wilson_by_hand() -> None:
    # 8 of 10, z = 1.96: centre (0.8 + 3.8415/20) / 1.38415 = 0.99207/1.38415 = 0.71674,
    # spread 1.96 * sqrt(0.8*0.2/10 + 3.8415/400) / 1.38415 = 1.96 * 0.16002 / 1.38415 = 0.22659
    found = rate(8, 10)
    assert found.value == 0.8
    assert found.low == pytest.approx(0.4901, abs=1e-3)
    assert found.high == pytest.approx(0.9433, abs=1e-3)


def test_nothing_to_take_a_share_of() -> None:
    assert rate(0, 0) == (None, None, None, 0)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share(pair: tuple[int, int]) -> None:
    value, low, high, _ = rate(*pair)
    assert value is not None
    assert low is not None
    assert high is not None
    assert 0 <= low <= value + 1e-9
    assert value - 1e-9 <= high <= 1


def test_precision_recall_and_spill_by_hand() -> None:
    rows = [
        judged("a", True, True, spilled=("x",)),
        judged("a", False, False, spilled=("x",)),  # x is bad in both twins: no spill
        judged("b", True, True, spilled=("x", "y")),
        judged("b", False, True, spilled=("x",)),  # y is bad in the planted one alone: spill
        judged("c", True, None, status="failed"),
        judged("c", False, None, status="not_applicable"),
    ]
    # flagged: a planted, b planted, b clean -> precision 2/3; planted: a, b found, c not -> recall 2/3; spill 1/3
    found_ = found("m", rows)
    assert found_.precision.value == pytest.approx(2 / 3)
    assert found_.recall.value == pytest.approx(2 / 3)
    assert found_.spill.value == pytest.approx(1 / 3)
    assert found_.n_unusable == 1


ROWS = st.lists(
    st.builds(
        Judgement,
        st.sampled_from("abc"),
        st.just("m"),
        st.booleans(),
        st.sampled_from([True, False, None]),
        st.sampled_from(["scored", "failed"]),
        st.one_of(st.none(), st.integers(1, 100)),
    ),
    max_size=12,
)


@given(ROWS, st.randoms())
def test_the_order_does_not_matter(rows: list[Judgement], chance: object) -> None:
    mixed = rows.copy()
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert found("m", mixed) == found("m", rows)
    assert coverage_curve(mixed) == coverage_curve(rows)


@given(ROWS)
def test_samples_twice_change_no_share(rows: list[Judgement]) -> None:
    once, twice = found("m", rows), found("m", [*rows, *rows])
    assert once.precision.value == twice.precision.value
    assert once.recall.value == twice.recall.value
    assert [c[:3] for c in coverage_curve(rows)] == [c[:3] for c in coverage_curve([*rows, *rows])]


@given(ROWS)
def test_coverage_falls_with_certainty(rows: list[Judgement]) -> None:
    shares = [c.coverage for c in coverage_curve(rows)]
    assert shares == sorted(shares, reverse=True)


def test_accuracy_and_coverage_by_hand() -> None:
    rows = [judged("a", True, True, 90), judged("b", True, False, 40), judged("c", False, None, None)]
    at = {c.certainty: c for c in coverage_curve(rows)}
    assert (at[0].coverage, at[0].n) == (1.0, 3)  # the silent one is right: its twin is clean
    assert at[0].accuracy == pytest.approx(2 / 3)
    assert at[10].coverage == pytest.approx(2 / 3)
    assert at[10].accuracy == 0.5
    assert at[50].accuracy == 1.0
    assert coverage_curve([])[0].accuracy is None
