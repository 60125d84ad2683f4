"""A person behind the door: questions go out, typed answers come in."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from arena.errors import RunStopped
from arena.models import Request, Sampling
from arena.models.human import HumanBackend
from arena.prompts import Prompt
from arena.schema.question import Prose, Question
from arena.schema.record import Record
from arena.users import LEAVE, READINGS, SpokenTurn

REQUEST = Request(Prompt("user/turn", 1, "", "", "", (), "", "0" * 64), (), Sampling("human"), "1" * 64)


class Nothing(Record):
    """Inputs without fields."""


def answer(typed: str, prompt: str, answer_type: type[Record]) -> Any:
    shown: list[Question[Any]] = []

    async def ask(question: Question[Any]) -> str:
        shown.append(question)
        return typed

    question = Question(prompt, 1, Nothing(), answer_type)
    reply = asyncio.run(HumanBackend(ask, READINGS).answer(question, REQUEST))
    assert shown == [question]
    assert (reply.input_tokens, reply.cost_usd) == (None, None)
    return reply.answer


def test_prose_is_what_was_typed() -> None:
    assert answer("Dear Sir,\n\nyes.", "assistant/reply", Prose) == Prose(text="Dear Sir,\n\nyes.")


def test_a_turn_is_words_and_no_judgement() -> None:
    turn = answer("  which one?  ", "user/turn", SpokenTurn)
    assert turn.say == "which one?"
    assert (turn.progress, turn.understood, turn.respected, turn.effort, turn.happened) == (0, 0, 0, 0, ())
    assert not turn.need_met and turn.reveals == ()


@pytest.mark.parametrize("typed", ["", "   ", "/leave", " /leave "])
def test_leaving_is_journalled_as_it_is_meant(typed: str) -> None:
    turn = answer(typed, "user/turn", SpokenTurn)
    assert turn.say == LEAVE
    assert SpokenTurn.model_validate_json(turn.model_dump_json()) == turn  # what a resumed run reads


def test_half_characters_do_not_reach_the_journal() -> None:
    assert answer("a\ud800b", "assistant/reply", Prose).text == "a\ufffdb"


def test_what_nobody_can_type_is_a_fault() -> None:
    with pytest.raises(TypeError, match="SpokenTurn"):
        answer("x", "judge/any", SpokenTurn)


def test_who_leaves_stops_the_run() -> None:
    async def ask(_: Question[Any]) -> str:
        raise RunStopped("gone")

    backend = HumanBackend(ask, {})
    with pytest.raises(RunStopped):
        asyncio.run(backend.answer(Question("assistant/reply", 1, Nothing(), Prose), REQUEST))
