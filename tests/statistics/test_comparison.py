"""Two sides that played the same cases: differences, chance, several comparisons at once, the matches that changed."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.results.comparison import Change, Pairing, changes, holm, most_moved, sign_flip_p, smallest_p
from arena.store import MatchScore

LIKED, TOLD = "likability.overall", "privacy.violation"
differences = st.lists(st.floats(-1, 1, allow_nan=False).map(lambda v: round(v, 3)), min_size=1, max_size=6)
ps = st.lists(st.floats(0.0001, 1, allow_nan=False), max_size=8)
PLAIN = [Pairing("plain", "plain")]


def score(
    persona: str,
    value: float | None,
    measure: str = LIKED,
    contestant: str = "plain",
    scenario: str = "s",
    seed: int = 0,
) -> MatchScore:
    match = f"{persona}-{scenario}-{contestant}-{seed}"
    return MatchScore(match, persona, scenario, contestant, seed, measure, value, int(value is not None), 0, 0, 0)


def side(measure: str = LIKED, contestant: str = "plain", **values: float | None) -> list[MatchScore]:
    return [score(persona, value, measure, contestant) for persona, value in values.items()]


# Chance


def test_sign_flip_by_hand() -> None:
    # Sums of +-1 +-2 +-4 are the odd numbers -7 to 7; as far out as 7: 2 of 8; as far out as 1 + 4 - 2 = 3: 6 of 8.
    assert sign_flip_p([1, 2, 4]) == 2 / 8
    assert sign_flip_p([1, -2, 4]) == 6 / 8
    assert sign_flip_p([0.0, 0.0]) == 1.0


@settings(max_examples=30)
@given(differences)
def test_a_difference_that_is_chance_is_shown_no_oftener_than_the_level(values: list[float]) -> None:
    found = [
        sign_flip_p([s * v for s, v in zip(signs, values, strict=True)])
        for signs in product((-1, 1), repeat=len(values))
    ]
    for level in (0.05, 0.25, 0.5):
        assert sum(p <= level for p in found) <= level * len(found)


@given(differences)
def test_side_and_order_do_not_matter(values: list[float]) -> None:
    assert sign_flip_p(values) == sign_flip_p([-v for v in values]) == sign_flip_p(list(reversed(values)))
    assert sign_flip_p(values) >= smallest_p(len(values))


def test_many_people_are_drawn_and_the_same_each_time() -> None:
    # All 2^15 signs would give 2 / 32768; 20,000 drawn ones and the observed one at least 1 / 20001.
    everybody = [0.1 + i / 100 for i in range(15)]
    assert smallest_p(15) <= sign_flip_p(everybody) <= 0.001
    assert sign_flip_p(everybody) == sign_flip_p(everybody)
    assert sign_flip_p([(-1) ** i * 0.1 for i in range(16)]) > 0.9


def test_holm_by_hand() -> None:
    # Holm: 0.01 x 4 = 0.04, 0.02 x 3 = 0.06, 0.03 x 2 = 0.06, 0.5 x 1.
    assert holm([0.03, 0.01, 0.5, 0.02]) == pytest.approx([0.06, 0.04, 0.5, 0.06])
    assert holm([]) == []


@given(ps)
def test_holm_lies_between_nothing_and_bonferroni_and_keeps_the_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(p <= q <= min(1.0, len(values) * p) + 1e-12 for p, q in zip(values, adjusted, strict=True))
    pairs = sorted(zip(values, adjusted, strict=True))
    assert [q for _, q in pairs] == sorted(q for _, q in pairs)


# Changes


def test_the_difference_by_hand() -> None:
    # ada +1, bob 0 and +1 (mean 0.5), cy: nobody scored the second. Mean over people: (1 + 0.5) / 2.
    first = [*side(ada=2.0, cy=3.0), score("bob", 3.0), score("bob", 3.0, seed=1)]
    second = [*side(ada=3.0, cy=None), score("bob", 3.0), score("bob", 4.0, seed=1), score("dee", 5.0)]
    (row,) = changes(first, second, PLAIN, [LIKED])
    assert (row.mean_first, row.mean_second, row.difference.mean) == (2.5, 3.25, 0.75)
    assert (row.n_pairs, row.n_changed, row.n_one_sided, row.difference.n_personas) == (3, 2, 1, 2)
    assert (row.p, row.outcome) == (0.5, "open")


def outcomes(rows: list[Change]) -> dict[str, str]:
    return {row.measure: row.outcome for row in rows}


@pytest.mark.parametrize(("move", "liked", "told"), [(0.1, "better", "worse"), (-0.1, "worse", "better")])
def test_better_is_what_the_measure_says_it_is(move: float, liked: str, told: str) -> None:
    people = {f"p{i}": 0.5 + i / 50 for i in range(9)}  # least p: 2 / 512, for two rows 0.0078
    moved = {name: value + move for name, value in people.items()}
    first = side(LIKED, **{n: 2 + v for n, v in people.items()}) + side(TOLD, **people)  # type: ignore[arg-type]
    second = side(LIKED, **{n: 2 + v for n, v in moved.items()}) + side(TOLD, **moved)  # type: ignore[arg-type]
    rows = changes(first, second, PLAIN, [TOLD, LIKED])
    assert outcomes(rows) == {LIKED: liked, TOLD: told}
    assert [row.measure for row in rows] == [TOLD, LIKED]
    assert rows[0].p_holm == pytest.approx(2 * 2 / 2**9)


def test_a_measure_of_somebody_elses_has_no_direction() -> None:
    values = {f"p{i}": float(i) for i in range(6)}
    first, second = side("own.score", **values), side("own.score", **{n: v + 1 for n, v in values.items()})  # type: ignore[arg-type]
    (row,) = changes(first, second, PLAIN, ["own.score"])
    assert row.outcome == "different"


def test_more_rows_make_the_same_difference_harder_to_show() -> None:
    people = {f"p{i}": 2.0 for i in range(6)}
    more = {name: 3.0 + i / 10 for i, name in enumerate(people)}
    alone = changes(side(**people), side(**more), PLAIN, [LIKED])  # type: ignore[arg-type]
    told = side(TOLD, **dict.fromkeys(people, 0.5))  # type: ignore[arg-type]
    beside = changes(side(**people) + told, side(**more) + told, PLAIN, [LIKED, TOLD])  # type: ignore[arg-type]
    assert outcomes(alone)[LIKED] == "better"  # p = 2 / 64
    assert outcomes(beside)[LIKED] == "open"  # 2 x 2 / 64


@settings(max_examples=25)
@given(st.dictionaries(st.sampled_from("abcdefg"), st.floats(1, 5, allow_nan=False), min_size=1))
def test_a_side_does_not_differ_from_itself_and_the_other_way_round_is_the_opposite(values: dict[str, float]) -> None:
    one, other = side(**values), side(**{name: 6 - value for name, value in values.items()})  # type: ignore[arg-type]
    (same,) = changes(one, one, PLAIN, [LIKED])
    assert (same.difference.mean, same.n_changed, same.p, same.outcome) == (0.0, 0, 1.0, "open")
    (there,), (back,) = changes(one, other, PLAIN, [LIKED]), changes(other, one, PLAIN, [LIKED])
    assert there.difference.mean == pytest.approx(-back.difference.mean)
    assert there.p == back.p


def test_two_contestants_of_one_run() -> None:
    scores = side(ada=2.0, bob=2.0) + side(contestant="notebook", ada=4.0, bob=3.0)
    (row,) = changes(scores, scores, [Pairing("plain", "notebook")], [LIKED])
    assert (row.first, row.second, row.difference.mean) == ("plain", "notebook", 1.5)


def test_the_matches_that_changed_most_are_measured_on_their_scales() -> None:
    # ada: 1 of 4 points of likability is a quarter, 0.5 of a share is a half; bob: three quarters; cy: nothing.
    first = side(ada=2.0, bob=1.0, cy=3.0) + side(TOLD, ada=0.0, bob=0.0, cy=1.0)
    second = side(ada=3.0, bob=4.0, cy=3.0) + side(TOLD, ada=0.5, bob=None, cy=1.0)
    moved = most_moved(first, second, PLAIN, [LIKED, TOLD])
    assert [(m.case.persona, m.measure, m.share) for m in moved] == [("bob", LIKED, 0.75), ("ada", TOLD, 0.5)]
    assert [m.case.persona for m in most_moved(first, second, PLAIN, [TOLD])] == ["ada"]
