"""Each bad simulator is caught by the measure meant for it, and a good one passes all of them."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean

import pytest

from arena.judges.realism import outside, voiding
from arena.schema.realism import DEFAULT_GATES, RealismSpec
from tests.judges import simulators as people

SPEC = RealismSpec()
DRAWS = ("1", "2", "3", "4", "5")
"""One draw of a person's chances says little: what is asked is how they are over several."""
TABLE = [
    # who                      caught by                    and the match is
    (people.agreeable, "realism.acceptance", "kept"),
    (people.agreeable, "realism.pushback", "kept"),
    (people.verbose, "realism.length_fit", "kept"),
    (people.verbose, "realism.longest", "kept"),
    (people.over_informing, "realism.volunteered", "kept"),
    (people.over_informing, "realism.front_loading", "kept"),
    (people.role_flipping, "realism.role_flip", "void"),
    (people.role_flipping, "realism.helper_markers", "void"),
    (people.immortal, "realism.overstay", "kept"),
    (people.amnesiac, "realism.lines", "void"),
    (people.amnesiac, "realism.portrait", "void"),
    (people.amnesiac, "realism.facts", "void"),
]


@pytest.mark.parametrize(
    ("who", "measure", "match"), TABLE, ids=[f"{w.__name__}-{m.split('.')[1]}" for w, m, _ in TABLE]
)
def test_the_bad_are_caught_by_the_measure_meant_for_them(who: people.Change, measure: str, match: str) -> None:
    for draw in DRAWS[:2]:
        rows = people.realism_of(who, draw)
        assert measure in {row.measure for row in outside(rows, SPEC)}
        assert bool(voiding(rows, SPEC)) == (match == "void")


def test_the_good_one_passes_all() -> None:
    """No draw voids the match, and the mean over the draws is within every gate."""
    values: defaultdict[str, list[float]] = defaultdict(list)
    for draw in DRAWS:
        rows = people.realism_of(people.good, draw)
        assert voiding(rows, SPEC) == ()
        for row in rows:
            if row.status == "scored" and row.value is not None:
                values[row.measure].append(row.value)
    gates = {measure: gate for measure in values if (gate := SPEC.gate(measure))}
    assert {m: values[m] for m, gate in gates.items() if not gate.met(fmean(values[m]))} == {}
    few_facts = {"realism.volunteered", "realism.front_loading"}  # told one or two, when asked: nothing to count
    taken = {measure for measure, found in values.items() if len(found) >= len(DRAWS)}
    assert {measure for _, measure, _ in TABLE} - few_facts <= taken, "a measure that was not taken passes nobody"


@pytest.mark.parametrize("who", [people.agreeable, people.verbose, people.immortal])
def test_one_fault_does_not_look_like_all_of_them(who: people.Change) -> None:
    meant = {measure for bad, measure, _ in TABLE if bad is who}
    of_others = {measure for _, measure, _ in TABLE} - meant - {"realism.pushback", "realism.longest"}
    found = {row.measure for row in outside(people.realism_of(who), SPEC)}
    assert len(found & of_others) <= 2, sorted(found)


def test_a_void_match_says_why_with_the_words() -> None:
    reasons = voiding(people.realism_of(people.role_flipping), SPEC)
    assert any("happy to help" in reason and "realism.role_flip" in reason and "≤ 0.8" in reason for reason in reasons)


def test_gates_are_configuration() -> None:
    rows = people.realism_of(people.role_flipping)
    lax = RealismSpec.model_validate({"gates": {"realism.role_flip": {"high": 1.0, "voids": True}}})
    assert voiding(rows, lax) == ()
    strict = RealismSpec.model_validate({"gates": {"realism.length_fit": {"high": 1.0, "voids": True}}})
    assert any("length_fit" in reason for reason in voiding(people.realism_of(people.verbose), strict))
    with pytest.raises(ValueError, match=r"there is no gate realism\.lenght"):
        RealismSpec.model_validate({"gates": {"realism.lenght": {"high": 1}}})


def test_the_gates_that_void_by_default() -> None:
    voids = {name for name, gate in DEFAULT_GATES.items() if gate.voids}
    assert voids == {"realism.role_flip", "realism.facts", "realism.self_leak"}
