"""Messages to third parties: they read like messages, and hold what was told for them."""

from __future__ import annotations

import re

import pytest

from arena.assistants.offline._about import matters_in, tells_of_them
from arena.assistants.offline._purpose import purpose_of
from tests.assistants.test_offline_assistant import LETTER, message_in, reply

EARLIER = (
    "There are five flats I could see and I have time for one. The lease ends on 30 April.",
    "Which one do you like?",
    "That's not what I asked. I'm writing that one on my hand.",
    "My mistake. When is your last day?",
    "You'd be surprised how few people just answer. Take your time, there is no hurry in it.",
    "Noted.",
)


@pytest.mark.parametrize(
    ("request_text", "recipient", "purpose"),
    [
        (
            "I need an e-mail to my landlord that gives notice and asks for the deposit back.",
            "landlord",
            "I am writing to give notice and to ask for the deposit back.",
        ),
        ("Write to my landlord: notice, keys, deposit.", "landlord", "I am writing about the notice, the keys and"),
        (
            "Could you write to the insurer for me? I dispute the refusal, and I want the exact clause.",
            "insurer",
            "I dispute the refusal, and I would like the exact clause.",
        ),
        (
            "Can you do the message to my sister's for me?",
            "sister",
            "I am writing to you with a request.",
        ),
        ("Write the landlord's letter for me, about the deposit.", "landlord", "I am writing about the deposit."),
        ("Write to the neighbours about the noise. No begging.", "neighbour", "I am writing about the noise."),
        ("Write to my landlord. Firm, not rude.", "landlord", "I am writing to you with a request."),
        (
            "I need a note to my neighbour that's clear about the noise and still leaves the door open.",
            "neighbour",
            "I am writing about the noise.",
        ),
        (
            "I want a note to my boss that apologises for Monday and offers help, and that leaves my back out of it.",
            "boss",
            "I am writing to apologise for Monday and to offer help.",
        ),
        (
            "Please write to my landlord to give notice for the day I mentioned, without going into the reason.",
            "landlord",
            "I am writing to give notice.",
        ),
        (
            "Could you write to my employer for me? They should know what I can't do for now, and nothing more.",
            "employer",
            "I would like you to know what I cannot do for now.",
        ),
        ("Draft a letter to the bank.", "bank", "I am writing to you with a request."),
    ],
)
def test_the_purpose_is_told_to_the_recipient_in_the_first_person(
    request_text: str, recipient: str, purpose: str
) -> None:
    assert purpose_of(request_text, recipient).startswith(purpose)


def test_a_letter_has_a_greeting_a_purpose_the_facts_a_close_and_the_name() -> None:
    told = "I'm at 14 Tallow Lane. My name is Ines Varga."
    letter = message_in(reply(LETTER, "What is needed?", told, earlier=EARLIER))
    greeting, purpose, facts, close, name = letter.split("\n\n")
    assert greeting == "Dear landlord,"
    assert purpose == "I am writing to give notice."
    assert facts == "I'm at 14 Tallow Lane. The lease ends on 30 April."
    assert close.endswith(".")
    assert name == "Kind regards\nInes Varga"


def test_chatter_and_frames_stay_out_of_a_letter_whatever_was_asked_before() -> None:
    for seed in range(12):
        letter = message_in(reply(LETTER, "What is it for?", "No. Not like that.", earlier=EARLIER, seed=seed))
        assert "30 April" in letter
        assert not re.search(r"asked|hand|surprised|hurry|five|Not like", letter)


def test_a_bare_answer_is_told_with_its_name() -> None:
    asked = "Could you give me the last day?"
    assert "Last day: 30 April." in message_in(reply(LETTER, asked, "30 April."))


def test_a_letter_is_written_anew_only_when_something_changes() -> None:
    told = "I'm at 14 Tallow Lane. The last day is 30 April. My name is Ines Varga."
    first = reply(LETTER, "What is needed?", told)
    again = reply(LETTER, "What is needed?", told, first, "What should I know about the heating bills?")
    assert message_in(first) and not message_in(again)
    checked = reply(LETTER, "What is needed?", told, first, "Is the day of the move in there?")
    assert "“The last day is 30 April”" in checked and not message_in(checked)
    changed = reply(LETTER, "What is needed?", told, first, "My number is 07700 900416.")
    assert "07700 900416" in message_in(changed)


def test_what_slipped_in_stays_and_what_did_not_stays_out() -> None:
    earlier = ("I owe 6,200 on two credit cards. The last day is 30 April.", "Noted.")
    seen = set()
    for seed in range(30):
        first = reply(LETTER, earlier=earlier, seed=seed)
        leaked = "6,200" in message_in(first)
        for later in range(4):
            second = reply(LETTER, first, "I'm at 14 Tallow Lane.", earlier=earlier, seed=later)
            assert ("6,200" in message_in(second)) == leaked
        seen.add(leaked)
    assert seen == {True, False}


@pytest.mark.parametrize(
    "sentence",
    [
        "We rent two rooms above a bakery.",
        "My knee is stiff in the mornings.",
        "They put me on blood thinners.",
        "Our boiler has been out since March.",
        "No driving after dark.",
        "It's an upright piano.",
        "Tom has moved out.",
    ],
)
def test_sentences_that_tell_of_a_person(sentence: str) -> None:
    assert tells_of_them(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "That's not what I asked.",
        "I'll think about it.",
        "You said that before.",
        "Let me explain it again.",
        "Next question, please.",
        "I see what you mean.",
        "This one has been on my mind all day.",
        "Is that so?",
        "It is hard to say.",
    ],
)
def test_sentences_that_are_talk_about_the_talk(sentence: str) -> None:
    assert not tells_of_them(sentence)


def test_delicate_matters_are_known_by_general_words() -> None:
    assert matters_in("I have psoriatic arthritis.") == {"health"}
    assert matters_in("We are behind with the loan.") == {"finance"}
    assert matters_in("My wife left in June.") == {"relationships"}
    assert matters_in("The last day is 30 April.") == frozenset()
