from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.text.stance import fit, stance, wishes_in

CLEAR = 0.4


@pytest.mark.parametrize(
    "sentence",
    [
        "I prefer window seats.",
        "I can't stand loud music.",
        "I'm allergic to nuts.",
        "I am lactose intolerant.",
        "I need somewhere quiet.",
        "Nothing too loud.",
        "I never drink.",
        "No peanuts, please.",
        "I'd rather walk.",
        "I hate noise, so where could we go?",
        "Keep it short.",
        "That one was too loud for me.",
        "Crowds make me nervous.",
        "I'm not a fan of buffets.",
        "It has to be near a park.",
        "Spicy food isn't my thing.",
        "I only buy second-hand.",
        "The quieter the better.",
        "I have a strong aversion to heights.",
        "Somewhere with a yard, ideally.",
        "I'm trying to cut down on sugar.",
        "I always walk to work.",
        "I find big parties exhausting.",
        "I can't wait weeks for it.",
        "It has to start now.",
        "I'm a night owl.",
    ],
)
def test_a_sentence_that_states_a_wish(sentence: str) -> None:
    assert wishes_in(f"My train was late. {sentence} Anyway, that was it.") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Where should we eat?",
        "Can you help me?",
        "I need help with a letter.",
        "I'd like to know more about trains.",
        "My train leaves at nine.",
        "Thanks, that helps.",
        "I want to book a table.",
        "What do you prefer?",
        "I moved here in May.",
        "No idea.",
        "I'm planning a trip to the coast.",
        "Do you like it?",
        "I live with my sister.",
        "I'm looking for a new laptop for programming.",
        "Don't worry.",
        "I'm a night dispatcher.",
        "I can't wait to see you.",
        "Now I need somebody to tell me which of them to choose.",
    ],
)
def test_a_question_a_request_or_a_fact_states_none(sentence: str) -> None:
    assert wishes_in(sentence) == []


@pytest.mark.parametrize(
    ("wish", "good", "bad"),
    [
        ("I prefer tea over coffee.", "a pot of tea", "a strong coffee"),
        ("I prefer tea to coffee.", "a pot of tea", "a strong coffee"),
        ("I'd rather walk than drive.", "a walk along the coast", "a drive along the coast"),
        ("Trains instead of planes, please.", "the train at nine", "the plane at nine"),
        ("I need somewhere quiet.", "two rooms, noise: low", "two rooms, noise: high"),
        ("Nothing too loud.", "a silent garden", "a lively bar"),
        ("I can't stand crowds.", "a cove without crowds", "a busy market"),
        ("I'm allergic to nuts.", "a nut-free cake", "an almond cake"),
        ("I have a peanut allergy.", "a bar with no peanuts", "a bar with peanuts"),
        ("I don't eat pork.", "the menu has no pork", "roast pork"),
        ("I'm vegan.", "a vegan stew", "steak and chips"),
        ("I am lactose intolerant.", "a vegan pie", "a cheese platter"),
        ("I like cheap places.", "an affordable inn", "an expensive hotel"),
        ("I want low rent.", "rent: low", "rent: high"),
        ("Nothing over 900 a month.", "one room, 890", "two rooms, 1150"),
        ("At least 2 rooms.", "3 rooms", "1 room"),
        ("I avoid places that do not have vegan food.", "a vegan bistro", "a bistro without vegan food"),
        ("I find noisy bars annoying.", "a quiet corner", "a noisy bar"),
        ("I can't live without coffee.", "good coffee", "no coffee"),
        ("I avoid chains because I like small shops.", "a small shop", "a chain"),
        ("Big parties overwhelm me and I hate small talk, but I love dancing.", "dancing", "small talk"),
        ("I'd like a place with a garden.", "a flat with a garden", "a flat without a garden"),
        ("Stairs are hard for me.", "no stairs", "three flights of stairs"),
        ("I exclusively buy second-hand.", "a used sofa", "a brand-new sofa"),
        ("I dislike team sports like football.", "a bakery instead of football", "a football match"),
        ("I love local food.", "few people, local food", "crowded, no local food"),
        ("I want it fast now, even for less.", "the fast way", "the slow way"),
    ],
)
def test_what_fits_is_above_and_what_does_not_is_below(wish: str, good: str, bad: str) -> None:
    assert stance(wish, good) > CLEAR
    assert stance(wish, bad) < -CLEAR
    scores = fit([wish], [bad, good, "something about the weather"])
    assert scores[1] == max(scores)
    assert scores[0] == min(scores)


@pytest.mark.parametrize(
    ("wish", "reply"),
    [
        ("I dislike spicy food.", "Do you like spicy food?"),
        ("I dislike spicy food.", "Since you don't like spicy food, I'd look further."),
        ("I dislike spicy food.", "Casa Lina: stews and fresh bread. You said spicy food is not for you."),
        ("I dislike spicy food.", "Casa Lina: stews and fresh bread. I left out the spicy places."),
        ("I dislike spicy food.", "Sorry, I can't help with that."),
        ("I need somewhere quiet.", "The library is calm. Avoid the Copper Kettle, it gets noisy."),
        ("I dislike horror films.", "A warm comedy film."),
        ("I'm allergic to nuts.", "Carrot soup; it contains no nuts, but ask about traces of almond."),
    ],
)
def test_a_reply_that_does_not_recommend_against_the_wish_is_not_clearly_below(wish: str, reply: str) -> None:
    assert stance(wish, reply) > -CLEAR


@pytest.mark.parametrize(
    ("wish", "reply"),
    [
        ("I dislike spicy food.", "You don't like spicy food, but this spicy curry is a must. Book ahead."),
        ("I dislike spicy food.", "Don't miss the vindaloo, it is wonderfully spicy. Shall I book?"),
        ("I need somewhere quiet.", "The Copper Kettle is lively and loud in the evenings, great fun."),
        ("I prefer trains to planes.", "Book the morning flight; the plane takes two hours."),
    ],
)
def test_a_reply_that_recommends_against_the_wish_is_clearly_below(wish: str, reply: str) -> None:
    assert stance(wish, reply) < -CLEAR


def test_fit_sums_wishes_and_ignores_what_all_candidates_share() -> None:
    wishes = ["I need somewhere quiet.", "I like gardens.", "I dislike flats."]
    flats = ["a flat by a noisy road", "a quiet flat", "a quiet flat with a garden"]
    first, second, third = fit(wishes, flats)
    assert first < 0 < second < third
    assert fit(["I dislike flats."], flats) == [0, 0, 0]
    assert fit([], flats) == [0, 0, 0]
    assert fit(wishes, []) == []
    assert fit(["I dislike flats."], flats[:1])[0] < -CLEAR


def test_an_unrelated_candidate_is_neutral() -> None:
    assert stance("I prefer window seats.", "carrot soup") == 0
    assert stance("", "carrot soup") == 0
    assert stance("I hate noise.", "") == 0


THINGS = ["coffee", "jazz", "museums", "rain", "trains", "noise", "gluten", "gardens"]


@given(st.sampled_from(THINGS), st.sampled_from(["good {}", "a place with {}", "{} all day", "{}: high"]))
def test_liking_and_disliking_one_thing_are_opposite(thing: str, frame: str) -> None:
    offer = frame.format(thing)
    assert stance(f"I love {thing}.", offer) == -stance(f"I hate {thing}.", offer) > 0


@given(
    st.sampled_from(THINGS), st.sampled_from(["no {}", "without {}", "free of {}", "{}-free", "{}: none", "less {}"])
)
def test_absence_turns_it_round(thing: str, frame: str) -> None:
    offer = frame.format(thing)
    assert stance(f"I love {thing}.", offer) < 0 < stance(f"I avoid {thing}.", offer)


@given(st.text(max_size=120), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_has_a_stance_in_range(statement: str, candidates: list[str]) -> None:
    scores = fit([statement], candidates)
    assert len(scores) == len(candidates)
    assert all(-1 <= s <= 1 for s in scores)
    assert all(w in statement for w in wishes_in(statement))


@given(st.permutations(["a quiet room", "a loud bar", "a garden", "a long queue"]))
def test_the_order_of_candidates_does_not_matter(candidates: list[str]) -> None:
    wishes = ["I need quiet.", "I hate queues."]
    scores = dict(zip(candidates, fit(wishes, candidates), strict=True))
    assert scores == dict(zip(sorted(candidates), fit(wishes, sorted(candidates)), strict=True))
