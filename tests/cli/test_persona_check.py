"""`arena persona check`, as a person types it: a portrait that is verified for a model, and then changed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import yaml

from arena.files import available

ENV = {**{k: v for k, v in os.environ.items() if not k.endswith("_API_KEY")}, "COLUMNS": "160"}
WHO = "ines-varga"
FIVE = "plain,notebook,transcript,window,reminder"


def arena(folder: Path, *args: str) -> str:
    command = [sys.executable, "-m", "arena", *args]
    done = subprocess.run(command, cwd=folder, env=ENV, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_verified_and_changed(tmp_path: Path) -> None:
    body = yaml.safe_load(available("personas")[WHO].read_text("utf-8"))
    file = tmp_path / "personas" / f"{WHO}.yaml"
    file.parent.mkdir()
    file.write_text(yaml.safe_dump(body), "utf-8")
    arena(tmp_path, "persona", "interview", WHO, "--no-seen")
    casting = ("--personas", WHO, "--scenarios", "smaller-flat", "--contestants", FIVE, "--sessions", "1")
    arena(tmp_path, "tournament", *casting, "--json")

    (verified,) = json.loads(arena(tmp_path, "persona", "check", "personas", "--json"))["files"]
    offline = {"model": "offline", "verified": True, "until_changed": False, "clean_matches": 5, "missing": []}
    assert verified == {"persona": WHO, "level": "verified", "models": [offline], "missing": []}

    file.write_text(yaml.safe_dump(body | {"identity": body["identity"] | {"age": 77}}), "utf-8")
    assert "portrait · verified for offline until it was changed" in arena(tmp_path, "persona", "check", "personas")


def test_a_portrait_that_no_model_has_played(tmp_path: Path) -> None:
    (first,) = json.loads(arena(tmp_path, "persona", "check", str(available("personas")[WHO].resolve()), "--json"))[
        "files"
    ]
    assert (first["level"], first["models"]) == ("portrait", [])
    assert first["missing"] == [f"arena persona interview {WHO} --model M, then clean matches with M"]
