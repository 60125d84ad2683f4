from __future__ import annotations

import pytest

from arena.assistants import names, parse
from arena.assistants.drawing import drawings
from arena.errors import UsageError


@pytest.mark.parametrize("spec", names())
def test_every_contestant_can_be_drawn_and_every_step_leads_on(spec: str) -> None:
    for drawing in drawings(spec):
        known = {step.name for step in drawing.steps} | {"__end__"}
        assert all(step.to and set(step.to) <= known for step in drawing.steps)
        assert drawing.mermaid.count("graph TD") == 1
        reached = {drawing.steps[0].name} | {name for step in drawing.steps for name in step.to}
        assert reached == known


@pytest.mark.parametrize("spec", names())
def test_each_part_stands_in_the_drawing(spec: str) -> None:
    drawn = {step.part for drawing in drawings(spec) for step in drawing.steps}
    for slot, part in parse(spec).slots.items():
        for name in part.split("+"):
            assert (f"{slot}: {name}" in drawn) == (name != "none" or slot == "memory")


def test_nobody_cannot_be_drawn() -> None:
    with pytest.raises(UsageError):
        drawings("nobody")
