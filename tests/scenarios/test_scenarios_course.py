"""Casting, placeholders, public knowledge, shortening, and writing a scenario to a file."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from arena.errors import UsageError
from arena.files import dump, shipped
from arena.scenarios import fill, find, load, misfit, shorten, world
from arena.schema.persona import Fact, Identity, Persona, Preference, Secret
from arena.schema.scenario import (
    Addressee,
    Cast,
    Clock,
    Content,
    GivenTurn,
    MayReveal,
    Needs,
    Norms,
    Option,
    Probe,
    Scenario,
    SessionPlan,
)
from arena.schema.vocabulary import FACT_KEYS

BO = Persona(
    id="bo-lind",
    identity=Identity(name="Bo {persona.identity.age}", age=41, home="Leeds"),
    preferences=(Preference(id="pp", about="a", value="b", topic="housing"),),
    facts=(Fact(key="income", value="1,900"),),
    secrets=(Secret(key="debt", value="6,200"),),
)


def course(*plans: SessionPlan, **more: object) -> Scenario:
    sessions = plans or (SessionPlan(id="s1", kind="talk", need="x"),)
    return Scenario(id="xx", title="t", domain="dd", sessions=sessions).model_copy(update=more)


def test_fill_replaces_once() -> None:
    text = "{persona.identity.name}, {persona.identity.home}, {persona.facts.income}, {fact}, {x}"
    assert fill(text, BO) == "Bo {persona.identity.age}, Leeds, 1,900, {fact}, {x}"
    assert fill("{persona.identity.age}", BO) == "41"


@pytest.mark.parametrize(
    "name", ["identity.work", "facts.debt", "facts.rent", "identity.__class__", "secrets.debt", "id", ""]
)
def test_fill_gives_nothing_else_away(name: str) -> None:
    with pytest.raises(UsageError, match="has no"):
        fill(f"{{persona.{name}}}", BO)


def needing(**needs: tuple[str, ...]) -> Scenario:
    return course(cast=Cast(needs=Needs(**needs)))


@pytest.mark.parametrize(
    ("scenario", "reason"),
    [
        (course(), ""),
        (needing(secrets=("health", "finance"), preferences=("money", "housing"), facts=("income", "debt")), ""),
        (needing(secrets=("health", "legal")), "it needs a secret about health or legal"),
        (needing(preferences=("money",)), "it needs a preference on money"),
        (needing(facts=("income", "rent", "age")), "it needs the facts age, rent"),
        (course(person=BO), ""),
        (course(person=BO.model_copy(update={"id": "al-moe"})), "it is played by its own person, al-moe"),
        (
            course(SessionPlan(id="s1", kind="talk", asks=("I owe {persona.facts.debt}",))),
            "its sessions name `facts.debt`, which the person lacks or keeps secret",
        ),
        (course(SessionPlan(id="s1", kind="talk", need="{persona.identity.home}")), ""),
    ],
)
def test_misfit(scenario: Scenario, reason: str) -> None:
    assert misfit(scenario, BO) == reason


def test_who_is_cast_can_be_filled_in() -> None:
    plan = SessionPlan(id="s1", kind="talk", need="{persona.identity.work}")
    assert misfit(course(plan), BO)
    worker = BO.model_copy(update={"identity": Identity(name="Bo", work="plumber")})
    assert misfit(course(plan), worker) == ""
    assert fill(plan.need, worker) == "plumber"


def test_world_is_public_and_of_all_sessions() -> None:
    flats = SessionPlan(
        id="flats",
        kind="task",
        need="Wants a flat near {persona.identity.work}.",
        goal="SECRET GOAL",
        asks=("Which flat?",),
        turns=(GivenTurn(who="user", text="First."), GivenTurn(who="user", text="Last."), GivenTurn(who="assistant")),
        options=(Option(id="aa", text="two rooms", has={"noise": "low"}),),
        norms=Norms(share=("income",)),
    )
    rents = SessionPlan(id="rents", kind="talk", need="x", content=(Content(about="rent", text="A third."),))
    known = world(course(flats, rents))
    (catalogue,) = known.catalogues
    assert catalogue.about == "Wants a flat near . Which flat? Last."
    assert [(choice.id, choice.text, choice.has) for choice in catalogue.choices] == [
        ("aa", "two rooms", {"noise": "low"})
    ]
    assert [(item.about, item.text) for item in known.known] == [("rent", "A third.")]
    assert "SECRET GOAL" not in known.model_dump_json()


def test_shorten_drops_the_probes_of_later_sessions() -> None:
    plans = tuple(SessionPlan(id=name, kind="talk", need="x") for name in ("s1", "s2", "s3"))
    probes = tuple(Probe(after=name, about="income", question="q", gold="g") for name in ("s1", "s3"))
    short = shorten(course(*plans, probes=probes), 2)
    assert [plan.id for plan in short.sessions] == ["s1", "s2"]
    assert [probe.after for probe in short.probes] == ["s1"]
    assert shorten(short, 9) == short
    with pytest.raises(ValueError, match="at least one"):
        shorten(short, 0)


words = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t", exclude_characters="{}\ufffe\uffff"),
    max_size=30,
)
some = words.filter(bool)
keys = st.lists(st.sampled_from(sorted(FACT_KEYS)), unique=True, max_size=3).map(tuple)
slugs = st.from_regex(r"[a-z][a-z0-9-]{1,8}", fullmatch=True)


@st.composite
def plans(draw: st.DrawFn, name: str) -> SessionPlan:
    letter = draw(st.booleans())
    share, hold = draw(keys), draw(keys)
    norms = Norms(share=share, withhold=tuple(key for key in hold if key not in share))
    options = draw(st.lists(slugs, unique=True, max_size=3))
    return SessionPlan(
        id=name,
        kind="message" if letter else draw(st.sampled_from(["task", "talk", "noise"])),
        gap_days=draw(st.floats(0, 3650)),
        need=draw(some),
        opens_with=draw(st.none() | words),
        asks=draw(st.lists(words, max_size=2).map(tuple)),
        turns=draw(st.lists(st.builds(GivenTurn, who=st.just("user"), text=some, reveals=keys), max_size=2).map(tuple)),
        options=tuple(Option(id=one, text=draw(words), has=draw(st.dictionaries(words, words))) for one in options),
        may_reveal=MayReveal(facts=draw(st.just("any") | keys)),
        recipient=Addressee(who="former partner", purpose=draw(words)) if letter else None,
        norms=norms if letter else Norms(),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    names = draw(st.lists(slugs, unique=True, min_size=1, max_size=3))
    own = BO.model_copy(
        update={
            "identity": Identity(name=draw(some)),
            "facts": (Fact(key="income", value="1,900", category="finance"),),
            "secrets": (),
        }
    )
    return Scenario(
        id=draw(slugs),
        title=draw(words),
        domain=draw(slugs),
        person=draw(st.none() | st.just(own)),
        clock=Clock(start=draw(st.datetimes(min_value=datetime(1970, 1, 1)))),
        sessions=tuple(draw(plans(name)) for name in names),
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])  # each writes and reads a file
@given(scenarios())
def test_what_is_written_is_loaded_equal(scenario: Scenario) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s.yaml"
        path.write_text(dump(scenario), encoding="utf-8", newline="")
        assert load(path) == scenario


@pytest.mark.parametrize("name", ["smaller-flat", "bad-back-at-work"])
def test_shipped_scenarios_survive_writing(name: str, tmp_path: Path) -> None:
    (scenario,) = find(str(shipped("scenarios") / f"{name}.yaml"))
    path = tmp_path / "s.yaml"
    path.write_text(dump(scenario), encoding="utf-8")
    assert load(path) == scenario
