"""`arena persona check`, as a person types it: a portrait that is verified for a model, and then changed."""

from pathlib import Path

import yaml

from arena.files import available
from tests.nursery import arena, data

WHO = "ines-varga"
FIVE = "plain,notebook,transcript,window,reminder"


def test_verified_and_changed(tmp_path: Path) -> None:
    body = yaml.safe_load(available("personas")[WHO].read_text("utf-8"))
    file = tmp_path / "personas" / f"{WHO}.yaml"
    file.parent.mkdir()
    file.write_text(yaml.safe_dump(body), "utf-8")
    arena(tmp_path, "persona", "interview", WHO, "--no-seen")
    casting = ("--personas", WHO, "--scenarios", "smaller-flat", "--contestants", FIVE, "--sessions", "1")
    arena(tmp_path, "tournament", *casting, "--json")

    (verified,) = data(tmp_path, "persona", "check", "personas")["files"]
    offline = {"model": "offline", "verified": True, "until_changed": False, "clean_matches": 5, "missing": []}
    assert verified == {"persona": WHO, "level": "verified", "models": [offline], "missing": []}

    file.write_text(yaml.safe_dump(body | {"identity": body["identity"] | {"age": 77}}), "utf-8")
    shown = arena(tmp_path, "persona", "check", "personas").stdout
    assert "portrait · verified for offline until it was changed" in shown


def test_a_portrait_that_no_model_has_played(tmp_path: Path) -> None:
    (first,) = data(tmp_path, "persona", "check", str(available("personas")[WHO].resolve()))["files"]
    assert (first["level"], first["models"]) == ("portrait", [])
    assert first["missing"] == [f"arena persona interview {WHO} --model M, then clean matches with M"]
