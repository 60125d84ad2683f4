from __future__ import annotations

import asyncio
import random
import statistics

import pytest

from arena.models.offline import Offline
from arena.schema.persona import Persona
from arena.schema.scenario import Scenario
from arena.schema.user_view import Line, Tellable, UserView, Wish
from arena.schema.world import World
from arena.text.words import count_words, words
from arena.users import ANSWERERS, Person, SpokenTurn
from tests.users.talking import Asked, helpful, lecturing, talk


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


def answer(view: UserView, seed: int = 1) -> SpokenTurn:
    turn = ANSWERERS["user/turn"](view, Offline(World(), random.Random(seed)))
    assert isinstance(turn, SpokenTurn)
    return turn


CHAT = (
    "Otters hold hands when they sleep. What is the weather like where you are?",
    "Ha. And what else is new with you?",
    "That sounds like a good excuse for tea. Do you drink it black?",
    "Same here. Who are you waiting for?",
)
ASK = "What rent can I afford?"
GOOD = "A third of what you have each month is a rent you can afford."
INCOME = Tellable(key="income", value="2,150 a month", says_like=("I make 2,150 a month.",), asked=True)
SHORT = Wish(
    id="short",
    about="length of answers",
    value="wants short answers",
    matters="a lot",
    shown_by="states",
    says_like=("Keep it short.",),
    told=True,
)


def test_a_useful_reply_is_progress(opening: UserView) -> None:
    turn = answer(after(opening, ASK, GOOD))
    assert turn.progress > 0
    assert turn.effort > 0
    assert turn.happened == ()
    assert turn.noticed == "an answer I can use"
    assert "heating" in turn.say


def test_a_lecture_is_too_long_for_this_person_and_not_for_a_reader_of_long_letters(opening: UserView) -> None:
    lecture = GOOD + " It pays to look at the whole of a household before you look at rents." * 12
    assert "too_long" in answer(after(opening, ASK, lecture)).happened
    assert answer(after(opening, ASK, lecture)).effort < 0
    reader = opening.manner.model_copy(update={"words_usual": 80, "words_long": 200})
    assert "too_long" not in answer(after(opening, ASK, lecture, manner=reader)).happened


def test_the_same_again(opening: UserView) -> None:
    turn = answer(after(opening, ASK, GOOD, "And the heating?", GOOD))
    assert "repeat" in turn.happened
    assert turn.progress <= 0


def test_asked_again_today_is_a_repeat_and_from_another_day_forgotten(opening: UserView) -> None:
    said = (ASK, "Sure. What do you make?", "I make 2,150 a month.", "So what is your income?")
    again = answer(after(opening, *said, may_tell=(INCOME,)))
    assert "repeat" in again.happened
    assert "2,150" in again.say
    assert again.reveals == ("income",)
    memory = ("3 days ago: Rent. You told it your income. It helped.",)
    view = after(opening, ASK, "Sure. What do you make?", may_tell=(INCOME,), earlier=memory)
    assert "forgets" in answer(view).happened
    assert "forgets" not in answer(view.model_copy(update={"earlier": ()})).happened


def test_making_sure_is_not_asking_again(opening: UserView) -> None:
    said = (ASK, "Sure. What do you make?", "I make 2,150 a month.", "Your income is 2,150 a month, is that right?")
    assert "repeat" not in answer(after(opening, *said, may_tell=(INCOME,))).happened


def test_beside_the_point_and_refusing(opening: UserView) -> None:
    assert "off_topic" in answer(after(opening, ASK, "Penguins huddle against the wind all winter long.")).happened
    refused = answer(after(opening, ASK, "I'm sorry, I can't do that."))
    assert "refuses" in refused.happened
    assert refused.progress < 0


def test_a_broken_wish_is_objected_to_in_their_own_words(opening: UserView) -> None:
    view = after(opening, ASK, " ".join([GOOD] + ["Rent also depends on the street and on the season."] * 8))
    turn = answer(view.model_copy(update={"wishes": (SHORT,)}))
    assert "Keep it short." in turn.say
    assert turn.reveals[0] == "short"
    assert turn.progress < answer(after(opening, ASK, GOOD, wishes=(SHORT,))).progress
    assert "forgets" in turn.happened


def test_who_accepts_does_not_object(opening: UserView) -> None:
    meek = opening.manner.model_copy(update={"pushes_when_wrong": "accepts", "pushes_when_ignored": "accepts"})
    view = after(opening, ASK, " ".join([GOOD] * 6), wishes=(SHORT,), manner=meek)
    assert "Keep it short." not in answer(view).say


def test_remembering_and_owning_up_are_noticed(opening: UserView) -> None:
    memory = ("3 days ago: Looked at a cellar with a piano. It helped.",)
    view = after(opening, ASK, "You mentioned the cellar last time; its rent is one you can afford.", earlier=memory)
    assert "remembers" in answer(view).happened
    view = after(
        opening, ASK, "Rent a boat.", "No, a flat.", "My mistake. A rent for a flat is a third of what you have."
    )
    assert "owns_error" in answer(view).happened


def test_prying_is_declined_without_the_value(opening: UserView) -> None:
    turn = answer(after(opening, ASK, "First, how much do you owe?", keep_back=("debt",)))
    assert turn.respected < 0
    assert turn.say
    assert turn.reveals == ()


def test_what_is_told_is_what_may_be_told(opening: UserView) -> None:
    for seed in range(30):
        turn = answer(after(opening, ASK, "What do you make?", may_tell=(INCOME,)), seed)
        assert turn.reveals == ("income",)
        assert "2,150" in turn.say


def test_wishes_that_only_show_as_reactions_are_never_said_first(opening: UserView) -> None:
    wish = SHORT.model_copy(update={"shown_by": "reacts_only", "told": False})
    for seed in range(30):
        assert "short" not in answer(opening.model_copy(update={"wishes": (wish,)}), seed).reveals


def test_a_sketch_without_lines_still_speaks(scenario: Scenario) -> None:
    sketch = Persona.model_validate(
        {
            "id": "sketch",
            "identity": {"name": "Someone"},
            "preferences": [{"id": "short", "about": "length", "value": "wants short answers"}],
        }
    )
    for assistant in (helpful, lecturing):
        turns = asyncio.run(talk(Person(sketch, scenario, Asked(), "2"), scenario, assistant))
        assert all(turn.say for turn in turns if turn.end != "max_turns")


def test_no_sentence_comes_twice_in_a_talk_and_lengths_are_theirs(persona: Persona, scenario: Scenario) -> None:
    lengths: list[int] = []
    for seed in range(30):
        turns = asyncio.run(talk(Person(persona, scenario, Asked(), str(seed)), scenario, helpful))
        said = [" ".join(words(turn.say)) for turn in turns if turn.say]
        assert len(said) == len(set(said))
        lengths += [count_words(text) for text in said]
    usual = persona.voice.words_per_message
    assert abs(statistics.median(lengths) - usual.usual) <= usual.usual / 2
    assert statistics.quantiles(lengths, n=10)[-1] <= 1.3 * usual.long


def test_chats_go_on_without_a_task_and_end(persona: Persona, scenario: Scenario) -> None:
    for seed in range(10):
        person = Person(persona, scenario, Asked(), str(seed))
        turns = asyncio.run(talk(person, scenario, lambda said: CHAT[len(said) // 2], number=2))
        assert turns[-1].end in ("goal_met", "max_turns")
        assert len(turns) > 1


@pytest.mark.parametrize("casing", ["lower", "shouts"])
def test_the_surface_is_theirs(opening: UserView, casing: str) -> None:
    manner = opening.manner.model_copy(update={"capitals": casing, "emoji": "often", "lines": {}})
    texts = [answer(opening.model_copy(update={"manner": manner}), seed).say for seed in range(20)]
    if casing == "lower":
        assert all(text == text.lower() for text in texts)
    else:
        assert any(word.isupper() and len(word) > 3 for text in texts for word in text.split())
    assert any(not text.isascii() for text in texts)


def test_slips_of_the_finger_spare_what_is_told(opening: UserView) -> None:
    clumsy = opening.manner.model_copy(update={"typos_per_100w": 8.0})
    view = after(opening, ASK, "What do you make?", may_tell=(INCOME,), manner=clumsy)
    texts = [answer(view, seed).say for seed in range(40)]
    assert all("2,150 a month" in text for text in texts)
    opened = opening.model_copy(update={"manner": clumsy})
    assert len({" ".join(sorted(words(answer(opened, seed).say))) for seed in range(60)}) > 4


def test_equal_chance_gives_equal_words(opening: UserView) -> None:
    assert answer(after(opening, ASK, GOOD), 5) == answer(after(opening, ASK, GOOD), 5)


def test_who_is_asked_about_a_wish_answers_and_stays_for_it(opening: UserView) -> None:
    wish = SHORT.model_copy(update={"told": False, "asked": True, "shown_by": "reacts_only"})
    turn = answer(after(opening, ASK, f"{GOOD} Do you like short answers, or long ones?", wishes=(wish,)))
    assert turn.reveals == ("short",) and "Keep it short." in turn.say and not turn.need_met
    unasked = wish.model_copy(update={"asked": False})
    assert "short" not in answer(after(opening, ASK, GOOD, wishes=(unasked,))).reveals
