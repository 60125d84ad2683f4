"""`arena judge list` as it is typed."""

import json
import re
import subprocess
from pathlib import Path

from arena.prompts import names
from arena.schema.measure import MEASURES
from tests.nursery import arena


def listed(*args: str, columns: int = 140) -> subprocess.CompletedProcess[str]:
    return arena(Path.cwd(), "judge", "list", *args, code=None, columns=columns)


def test_every_measure_says_what_it_is() -> None:
    rows = json.loads(listed("--json").stdout)
    assert [row["name"] for row in rows] == [measure.name for measure in MEASURES]
    assert all(row[name] for row in rows for name in ("means", "applies", "aggregate", "of", "unit", "source"))
    assert all("." not in row.get("view", "") + row.get("answer", "") for row in rows)
    assert {row["name"] for row in rows if row["decided_by"] == "judge/role"} == {"realism.role_flip"}
    shipped = {name for name, _ in names()}
    assert all(row["decided_by"] == "code" or row["decided_by"] in shipped for row in rows)
    assert all(row["view"] and row["rubric"] for row in rows if row["decided_by"] != "code")


def test_a_family_and_a_wrong_name() -> None:
    assert "privacy.over_ask" in listed("privacy").stdout
    assert "likability" not in listed("privacy").stdout
    wrong = listed("privcy")
    assert wrong.returncode == 2
    assert "privacy" in wrong.stderr


def test_names_are_whole_on_a_narrow_terminal() -> None:
    said = listed(columns=80).stdout
    assert all(re.search(rf"^{re.escape(measure.name)} ", said, re.MULTILINE) for measure in MEASURES)
    assert all(measure.means in " ".join(said.split()) for measure in MEASURES)
    assert "\x1b" not in said, "no colours in a pipe"
