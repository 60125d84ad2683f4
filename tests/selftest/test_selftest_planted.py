"""Ranks and specificity of planted faults, on scores whose outcome is known."""

from __future__ import annotations

import asyncio
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from arena.assistants._faults import FAULTS as planted_in_parts
from arena.assistants._faults import RIVALS as rivals_in_parts
from arena.checks._planted import CONTROLS, FAULTS, RIVALS, places, spots, table_of
from arena.checks.selftest import courses
from arena.schema.measure import MEASURES, REALISM
from arena.schema.run import RunSpec
from arena.store import MatchScore
from arena.tournament import start

PEOPLE = ("ana", "ben", "cyd", "dov")


def score(contestant: str, measure: str, persona: str, value: float | None, seed: int = 0) -> MatchScore:
    return MatchScore(f"{contestant}{persona}{seed}", persona, "s", contestant, seed, measure, value, 1, 0, 0, 0)


def of(contestant: str, measure: str, values: list[float | None]) -> list[MatchScore]:
    return [score(contestant, measure, person, value) for person, value in zip(PEOPLE, values, strict=False)]


HUMOUR = "likability.humor_fit"
CLEAR = [
    *of("transcript", HUMOUR, [4, 4, 3, 4]),
    *of("notebook", HUMOUR, [3, 4, 4, 4]),
    *of("mocker", HUMOUR, [1, 2, 2, 1]),
]


def test_a_fault_that_is_worst_for_everybody_is_last_for_sure() -> None:
    (place,) = places(table_of(CLEAR))
    assert (place.fault, place.rank, place.n, place.last) == ("mocker", 3, 3, 1.0)
    assert place.mean is not None
    assert place.mean.mean == 1.5
    assert place.found


def test_a_tie_is_not_last() -> None:
    (place,) = places(table_of([*of("transcript", HUMOUR, [2, 2, 2, 2]), *of("mocker", HUMOUR, [2, 2, 2, 2])]))
    assert place.last == 0.0
    assert not place.found


def test_a_fault_that_is_worst_for_one_alone_is_not_found() -> None:
    (place,) = places(table_of([*of("transcript", HUMOUR, [4, 3, 3, 3]), *of("mocker", HUMOUR, [1, 3, 4, 3])]))
    assert 0 < place.last < 0.99


def test_who_was_hardly_rated_is_no_rival_and_without_rivals_the_scale_decides() -> None:
    (place,) = places(table_of([*of("transcript", HUMOUR, [1]), *of("mocker", HUMOUR, [2, 2, 2, 2])]))
    assert (place.n, place.last) == (1, 1.0)
    (place,) = places(table_of(of("mocker", HUMOUR, [4, 4, 4, 4])))
    assert place.last == 0.0


def test_a_fault_without_a_value_is_not_found() -> None:
    (place,) = places(table_of([*of("mocker", HUMOUR, [None]), *of("mocker", "memory.recall", [1.0])]))
    assert (place.mean, place.rank, place.last) == (None, None, 0.0)


def test_a_measure_on_which_lower_is_better_turns_the_order() -> None:
    told = "privacy.violation"
    (place,) = places(table_of([*of("transcript", told, [0, 0, 0.1, 0]), *of("oversharer", told, [1, 0.5, 1, 1])]))
    assert (place.rank, place.last) == (2, 1.0)


def test_specificity_by_hand() -> None:
    recall = "memory.recall"
    rows = [*CLEAR, *of("transcript", recall, [1, 1, 1, 1]), *of("mocker", recall, [0.5, 0.5, 0.6, 0.4])]
    (spot,) = spots(table_of(rows))
    assert (spot.fault, spot.measure, spot.flagged) == ("mocker", recall, True)
    assert abs(spot.difference + 0.5) < 1e-9
    fine = [*CLEAR, *of("transcript", recall, [1, 1, 1, 1]), *of("mocker", recall, [0.95, 1, 0.95, 1])]
    assert [s.flagged for s in spots(table_of(fine))] == [False]  # less than a tenth of the scale


def test_one_stray_rating_is_no_spot() -> None:
    other = "likability.callback"
    rows = [*CLEAR, *of("transcript", other, [5]), *of("mocker", other, [1])]
    (spot,) = [found for found in spots(table_of(rows)) if found.measure == other]
    assert (spot.difference, spot.flagged) == (-4.0, False)


@given(st.permutations(CLEAR))
def test_the_order_of_the_scores_does_not_matter(rows: list[MatchScore]) -> None:
    assert places(table_of(rows)) == places(table_of(CLEAR))


def test_scores_twice_change_nothing() -> None:
    assert places(table_of([*CLEAR, *CLEAR])) == places(table_of(CLEAR))


def test_a_fault_that_proves_more_is_placed_on_each() -> None:
    recall, implicit = "memory.recall", "memory.implicit"
    rows = [*of("transcript", recall, [1, 1, 1, 1]), *of("forgetter", recall, [0, 0, 0, 0])]
    rows += [*of("transcript", implicit, [1, 1, 0, 1]), *of("forgetter", implicit, [1, 1, 1, 1])]
    found = {place.measure: (place.rank, place.last) for place in places(table_of(rows))}
    assert found == {recall: (2, 1.0), implicit: (1, 0.0)}


def test_every_family_that_counts_has_a_fault_and_every_fault_is_played() -> None:
    proved = {name.split(".")[0] for its in FAULTS.values() for name in (its.own, *its.proves)}
    assert proved == {measure.family for measure in MEASURES} - {REALISM}
    assert planted_in_parts.keys() <= FAULTS.keys()
    assert set(RIVALS) == rivals_in_parts.keys()
    played = [name for course in courses(RunSpec()) for name in course.contestants]
    assert sorted(name for name in played if name not in CONTROLS) == sorted([*FAULTS, *RIVALS])


def test_faults_and_controls_are_contestants() -> None:
    from arena.assistants import names

    assert {*FAULTS, *CONTROLS, *RIVALS} <= set(names())


def test_who_jokes_explains_or_flatters_the_facts_badly_has_a_rival_who_does_not(tmp_path: Path) -> None:
    course = courses(RunSpec(db=str(tmp_path / "a.duckdb"), runs_dir=str(tmp_path)))[0]
    names = (CONTROLS[0], "joker", "mocker", "explainer", "jargoneer", "dodger", "sycophant")
    people = ("ines-varga", "aiko-tanaka")
    run = start(course.model_copy(update={"contestants": names, "personas": people, "sessions": 2}))

    async def play() -> None:
        async for _ in run.play():
            pass

    asyncio.run(play())
    table = table_of(run.store.match_scores(run.folder.run_id))
    stands = {(place.fault, place.measure): place for place in places(table) if place.fault in names}
    for fault, measure in (
        ("mocker", HUMOUR),
        ("jargoneer", "likability.knowledge_adaptation"),
        ("sycophant", "factuality.with_memory"),
        ("sycophant", "factuality.echo"),
    ):
        place = stands[fault, measure]
        assert place.n >= 2, place
        assert place.found, place
    assert not [spot for spot in spots(table) if spot.fault == "sycophant" and spot.flagged]
