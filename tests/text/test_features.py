from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.text.features import FEATURES, asked_features, features


def reply(words: int) -> str:
    return "word " * words


@pytest.mark.parametrize(
    ("size", "length"), [(1, "short"), (45, "short"), (46, "medium"), (120, "medium"), (121, "long")]
)
def test_length_in_words(size: int, length: str) -> None:
    assert features(reply(size))["reply.length"] == length


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("- one\n- two", "reply.form", "list"),
        ("1. one\n2. two", "reply.form", "list"),
        ("• one\n• two", "reply.form", "list"),
        ("- a single dash is no list", "reply.form", "prose"),
        ("It costs\n3.50 and\n4.50 more", "reply.form", "prose"),
        ("Good 🙂", "reply.emoji", "some"),
        ("Good :)", "reply.emoji", "some"),
        ("Good ✅", "reply.emoji", "some"),
        ("At 10:30 (as ever): fine", "reply.emoji", "none"),
        ("Take the train. When do you leave?", "reply.question", "one"),
        ("Take the train.", "reply.question", "none"),
        ('Ask him: "When do you leave?"', "reply.question", "none"),
        ("Here it is.\n<message>Could you return the deposit?</message>", "reply.question", "none"),
        ("<message>Dear all</message> Shall I change it?", "reply.question", "one"),
        ("`a ? b : c`", "reply.question", "none"),
        ("I'm sorry to hear that. Take the train.", "reply.opens_with", "feeling"),
        ("That sounds exhausting. Take the train.", "reply.opens_with", "feeling"),
        ("That’s really hard.", "reply.opens_with", "feeling"),
        ("Take the train. I'm sorry to hear that.", "reply.opens_with", "answer"),
        ("The sound is good.", "reply.opens_with", "answer"),
    ],
)
def test_features(text: str, key: str, value: str) -> None:
    assert features(text)[key] == value


@given(st.text(max_size=200))
def test_every_reply_has_every_feature_from_the_closed_list(text: str) -> None:
    found = features(text)
    assert found.keys() == FEATURES.keys()
    assert all(found[key] in FEATURES[key] for key in found)
    assert all(value in FEATURES[key] for key, value in asked_features(text).items())


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Keep it short.", {"reply.length": "short"}),
        ("Could you be more concise?", {"reply.length": "short"}),
        ("Please don't write me an essay", {"reply.length": "short"}),
        ("short answers are fine by me", {"reply.length": "short"}),
        ("Short please!", {"reply.length": "short"}),
        ("Just the gist.", {"reply.length": "short"}),
        ("I want the long version", {"reply.length": "long"}),
        ("Explain it in detail", {"reply.length": "long"}),
        ("I don't need short answers, give me everything in detail", {"reply.length": "long"}),
        ("no bullet points please", {"reply.form": "prose"}),
        ("I can't stand lists", {"reply.form": "prose"}),
        ("write in full sentences", {"reply.form": "prose"}),
        ("put it in a list", {"reply.form": "list"}),
        ("Bullets, please", {"reply.form": "list"}),
        ("please no emojis", {"reply.emoji": "none"}),
        ("I don’t like smileys", {"reply.emoji": "none"}),
        ("emoji are fine", {"reply.emoji": "some"}),
        ("don't ask me questions back", {"reply.question": "none"}),
        ("I hate it when you answer with a question", {"reply.question": "none"}),
        ("Stop asking me things", {"reply.question": "none"}),
        ("spare me the pep talk", {"reply.opens_with": "answer"}),
        ("get to the point", {"reply.length": "short", "reply.opens_with": "answer"}),
        ("Could you skip the emojis and bullet lists?", {"reply.form": "prose", "reply.emoji": "none"}),
        ("Brief, and no emojis", {"reply.length": "short", "reply.emoji": "none"}),
        ("Too long.", {"reply.length": "short"}),
        ("not too long, please", {"reply.length": "short"}),
        ("that was too short", {"reply.length": "long"}),
        ("far too many bullet points", {"reply.form": "prose"}),
        ("don't write me a novel", {"reply.length": "short"}),
        ("I want the full reasoning", {"reply.length": "long"}),
        ("could I have a list?", {"reply.form": "list"}),
        ("wants plain sentences over a list", {"reply.form": "prose"}),
        ("long answers rather than short ones", {"reply.length": "long"}),
        ("I need a word about the worry first", {"reply.opens_with": "feeling"}),
        ("wants the answer before any kind words", {"reply.opens_with": "answer"}),
        ("wants a kind word before the answer", {"reply.opens_with": "feeling"}),
    ],
)
def test_what_a_person_asks_of_replies(text: str, asked: dict[str, str]) -> None:
    assert asked_features(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "I like long walks",
        "a short trip to Rome",
        "What are good long-lasting paints?",
        "It has been a long week and I am tired",
        "My hair is short now",
        "Which cars have good interior comfort?",
        "wants a cheap place with a short walk to the tram over comfort",
        "There are five flats on my list and I have time for one",
        "I have a list of five flats",
        "she is on the waiting list",
        "I'm reading a novel.",
        "I have a lecture at nine",
        "It took too long.",
        "I asked him and he said no",
        "",
    ],
)
def test_words_of_length_about_other_things_ask_for_nothing(text: str) -> None:
    assert asked_features(text) == {}


def test_the_later_of_two_wishes_holds() -> None:
    assert asked_features("Give me a list. No, rather not a list.") == {"reply.form": "prose"}
