"""Likability asked in one call, or one dimension a call: the same verdicts from a judge that reads the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.errors import TransportFailed
from arena.judges import Brief, offline
from arena.judges import questions as q
from arena.judges._bench import Bench
from arena.judges._rubric import rubric_of
from arena.judges.likability import LikabilityJudge
from arena.models.offline import Offline
from arena.prompts import load
from arena.schema.verdict import Verdict
from tests.judges.judging import FakeModel, by, run, tastes, view
from tests.judges.test_offline_judge import CONTEXT

FAMILY = Brief(apart=True)


def asking(**answers: Any) -> FakeModel:
    context: Offline = CONTEXT
    read = {
        "likability": lambda inputs: offline.likability(inputs, context),
        "dimension": lambda inputs: offline.dimension(inputs, context),
    }
    return FakeModel(**{**read, **answers})


def judged(reply: str, brief: Brief, model: FakeModel | None = None, **changes: Any) -> list[Verdict]:
    return run(LikabilityJudge(Bench(model or asking(), "fake", brief)).judge(view(reply, **changes), 1))


def facts(rows: list[Verdict]) -> list[tuple[str, str, float | None, str]]:
    return [(row.measure, row.status, row.value, row.reason) for row in rows]


@given(st.text(max_size=200), st.sampled_from(["so which one", "I can't sleep over this.", "haha, a piece of cake?"]))
def test_one_call_and_seven_say_the_same_where_the_reader_is_the_same(reply: str, user: str) -> None:
    assert facts(judged(reply, Brief(), user=user)) == facts(judged(reply, FAMILY, user=user))


def test_seven_calls_one_after_another_each_with_its_own_rubric() -> None:
    model = asking()
    judged("Take the courtyard.", FAMILY, model)
    assert model.names() == ["dimension"] * 7
    for asked, name in zip(model.inputs("dimension"), q.DIMENSIONS, strict=True):
        assert (asked.dimension, asked.rubric) == (name, rubric_of(name, 2))


def test_only_the_dimensions_that_are_wanted_are_asked_for() -> None:
    model = asking()
    rows = judged("Take the courtyard.", Brief(measures=("likability.humor_fit",), apart=True), model)
    assert [asked.dimension for asked in model.inputs("dimension")] == ["humor_fit"]
    assert by(rows, "likability.humor_fit").prompt == "judge/dimension@1"


def test_one_call_that_fails_leaves_the_other_six() -> None:
    def answer(inputs: Any) -> Any:
        if inputs.dimension == "callback":
            raise TransportFailed("gone")
        return offline.dimension(inputs, CONTEXT)

    rows = judged("Take the courtyard.", FAMILY, asking(dimension=answer))
    assert by(rows, "likability.callback").status == "failed"
    assert by(rows, "likability.formality_matching").status == "scored"
    assert by(rows, "likability.overall").status == "scored"


@pytest.mark.parametrize("name", q.DIMENSIONS)
def test_every_dimension_has_a_rubric_of_its_own(name: str) -> None:
    text = rubric_of(name, 2)
    assert text in load("judge/likability", 2).text
    assert all(f"\n{points} - " in text for points in range(1, 6))
    assert not any(f"{other}: " in text for other in q.DIMENSIONS if other != name)


def test_seven_questions_on_a_reply_share_what_comes_first() -> None:
    # Person, sessions and mood before the rubric: a provider's prompt cache holds them for six of the seven.
    from arena.models import Sampling, request_for
    from arena.schema.judge_view import DimensionView

    likes = tastes(samples=("right. and the other one?",) * 20)
    shown = []
    for name in q.DIMENSIONS:
        asked = DimensionView(**dict(view("Take it.", tastes=likes)), dimension=name, rubric=rubric_of(name, 2))
        shown.append("".join(m.content for m in request_for(q.dimension(asked), Sampling("x")).messages))
    shared = next(i for i, letters in enumerate(zip(*shown, strict=False)) if len(set(letters)) > 1)
    assert shared > 0.6 * min(map(len, shown))
