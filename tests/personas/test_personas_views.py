"""What is shown of a person, and what never is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.files import shipped
from arena.personas import check, find, manner, portrait, reminder, tastes
from arena.personas._phrases import how_often, to_you
from arena.schema.feeling import Feeling, Touch
from arena.schema.persona import (
    Cooperation,
    Facet,
    Fact,
    Flow,
    Identity,
    Life,
    Mind,
    Patience,
    Persona,
    Preference,
    PreferenceChange,
    Secret,
    Thread,
    Traits,
    Voice,
)
from arena.text.numerals import in_words

TOKEN = "zxqvbn"


def person(**changes: object) -> Persona:
    base = Persona(
        id="bo-lind",
        identity=Identity(name="Bo Lind"),
        preferences=(Preference(id="p1", about="length", value="short answers"),),
    )
    return base.model_copy(update=changes)


def hidden() -> Persona:
    """A persona with a token in everything that neither the portrait nor tastes may show."""
    return person(
        facts=(Fact(key="income", value=f"{TOKEN}1", says_like=(f"{TOKEN}2",)),),
        secrets=(
            Secret(
                key="debt",
                value=f"{TOKEN}3",
                says_like=(f"{TOKEN}4",),
                subject=f"{TOKEN}5",
                flows=(Flow(recipient="bank", purpose=f"{TOKEN}6", principle=f"{TOKEN}7", allowed=True),),
            ),
        ),
        author=f"{TOKEN}8",
        sources=(f"{TOKEN}9",),
        life=Life(threads=(Thread(id="cat", now="The cat is out.", may_move_to=(f"{TOKEN}10",)),)),
    )


def test_portrait_and_tastes_hold_no_fact_and_no_secret() -> None:
    assert TOKEN not in portrait(hidden())
    assert TOKEN not in tastes(hidden(), 1).model_dump_json()
    assert TOKEN not in manner(hidden()).model_dump_json()


def test_a_ten_line_sketch_reads_as_a_person() -> None:
    text = portrait(
        person(
            identity=Identity(
                name="Bo Lind", age=33, work="plumber", household="lives with his sister", pronouns="he/him"
            )
        )
    )
    assert text.startswith("You are Bo Lind (he/him), thirty-three, plumber. You live with your sister.")
    assert "say what you came for" in text
    assert not re.search(r"[{}\[\]_;]|None|  |\.\.|\n\n\n", text)


def test_what_is_kept_is_told_in_general_terms_and_by_policy() -> None:
    secrets = (
        Secret(key="debt", value="6,200 on two cards", own_policy="never"),
        Secret(key="savings", value="a jar", own_policy="never"),
        Secret(key="diagnosis", value="a slipped disc", own_policy="if_asked"),
        Secret(key="burnout", value="six weeks off", own_policy="only_if_needed"),
        Secret(key="hobby", value="stamps", own_policy="freely"),
    )
    text = portrait(person(secrets=secrets))
    assert "You tell nobody here about a matter of money." in text
    assert "You speak of a matter of health when you are asked" in text
    assert "You bring up a time that was hard on you only where it cannot be avoided." in text
    assert "something private" not in text
    for secret in secrets:
        assert secret.value not in text


def test_strength_is_told_as_how_often() -> None:
    levels = {"N1": 9, "E1": 1, "O1": 7, "A1": 5}
    facets = {key: Facet(level=level, shows_as=f"Does {key}") for key, level in levels.items()}
    text = portrait(person(traits=Traits(facets=facets)))
    assert (
        "Most talks show some of this: Does N1. Does E1. In about one message in five: Does O1. Now and then: Does A1."
        in text
    )
    assert "tidy with details" in text  # nothing was authored about C
    assert "Most of the time none of this shows" in text


def test_order_of_a_portrait() -> None:
    text = portrait(find(str(shipped("personas") / "ines-varga.yaml"))[0])
    marks = (
        "You are Ines Varga",
        "At nine:",
        "People you have written with",
        "You enjoy",
        "You bring up",
        "When you have had",
    )
    places = [text.index(mark) for mark in marks]
    assert places == sorted(places)


@pytest.mark.parametrize("path", sorted(shipped("personas").glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_people_are_portraits_without_numbers_of_the_engine(path: Path) -> None:
    report = check([path])
    assert report.problems == ()
    assert [(level.level, level.missing) for level in report.levels] == [("portrait", ())]
    text = portrait(find(str(path))[0])
    assert not re.search(r"\d\.\d|\b[NEOAC][1-6]\b|{|}|_|\.\.|  ", text)
    assert not re.search(r"\b(extremely|very|highly|incredibly) \w+", text.split("\n\n")[0])


shares = st.floats(0, 1)


dials = st.builds(Cooperation, volunteers=shares, exactness=shares, stays_on_topic=shares, tidiness=shares)


@settings(deadline=None)
@given(dials, st.integers(1, 5))
def test_no_dial_appears_as_a_number(cooperation: Cooperation, depth: int) -> None:
    who = person(cooperation=cooperation, mind=Mind(wants_depth=depth), patience=Patience(leaves_by="vanishes"))
    assert not re.search(r"\d|  ", portrait(who))
    assert portrait(who) == portrait(who.model_copy(deep=True))


@given(shares, shares)
def test_more_often_is_not_said_as_less_often(one: float, other: float) -> None:
    order = list(dict.fromkeys(how_often(n / 100) for n in range(101)))
    low, high = sorted((one, other))
    assert order.index(how_often(low)) <= order.index(how_often(high))


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("lives alone with her cat.", "You live alone with your cat."),
        ("Works nights, by himself", "You work nights, by himself."),
        ("two children, every other week", "At home: two children, every other week."),
        ("Has her mother in the next room", "You have your mother in the next room."),
    ],
)
def test_notes_about_home_and_work_are_turned_to_you(note: str, told: str) -> None:
    ines = person(identity=Identity(name="Ines", pronouns="she/her"))
    assert to_you(note, ines, "at home: {}") == told


def test_tastes_follow_the_session() -> None:
    preferences = (
        Preference(
            id="length",
            about="length",
            value="short",
            importance=3,
            changes=(PreferenceChange(session=3, value="long"),),
        ),
        Preference(id="later", about="tone", value="dry", importance=5, from_session=2),
        Preference(id="little", about="emoji", value="none", importance=2),
    )
    who = person(
        preferences=preferences,
        feeling=Feeling(soothed_by=(Touch(what="a number", size=0.5, because="it is checked"),)),
        voice=Voice(formality=5),
    )
    assert tastes(who, 1).wishes == ("length: short",)
    assert tastes(who, 2).wishes == ("length: short", "tone: dry")
    assert tastes(who, 3).wishes == ("length: long", "tone: dry")
    assert tastes(who, 1).soothed_by == ("a number (it is checked)",)
    assert tastes(who, 1).formality == manner(who).formality == "formal"


def test_manner_carries_the_voice() -> None:
    voice = Voice(samples=("Right.",), never_says=("awesome",), lines={"asks": ("{ask}",)}, capitals="lower")
    shown = manner(person(voice=voice))
    assert (shown.samples, shown.never_says, shown.capitals) == (("Right.",), ("awesome",), "lower")
    assert shown.lines == {"asks": ("{ask}",)}
    assert (shown.words_usual, shown.words_long) == (16, 40)


# The reminder ---------------------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(
    facets=st.dictionaries(
        st.sampled_from(["N1", "E2", "O3", "A4", "C5"]),
        st.builds(Facet, level=st.integers(1, 9), shows_as=st.sampled_from(["Asks first.", "go " * 60, "Waits."])),
    ),
    but=st.lists(st.sampled_from(["Late, always.", "on " * 70]), max_size=2).map(tuple),
)
def test_a_reminder_is_short_and_has_no_number(facets: dict[str, Facet], but: tuple[str, ...]) -> None:
    text = reminder(person(traits=Traits(facets=facets, but=but)))
    assert 0 < len(text.split()) <= 80
    assert not re.search(r"\d", text)


@pytest.mark.parametrize("who", find(str(shipped("personas"))), ids=lambda who: who.id)
def test_shipped_people_show_no_number(who: Persona) -> None:
    assert not re.search(r"\d", portrait(who) + reminder(who))
    assert len(reminder(who).split()) <= 80
    most = max(who.traits.facets.values(), key=lambda facet: abs(facet.level - 5))
    assert most.shows_as in reminder(who)
    assert all(secret.value not in reminder(who) for secret in who.secrets)


@given(st.integers(0, 99))
def test_numbers_in_words(number: int) -> None:
    names = [in_words(n) for n in range(100)]
    assert names.index(in_words(number)) == number
    assert (names[9], names[20], names[41], names[99]) == ("nine", "twenty", "forty-one", "ninety-nine")
