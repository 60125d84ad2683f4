"""`arena contestant parts` and `graph`, and `arena tournament --ablate`, as they are typed."""

from __future__ import annotations

import json
from pathlib import Path

from tests.nursery import arena, data


def test_a_contestant_is_drawn(tmp_path: Path) -> None:
    text = arena(tmp_path, "contestant", "graph", "notebook").stdout
    assert text.index("recall") < text.index("draft") < text.index("keep")
    assert "memory: notebook" in text
    assert arena(tmp_path, "contestant", "graph", "notebook", "--mermaid").stdout.count("```mermaid") == 2
    drawn = data(tmp_path, "contestant", "graph", "notebook")
    assert [graph["name"] for graph in drawn["graphs"]] == ["reply", "close_session"]
    assert "notebook" in arena(tmp_path, "contestant", "graph", "notbook", code=2).stderr


def test_parts_are_listed(tmp_path: Path) -> None:
    rows = data(tmp_path, "contestant", "parts")
    assert {"memory", "ask", "guard", "style"} == {row["slot"] for row in rows}


def test_an_ablation_plays_one_contestant_with_one_slot_changed(tmp_path: Path) -> None:
    match = ("--personas", "ines-varga", "--scenarios", "smaller-flat", "--sessions", "1", "--no-judge", "--dry-run")
    ahead = arena(tmp_path, "tournament", "--ablate", "notebook:memory=none,window", *match, "--json").stdout
    assert {call["contestant"] for call in json.loads(ahead)["rows"]} >= {"notebook", "plain", "window"}
    refused = arena(tmp_path, "tournament", "--ablate", "notebook:brain", *match, code=2)
    assert "memory" in refused.stderr
