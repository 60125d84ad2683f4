"""Formulas of realism, by examples worked out by hand; what the rules read in a message."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from arena.judges.realism import counts, leaving
from arena.judges.realism._record import Played
from arena.judges.realism.claims import contradicted, goes_against, other_figure, self_claims
from arena.judges.realism.cues import accepts, asks_for, helps, objects, takes_leave
from arena.schema.dialogue import PersonState, Reaction, Turn
from arena.schema.event import MatchEvent, SessionEnded, SessionStarted, TurnSpoken
from arena.schema.persona import Persona
from arena.schema.scenario import Scenario

PERSON: dict[str, Any] = {
    "id": "vera-holm",
    "identity": {"name": "Vera Holm", "age": 52},
    "voice": {
        "words_per_message": {"usual": 4, "long": 10},
        "thanks": "rarely",
        "lines": {"objects": ["Wrong drawer."]},
    },
    "cooperation": {"volunteers": 0.2},
    "preferences": [
        {"id": "short", "about": "length", "value": "wants short answers", "says_like": ["Keep it short."]}
    ],
    "facts": [
        {"key": key, "value": value}
        for key, value in (
            ("income", "2,150 a month"),
            ("phone", "0170 55"),
            ("hobby", "ice swimming"),
            ("rent", "700"),
        )
    ],
    "secrets": [
        {"key": "debt", "value": "6,200 on two cards", "own_policy": "never", "flows": []},
        {"key": "diagnosis", "value": "a slipped disc", "own_policy": "never", "flows": []},
    ],
}
COURSE = {
    "id": "a-flat",
    "title": "A flat",
    "domain": "housing",
    "clock": {"start": "2026-03-02T19:00:00"},
    "sessions": [
        {"id": "one", "kind": "task", "need": "Wants to know what rent she can pay on her income.", "asks": ["rent?"]},
        {"id": "two", "kind": "task", "need": "Wants a diagnosis of a slipped disc explained.", "asks": ["what now?"]},
    ],
}
PORTRAIT = "You are Vera Holm (she/her), fifty-two, a piano tuner. You live alone with your cat."


def state(patience: float = 5, pleasure: float = 0) -> PersonState:
    return PersonState(pleasure=pleasure, arousal=0, dominance=0, patience=patience, satisfaction=0)


def took(progress: int = 1, met: bool = False, happened: tuple[str, ...] = ()) -> Reaction:
    return Reaction(progress=progress, understood=0, respected=0, effort=0, happened=happened, need_met=met)


def talk(*turns: Any, session: int = 1, ended: str = "goal_met") -> list[MatchEvent]:
    """Turns in order, the person's first: a text, or (text, fields of the event)."""
    at = datetime(2026, 1, 1, tzinfo=UTC)
    events: list[MatchEvent] = [SessionStarted(match="m", at=0, session=session, plan="p", kind="task", now=at)]
    for index, given in enumerate(turns, start=1):
        text, more = (given, {}) if isinstance(given, str) else given
        turn = Turn(session=session, index=index, speaker="user" if index % 2 else "assistant", text=text)
        events.append(TurnSpoken(match="m", at=0, turn=turn, **more))
    return [*events, SessionEnded.model_validate({"match": "m", "at": 0, "session": session, "reason": ended})]


def played(*talks: list[MatchEvent], **changes: Any) -> Played:
    persona, scenario = Persona.model_validate({**PERSON, **changes}), Scenario.model_validate(COURSE)
    return Played.of(persona, scenario, [event for one in talks for event in one])


def value(found: counts.Count | None) -> float:
    assert found is not None
    return found.value


def test_length() -> None:
    # Words 4, 6, 14: median 6, MAD 2, so |6 - 4| / 2 = 1. 90 % of three is the longest: 14 / 10.
    match = played(talk("a b c d", "-", "a b c d e f", "-", "a b c d e f g h i j k l m n"))
    assert value(counts.length_fit(match)) == pytest.approx(1.0)
    assert value(counts.longest(match)) == pytest.approx(1.4)
    assert counts.length_fit(played()) is None


def test_a_list_of_choices_behind_a_message_is_not_the_persons() -> None:
    match = played(talk("which one\n\nTo choose from:\n- a very long option with many words in it"))
    assert match.said[0].text == "which one"


def test_volunteered_counts_what_nobody_asked_for() -> None:
    facts = [f"It is {fact['value']}." for fact in PERSON["facts"]]
    asked = ("How much do you earn?", "What is your phone number?", "Any hobby?", "What rent do you pay?")
    turns = [turn for pair in zip(["hello", *facts[:3]], asked, strict=True) for turn in pair]
    answering = played(talk(*turns, facts[3], "And your debt?", "I owe 6,200 on two cards."))
    found = counts.volunteered(answering)
    assert found is not None
    # 0 of 5 unasked: Wilson to 1.96^2 / (5 + 1.96^2) = .434, and .2 lies within.
    assert (found.value, found.n) == (0.0, 5)
    telling = played(talk(" ".join([*facts, "I owe 6,200 on two cards."])))
    # 5 of 5: the interval begins at 5 / (5 + 1.96^2) = .566; .566 - .2 = .366.
    assert value(counts.volunteered(telling)) == pytest.approx(5 / (5 + 1.96**2) - 0.2)
    assert value(counts.front_loading(telling)) == 1.0
    assert counts.volunteered(played(talk(facts[0]))) is None


def test_reciting_the_brief() -> None:
    recites = played(talk("well, wants to know what rent she can pay on her income"))
    assert value(counts.recitation(recites)) == 11
    # Grams of five among 12 words: 8, of which 7 stand in the brief.
    assert value(counts.copied(recites)) == pytest.approx(7 / 8)
    assert value(counts.recitation(played(talk("what rent can I pay")))) == 0


def test_self_leak_and_what_the_scenario_itself_brings_up() -> None:
    leaks = played(talk("I owe 6,200 on two cards", "-", "bye"))
    assert value(counts.self_leak(leaks)) == pytest.approx(0.5)
    brought_up = played(talk("hello"), talk("explain a slipped disc to me", session=2))
    assert value(counts.self_leak(brought_up)) == 0.0
    assert counts.self_leak(played(talk("hi"), secrets=[])) is None


def test_pushback_and_acceptance() -> None:
    bad = {"took": took(progress=-1)}
    # Three faults: one objected to in plain words, one in the person's own, one thanked for.
    match = played(
        talk("hi", "x", ("No, that's not it.", bad), "x", ("Wrong drawer. Rent.", bad), "x", ("Great, thanks!", bad))
    )
    # Authored: objects (.8) when wrong, hedges (.6) when ignored: .7 - 2/3.
    assert value(counts.pushback(match)) == pytest.approx(0.7 - 2 / 3)
    assert value(counts.acceptance(match)) == pytest.approx(1 / 3)
    assert counts.pushback(played(talk("hi", "x", ("No.", bad)))) is None
    gentle = {"pushback": {"when_wrong": "accepts", "when_ignored": "accepts"}}
    assert counts.acceptance(played(talk("hi", *["x", ("ok", bad)] * 3), **gentle)) is None


def test_a_voiced_wish_is_an_objection() -> None:
    bad = {"took": took(happened=("misread",))}
    match = played(talk("hi", *["x", ("Keep it short.", bad)] * 3))
    assert value(counts.pushback(match)) == 0.0


def test_too_many_thanks() -> None:
    match = played(talk("hi", *["x", "thanks"] * 5, "x", "ok"))
    # 5 of 7 messages thank; rarely goes up to .3.
    assert value(counts.thanking(match)) == pytest.approx(5 / 7 - 0.3)
    assert value(counts.positive(match)) == pytest.approx(5 / 7)


def test_early_end() -> None:
    helped, stalled = {"took": took(1), "state": state(4)}, {"took": took(0), "state": state(4)}
    worn = {"took": took(1), "state": state(0.5)}
    for last, early in ((helped, 1.0), (stalled, 0.0), (worn, 0.0)):
        assert value(leaving.early_end(played(talk("a", "b", ("c", last), ended="patience")))) == early
    met = {"took": took(1, met=True), "state": state(4)}
    assert value(leaving.early_end(played(talk("a", "b", ("c", met), ended="goal_met")))) == 0.0


def test_overstay_and_end_f1() -> None:
    met, on = {"took": took(2, met=True), "state": state()}, {"took": took(1), "state": state()}
    stays = played(talk("a", "x", ("b", met), "x", ("c", on), "x", ("d", on)))
    assert value(leaving.overstay(stays)) == 2.0
    assert value(leaving.end_f1(stays)) == 0.0  # two turns late: one wrong end, one missed
    leaves = played(talk("a", "x", ("b", met), "x", ("bye", on)))
    assert value(leaving.overstay(leaves)) == 1.0
    assert value(leaving.end_f1(leaves)) == 1.0
    goes_on = played(talk("a", "x", "That's all. Bye.", "x", "and the bins?", "x", "and the cat?"))
    assert value(leaving.overstay(goes_on)) == 2.0  # what the person says counts, not only what they report


def test_echo_does_not_take_the_answer_to_a_turn_for_its_source() -> None:
    # The person says new words each time and the assistant repeats them: the assistant echoes, not the person.
    words = ["alder", "birch", "cedar", "dogwood", "elder", "fir", "gorse", "hazel"]
    turns = [turn for word in words for turn in (f"plant {word}", f"{word} grows")]
    found = counts.echo(played(talk(*turns)))
    assert found is not None
    assert found.value <= 0
    # And the other way round, more each time: the share of the reply's words in the message grows.
    grows = [("x", "one two three four five six seven eight nine ten eleven twelve")]
    for place, word in enumerate(words):
        reply = " ".join(f"{word}{letter}" for letter in "abcdefgh")
        said = " ".join([*reply.split()[: place + 1]])
        grows += [(said if place else "start", reply)]
    flat = [
        turn for (_, reply), (said, _) in zip(grows, [*grows[1:], ("end", "")], strict=True) for turn in (said, reply)
    ]
    echoes = [
        turn
        for said, reply in zip([s for s, _ in grows[1:]], [r for _, r in grows[1:]], strict=True)
        for turn in (reply, said)
    ]
    assert flat
    mirrored = counts.echo(played(talk("hello", *echoes)))
    assert mirrored is not None
    assert mirrored.value > 0


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I'd be happy to help with that!", True),
        ("Here is a plan for you:", True),
        ("- a\n- b\n- c", True),
        ("## Next steps", True),
        ("as an AI I have no rent", True),
        ("Give me the number first. Then the reasons.", False),
        ("Could you help me? I need a flat.", False),
        ("I have two things - rent and heat.", False),
    ],
)
def test_giving_help(text: str, found: bool) -> None:
    assert bool(helps(text)) == found


def test_taking_leave_minding_and_accepting() -> None:
    assert takes_leave("Right, that's all. Bye.")
    assert not takes_leave("Is that all you have?") or takes_leave("that's all")
    assert objects("You said that. New ones, please.")
    assert not objects("And the deposit?")
    assert accepts("ok, great")
    assert not accepts("No. Thanks for nothing, that's not it.")


def test_asking_for_a_fact() -> None:
    assert asks_for("What do you earn a month?", "income")
    assert not asks_for("People who earn little pay little.", "income")
    assert not asks_for("", "income")


def test_claims_about_oneself() -> None:
    assert [c.frame for c in self_claims("My name is Rosa. I live in Leeds. Am I 29?")] == ["name", "home"]
    (age,) = self_claims("I'm 29 by the way")
    assert goes_against(age, PORTRAIT)
    assert not goes_against(self_claims("I'm 52.")[0], PORTRAIT)
    assert goes_against(self_claims("I don't have a cat.")[0], PORTRAIT)
    assert not goes_against(self_claims("I've got a cat.")[0], PORTRAIT)
    assert goes_against(self_claims("I live with my husband.")[0], PORTRAIT)
    assert not goes_against(self_claims("I live alone.")[0], PORTRAIT)
    assert contradicted(age, self_claims("I'm 41."))
    assert not contradicted(age, self_claims("My name is Vera."))
    assert self_claims("I'm 20 minutes late") == ()


def test_another_figure_for_the_same_thing() -> None:
    told = "My last day there is 30 April."
    assert other_figure("Well. My last day there is 12 June.", told)
    assert not other_figure("My last day there is 30 April.", told)
    assert not other_figure("The last day is the 30th of April, at noon.", told)
    assert not other_figure("The rent is 700.", told)
