from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.assistants import ablation, build, canonical, describe, names, parse, parts
from arena.assistants.slots import SLOTS, Option, Slot
from arena.errors import BadFiles, UsageError
from arena.schema.run import RunSpec
from tests.assistants.playing import Scripted

SPECS = st.one_of(
    st.sampled_from(names()),
    st.integers(50, 32_000).map("notebook?tokens={}".format),
    st.integers(1, 10_000).map("window?turns={}".format),
)


@given(SPECS)
def test_canonical_is_stable_and_means_the_same(spec: str) -> None:
    text = canonical(spec)
    assert canonical(text) == text
    assert parse(text) == parse(spec)


@given(st.text(max_size=40))
def test_any_text_is_a_contestant_or_a_usage_error(text: str) -> None:
    try:
        spec = parse(text)
    except UsageError as error:
        assert error.next_step
    else:
        assert spec.name in names()


def test_defaults_are_left_out_and_filled_in() -> None:
    assert canonical("notebook?tokens=2000") == "notebook"
    assert canonical(" notebook?tokens=0500 ") == "notebook?tokens=500"
    assert parse("notebook").options == {"tokens": 2000}


@pytest.mark.parametrize(
    ("spec", "choice", "says"),
    [
        ("notbook", "notebook", "notbook"),
        ("Plain", "plain", "Plain"),
        ("", "plain", "no contestant"),
        ("notebook?token=5", "tokens", "no option"),
        ("notebook?", "tokens", "no option"),
        ("plain?tokens=5", "memory", "no option"),
        ("notebook?guard=nobody", "none", "no guard part"),
        ("notebook?memory=windw", "window", "windw"),
        ("notebook?memory=window&tokens=500", "turns", "no option"),
        ("notebook?ask=none+none", "none", "no ask part"),
        ("notebook?tokens=49", "", "from 50 to 32000"),
        ("notebook?tokens=many", "", "whole number"),
        ("notebook?tokens=²000", "", "whole number"),
        ("notebook?tokens=-5", "", "whole number"),
        ("notebook?tokens=0000000020000", "", "whole number"),
        ("notebook?tokens=60&tokens=70", "", "twice"),
    ],
)
def test_mistakes_are_named_with_what_to_do(spec: str, choice: str, says: str) -> None:
    with pytest.raises(UsageError, match=says) as caught:
        parse(spec)
    assert caught.value.next_step
    assert not choice or caught.value.choices[0] == choice


def test_the_list_says_what_each_is() -> None:
    assert [e.name for e in describe()] == names()
    assert all(e.what and "\n" not in e.what for e in describe())
    defaults = {o.name: o.default for e in describe() for o in e.options}
    assert defaults["tokens"] == 2000 and defaults["turns"] == 20
    for option in (o for e in describe() for o in e.options):
        assert option.read(str(option.default)) == option.default
        assert not isinstance(option, Option) or option.low <= option.default <= option.high


def test_build_refuses_what_parse_refuses() -> None:
    with pytest.raises(UsageError):
        build("nobody", Scripted())


def test_slots_are_filled_by_name_and_the_shortest_name_is_canonical() -> None:
    assert canonical("notebook?memory=none") == "plain"
    assert canonical("plain?memory=window&turns=4") == "window?turns=4"
    assert canonical("transcript?style=reminder") == "reminder"
    assert canonical("lecturer?style=plain&memory=notebook&tokens=1500") == "notebook?tokens=1500"
    assert canonical("notebook?guard=none+none&style=none") == "notebook"


def test_an_ablation_changes_one_slot_and_keeps_what_it_can() -> None:
    assert ablation("notebook?tokens=1500:memory=none,window,notebook") == ["notebook?tokens=1500", "plain", "window"]
    tried = ablation("reminder:memory")
    assert tried[0] == "reminder"
    assert len(tried) == len({slot_of(t, "memory") for t in tried}) == sum(slot == "memory" for slot, _ in parts())
    assert {slot_of(t, "style") for t in tried} == {"reminder"}


def slot_of(spec: str, slot: Slot) -> str:
    return parse(spec).slots[slot]


@pytest.mark.parametrize(
    "wanted", ["notebook", "notebook:brain", ":memory", "nobody:memory", "notebook:memory=nothing"]
)
def test_an_ablation_that_names_nothing_is_refused(wanted: str) -> None:
    with pytest.raises(UsageError) as caught:
        ablation(wanted)
    assert caught.value.choices and caught.value.next_step


def test_a_contestant_in_yaml(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text("name: notebook\nstyle: reminder\nguard: []\noptions: {tokens: 1500}\n", encoding="utf-8")
    assert canonical(str(file)) == "notebook?style=reminder&tokens=1500"
    file.write_text("name: notebook\ntokens: 1500\n", encoding="utf-8")
    with pytest.raises(BadFiles):
        canonical(str(file))


def test_a_specification_lists_contestants_either_way() -> None:
    spec = RunSpec.model_validate({"contestants": ["plain", {"name": "window", "options": {"turns": 4}}]})
    assert spec.contestants == ("plain", "window?turns=4")


def test_options_of_parts_that_can_stand_together_have_names_of_their_own() -> None:
    by_name: dict[str, set[Slot]] = {}
    for (slot, _), part in parts().items():
        for option in part.options:
            by_name.setdefault(option.name, set()).add(slot)
    assert not {name for name, where in by_name.items() if len(where) > 1 or name in SLOTS}
