"""Differences in words: none between equals, and none that is left unsaid."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from arena.files import shipped
from arena.personas import differences, find
from arena.schema.persona import Persona

PEOPLE = find(str(shipped("personas")))
INES = next(who for who in PEOPLE if who.id == "ines-varga")
OF_NO_INTEREST = {"id", "version", "author", "sources"}
DETAILS = {
    "says_like", "favours", "context", "topic", "from_session", "because", "about", "category", "openly",
    "sensitivity", "subject", "purpose", "principle", "size", "may_move_to", "left_them_with",
}  # fmt: skip
"""Fields whose change shows in the file and is not worth a sentence."""


def said(one: Persona, two: Persona) -> list[str]:
    return [difference.sentence for difference in differences(one, two)]


@pytest.mark.parametrize("who", PEOPLE, ids=lambda who: who.id)
def test_nobody_differs_from_themselves(who: Persona) -> None:
    assert said(who, who) == []
    assert said(who, who.model_copy(update={"id": "other-id", "version": 7})) == []


def test_everybody_differs_from_everybody_and_the_other_way_round() -> None:
    for one, two in list(combinations(PEOPLE, 2))[:12]:
        there, back = differences(one, two), differences(two, one)
        assert len(there) == len(back) > 20
        scaled = {d.sentence for d in there if " than " in d.sentence and ": " not in d.sentence}
        assert scaled == {d.sentence for d in back if " than " in d.sentence and ": " not in d.sentence}


def test_by_hand() -> None:
    quick = INES.model_copy(
        update={
            "patience": INES.patience.model_copy(update={"budget": 12.0}),
            "identity": INES.identity.model_copy(update={"name": "Ada Roe", "age": 40}),
            "voice": INES.voice.model_copy(update={"formality": 3, "emoji": "often"}),
        }
    )
    # Budget 6 and 12 of 3 to 12: 6/9, much. Formality 2 and 3 of 1 to 5: 1/4, plain. Emoji never and often: all, much.
    assert said(INES, quick) == [
        "Ines is 1 year older (41, 40)",
        "name: Ines Varga (Ines); Ada Roe (Ada)",
        "Ada writes more formally than Ines",
        "Ada uses emoji much more often than Ines",
        "Ada has much more patience than Ines",
    ]


def leaves(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for key, below in value.items() for leaf in leaves(below, (*at, key))]
    if isinstance(value, list):
        return [leaf for index, below in enumerate(value[:1]) for leaf in leaves(below, (*at, index))]
    return [at]


def changed(data: Any, at: tuple[Any, ...]) -> Any:
    """The data with another value at `at`: there is one that the schema takes."""
    if at:
        key, *rest = at
        copy = dict(data) if isinstance(data, dict) else list(data)
        copy[key] = changed(data[key], tuple(rest))
        return copy
    if isinstance(data, bool):
        return not data
    if isinstance(data, int | float):
        return data + 1 if data < 1 or data >= 2 else data - 1
    return f"{data} indeed"


@pytest.mark.parametrize("at", leaves(INES.model_dump(mode="json")), ids=lambda at: ".".join(map(str, at)))
def test_every_change_is_told(at: tuple[Any, ...]) -> None:
    if (
        at[0] in OF_NO_INTEREST
        or (at[:2] == ("life", "threads") and at[-1] == "id")
        or at[-1] in DETAILS
        or DETAILS & set(map(str, at))
    ):
        return
    data = changed(INES.model_dump(mode="json"), at)
    try:
        other = Persona.model_validate(data)
    except ValueError:  # a choice from a list, or a number beyond its bounds
        other = other_choice(at)
    assert said(INES, other) != []


def other_choice(at: tuple[Any, ...]) -> Persona:
    words = [
        "none",
        "some",
        "never",
        "sometimes",
        "often",
        "lower",
        "open",
        "hides",
        "vanishes",
        "scolds",
        "accepts",
        "unconcerned",
    ]
    for value in (*words, "fr-FR", "employer", "states", "hints", "if_asked", "a-slug", "debt", 0, 0.25, -0.25, 2, 0.9):
        data = INES.model_dump(mode="json")
        place = data
        for step in at[:-1]:
            place = place[step]
        if place[at[-1]] == value:
            continue
        place[at[-1]] = value
        try:
            return Persona.model_validate(data)
        except ValueError:
            continue
    raise AssertionError(f"no other value fits {at}")
