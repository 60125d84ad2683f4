"""What judges are asked, as a person looks it up."""

import json
import sys
from pathlib import Path

import pytest

from arena.prompts import load
from arena.prompts import lock as locks
from tests.nursery import arena, data


def test_all_judge_prompts_are_listed_as_released(tmp_path: Path) -> None:
    rows = data(tmp_path, "judge", "prompts")
    assert {row["prompt"].split("@")[0] for row in rows} >= {"judge/likability", "judge/violate", "judge/reveal"}
    assert {row["state"] for row in rows} == {"released"}
    assert all(row["prompt"].startswith("judge/") and row["n_words"] > 50 for row in rows)


def test_the_words_of_one_and_a_slip_of_the_pen(tmp_path: Path) -> None:
    text = load("judge/violate", 1).text
    for name in ("violate", "judge/violate", "judge/violate@1"):
        assert data(tmp_path, "judge", "prompts", name)["text"] == text
    said = arena(tmp_path, "judge", "prompts", "violat", code=2)
    assert "judge/violate@1" in said.stderr


def test_the_words_a_run_used_are_kept_with_it(tmp_path: Path) -> None:
    arena(tmp_path, "play", "ines-varga", "smaller-flat", "plain", "--sessions", "1")
    rows = data(tmp_path, "judge", "prompts", "--run", "latest")
    assert {row["state"] for row in rows} == {"the same"}
    (used,) = data(tmp_path, "judge", "prompts", "likability", "--run", "latest")
    assert used["text"] == load("judge/likability", 2).text


def test_a_changed_word_in_a_released_prompt_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = dict(locks.locked())
    lock = tmp_path / "LOCK.json"
    lock.write_text(json.dumps({**kept, "judge/violate@1": "0" * 64}), encoding="utf-8")
    monkeypatch.setattr(locks, "LOCK", lock)
    monkeypatch.setattr(sys, "argv", ["lock"])
    assert locks.changed() == ["judge/violate@1"]
    assert locks.main() == 1
    assert json.loads(lock.read_text())["judge/violate@1"] == "0" * 64, "the lock was not overwritten"
