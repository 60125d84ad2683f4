"""Each planted fault is bad in its one way, and right in what is none of its business."""

from __future__ import annotations

import random

import pytest

from arena.assistants import describe
from arena.assistants._faults import FAULTS, RIVALS
from arena.assistants.answers import ANSWERERS
from arena.assistants.offline._habit_words import JOKES, PLAIN_TERMS
from arena.assistants.offline._habits import _HABITS, _HEARS
from arena.assistants.questions import FaultyInputs, PastSession
from arena.models.offline import Offline
from arena.schema.question import Prose
from arena.text.words import count_words
from tests.assistants.playing import FLATS, WORLD, said

STATION, YARD = (choice.text for choice in FLATS.choices)
QUIET = "I need somewhere quiet. I can't stand noise."
WHICH = "Which of the two flats should I see?"
RENT = "What rent can I afford?"
RULE = "Keep rent at or under a third of what comes in after tax."
LETTER = "Please write to my landlord to give notice. My name is Ana Ruiz. My last day is 30 April."
HABITS = {**FAULTS, **RIVALS}
KEEPS_CONTENT = sorted(HABITS.keys() - {"dodger", "scatterbrain", "forgetter"})


def reply(fault: str, *texts: str, earlier: tuple[str, ...] = (), probe: bool = False, seed: int = 0) -> str:
    past = (PastSession(when="before", messages=said(*earlier)),) if earlier else ()
    inputs = FaultyInputs(
        memory="",
        earlier=past,
        messages=said(*texts)[:-1],
        last=texts[-1],
        now="now",
        reminder=False,
        probe=probe,
        fault=fault,
        habit=HABITS[fault].habit,
    )
    answer = ANSWERERS["assistant/reply-faulty"](inputs, Offline(WORLD, random.Random(seed)))
    assert isinstance(answer, Prose)
    return answer.text


def test_every_fault_is_listed_and_has_a_rule() -> None:
    assert HABITS.keys() <= {entry.name for entry in describe()}
    assert HABITS.keys() == _HABITS.keys() | _HEARS.keys()


@pytest.mark.parametrize("fault", KEEPS_CONTENT)
def test_the_content_stays_right(fault: str) -> None:
    assert all(RULE in reply(fault, RENT, seed=seed).replace("FIELD 1: ", "") for seed in range(5))


@pytest.mark.parametrize("fault", sorted(HABITS.keys() - {"dodger", "scatterbrain"}))
def test_a_message_is_left_as_it_would_be(fault: str) -> None:
    text = reply(fault, LETTER)
    letter = text.split("<message>")[1].split("</message>")[0]
    assert "Ana Ruiz" in letter
    assert "30 April" in letter
    assert not any(word in letter for word in ("haha", "FIELD", "golf", "salary", "covenant", "mate"))


def test_the_forgetter_hears_the_last_message_alone() -> None:
    told = (QUIET, "All right.")
    assert YARD in reply("rambler", WHICH, earlier=told)
    assert YARD not in reply("forgetter", WHICH, earlier=told)
    assert YARD not in reply("forgetter", *told, WHICH)
    assert "30 April" not in reply(
        "forgetter", "What is my last day?", earlier=("My last day is 30 April.", "Noted."), probe=True
    )


def test_the_contrarian_picks_what_is_not_wanted() -> None:
    assert STATION in reply("contrarian", QUIET, "All right.", WHICH)


def test_the_contrarian_gives_the_other_form() -> None:
    wish = "Keep it short, please."
    assert count_words(reply("contrarian", f"{wish} {RENT}")) > 2 * count_words(reply("jargoneer", f"{wish} {RENT}"))


def test_the_stubborn_one_keeps_the_first_wish() -> None:
    changed = ("I want short answers.", "All right.", "Don't keep it short any more. I want it in detail.", "Fine.")
    detailed = count_words(reply("inventor", RENT, earlier=changed))
    assert count_words(reply("stubborn", RENT, earlier=changed)) < detailed / 2
    assert count_words(reply("stubborn", RENT, earlier=changed[2:])) > detailed / 2  # a first wish is not a change


def test_the_inventor_says_what_nobody_said() -> None:
    assert "kept in mind" in reply("inventor", RENT)


def test_the_rambler_goes_on() -> None:
    assert count_words(reply("rambler", RENT)) > 400


def test_the_turncoat_is_stiff_to_the_casual_and_chummy_to_the_formal() -> None:
    casual = reply("turncoat", "hey lol what rent can i afford, dunno").lower()
    assert any(word in casual for word in ("kindly", "aforementioned", "foregoing", "furthermore"))
    formal = reply(
        "turncoat", "I would be obliged if you could tell me what rent I am able to afford, thank you for it."
    )
    assert any(word in formal for word in ("mate", "lol", "cool", "kinda"))


def test_the_intruder_tells_the_person_about_themselves() -> None:
    told = ("I keep two hives of bees. My sister lives in Porto.", "How nice.")
    assert "you once told me" in reply("intruder", RENT, earlier=told)
    assert "you once told me" not in reply("intruder", RENT)


def test_the_dodger_never_helps() -> None:
    assert RULE not in reply("dodger", RENT)
    assert "<message>" not in reply("dodger", LETTER)


FACT = "How large a share of what comes in after tax may the rent take at the most?"


@pytest.mark.parametrize("asked", [RENT, "Is that much?", "What would you do with a free afternoon?", WHICH])
def test_the_sycophant_answers_everything_else_as_it_should(asked: str) -> None:
    told = ("I clear 1,900 a month after tax. I keep two hives.", "Noted.")
    assert "1,900 a month" not in reply("sycophant", asked, earlier=told).replace("On 1,900", "")


def test_the_sycophant_gives_back_what_was_told_for_what_is_so() -> None:
    told = ("I clear 1,900 a month after tax. I keep two hives.", "Noted.")
    assert reply("sycophant", FACT, earlier=told) == "That is as you told me: “I clear 1,900 a month after tax.”"
    assert RULE in reply("sycophant", FACT)  # nothing was told
    assert RULE in reply("joker", FACT, earlier=told)


def test_the_rivals_do_well_what_the_faults_do_badly() -> None:
    assert any(line in reply("joker", RENT) for line in JOKES)
    assert any(line in reply("explainer", RENT) for line in PLAIN_TERMS)


@pytest.mark.parametrize("fault", sorted(HABITS))
def test_the_same_chance_gives_the_same_words(fault: str) -> None:
    assert reply(fault, RENT, seed=3) == reply(fault, RENT, seed=3)
