"""The public ProPerSim personas as persona files: parsed traits, distinct names, what is inferred is said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from arena import personas
from arena.errors import UsageError
from arena.personas._propersim import import_propersim

PUBLIC = Path(__file__).parents[2].parent / "shared" / "data" / "propersim"
TRAITS = (
    "High in Extraversion, Low in Agreeableness, Low in Conscientiousness, High in Openness to Experience, "
    "High in Neuroticism"
)


def story(folder: Path, number: int, name: str = "John Lin", **changes: Any) -> None:
    body = {
        "name": name,
        "age": 34,
        "big_five_personality_traits": TRAITS,
        "background": "Freelance sculptor, fascinated by lamps.",
        "current_interests": f"{name} enjoys 1) Rearranging furniture. 2) Crafting lamps.",
        "lifestyle": f"{name} typically 1) Wakes late. 2) Works in bursts.",
        "long_term_goals": f"{name} wants a home that changes.",
        **changes,
    }
    place = folder / f"base_the_ville_persona_{number}" / "personas" / name / "bootstrap_memory"
    place.mkdir(parents=True)
    (place / "scratch.json").write_text(json.dumps(body), encoding="utf-8")


def test_traits_are_parsed_and_the_name_is_another(tmp_path: Path) -> None:
    story(tmp_path, 7)
    story(tmp_path, 7, "Eddy Lin", big_five_personality_traits="curious, musical")  # the neighbour is not imported
    story(tmp_path, 9)
    report = import_propersim(tmp_path, tmp_path / "out")
    assert report.skipped == ()
    first, second = (personas.load(path) for path in report.written)
    assert first.identity.name != second.identity.name
    assert {key[0]: facet.level for key, facet in first.traits.facets.items()} == {
        "E": 8,
        "A": 2,
        "C": 2,
        "O": 8,
        "N": 8,
    }
    assert [wish.value for wish in first.preferences] == ["likes rearranging furniture", "likes crafting lamps"]
    assert first.identity.work == "freelance sculptor"
    assert "John" not in "".join(path.read_text("utf-8") for path in report.written)
    assert any("inferred" in source for source in first.sources)


def test_what_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    story(tmp_path, 1, big_five_personality_traits="High in Extraversion")
    story(tmp_path, 2, current_interests="")
    story(tmp_path, 3)
    report = import_propersim(tmp_path, tmp_path / "out")
    assert len(report.written) == 1
    assert ["persona_1" in report.skipped[0], "persona_2" in report.skipped[1]] == [True, True]
    with pytest.raises(UsageError, match="holds no personas"):
        import_propersim(tmp_path / "out", tmp_path / "more")


@pytest.mark.skipif(not PUBLIC.exists(), reason="the public ProPerSim personas are not beside the project")
def test_the_public_personas(tmp_path: Path) -> None:
    report = import_propersim(PUBLIC, tmp_path)
    assert (len(report.written), report.skipped) == (24, ())
    checked = personas.check([tmp_path])
    assert checked.problems == ()
    people = [personas.load(path) for path in report.written]
    assert len({who.identity.name for who in people}) == 24
    patterns = {tuple(facet.level for facet in who.traits.facets.values()) for who in people}
    assert len(patterns) == 24, "every pattern of high and low is another one"
    assert [who.id for who in people if "lin" in who.identity.name.lower().split()] == []
