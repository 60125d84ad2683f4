"""How the offline person carries a talk: what must be told is told, no wish is repeated, good answers are enough."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pytest

from arena.models.offline import Offline
from arena.schema.persona import Persona
from arena.schema.scenario import Scenario
from arena.schema.user_view import Line, Manner, Tellable, UserView, Wish
from arena.schema.world import Known, World
from arena.text.words import count_words
from arena.users import ANSWERERS, Person, SpokenTurn
from arena.users._surface import dress
from arena.users.disclosure import Occasion, offer
from tests.users.talking import Asked, helpful, talk

KNOWN = World(
    known=(Known(about="how much deposit to keep", text="Two or three months' rent, and a little for the van."),)
)
ASK = "What rent can I afford?"
MANNER = Manner(words_usual=7, words_long=18, formality="very casual", capitals="usual", emoji="often")


@pytest.fixture(scope="module")
def opening(persona: Persona, scenario: Scenario) -> UserView:
    model = Asked()
    person = Person(persona, scenario, model, "1")
    person.begin_session(1, scenario.sessions[0])
    asyncio.run(person.speak([]))
    return model.views[0].model_copy(update={"wishes": (), "may_tell": ()})


def after(view: UserView, *said: str, **update: object) -> UserView:
    lines = tuple(Line(who="assistant" if i % 2 else "me", text=text) for i, text in enumerate(said))
    return view.model_copy(update={"transcript": lines, "phase": "continue", **update})


def answer(view: UserView, seed: int = 1, world: World = KNOWN) -> SpokenTurn:
    turn = ANSWERERS["user/turn"](view, Offline(world, random.Random(seed)))
    assert isinstance(turn, SpokenTurn)
    return turn


def wish(name: str, told: bool = False) -> Wish:
    return Wish(
        id=name, about=name, value=f"wants {name}", matters="a lot", shown_by="states", told=told,
        says_like=(f"I want {name}.",),
    )  # fmt: skip


def test_an_answer_in_other_words_is_an_answer(opening: UserView) -> None:
    said = (ASK, "A third of what you have each month is a rent you can afford.", "How much deposit should I keep?")
    good = answer(after(opening, *said, "Two or three months' rent, and a little for the van."))
    assert "misread" not in good.happened
    assert good.progress > 0
    passed_over = answer(after(opening, *said, "The trams in that street are bright and new."))
    assert {"misread", "off_topic"} & set(passed_over.happened)


def test_yes_or_no_answers_a_question_that_wants_it(opening: UserView) -> None:
    turn = answer(after(opening, ASK, "A third.", "Does that include heating?", "Yes, all of it comes with the flat."))
    assert not {"misread", "off_topic"} & set(turn.happened)


def test_what_the_matter_needs_is_told_however_short_the_message(opening: UserView) -> None:
    fact = Tellable(key="income", value="2,150 a month", says_like=("What comes in is 2,150 a month all in all.",))
    terse = opening.manner.model_copy(update={"words_usual": 2, "words_long": 4})
    for seed in range(20):
        turn = answer(opening.model_copy(update={"may_tell": (fact,), "manner": terse}), seed)
        assert turn.reveals == ("income",)


def test_an_objection_voices_one_wish_and_no_other(opening: UserView) -> None:
    short = Wish(
        id="short", about="length of answers", value="wants short answers", matters="a lot", shown_by="states",
        says_like=("Keep it short.",), told=True,
    )  # fmt: skip
    long_reply = "A third of what you have each month is a rent you can afford. " * 9
    for seed in range(20):
        turn = answer(after(opening, ASK, long_reply, wishes=(short, wish("tea"), wish("rain"))), seed)
        assert [name for name in turn.reveals if name in ("short", "tea", "rain")] == ["short"]


def test_a_message_volunteers_one_wish(opening: UserView) -> None:
    roomy = opening.manner.model_copy(update={"words_usual": 60, "words_long": 120})
    for seed in range(20):
        turn = answer(opening.model_copy(update={"wishes": (wish("tea"), wish("rain")), "manner": roomy}), seed)
        assert len(turn.reveals) == 1


def test_a_wish_is_voiced_once_in_a_talk_that_keeps_it(persona: Persona, scenario: Scenario) -> None:
    for seed in range(12):
        turns = asyncio.run(talk(Person(persona, scenario, Asked(), str(seed)), scenario, helpful))
        voiced = Counter(name for turn in turns for name in turn.reveals)
        assert voiced["short"] <= 1


@pytest.mark.parametrize("tone", ["glad", "sore", "neutral"])
def test_one_picture_is_enough(tone: str) -> None:
    for seed in range(20):
        text = dress("Thanks! 🌳 And the next one", MANNER, random.Random(seed), tone)  # type: ignore[arg-type]
        assert text == "Thanks! 🌳 And the next one"


def test_nobody_is_sore_at_the_opening(opening: UserView) -> None:
    manner = opening.manner.model_copy(update={"emoji": "often", "lines": {}})
    texts = " ".join(answer(opening.model_copy(update={"manner": manner}), seed).say for seed in range(40))
    assert not set("😕🙄😬") & set(texts)
    assert set("🙂👋🙏") & set(texts)


def test_a_fact_of_an_earlier_talk_can_be_told_when_it_is_needed_and_asked_for(
    persona: Persona, scenario: Scenario
) -> None:
    plan = scenario.sessions[0].model_copy(update={"may_reveal": scenario.sessions[1].may_reveal})
    asked = offer(persona, Occasion(scenario, plan, "What is your income?", frozenset(), 1))
    unasked = offer(persona, Occasion(scenario, plan, "", frozenset(), 1))
    assert "income" in [fact.key for fact in asked.tell]
    assert "income" not in [fact.key for fact in unasked.tell]


def test_who_has_been_answered_twice_often_leaves_it_there(opening: UserView) -> None:
    view = opening.model_copy(
        update={
            "today": opening.today.model_copy(update={"follow_ups": ("And heating?", "And deposit?", "And a van?")})
        }
    )
    said = (
        ASK,
        "A third of the rent.",
        "And heating?",
        "Heating is in it.",
        "And deposit?",
        "The deposit is two rents.",
    )
    met = sum(answer(after(view, *said), seed).need_met for seed in range(60))
    once = sum(answer(after(view, *said[:4]), seed).need_met for seed in range(60))
    assert 20 < met < 55
    assert 0 < once < met


def test_messages_do_not_stumble_over_their_own_beginning(opening: UserView) -> None:
    lines = {"thanks": ("Right. Thank you.",), "asks": ("Right. {ask}", "So. {ask}"), "agrees": ("Right.",)}
    manner = opening.manner.model_copy(update={"lines": lines, "thanks": "often"})
    good = "A third of what you have each month is a rent you can afford."
    for seed in range(20):
        say = answer(after(opening, ASK, good, manner=manner), seed).say
        assert say.count("Right.") <= 1
        assert count_words(say) > 1
