"""The newest interview of a person, and how its levels are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.checks.interviewed import Interviews, Measured
from arena.psychometrics.axes import Axis
from arena.psychometrics.drawing import bar, level, scale
from arena.psychometrics.report import Line
from arena.psychometrics.scoring import Estimate
from arena.schema.persona import Persona
from tests.psychometrics.held import write_interview


def person(name: str = "Ada", age: int | None = None) -> Persona:
    wish = {"id": "short", "about": "length", "value": "short answers"}
    who = {"id": name.lower(), "identity": {"name": name, "age": age}, "preferences": [wish]}
    return Persona.model_validate(who)


ADA, OLDER = person(), person(age=70)
QUIET = {"E": 1, "A": 3, "C": 3, "N": 3, "O": 3}
LOUD = QUIET | {"E": 5}


def extraversion(found: Measured | None) -> float | None:
    assert found is not None
    return level(found.profiles[0].lines[0], "self")


def test_the_newest_one_counts(tmp_path: Path) -> None:
    interviews = Interviews(tmp_path)
    assert interviews.newest_of(ADA) is None
    write_interview(tmp_path, "20260301-1", ADA, QUIET)
    assert extraversion(interviews.newest_of(ADA)) == 1.0
    write_interview(tmp_path, "20260302-1", ADA, LOUD, seen=QUIET)
    found = interviews.newest_of(ADA)
    assert extraversion(found) == 5.0
    assert found is not None and found.current and found.source
    assert level(found.profiles[0].lines[0], "seen") == 1.0
    assert interviews.newest_of(person("Bob")) is None


def test_the_person_as_they_are_now_comes_first(tmp_path: Path) -> None:
    write_interview(tmp_path, "20260301-1", ADA, QUIET)
    write_interview(tmp_path, "20260302-1", OLDER, LOUD)
    interviews = Interviews(tmp_path)
    found = interviews.newest_of(ADA)
    assert (extraversion(found), found and found.current) == (1.0, True)
    changed = person(age=20)
    found = interviews.newest_of(changed)
    assert (extraversion(found), found and found.current, found and found.interview) == (5.0, False, "20260302-1")


def test_an_interview_is_read_again_when_it_goes_on(tmp_path: Path) -> None:
    write_interview(tmp_path, "20260301-1", ADA, QUIET)
    later = write_interview(tmp_path, "20260302-1", ADA, {})
    interviews = Interviews(tmp_path)
    assert extraversion(interviews.newest_of(ADA)) == 1.0  # nothing was answered in the later one yet
    answered = write_interview(tmp_path, "20260302-2", ADA, LOUD)
    later.write_bytes(answered.read_bytes())
    answered.unlink()
    assert extraversion(interviews.newest_of(ADA)) == 5.0


@pytest.mark.parametrize("damage", [b"", b"{\n", b'{"type": "run_ended", "at": 1.0}\n', b"\xff\xfe\n"])
def test_an_interview_without_its_beginning_is_passed_over(tmp_path: Path, damage: bytes) -> None:
    write_interview(tmp_path, "20260301-1", ADA, QUIET)
    write_interview(tmp_path, "20260302-1", ADA, LOUD).write_bytes(damage)
    assert extraversion(Interviews(tmp_path).newest_of(ADA)) == 1.0


# On a line -----------------------------------------------------------------------------------------------------------


def line(authored: float | None, own: float | None, seen: float | None) -> Line:
    estimates = [None if v is None else Estimate(v, None, None, None, 1) for v in (own, seen)]
    return Line(Axis("E", "Extraversion", 1, 5), authored, True, estimates[0], estimates[1], None)


def test_levels_stand_where_they_are() -> None:
    """Nine cells from 1 to 5: half a point each."""
    drawn = bar(line(2.0, 3.0, 4.5), 9)
    assert "".join(cell for cell, _ in drawn) == "··◆·●··○·"
    assert [look for _, look in drawn if look] == ["authored", "self", "seen"]
    assert scale(1, 5, 9) == "1   3   5"
    assert scale(-1, 1, 9) == "-1  0   1"


def test_of_two_in_one_cell_the_authored_one_is_seen() -> None:
    assert "".join(cell for cell, _ in bar(line(3.0, 3.1, 2.9), 9)) == "····◆····"
    assert "".join(cell for cell, _ in bar(line(None, 3.1, 2.9), 9)) == "····●····"


@given(st.one_of(st.none(), st.floats(-3, 9)), st.one_of(st.none(), st.floats(1, 5)), st.integers(1, 40))
def test_a_bar_has_its_width_and_nothing_that_nobody_gave(
    authored: float | None, own: float | None, width: int
) -> None:
    drawn = bar(line(authored, own, None), width)
    assert len(drawn) == width
    assert sum(look == "authored" for _, look in drawn) == (authored is not None)
    assert all(look != "seen" for _, look in drawn)
