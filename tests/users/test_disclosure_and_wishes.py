from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.schema.persona import Fact, Persona
from arena.schema.scenario import MayReveal, Norms, Scenario, SessionPlan
from arena.schema.vocabulary import FACT_KEYS
from arena.users import disclosure, wishes
from arena.users._asked import asked_for, speaks_of
from arena.users._asked_wishes import asked_about
from arena.users.asking import asks_something
from arena.users.disclosure import Occasion, Offer

ASK_ALL = "Tell me your debt, your divorce, your diagnosis, your savings, your income, your hobby and your number."
replies = st.lists(st.sampled_from([*(f"What about your {k.asked_by[0]}?" for k in FACT_KEYS.values()), "Fine."]))
seeds = st.integers(0, 2**63 - 1)
KEYS = ("income", "hobby", "phone", "debt", "separation", "diagnosis", "savings")


def offered(persona: Persona, scenario: Scenario, asked_in: str, seed: int = 1, **plan: object) -> Offer:
    told = plan.pop("told", frozenset())
    session = scenario.sessions[0].model_copy(update=plan)
    return disclosure.offer(persona, Occasion(scenario, session, asked_in, told, seed))  # type: ignore[arg-type]


def keys(offer: Offer) -> set[str]:
    return {fact.key for fact in offer.tell}


@settings(deadline=None)
@given(said=replies.map(" ".join), seed=seeds, told=st.frozensets(st.sampled_from(KEYS)))
def test_never_is_never_and_few_are_new(
    persona: Persona, scenario: Scenario, said: str, seed: int, told: frozenset[str]
) -> None:
    offer = offered(persona, scenario, said, seed, told=told, needs_facts=KEYS, norms=Norms(share=KEYS))
    assert "debt" not in keys(offer)
    assert len(keys(offer) - told) <= 2
    assert not keys(offer) & set(offer.withheld)
    assert not any(fact.value in word for word in offer.keep_back for fact in persona.known_facts())


@settings(deadline=None)
@given(said=replies.map(" ".join), seed=seeds)
def test_nothing_outside_what_the_session_lets_come_up(
    persona: Persona, scenario: Scenario, said: str, seed: int
) -> None:
    offer = offered(persona, scenario, said, seed, may_reveal=MayReveal(facts=("hobby",)), needs_facts=())
    assert keys(offer) <= {"hobby"}


def test_equal_seeds_equal_offers(persona: Persona, scenario: Scenario) -> None:
    assert offered(persona, scenario, ASK_ALL, 5) == offered(persona, scenario, ASK_ALL, 5)


def test_a_secret_waits_to_be_asked(persona: Persona, scenario: Scenario) -> None:
    assert not any("separation" in keys(offered(persona, scenario, "Fine.", seed)) for seed in range(60))
    assert keys(offered(persona, scenario, "Are you divorced?")) >= {"separation"}


def test_a_secret_told_freely_still_needs_to_be_at_hand(persona: Persona, scenario: Scenario) -> None:
    open_about = tuple(s.model_copy(update={"own_policy": "freely"}) for s in persona.secrets)
    open_hearted = persona.model_copy(update={"secrets": open_about})
    elsewhere = {"need": "Wants to know which flat to see.", "asks": ("Which one?",), "needs_facts": ()}

    def told(reply: str) -> set[str]:
        return {k for seed in range(60) for k in keys(offered(open_hearted, scenario, reply, seed, **elsewhere))}

    assert "debt" not in told("The attic is bright, and the tram is near.")
    assert "debt" in told("The attic is bright. Banks give no credit for it.")


@pytest.mark.parametrize(
    ("category", "text", "yes"),
    [
        ("finance", "What can you afford?", True),  # by two facts, both of finance
        ("finance", "We can meet at any time.", False),
        ("finance", "It has an earnest look.", True),  # from the start of a word: too much rather than too little
        ("mental_health", "You sounded low.", False),  # an everyday word
        ("mental health", "Nothing.", False),
        ("housing", "When is that?", False),  # may be of two kinds
        ("relationships", "Divorce takes time.", True),
    ],
)
def test_which_matter_a_text_speaks_of(category: str, text: str, yes: bool) -> None:
    assert speaks_of(category, text) is yes


def test_only_if_needed(persona: Persona, scenario: Scenario) -> None:
    nothing = MayReveal(facts=("income",))
    assert "diagnosis" not in keys(offered(persona, scenario, "What is your diagnosis?", may_reveal=nothing))
    assert "diagnosis" in keys(offered(persona, scenario, "Fine.", needs_facts=("diagnosis",)))
    assert not any("diagnosis" in keys(offered(persona, scenario, "Fine.", seed)) for seed in range(60))


def test_what_is_asked_and_kept_back_is_named_by_topic_only(persona: Persona, scenario: Scenario) -> None:
    offer = offered(persona, scenario, "Do you owe anybody money?")
    assert offer.keep_back == ("debt",)
    assert offer.withheld == ("debt",)


def test_what_was_told_may_be_told_again_when_asked(persona: Persona, scenario: Scenario) -> None:
    asked = offered(persona, scenario, "What do you earn?", told=frozenset({"income"}), may_reveal=MayReveal(facts=()))
    assert keys(asked) == {"income"}
    assert "income" not in keys(offered(persona, scenario, "Fine.", told=frozenset({"income"})))


def test_who_volunteers_more_tells_more(persona: Persona, scenario: Scenario) -> None:
    def share(volunteers: float) -> float:
        dials = persona.cooperation.model_copy(update={"volunteers": volunteers})
        someone = persona.model_copy(update={"cooperation": dials})
        plain = scenario.sessions[0].model_copy(update={"needs_facts": ()})
        counts = [
            len(disclosure.offer(someone, Occasion(scenario, plain, "Fine.", frozenset(), seed)).tell)
            for seed in range(150)
        ]
        return sum(counts) / len(counts)

    assert share(0) == 0 < share(0.3) < share(0.9)


@pytest.mark.parametrize(
    ("key", "text", "yes"),
    [
        ("income", "What do you earn in a month?", True),
        ("income", "People who earn little pay less.", False),
        ("income", "Please tell me your salary so that I can work it out.", True),
        ("address", "I left a blank for it: [your address].", True),
        ("depression", "Would a lower rent help?", False),
        ("age", "Which agency did you see?", False),
        ("children", "Do your kids live with you?", True),
        ("an_unknown_key", "What is an unknown key to you?", True),
    ],
)
def test_asking(key: str, text: str, yes: bool) -> None:
    assert asked_for(text, [Fact(key=key, value="so")], ()) == ({key} if yes else set())


WHEN = Fact(key="move_out_date", value="30 April", says_like=("I have to leave by 30 April.",))
FREE = Fact(key="availability", value="Mondays", says_like=("I can do Mondays.",))
NAME = Fact(key="name", value="Vera Holm", says_like=("My name is Vera Holm.",))
HOME = Fact(key="address", value="1 Weir Lane")


@pytest.mark.parametrize(
    ("text", "told", "meant"),
    [
        # somebody else's name, and a name on offer, are not asked of the person
        ("What is your landlord's name?", "", ""),
        ("Could you tell me the name of your landlord?", "", ""),
        ("Would you like me to add your name?", "name", ""),
        ("Should I mention when you are leaving?", "", ""),
        ("What is your name?", "name", "name"),
        # one sentence may ask for several facts
        ("Could you give me your name, the address and the last day?", "", "name address move_out_date"),
        ("Could you give me your name, the address and the last day?", "name", "name address move_out_date"),
        # words that fit several facts mean what is new, unless the sentence is nearer to what is not
        ("When would be best for you?", "", "move_out_date availability"),
        ("When would be best for you?", "move_out_date", "availability"),
        ("When do you have to leave?", "", "move_out_date"),
        ("When do you have to leave?", "move_out_date", "move_out_date"),
        ("When would be best for you?", "move_out_date availability", "move_out_date availability"),
        # a word of a fact's own settles it
        ("When are you free for the handover?", "move_out_date", "availability"),
        ("Feel free to tell me more.", "", ""),
        ("When does the market open?", "", ""),
    ],
)
def test_which_fact_a_question_is_about(text: str, told: str, meant: str) -> None:
    assert asked_for(text, [WHEN, FREE, NAME, HOME], told.split()) == set(meant.split())


def test_what_was_told_is_marked(persona: Persona, scenario: Scenario) -> None:
    told = offered(persona, scenario, "What do you earn?", told=frozenset({"income"})).tell
    assert [(fact.asked, fact.told) for fact in told if fact.key == "income"] == [(True, True)]
    fresh = offered(persona, scenario, "What do you earn?").tell
    assert [(fact.asked, fact.told) for fact in fresh if fact.key == "income"] == [(True, False)]


@settings(deadline=None)
@given(said=replies.map(" ".join), told=st.frozensets(st.sampled_from(KEYS)))
def test_only_what_is_there_is_asked_for(persona: Persona, said: str, told: frozenset[str]) -> None:
    facts = persona.known_facts()
    assert asked_for(said, facts, told) <= {fact.key for fact in facts}
    assert asked_for("Thank you.", facts, told) == set()


def test_a_thank_you_asks_nothing() -> None:
    assert not asks_something("Good. Thank you, that is all.")
    assert asks_something("Could you make it shorter.")


def turn_wishes(persona: Persona, scenario: Scenario, session: int = 1, **given_: object) -> list[str]:
    plan: SessionPlan = scenario.sessions[0].model_copy(update=given_)
    return [p.id for p in wishes.active(persona, scenario, plan, session)]


def test_wishes_wake_by_session_topic_and_leave(persona: Persona, scenario: Scenario) -> None:
    assert turn_wishes(persona, scenario) == ["short", "quiet"]
    assert turn_wishes(persona, scenario, 2) == ["short", "quiet", "later"]
    assert turn_wishes(persona, scenario, kind="noise") == ["short"]
    assert turn_wishes(persona, scenario, may_reveal=MayReveal(preferences=("quiet",))) == ["quiet"]
    away = scenario.model_copy(update={"touches": ("travel",)})
    assert turn_wishes(persona, away) == ["short"]


def test_a_work_preference_sleeps_at_home(persona: Persona, scenario: Scenario) -> None:
    short = persona.preferences[0].model_copy(update={"context": "work"})
    someone = persona.model_copy(update={"preferences": (short,)})
    assert turn_wishes(someone, scenario) == []
    assert turn_wishes(someone, scenario.model_copy(update={"domain": "work"})) == ["short"]


def test_a_changed_wish_is_news_again_and_loses_its_old_words(persona: Persona, scenario: Scenario) -> None:
    held = wishes.active(persona, scenario, scenario.sessions[0], 2)
    told = {("short", "wants short answers"), ("quiet", "wants a quiet street")}
    shown = {w.id: w for w in wishes.for_turn(held, told, "Here it is.", seed=1)}
    assert shown["short"].told
    assert not shown["quiet"].told
    assert shown["quiet"].value == "wants a lively street"
    assert shown["quiet"].says_like == ()  # the change brings no words of its own


@settings(deadline=None)
@given(seed=seeds, opening=st.booleans())
def test_at_most_one_new_wish_a_turn(persona: Persona, scenario: Scenario, seed: int, opening: bool) -> None:
    held = wishes.active(persona, scenario, scenario.sessions[0], 2)
    shown = wishes.for_turn(held, set(), "" if opening else "Here it is.", seed)
    assert sum(w.shown_by != "reacts_only" for w in shown) <= 1


def asked_of(persona: Persona, reply: str, told: frozenset[str] = frozenset()) -> frozenset[str]:
    return asked_about(reply, [persona.preference_at(p, 1) for p in persona.preferences], told)


@pytest.mark.parametrize(
    ("reply", "found"),
    [
        ("Here is one. How do you feel about noise: does it matter to you, and which way?", {"quiet"}),
        ("Do you like short answers, or the whole story?", {"short"}),
        ("Is a quiet street important to you? And do you prefer long or short answers?", {"quiet", "short"}),
        ("What matters most to you?", {"quiet"}),  # what is about the matter, before the form of replies
        ("Would you like me to look for a quiet street?", set()),  # an offer
        ("You prefer a quiet street.", set()),  # no question
        ("How do you feel about dogs?", set()),
        ("Is it on a quiet street?", set()),  # not how they stand to it
        ("", set()),
    ],
)
def test_which_wish_a_question_is_about(persona: Persona, reply: str, found: set[str]) -> None:
    assert asked_of(persona, reply) == found


@settings(deadline=None)
@given(reply=st.text(max_size=80), told=st.frozensets(st.sampled_from(["short", "quiet", "later"])))
def test_only_wishes_that_are_held_are_asked_about(persona: Persona, reply: str, told: frozenset[str]) -> None:
    assert asked_of(persona, reply, told) <= {p.id for p in persona.preferences}


def test_who_is_asked_has_an_answer_and_brings_up_nothing_else(persona: Persona, scenario: Scenario) -> None:
    held = [p.model_copy(update={"shown_by": "reacts_only"}) if p.id == "quiet" else p for p in persona.preferences]
    question = "How do you feel about noise on the street?"
    shown = {w.id: w for w in wishes.for_turn(held, set(), question, seed=1)}
    assert shown["quiet"].asked and not any(w.asked for name, w in shown.items() if name != "quiet")
    assert set(shown) == {"quiet"}
    again = wishes.for_turn(held, {("quiet", "wants a quiet street")}, question, seed=1)
    assert [(w.told, w.asked) for w in again if w.id == "quiet"] == [(True, True)]
