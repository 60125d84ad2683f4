"""The files that documents show are sound, and nothing in them leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from arena import personas, scenarios
from arena.checks.authored import on_courses, on_people

ROOT = Path(__file__).parents[2]
_YAML = re.compile(r"```yaml\n(# yaml-language-server:.*?)```", re.DOTALL)


@pytest.mark.parametrize(("document", "kind"), [("README.md", "personas"), ("docs/scenarios.md", "scenarios")])
def test_the_whole_file_that_is_shown(tmp_path: Path, document: str, kind: str) -> None:
    (text,) = [text for text in _YAML.findall((ROOT / document).read_text("utf-8")) if "\nid: " in text]
    name = text.partition("\nid: ")[2].split()[0]
    path = tmp_path / f"{name}.yaml"
    path.write_text(text, "utf-8")
    if kind == "personas":
        people = personas.check([path])
        assert (people.problems, on_people(people.documents)) == ((), [])
    else:
        courses = scenarios.check([path])
        assert (courses.problems, on_courses(courses.documents)) == ((), [])
