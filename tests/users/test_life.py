from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.schema.persona import Life, Persona, Thread
from arena.schema.scenario import Scenario
from arena.users import Person, life
from tests.users.talking import Scripted, spoken, talk

seeds = st.integers(0, 2**63 - 1)
days = st.floats(0, 1000)
CAT = Thread(id="cat", now="The cat is out.", may_move_to=("The cat is back.", "The cat is fat.", "The cat is two."))
SHOP = Thread(id="shop", now="The shop is for sale.", may_move_to=("It is sold.",))
STUCK = Thread(id="knee", now="The knee aches.")


def test_half_of_all_threads_move_in_a_week() -> None:
    # 1 - 2^(-7/7) = 1/2; after a day 1 - 2^(-1/7) = 0.0943; two weeks: 3/4.
    assert life.move_probability(7) == 0.5
    assert life.move_probability(1) == pytest.approx(0.0943, abs=1e-4)
    assert life.move_probability(14) == 0.75
    moved = sum(
        life.after_gap((SHOP,), 7, seed)[0].now == "The shop is for sale. Since then: It is sold."
        for seed in range(2000)
    )
    assert 900 < moved < 1100  # 1000, sd 22


@settings(deadline=None)
@given(days, days)
def test_two_gaps_are_as_good_as_their_sum(one: float, two: float) -> None:
    stays = (1 - life.move_probability(one)) * (1 - life.move_probability(two))
    assert stays == pytest.approx(1 - life.move_probability(one + two), abs=1e-9)


@settings(deadline=None)
@given(days, seeds)
def test_threads_go_forward_only_and_end(gap: float, seed: int) -> None:
    threads = (CAT, SHOP, STUCK)
    order = (CAT.now, *CAT.may_move_to)
    place = 0
    for step in range(6):
        threads = life.after_gap(threads, gap, seed + step)
        now = order.index(threads[0].now.split(" Since then: ")[-1])
        assert now >= place
        assert threads[0].may_move_to == order[now + 1 :]
        place = now
    assert threads[2] == STUCK


@settings(deadline=None)
@given(days, seeds)
def test_a_thread_moves_whatever_the_others_do(gap: float, seed: int) -> None:
    alone = life.after_gap((CAT,), gap, seed)
    among = life.after_gap((SHOP, STUCK, CAT), gap, seed)
    assert alone[0] == among[2]
    assert life.after_gap((CAT,), gap, seed) == alone
    steps = {f"{thread.now} Since then: {step}" for thread in (SHOP, CAT) for step in thread.may_move_to}
    assert set(life.news((SHOP, STUCK, CAT), among)) <= steps


def test_no_time_no_news() -> None:
    assert life.after_gap((CAT, SHOP), 0, 7) == (CAT, SHOP)
    assert life.news((CAT, SHOP), (CAT, SHOP)) == ()


def test_what_has_moved_is_told_to_the_speaker_once(persona: Persona, scenario: Scenario) -> None:
    who = persona.model_copy(update={"life": Life(threads=(SHOP,))})
    first, second = scenario.sessions
    course = scenario.model_copy(update={"sessions": (first, second.model_copy(update={"gap_days": 900}), second)})
    model = Scripted([spoken("hi"), spoken("bye", need_met=True)] * 3)
    person = Person(who, course, model, "1")
    for number in (1, 2, 3):
        asyncio.run(talk(person, course, lambda _: "Fine.", number))
    views = [next(view for view in model.views if view.today.need == plan.need) for plan in course.sessions[:2]]
    sold = "The shop is for sale. Since then: It is sold."
    assert [view.today.news for view in (model.views[0], model.views[2], model.views[4])] == [(), (sold,), ()]
    assert "for sale" in views[0].portrait
    assert "sold" not in views[0].portrait
    assert all(sold in view.portrait for view in model.views[2:])


def test_the_speaker_is_reminded_every_four_turns(persona: Persona, scenario: Scenario) -> None:
    plan = scenario.sessions[0].model_copy(update={"max_turns": 10})
    course = scenario.model_copy(update={"sessions": (plan, *scenario.sessions[1:])})
    patient = persona.model_copy(update={"patience": persona.patience.model_copy(update={"budget": 12.0})})
    model = Scripted([spoken("and?", progress=1)] * 10)
    person = Person(patient, course, model, "1")
    person.begin_session(1, plan, datetime(2026, 3, 2, 19))
    asyncio.run(talk(person, course, lambda _: "Fine. A third of it."))
    reminded = [bool(view.reminder) for view in model.views]
    assert reminded == [turn % 4 == 0 and turn > 0 for turn in range(10)]
    assert "Vera Holm" in model.views[4].reminder
