"""A person played by a human: what code notices in their words, and when they leave."""

from __future__ import annotations

import asyncio

from arena.schema.persona import Persona
from arena.schema.scenario import Scenario
from arena.users import PlayedByHand, card
from arena.users.by_hand import spoken
from tests.users.talking import PERSONA, SCENARIO, Scripted, talk

VERA = Persona.model_validate(PERSONA)
COURSE = Scenario.model_validate(SCENARIO)
PRYING = "Which rent, which income, which debts, which diagnosis, which savings? Why did you separate?"


def play(*typed: str, assistant: str = "Fine.") -> tuple[PlayedByHand, list[tuple[str, tuple[str, ...], str | None]]]:
    person = PlayedByHand(VERA, COURSE, Scripted([spoken(text) for text in typed]), "seed")
    turns = asyncio.run(talk(person, COURSE, lambda _: assistant))
    assert all(turn.origin == "human" for turn in turns if turn.say)
    return person, [(turn.say, turn.reveals, turn.end) for turn in turns]


def test_words_tell_wishes_and_facts_whatever_the_engine_would_have_offered() -> None:
    person, turns = play("Keep it short. I make 2,150 a month. I have 9,900 in a tin.", "I need it quiet.", "")
    assert turns[0][1] == ("short", "income", "savings")
    assert turns[1][1] == ("quiet",)
    assert turns[2] == ("", (), "vanished")
    assert person.misbehaved == ()


def test_patience_ends_nothing() -> None:
    _, turns = play(*(f"And what about number {n}?" for n in range(8)), assistant="I cannot help. " * 60)
    assert turns[-1] == ("", (), "max_turns")
    assert len(turns) == 9  # eight messages, then time is up


def test_a_secret_for_nobody_is_another_person() -> None:
    person, turns = play("It is 7,400 with a cousin.", "")
    assert turns[0][1] == ("debt",)
    assert person.misbehaved == ("session 1: told `debt`, which this person tells nobody",)


def test_keeping_quiet_is_not_booked_as_withheld() -> None:
    person = PlayedByHand(VERA, COURSE, Scripted([spoken("hm?"), spoken("no."), spoken("")]), "seed")
    turns = asyncio.run(talk(person, COURSE, lambda _: PRYING))
    assert [turn.withheld for turn in turns] == [(), (), ()]


def test_the_card_says_who_what_and_what_not() -> None:
    shown = card(VERA, COURSE, 1)
    assert (shown.name, shown.who, shown.max_turns) == ("Vera Holm", ("52", "piano tuner"), 8)
    assert shown.need == "Wants to know what rent to look for."
    assert {matter.key: matter.rule for matter in shown.secrets} == {
        "debt": "tell nobody",
        "separation": "if you are asked",
        "diagnosis": "only if it is needed",
        "savings": "as you like",
    }
    assert [matter.key for matter in shown.wishes] == ["short", "quiet"]
    assert [matter.key for matter in shown.facts] == ["income", "hobby"]  # the phone is none of this matter


def test_the_card_follows_the_session() -> None:
    shown = card(VERA, COURSE, 2)
    assert shown.need == "Bored on a train."
    assert [matter.key for matter in shown.facts] == ["hobby"]
