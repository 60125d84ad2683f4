"""The traps of judges and of files, as test_traps.py lists them."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from arena import personas
from arena.judges.calibration import Judgement, coverage_curve
from tests.judges.test_traps import beside

# Judges and files ------------------------------------------------------------------------------------------------


def test_accuracy_comes_with_coverage() -> None:
    rows = [Judgement("a", "m", True, True, "scored", 90), Judgement("b", "m", True, False, "scored", 30)]
    sure = next(step for step in coverage_curve(rows) if step.certainty == 80)
    beside(lambda shown: shown == (1.0, 0.5, 1), (sure.accuracy, sure.coverage, sure.n), (1.0, None, None))


def judge_questions() -> list[type[Any]]:
    from arena.judges import questions

    made = [value for name, value in vars(questions).items() if name.endswith("Answer") and isinstance(value, type)]
    assert len(made) >= 7
    return made


@pytest.mark.parametrize("answer", judge_questions(), ids=lambda answer: answer.__name__)
def test_no_answer_is_forced(answer: Any) -> None:
    forced = {name for name in answer.model_fields if name not in {"abstain", "certainty"}}
    beside(lambda fields: {"abstain", "certainty"} <= set(fields), answer.model_fields, forced)


class Bomb:
    """What a pickle can do to whoever loads it."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[Any, ...]:
        return (Path.touch, (self.mark,))


def test_a_file_is_read_and_not_run(tmp_path: Path) -> None:
    mark, place = tmp_path / "went-off", tmp_path / "base_the_ville_persona_1"
    place.mkdir()
    (place / "scratch.json").write_bytes(pickle.dumps(Bomb(mark)))
    found = personas.import_propersim(tmp_path, tmp_path / "out")
    assert found.skipped
    beside(lambda gone: not gone, mark.exists(), pickle.loads((place / "scratch.json").read_bytes()) is None)  # noqa: S301
    assert mark.exists()
