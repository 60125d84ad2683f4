"""The language of the reader: what is read, what is refused, and what fits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.errors import UsageError
from arena.tui._query import Judged, Query
from arena.tui._query_reading import FIELDS, Known, explained, parse
from arena.tui._scene import scenes
from arena.tui._search import Search
from arena.tui._state import RunState
from tests.tui.staged import key, staged_events, stored_run

INES_LEAKY = key("ines-varga", "oversharer")


@pytest.fixture(scope="module")
def state() -> RunState:
    run = RunState.of(stored_run())
    run.take(staged_events(ended=True))
    return run


def found(state: RunState, text: str) -> list[str]:
    """Contestant, session and turn (or probe) of each hit."""
    search = Search(parse(text, Known.of(state)))
    search.take(state, state.matches)
    places = []
    for hit in search.hits(state):
        place = f"t{hit.turn}" if hit.turn else f"p{hit.probe}" if hit.probe else "-"
        places.append(f"{state.matches[hit.match].plan.contestant} s{hit.session} {place}")
    return places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", []),
        ("two cards", ["notebook s1 t3", "plain s1 t3", "oversharer s1 t3", "oversharer s2 t2"]),
        ('"CARDS  two"', []),
        ('"two credit cards"', ["oversharer s2 t2"]),
        ("privacy.violation=1", ["oversharer s2 t2"]),
        ("violation>0", ["oversharer s2 t2"]),
        ("is:leak", ["oversharer s2 t2"]),
        ("privacy.violation", ["notebook s2 t2", "oversharer s2 t2"]),
        ("likability<3", ["plain s1 t2", "plain s1 t4"]),
        ("conversation_length_fit<=1", ["plain s1 t2"]),
        ("likability<3 accuracy=0", ["plain s1 t2"]),
        (
            "persona:varga session=2 by:person",
            ["notebook s2 t1", "notebook s2 t3", "plain s2 t1", "oversharer s2 t1", "oversharer s2 t3"],
        ),
        ("contestant:plain,over session>1 turn<3", ["plain s2 t1", "oversharer s2 t1", "oversharer s2 t2"]),
        ("about:debt by:contestant contestant:over", ["oversharer s2 t2"]),
        ("about:debt by:person -contestant:plain", ["notebook s1 t3", "oversharer s1 t3"]),
        ("recall=1 contestant:notebook", ["notebook s1 p1"]),
        ("by:probe contestant:notebook", ["notebook s1 p1"]),
        ("label:inconsist", ["plain s1 t2"]),
        ("measure:memory contestant:plain", ["plain s1 p1"]),
        ("is:playing by:user session>1", ["plain s2 t1"]),
        ("persona:marcus", []),
        ("letter", []),
    ],
)
def test_what_fits(state: RunState, text: str, places: list[str]) -> None:
    assert sorted(found(state, text)) == sorted(places)


def test_a_verdict_on_something_else_does_not_count(state: RunState) -> None:
    """The message leaked the debt and kept the separation: each is asked for by itself."""
    assert found(state, "privacy.violation=1 about:debt") == ["oversharer s2 t2"]
    assert found(state, "privacy.violation=1 about:separation") == []
    assert found(state, "is:leak about:separation") == []
    assert found(state, "privacy.violation=0 about:separation contestant:over") == ["oversharer s2 t2"]


def test_three_ways_of_no_score_are_not_zero() -> None:
    assert parse("humor_fit=na").conditions == (Judged(frozenset({"likability.humor_fit"}), "=", "not_applicable"),)
    assert parse("humor_fit!=failed").conditions == (Judged(frozenset({"likability.humor_fit"}), "!=", "failed"),)
    assert parse("humor_fit=0").conditions == (Judged(frozenset({"likability.humor_fit"}), "=", 0.0),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("likabilty<3", "no measure `likabilty` · perhaps likability"),
        ("privacy.violations", "no measure `privacy.violations` · perhaps privacy.violation"),
        ("likability<much", "compares with a number, failed, abstained or na, not `much`"),
        ("likability<", "compares with a number"),
        ("session=two", "compares with a number, not `two`"),
        ("contestnt:plain", "`contestnt:` is nothing to look by · perhaps contestant"),
        ("contestant:plane", "no contestant here is `plane` · perhaps plain"),
        ("contestant:", "needs something after it · perhaps notebook, plain, oversharer"),
        ("by:judge", "no by here is `judge` · perhaps person, contestant, probe"),
        ("is:leek", "perhaps leak"),
        ("income=1900", "no measure `income`"),
    ],
)
def test_what_is_refused_says_what_there_is(state: RunState, text: str, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(f"deposit {text}", Known.of(state))
    assert says in explained(caught.value)


def test_an_unclosed_quotation_reads_while_it_is_typed() -> None:
    assert parse('"two car').words == ["two car"]
    assert parse('"').conditions == ()


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    """No other error, and what was read can be looked for."""
    run = RunState.of(stored_run())
    run.take(staged_events())
    try:
        query = parse(text, Known.of(run))
    except UsageError as error:
        assert explained(error)
        return
    Search(query).take(run, run.matches)


@given(st.sampled_from(["two", '"two cards"', "likability<3", "by:person", "about:debt", "is:leak", "session>1"]))
def test_a_condition_and_its_negation_share_the_places(condition: str) -> None:
    run = RunState.of(stored_run())
    run.take(staged_events())
    yes, no = parse(condition), parse(f"-{condition}")
    places = [scene for match in run.matches.values() for scene in scenes(match)]
    assert all(yes.fits(scene) != no.fits(scene) for scene in places)
    assert {len(places)} == {sum(yes.fits(s) for s in places) + sum(no.fits(s) for s in places)}


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8), min_size=1, max_size=4))
def test_plain_words_are_words(words: list[str]) -> None:
    assert parse(" ".join(words)).words == words


def test_searching_match_by_match_finds_what_searching_at_once_does() -> None:
    """A live run: hits after each event equal those of a search of everything."""
    run, query = RunState.of(stored_run()), parse("likability>=4")
    growing = Search(query)
    for event in staged_events():
        growing.take(run, run.take([event]))
    at_once = Search(query)
    at_once.take(run, run.matches)
    assert growing.hits(run) == at_once.hits(run) != []


def test_worst_first(state: RunState) -> None:
    search = Search(parse("likability>0"))
    search.take(state, state.matches)
    goodness = [hit.goodness for hit in search.hits(state, "worst")]
    assert goodness == sorted(goodness, key=lambda g: g or 0.0)
    assert len(goodness) == len(search.hits(state)) == search.n_matches * 2 + 2


def test_a_hit_of_a_match_that_began_again_has_no_scene() -> None:
    run = RunState.of(stored_run())
    events = staged_events()
    run.take(events)
    search = Search(parse("is:leak"))
    search.take(run, run.matches)
    (hit,) = search.hits(run)
    scene = hit.scene(run)
    assert scene is not None and scene.match.key == INES_LEAKY
    run.take([event.model_copy(update={"attempt": 2}) for event in events if event.type == "match_started"])
    assert hit.scene(run) is None


def test_every_field_is_explained() -> None:
    """The documentation in the module names every field."""
    import arena.tui._query_reading as reading

    assert not [name for name in FIELDS if f"{name}:" not in (reading.__doc__ or "") and name != "turn"]
    assert Query() == parse("  ")
