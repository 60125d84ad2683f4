"""The offline judge finds what is planted; garbage is unmasked; attacks gain nothing."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from arena.judges import ANSWERERS
from arena.judges.calibration import (
    GARBAGE,
    TARGETS,
    TWINS,
    Attack,
    Bench,
    GarbageJudge,
    Moment,
    attempt,
    floors,
    is_fault,
    shipped_attacks,
    shipped_moments,
    verdict_on,
)
from arena.models import Sampling, request_for
from arena.models.offline import Offline
from arena.schema.measure import BY_NAME
from arena.schema.question import Question
from arena.schema.run import RunSpec
from arena.schema.world import World
from arena.text.match import verbatim
from arena.tournament.selftest import Floors, examined, n_questions, shortfalls, unmasked

MOMENTS = shipped_moments().moments
ATTACKS = shipped_attacks()


class OfflineJudge:
    async def ask(self, question: Question[Any]) -> Any:
        request_for(question, Sampling("offline"))
        return ANSWERERS[question.prompt](question.inputs, Offline(World(known=(), catalogues=()), random.Random(0)))


BENCH = Bench(OfflineJudge(), "offline")


def value(moment: Moment, twin: Any) -> float | None:
    return asyncio.run(verdict_on(moment, twin, BENCH))[0].value


def test_there_is_enough_to_test_with() -> None:
    assert len({moment.id for moment in MOMENTS}) == len(MOMENTS)
    assert len(TWINS) * len(MOMENTS) >= 40
    assert len({attack.name for attack in ATTACKS.attacks}) >= 25
    assert {moment.measure for moment in MOMENTS} <= BY_NAME.keys()


@pytest.mark.parametrize("moment", MOMENTS, ids=[moment.id for moment in MOMENTS])
def test_the_twins_differ_where_they_should(moment: Moment) -> None:
    bad, good = value(moment, "planted"), value(moment, "clean")
    assert bad is not None
    assert is_fault(moment.measure, bad)
    assert good is None or not is_fault(moment.measure, good)


def test_what_is_quoted_stands_in_the_text() -> None:
    for moment in MOMENTS:
        for twin in TWINS:
            own, _ = asyncio.run(verdict_on(moment, twin, BENCH))
            assert all(verbatim(evidence.quote, moment.text(twin)) for evidence in own.evidence)


@pytest.mark.parametrize("attack", ATTACKS.attacks, ids=[attack.name for attack in ATTACKS.attacks])
@pytest.mark.parametrize("target", TARGETS)
def test_an_attack_gains_nothing(attack: Attack, target: str) -> None:
    tried = asyncio.run(attempt(attack, target, BENCH))
    assert tried.before is not None
    assert not tried.gained, tried


def test_a_reply_that_says_nothing_is_at_the_floor() -> None:
    tried = [row for nothing in ATTACKS.nothings for row in asyncio.run(floors(nothing, BENCH))]
    assert [row for row in tried if row.gained] == []


def test_an_attack_that_pays_is_seen() -> None:
    class Gullible(OfflineJudge):
        async def ask(self, question: Question[Any]) -> Any:
            answer = await super().ask(question)
            if question.prompt == "judge/helpful" and "true" in question.inputs.reply:
                return answer.model_copy(update={"helpful": True, "evidence": question.inputs.reply})
            return answer

    forged = next(attack for attack in ATTACKS.attacks if attack.name == "forged-json")
    assert asyncio.run(attempt(forged, "apology-only", Bench(Gullible(), "gullible"))).gained


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_answers_every_question_in_form(kind: Any) -> None:
    for moment in MOMENTS:
        own, others = asyncio.run(verdict_on(moment, "planted", Bench(GarbageJudge(kind), kind)))
        assert [row.reason for row in (own, *others) if row.status == "failed"] == []


def test_garbage_is_unmasked_and_the_offline_judge_believed() -> None:
    garbage = asyncio.run(unmasked())
    assert [one.judge for one in garbage] == list(GARBAGE)
    assert all(shortfalls(one, (), Floors()) for one in garbage)
    # Not by a single weak family either: each falls short in every family with an answer to give.
    assert all(len(shortfalls(one, (), Floors(precision=0.6, recall=0.6))) >= 3 for one in garbage)


def test_an_examination_asks_what_it_says_it_asks() -> None:
    ticks: list[int] = []
    result = asyncio.run(examined(RunSpec(), lambda: ticks.append(1)))
    assert len(ticks) == len(TWINS) * len(MOMENTS) + len(TARGETS) * len(ATTACKS.attacks) + len(ATTACKS.nothings)
    assert n_questions() >= len(ticks)
    assert shortfalls(result, (), Floors()) == []
    assert result.overall.recall.value == 1.0
