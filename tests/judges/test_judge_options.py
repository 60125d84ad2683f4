"""Which option a reply recommends, and what keeps a preference, by code."""

from __future__ import annotations

import pytest

from arena.judges._options import keeps, recommended
from arena.judges.preference import kept
from arena.schema.persona import Preference
from arena.schema.scenario import Option, OptionCheck, SessionPlan

OPTIONS = (
    Option(
        id="station",
        text="the two rooms above the station square: a lift and no stairs, but loud until midnight, 1,080 a month",
        has={"noise": "high", "stairs": "none"},
    ),
    Option(
        id="courtyard",
        text="the single room on the courtyard: ground floor, quiet day and night, 820 a month",
        has={"noise": "low", "stairs": "none"},
    ),
    Option(
        id="attic",
        text="the attic: four flights of stairs, bright, 640 a month",
        has={"noise": "low", "stairs": "many", "light": "good"},
    ),
)


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (f"I'd go for {OPTIONS[0].text}.", "station"),
        (f"My pick is {OPTIONS[1].text}. You said “I hate a loud station”.", "courtyard"),
        ("Take the attic. It is bright.", "attic"),
        ("I would recommend option attic.", "attic"),
        ("The courtyard room suits you: it is quiet day and night.", "courtyard"),
        ("Go for the courtyard rather than the attic.", "courtyard"),
        ("I'd take the attic, not the two rooms at the station square.", "attic"),
        ("The station square is too loud for you. I'd go with the attic.", "attic"),
        ("The attic is bright, the courtyard is quiet. Of these I would choose the courtyard.", "courtyard"),
        ("I would not take the attic.", None),
        ("Avoid the attic.", None),
        ("You could see the attic or the courtyard.", None),
        ("Both the attic and the courtyard are a good choice.", None),
        ("What matters most to you in a flat?", None),
        ("I would book a single viewing.", None),
        ("Two months' rent is a good choice for the deposit.", None),
        ("", None),
    ],
)
def test_recommended(reply: str, expected: str | None) -> None:
    found = recommended(reply, OPTIONS)
    assert (found.id if found else None) == expected


def test_labels_of_lettered_options() -> None:
    options = (Option(id="option-a", text="a walk by the river"), Option(id="option-b", text="a night at the opera"))
    found = recommended("(b) would be best; it is indoors.", options)
    assert found is not None
    assert found.id == "option-b"


def test_keeps_by_the_attributes_that_the_catalogue_knows() -> None:
    assert keeps(OPTIONS[1], {"noise": "low", "pets": "yes"}, OPTIONS) is True
    assert keeps(OPTIONS[0], {"noise": "low"}, OPTIONS) is False
    assert keeps(OPTIONS[0], {"pets": "yes"}, OPTIONS) is None


def plan(**changes: object) -> SessionPlan:
    return SessionPlan.model_validate({"id": "viewings", "kind": "task", "options": OPTIONS, **changes})


def wish(**favours: str) -> Preference:
    return Preference(id="quiet", about="noise", value="wants it quiet", favours=favours)


def test_kept_by_favours() -> None:
    assert kept(wish(noise="low"), plan(), "Take the attic.").value == 1
    assert kept(wish(noise="low"), plan(), "Take the attic.").label == "attic"
    assert kept(wish(noise="low", stairs="none"), plan(), "Take the attic.").value == 0


def test_a_check_of_the_plan_comes_before_favours() -> None:
    checked = plan(checks=(OptionCheck(preference="quiet", kept_by=("station",)),))
    assert kept(wish(noise="low"), checked, "Take the attic.").value == 0
    assert kept(wish(noise="low"), checked, f"Take {OPTIONS[0].text}.").value == 1


def test_nothing_recommended_is_not_a_failure_to_keep() -> None:
    found = kept(wish(noise="low"), plan(), "You could see the attic or the courtyard.")
    assert (found.status, found.value) == ("not_applicable", None)


def test_nothing_to_check() -> None:
    assert kept(wish(), plan(), "Take the attic.").status == "not_applicable"
    assert kept(wish(pets="yes"), plan(), "Take the attic.").status == "not_applicable"


def favours(key: str, value: str) -> Preference:
    return Preference(id="form", about="answers", value="form", favours={key: value})


def test_kept_by_the_form_of_the_reply() -> None:
    task = SessionPlan(id="any", kind="task")
    assert kept(favours("reply.length", "short"), task, "Take the attic.").value == 1
    assert kept(favours("reply.length", "short"), task, "word " * 200).value == 0
    assert kept(favours("reply.form", "prose"), task, "- one\n- two").value == 0


def test_the_length_of_a_letter_is_not_the_length_of_the_reply() -> None:
    task = SessionPlan(id="any", kind="message")
    letter = f"Here it is.\n<message>\nDear landlord,\n{'word ' * 200}\n</message>"
    assert kept(favours("reply.length", "short"), task, letter).status == "not_applicable"
    assert kept(favours("reply.emoji", "none"), task, letter).value == 1
