"""The page of findings: its numbers from a small run, and its sums by hand."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from arena import personas
from arena.store import JudgedVerdict

SCRIPT = Path(__file__).parents[2] / "docs" / "findings.py"


@pytest.fixture(scope="module")
def findings() -> ModuleType:
    spec = importlib.util.spec_from_file_location("findings", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["findings"] = module
    spec.loader.exec_module(module)
    return module


def verdict(measure: str, about: str, value: float | None) -> JudgedVerdict:
    status = "scored" if value is not None else "abstained"
    return JudgedVerdict(
        "m", "ines-varga", "s", "plain", 0, "completed", measure, 1, 1, about, status, value, "", "code", 0
    )


def test_a_fact_counts_once_it_was_told_anywhere(findings: ModuleType) -> None:
    told = [("debt", 0.0), ("debt", 1.0), ("income", 0.0), ("health", None)]
    (row,) = findings.at_n([verdict("privacy.violation", about, value) for about, value in told])
    assert row.value == 0.5  # debt once, income never; health was not scored


def test_what_is_never_brought_up_by_hand(findings: ModuleType) -> None:
    sofia = personas.find("sofia-lindqvist")[0]
    silent = next(p.id for p in sofia.preferences if p.shown_by == "reacts_only")
    said = next(p.id for p in sofia.preferences if p.shown_by == "states")
    seen = [(silent, 1.0), (silent, 0.0), (silent, None), (said, 1.0)]
    verdicts = [replace(verdict("preference.accuracy", a, v), persona="sofia-lindqvist") for a, v in seen]
    (row,) = findings.unsaid(verdicts, {"sofia-lindqvist": sofia})
    assert (row.value, row.scenario) == (0.5, "")


def test_the_page_of_a_small_run(findings: ModuleType, tmp_path: Path) -> None:
    few = ("ines-varga", "tomasz-wilk"), ("smaller-flat",)
    claims = {
        seeds: findings.specification(f"{tmp_path}/{seeds}", *few, seeds) for seeds in (findings.ONCE, findings.TRIES)
    }
    fresh = findings.specification(f"{tmp_path}/fresh", *few, findings.FRESH)
    claims[findings.FRESH] = fresh.model_copy(update={"seeds": 1})
    played = {seeds: findings.measured(spec) for seeds, spec in claims.items()}
    assert {score.seed for score in played[findings.FRESH] if score.scenario} == {findings.FRESH[0]}
    page = findings.document(played)
    assert all(claim.text in page for claim in findings.CLAIMS)
    lost = next(line for line in page.splitlines() if line.startswith("| questions on what was said"))
    assert float(lost.split("|")[2]) > float(lost.split("|")[3])
    assert "2 people, 1 scenarios, 2 seeds. The claim was fixed before these seeds were played." in page


def test_the_page_is_there_and_says_what_was_found() -> None:
    page = SCRIPT.with_name("findings-offline.md").read_text(encoding="utf-8")
    assert "python docs/findings.py" in page
    assert page.count("| yes |") >= 5


@pytest.mark.parametrize(
    ("intervals", "said"),
    [
        ([(0.1, 0.2), (-0.3, -0.1)], ""),
        ([(0.1, 0.2), (-0.1, 0.1)], " Shown in part."),
        ([(-0.1, 0.1), (None, None)], " Not shown."),
    ],
)
def test_a_heading_claims_what_its_rows_show(
    findings: ModuleType, intervals: list[tuple[float | None, float | None]], said: str
) -> None:
    rows = [SimpleNamespace(difference=SimpleNamespace(low=low, high=high)) for low, high in intervals]
    claim = findings.CLAIMS[0]
    assert findings.heading(claim, rows) == f"## {claim.text}{said}"
