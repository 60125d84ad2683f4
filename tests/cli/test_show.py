"""`arena persona show` and `arena scenario show`: nothing that a file says stays hidden, at eighty columns."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from rich.console import Console
from typer.testing import CliRunner

from arena.cli import _output
from arena.cli._app import app
from arena.cli._stage import Judged, ending, verdict_words
from arena.files import available
from arena.schema.dialogue import ENDINGS, EndReason

NELL = """\
id: nell
identity: {name: Nell Okafor, age: 34, work: paramedic}
voice: {words_per_message: {usual: 8, long: 20}, thanks: rarely}
traits: {facets: {A1: {level: 3, shows_as: "Asks who says so."}}}
feeling: {inertia: {pleasure: 0.3}, stung_by: [{what: being hurried, size: -0.4}]}
preferences:
  - id: short
    about: length
    value: wants two sentences at the most
    says_like: ["Keep it short, please.", "Two sentences will do."]
facts: [{key: income, value: "2,300 a month", says_like: ["I take home 2,300 a month."]}]
secrets:
  - key: debt
    value: 6,200 on two cards
    flows: [{recipient: bank, allowed: true}, {recipient: employer, allowed: false}]
"""


def leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    else:
        yield {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def squeezed(text: str) -> str:
    """Without white space and underscores, since lines are broken and names of keys are written as words."""
    return "".join(text.replace("_", " ").split())


def shown(monkeypatch: pytest.MonkeyPatch, *words: str) -> str:
    monkeypatch.setattr(_output, "screen", lambda: Console(highlight=False, width=80))
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.mark.parametrize(
    ("kind", "name"),
    [("persona", "dolores-reyes"), ("persona", "nell"), ("scenario", "late-exam"), ("scenario", "bad-back-at-work")],
)
def test_all_that_the_file_says_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, name: str) -> None:
    nell = tmp_path / "nell.yaml"
    nell.write_text(NELL, "utf-8")
    path = nell if name == "nell" else available("personas" if kind == "persona" else "scenarios")[name].resolve()
    text = shown(monkeypatch, kind, "show", str(path))
    whole = squeezed(text)
    written = yaml.safe_load(path.read_text("utf-8"))
    for leaf in leaves(written):
        assert squeezed(leaf) in whole, leaf
    lines = [line for line in text.splitlines() if str(path) not in line]
    assert max(map(len, lines)) <= 80


def test_defaults_are_left_out_and_json_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "nell.yaml"
    path.write_text(NELL, "utf-8")
    text = shown(monkeypatch, "persona", "show", str(path))
    assert "A1 trust" in text
    assert "typos" not in text and "westin" not in text
    assert "· recipient bank · allowed yes" in text
    whole = json.loads(shown(monkeypatch, "persona", "show", str(path), "--json"))
    assert whole["voice"]["typos_per_100w"] == 0.0
    assert whole["facts"][0]["says_like"] == ["I take home 2,300 a month."]


def test_whose_view_it_is_that_a_goal_was_reached() -> None:
    """The person may leave content with what a judge does not call a success: the words say who says what."""
    heard = Console(width=80, record=True, file=io.StringIO())
    heard.print(ending("goal_met"))
    heard.print(verdict_words(Judged("task.success", "", "scored", 0.0, "", "")))
    heard.print(ending("max_turns"))
    assert [line.strip() for line in heard.export_text().splitlines()] == [
        "— the person's own view: they got what they came for —",
        "the judge's view: goal reached no",
        "— time was up —",
    ]


def test_every_end_has_words() -> None:
    assert set(ENDINGS) == set(get_args(EndReason))
