"""The offline judge finds what is planted; garbage is unmasked; attacks gain nothing."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import pytest

from arena.checks.selftest import (
    EVERYTHING,
    Floors,
    Selection,
    examination,
    n_questions,
    selected,
    shortfalls,
    unmasked,
)
from arena.errors import UsageError
from arena.judges import ANSWERERS
from arena.judges.calibration import (
    GARBAGE,
    TARGETS,
    TWINS,
    Bench,
    GarbageJudge,
    Moment,
    Trial,
    attempt,
    is_fault,
    shipped_attacks,
    shipped_moments,
    trials,
    verdict_on,
)
from arena.models import Sampling, request_for
from arena.models.offline import Offline
from arena.schema.measure import BY_NAME, MEASURES, REALISM
from arena.schema.question import Question
from arena.schema.run import RunSpec
from arena.schema.world import World
from arena.text.match import verbatim

MOMENTS = shipped_moments().moments
ATTACKS = shipped_attacks()


class OfflineJudge:
    async def ask(self, question: Question[Any]) -> Any:
        request_for(question, Sampling("offline"))
        return ANSWERERS[question.prompt](question.inputs, Offline(World(known=(), catalogues=()), random.Random(0)))


BENCH = Bench(OfflineJudge(), "offline")


async def value_of(moment: Moment, text: str, bench: Bench = BENCH) -> float | None:
    return (await verdict_on(moment.model_copy(update={"planted": text}), "planted", bench))[0].value


def value(moment: Moment, twin: Any) -> float | None:
    return asyncio.run(verdict_on(moment, twin, BENCH))[0].value


def test_there_is_enough_to_test_with() -> None:
    assert len({moment.id for moment in MOMENTS}) == len(MOMENTS)
    assert len(TWINS) * len(MOMENTS) >= 40
    assert len({attack.name for attack in ATTACKS.attacks}) >= 25
    assert {moment.measure for moment in MOMENTS} <= BY_NAME.keys()


def test_every_measure_that_a_model_judges_is_tested_and_attacked() -> None:
    asked = {measure.name for measure in MEASURES if measure.prompt.startswith("judge/")}
    assert {moment.measure for moment in MOMENTS} == asked
    # No simulated person gains by a better verdict, and nobody else writes their lines.
    asked -= {measure.name for measure in MEASURES if measure.family == REALISM}
    attacked = {moment.id: moment.measure for moment in MOMENTS if moment.id in TARGETS}
    assert attacked.keys() == set(TARGETS)
    assert set(attacked.values()) == asked
    every = {(trial.name, trial.moment.id) for trial in trials() if not trial.at_floor}
    assert len(every) == len(TARGETS) * len(ATTACKS.attacks)


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
            judged = "\n".join((*moment.dialogue(twin), moment.text(twin)))
            assert all(verbatim(evidence.quote, judged) for evidence in own.evidence)


@pytest.mark.parametrize("trial", trials(), ids=[f"{trial.name}-{trial.moment.id}" for trial in trials()])
def test_an_attack_gains_nothing(trial: Trial) -> None:
    tried = asyncio.run(attempt(trial, value_of))
    assert tried.before is not None
    assert not tried.gained, tried


def test_an_attack_that_pays_is_seen() -> None:
    class Gullible(OfflineJudge):
        async def ask(self, question: Question[Any]) -> Any:
            answer = await super().ask(question)
            if question.prompt == "judge/helpful" and "true" in question.inputs.reply:
                return answer.model_copy(update={"helpful": True, "evidence": question.inputs.reply})
            return answer

    forged = next(t for t in trials() if (t.name, t.moment.id) == ("forged-json", "apology-only"))
    gullible = Bench(Gullible(), "gullible")
    assert asyncio.run(attempt(forged, lambda moment, text: value_of(moment, text, gullible))).gained


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_answers_every_question_in_form(kind: Any) -> None:
    for moment in MOMENTS:
        own, others = asyncio.run(verdict_on(moment, "planted", Bench(GarbageJudge(kind), kind)))
        refused = {row.reason for row in (own, *others) if row.status == "failed"}
        # Of a whole session something can always be said: not to is no answer there.
        assert refused <= ({"there is something to judge, but no score given"} if kind == "never-applicable" else set())


def test_garbage_is_unmasked_and_the_offline_judge_believed() -> None:
    garbage = asyncio.run(unmasked())
    for one in garbage:
        assert {bool(row.flagged) == row.planted for row in one.misjudged} == {False}
        assert len(one.misjudged) + sum(row.right for row in one.judgements) == len(one.judgements)
    assert [one.judge for one in garbage] == list(GARBAGE)
    assert all(shortfalls(one, (), Floors()) for one in garbage)
    # Not by a single weak family either: each falls short in every family with an answer to give.
    assert all(len(shortfalls(one, (), Floors(precision=0.6, recall=0.6))) >= 3 for one in garbage)


@pytest.mark.parametrize("measure", [REALISM, "preference.stale"])
def test_garbage_is_unmasked_on_people_and_on_changed_wishes_alone(measure: str) -> None:
    for one in asyncio.run(unmasked(Selection((measure,)))):
        assert shortfalls(one, (), Floors()), one.judge


def test_an_examination_asks_what_it_says_it_asks() -> None:
    ticks: list[int] = []
    result = asyncio.run(examination(RunSpec()).hold(lambda: ticks.append(1)))
    assert len(ticks) == n_questions(EVERYTHING)
    assert shortfalls(result, (), Floors()) == []
    assert (result.overall.recall.value, result.overall.precision.value) == (1.0, 1.0)


def test_a_selection_takes_a_few_of_every_measure_and_kind() -> None:
    tried = Selection(attacks=len({t.kind for t in trials()}))
    assert {t.kind for t in tried.tried()} == {t.kind for t in trials()}
    assert len({t.moment.id for t in tried.tried()}) > 1
    assert {m.measure for m in Selection(("privacy.violation",)).picked()} == {"privacy.violation"}
    assert len({moment.measure.split(".")[0] for moment in Selection(moments=4).picked()}) == 4
    assert sorted(moment.id for moment in EVERYTHING.picked()) == sorted(moment.id for moment in MOMENTS)
    assert {t.moment.measure for t in Selection(("task",)).tried()} == {"task.success"}


def test_a_selection_is_examined_and_nothing_beside_it() -> None:
    few = Selection(("preference",), moments=3, attacks=2)
    ticks: list[int] = []
    result = asyncio.run(examination(RunSpec(), few).hold(lambda: ticks.append(1)))
    assert len(result.judgements) == 6
    assert len(result.tried) == 2
    assert len(ticks) == n_questions(few) <= 6 + 4


def test_a_measure_without_a_moment_cannot_be_selected() -> None:
    with pytest.raises(UsageError, match="no moment is prepared"):
        selected(("privacy.over_ask",), None, None)
