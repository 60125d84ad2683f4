"""Replies that answer what was asked, take up what was said, and ask for nothing twice."""

from __future__ import annotations

import pytest

from arena.assistants.offline._echo import form_wanted, thing_wanted, to_you
from arena.assistants.offline._knowledge import asking_part, asks_for_choice
from arena.schema.world import Known, World
from tests.assistants.playing import FLATS, WORLD
from tests.assistants.test_offline_assistant import RENT, WHICH, reply

INCOME = World(
    known=(
        Known(about="what rent one can afford on an income", text="Keep rent at or under a third of what comes in."),
        Known(about="a free afternoon", text="A free afternoon goes furthest with one thing in it."),
    ),
    catalogues=(FLATS,),
)


@pytest.mark.parametrize("told", ["1,900 a month after tax.", "I earn 2,100 a month.", "I get £1,480 net."])
def test_a_figure_just_told_is_not_asked_for(told: str) -> None:
    assert "earn in a month" in reply(RENT, world=INCOME)
    assert "earn in a month" not in reply(f"{RENT} {told}", world=INCOME)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (WHICH, True),
        ("I would like you to pick one for me.", True),
        ("There are five. Which should I take?", True),
        ("I shall copy it out by hand, which is how I thank a sentence. How much is the deposit?", False),
        ("Not by choice. What rent is sensible?", False),
        ("Should I ask for a note?", False),
    ],
)
def test_a_choice_is_asked_for_by_a_sentence_that_asks(text: str, wanted: bool) -> None:
    assert asks_for_choice(text) is wanted


def test_the_talk_around_a_question_is_not_its_matter() -> None:
    message = "I half watch the rain. What about the bills? Take your time, there's no beast waiting."
    assert asking_part(message) == "What about the bills?"
    assert "flats" not in asking_part("Anything but flats, please. I keep bees.")


def test_questions_on_the_past_are_answered_by_what_has_their_form() -> None:
    earlier = (
        "I have to find a smaller flat. It's 15 May, then I'm out. I owe 4,300 to the hospital.",
        "Noted.",
        "My back is playing up. I've got a stiff shoulder since winter. I can put up 900 for the trip.",
        "Noted.",
    )
    assert "15 May" in reply("By what date does the person have to be out of the old flat?", earlier=earlier)
    assert "stiff shoulder" in reply("What is the matter with the person's back?", earlier=earlier)
    assert "900" in reply("How much can the person spend on the trip?", earlier=earlier)


def test_only_what_they_told_of_themselves_comes_back() -> None:
    chatter = ("Next point about the heating, if you are awake. There are five flats with heating I could see.", "Hm.")
    assert "heating, if" not in reply("What about heating and bills?", earlier=chatter)
    assert "five flats" not in reply("What about heating and bills?", earlier=chatter)
    told = ("I pay the heating for the whole house.", "Hm.")
    assert "you pay the heating for the whole house" in reply("What about heating and bills?", earlier=told)


def test_long_answers_hold_no_other_matter() -> None:
    text = reply("I want long answers, with all the details. What would you do with a free afternoon?")
    assert "afternoon" in text
    assert not any(known.text in text for known in WORLD.known[:3])


def test_an_objection_is_owned_and_a_form_is_taken_up() -> None:
    first = reply(RENT)
    assert any(word in reply(RENT, first, "That's not what I asked.").lower() for word in ("sorry", "mistake"))
    shorter = reply(RENT, first, "Not like that. I want short answers.")
    assert "hort answers" in shorter and "third of what comes in" in shorter


@pytest.mark.parametrize(
    ("said", "given_back"),
    [
        ("I need somewhere quiet and dark. I sleep by day.", "you need somewhere quiet and dark"),
        ("I'd rather stay with my team.", "you'd rather stay with your team"),
        ("So um, I'm off on Mondays now.", "you're off on Mondays now"),
        ("Nothing too loud.", ""),
        ("I like it when you ask me something.", ""),
    ],
)
def test_the_first_person_becomes_the_second(said: str, given_back: str) -> None:
    assert to_you(said) == given_back


def test_wishes_are_given_back_in_many_ways() -> None:
    assert thing_wanted("I need somewhere quiet and dark.") == "quiet and dark"
    assert form_wanted((("reply.form", "prose"), ("reply.emoji", "none"))) == (
        "plain sentences and no lists and no emoji"
    )
    replies = {reply(f"I need it quiet and dark. {RENT}", seed=seed).split(".")[0] for seed in range(24)}
    assert len(replies) >= 5
    assert all("uiet and dark" in text for text in replies)
