"""`arena judge list` as it is typed."""

import json
import os
import subprocess
import sys

from arena.prompts import names
from arena.schema.measure import MEASURES


def listed(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "arena", "judge", "list", *args],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "140"},
    )


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
