"""Spread and near-duplicates: by hand, by property, and with twins planted among the shipped people."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from arena.cli._app import app
from arena.files import dump, shipped
from arena.personas import diversity, find
from arena.personas._diversity import ALIKE, NEAR, distance
from arena.schema.persona import Identity, Persona, Preference

PEOPLE = find(str(shipped("personas")))
people = st.sampled_from(PEOPLE)


def bare(name: str, **changes: Any) -> Persona:
    wish = Preference(id="short", about="length", value="short answers")
    return Persona(id=name, identity=Identity(name=name), preferences=(wish,)).model_copy(update=changes)


def with_dials(who: Persona, **changes: Any) -> Persona:
    """The same person under another name, with a few dials moved."""
    return who.model_copy(
        update={"id": "twin", "identity": who.identity.model_copy(update={"name": "Tess"}), **changes}
    )


@given(people, people, people)
def test_a_distance(one: Persona, two: Persona, three: Persona) -> None:
    assert distance(one, one) == 0
    assert 0 <= distance(one, two) == distance(two, one) <= 1
    assert distance(one, three) <= distance(one, two) + distance(two, three) + 1e-9


def test_distance_by_hand() -> None:
    # 24 numbers, 8 labels, 30 facets, knowledge and wishes: 64 parts. Patience 6 and 10.5 of 3 to 12: 0.5; one label
    # differs: 1. Together 1.5 / 64.
    one = bare("one")
    two = bare("two", patience=one.patience.model_copy(update={"budget": 10.5, "leaves_by": "vanishes"}))
    assert distance(one, two) == pytest.approx(1.5 / 64)


def test_the_shipped_people_are_nobody_twice() -> None:
    found = diversity(PEOPLE)
    assert found.close == ()
    assert len(found.pairs) == len(PEOPLE) * (len(PEOPLE) - 1) / 2
    assert list(found.pairs) == sorted(found.pairs, key=lambda pair: pair.distance)
    assert found.pairs[0].distance > NEAR


@pytest.mark.parametrize("who", PEOPLE[:4], ids=lambda who: who.id)
def test_a_twin_with_other_dials_is_found(who: Persona) -> None:
    moved = {
        "patience": who.patience.model_copy(update={"budget": 9.0, "leaves_by": "vanishes"}),
        "cooperation": who.cooperation.model_copy(update={"volunteers": 0.9}),
    }
    found = diversity([*PEOPLE, with_dials(who, **moved)])
    assert {(pair.one, pair.two) for pair in found.close} == {(who.id, "twin")}


def test_another_person_with_the_same_sentences_is_found() -> None:
    far = max(combinations(PEOPLE, 2), key=lambda pair: distance(*pair))
    thief = with_dials(far[0], voice=far[0].voice.model_copy(update={"lines": far[1].voice.lines}))
    thief = thief.model_copy(update={"voice": far[1].voice, "traits": far[0].traits})
    pair = next(p for p in diversity([*PEOPLE, thief]).pairs if {p.one, p.two} == {far[1].id, "twin"})
    assert pair.distance > NEAR
    assert pair.likeness > ALIKE
    assert pair.close


def test_spread_by_hand() -> None:
    patient = bare("two", patience=bare("one").patience.model_copy(update={"budget": 12.0}))
    spread = next(s for s in diversity([bare("one"), patient]).spreads if s.name == "patience")
    # 6 to 12 of 3 to 12.
    assert (spread.low, spread.middle, spread.high, spread.covered) == (6, 9, 12, pytest.approx(6 / 9))


def test_one_is_no_set() -> None:
    with pytest.raises(ValueError, match="two"):
        diversity(PEOPLE[:1])


def test_the_command(tmp_path: Path) -> None:
    picture = tmp_path / "people.svg"
    done = CliRunner().invoke(app, ["persona", "diversity", str(shipped("personas")), "--plot", str(picture)])
    assert done.exit_code == 0, done.output
    assert "nobody is nearly somebody else" in done.output
    drawn = picture.read_text(encoding="utf-8")
    assert drawn.startswith("<svg")
    for who in PEOPLE:
        assert who.identity.name in done.output
        assert who.identity.name in drawn
    plain = CliRunner().invoke(app, ["persona", "diversity", str(shipped("personas")), "--json"])
    assert {point["id"] for point in json.loads(plain.stdout)["people"]} == {who.id for who in PEOPLE}


def test_twins_end_with_one(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(dump(bare(name)), encoding="utf-8")
    done = CliRunner().invoke(app, ["persona", "diversity", str(tmp_path)])
    assert done.exit_code == 1
    assert "nearly the same" in done.output


def test_a_picture_of_another_kind(tmp_path: Path) -> None:
    done = CliRunner().invoke(
        app, ["persona", "diversity", str(shipped("personas")), "--plot", str(tmp_path / "x.gif")]
    )
    assert done.exit_code != 0
    assert ".svg" in str(getattr(done.exception, "choices", ""))
