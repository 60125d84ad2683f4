"""From a file or a name to a scenario."""

from __future__ import annotations

from pathlib import Path

from arena import files
from arena.scenarios._rules import complaints
from arena.schema.persona_rules import with_categories
from arena.schema.scenario import Scenario


def load(path: Path) -> Scenario:
    """Read one scenario; a person of its own gets the categories of their facts filled in.

    Raises:
        BadFiles: with every problem of the file.
    """
    return read(path).record


def read(path: Path) -> files.Document[Scenario]:
    """`load`, keeping the places of the values."""
    document = files.read(path, Scenario, rules=complaints)
    scenario = document.record
    if scenario.person is not None:
        scenario = scenario.model_copy(update={"person": with_categories(scenario.person)})
    return files.Document(path, scenario, document.root)


def find(name: str) -> list[Scenario]:
    """The scenario of that name or file, or all of a folder, in the order of their files.

    Raises:
        UsageError: there is none; with the nearest names.
        BadFiles: with the problems of all the files found.
    """
    return files.gather(files.find("scenarios", name), load)
