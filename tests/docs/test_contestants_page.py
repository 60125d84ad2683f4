from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from arena.assistants import calls_in_session, describe

SCRIPT = Path(__file__).parents[2] / "docs" / "built_in_contestants.py"


@pytest.fixture(scope="module")
def contestants() -> ModuleType:
    spec = importlib.util.spec_from_file_location("contestants_page", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_as_the_code_says(contestants: ModuleType) -> None:
    kept = contestants.PAGE.read_text(encoding="utf-8")
    assert kept == contestants.page(), "run python docs/built_in_contestants.py"


@pytest.mark.parametrize(
    ("name", "calls"),
    [
        ("window", 10), ("reminder", 10), ("few-shot-cot", 10), ("transcript", 10), ("retrieval", 10),
        ("self-critic", 30), ("notebook", 11), ("summary", 11), ("guided-profile", 12), ("o-mem", 12),
        ("perfine", 70), ("elicit", 21), ("minimiser", 21), ("factual-gate", 21), ("rules", 26), ("compression", 11),
        ("memory-os", 13), ("feedback", 11.25), ("persona-dict", 10 + 1 / 3),
    ],
)  # fmt: skip
def test_calls_of_a_session_of_ten_turns(name: str, calls: float) -> None:
    assert calls_in_session(name, 10) == pytest.approx(calls)


def test_what_follows_a_source_names_it() -> None:
    controls = {"plain", "transcript", "window"}
    followed = {e.name: e.source for e in describe() if "planted fault" not in e.what}
    assert {name for name, source in followed.items() if not source} == controls
