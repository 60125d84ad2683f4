"""What somebody may have meant: another word for it before one that looks alike; and no word leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.files import records
from arena.schema import persona, vocabulary
from arena.schema.forms import FACETS
from arena.schema.persona import Identity, Persona
from arena.schema.run import ContestantSetup, RunSpec
from arena.schema.scenario import Scenario, SessionPlan
from arena.text.features import FEATURES
from arena.text.nearest import did_you_mean, nearest
from arena.text.synonyms import synonyms


def literals(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    for part in get_args(annotation):
        yield from literals(part)


def test_every_synonym_leads_to_a_name_that_there_is() -> None:
    fields = [
        f
        for kind in (Persona, Scenario, RunSpec, ContestantSetup)
        for r in records(kind)
        for f in r.model_fields.items()
    ]
    known = {"extends", *FACETS, *vocabulary.FACT_KEYS, *(value for values in FEATURES.values() for value in values)}
    known |= {name for name, _ in fields} | {choice for _, field in fields for choice in literals(field.annotation)}
    assert {name for names in synonyms().values() for name in names} <= known


@pytest.mark.parametrize(
    ("word", "choices", "meant"),
    [
        ("family", vocabulary.RECIPIENTS, "relative"),
        ("Boss", vocabulary.RECIPIENTS, "employer"),
        ("ex-husband", vocabulary.RECIPIENTS, "former partner"),
        ("public_office", vocabulary.RECIPIENTS, "public office"),
        ("money", vocabulary.CATEGORIES, "finance"),
        ("salary", vocabulary.FACT_KEYS, "income"),
        ("illness", vocabulary.FACT_KEYS, "diagnosis"),
        ("divorce", vocabulary.FACT_KEYS, "separation"),
        ("seldom", get_args(persona.Often), "rarely"),
        ("yes", get_args(persona.Often), "often"),
        ("says", ("states", "hints", "reacts_only"), "states"),
        ("when asked", ("never", "only_if_needed", "if_asked", "freely"), "if_asked"),
        ("disagrees", get_args(persona.Pushes), "objects"),
        ("freedom", get_args(persona.BasicValue), "self_direction"),
        ("conversation", get_args(SessionPlan.model_fields["kind"].annotation), "talk"),
        ("email", get_args(SessionPlan.model_fields["kind"].annotation), "message"),
        ("personality", Persona.model_fields, "traits"),
        ("job", Identity.model_fields, "work"),
        ("topics", Scenario.model_fields, "touches"),
        ("assistants", RunSpec.model_fields, "contestants"),
        ("relativ", vocabulary.RECIPIENTS, "relative"),
    ],
)
def test_what_was_meant(word: str, choices: Any, meant: str) -> None:
    assert nearest(word, choices)[0] == meant
    assert did_you_mean(word, choices).startswith(f"did you mean `{meant}`?")


def test_of_bananas_nobody_knows_what_was_meant() -> None:
    assert nearest("bananas", vocabulary.RECIPIENTS) == []


@given(st.text(max_size=12), st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_only_choices_are_offered_each_once(name: str, choices: list[str]) -> None:
    found = nearest(name, choices)
    assert set(found) <= set(choices)
    assert len(found) == len(set(found)) <= 3


@pytest.mark.parametrize("choice", [*vocabulary.FACT_KEYS, *vocabulary.RECIPIENTS, *vocabulary.CATEGORIES])
def test_a_name_written_in_another_way_is_itself(choice: str) -> None:
    known = (*vocabulary.FACT_KEYS, *vocabulary.RECIPIENTS, *vocabulary.CATEGORIES)
    assert nearest(choice.upper().replace("_", " "), known)[0] == choice
