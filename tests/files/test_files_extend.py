"""Fragments: what is mixed in, whose word counts, and every way in which it can go wrong, at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.errors import BadFiles
from arena.files import dump, shipped
from arena.personas import check, load
from arena.schema.persona import Persona

OWN = """\
id: bo-lind
extends: [a, b]
identity: {name: Bo Lind}
preferences:
  - {id: short, about: length, value: short answers}
"""


def write(folder: Path, own: str = OWN, **parts: str) -> Path:
    (folder / "fragments").mkdir(exist_ok=True)
    for name, text in parts.items():
        (folder / "fragments" / f"{name}.yaml").write_text(text, encoding="utf-8")
    path = folder / "bo.yaml"
    path.write_text(own, encoding="utf-8")
    return path


def problems(path: Path) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        load(path)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def test_fragments_are_mixed_in_and_the_file_counts_first(tmp_path: Path) -> None:
    who = load(
        write(
            tmp_path,
            OWN + "voice: {formality: 5, never_says: [cheers]}\nfacts: [{key: age, value: '41'}]\n",
            a="voice: {formality: 1, emoji: often, never_says: [lol]}\nfacts: [{key: age, value: '9'}]\n",
            b="preferences:\n  - {id: short, about: x, value: y}\n  - {id: tone, about: tone, value: warm}\n"
            "facts: [{key: name, value: Bo}]\n",
        )
    )
    assert (who.voice.formality, who.voice.emoji) == (5, "often")
    assert who.voice.never_says == ("lol", "cheers")
    assert [(p.id, p.value) for p in who.preferences] == [("tone", "warm"), ("short", "short answers")]
    assert [(fact.key, fact.value) for fact in who.facts] == [("name", "Bo"), ("age", "41")]


def test_fragments_of_fragments(tmp_path: Path) -> None:
    base = "voice: {emoji: often, formality: 1, never_says: [lol]}\n"
    path = write(
        tmp_path, a="extends: base\nvoice: {formality: 2}\n", b="extends: [base]\nbond: {anxious: 4}\n", base=base
    )
    assert problems(path) == [
        "bo.yaml:2:14: fragments `a` and `b` differ in `voice.formality`: 2 and 1 "
        "(write `formality` in this file, or leave one of the two out)"
    ]
    who = load(write(tmp_path, OWN + "voice: {formality: 3}\n"))
    assert (who.voice.emoji, who.voice.formality, who.bond.anxious) == ("often", 3, 4)
    assert who.voice.never_says == ("lol",)  # it came twice and is said once


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        ("patience: {budget: 4}\n", "patience: {budget: 5}\n", "patience.budget`: 4 and 5"),
        ("patience: {drains: {repeat: 1}}\n", "patience: {drains: {repeat: 2}}\n", "patience.drains.repeat`: 1 and 2"),
        (
            "facts: [{key: age, value: '41'}]\n",
            "facts: [{key: age, value: '42'}]\n",
            "facts.age`",
        ),
        ("bond: {anxious: 4}\n", "bond: 4\n", "bond`"),
    ],
)
def test_fragments_that_do_not_agree(tmp_path: Path, one: str, other: str, where: str) -> None:
    found = problems(write(tmp_path, a=one, b=other))
    assert found[0].startswith(f"bo.yaml:2:14: fragments `a` and `b` differ in `{where}")


def test_a_circle(tmp_path: Path) -> None:
    found = problems(write(tmp_path, a="extends: b\n", b="extends: [a]\n"))
    hint = " (take one of them out of an `extends`)"
    assert found == [f"fragments/b.yaml:1:11: fragments go in a circle: a → b → a{hint}"]
    (tmp_path / "fragments" / "b.yaml").write_text("bond: {anxious: 2}\n", encoding="utf-8")
    own = problems(write(tmp_path, OWN.replace("[a, b]", "[bo.yaml]")))
    assert own == [f"bo.yaml:2:11: fragments go in a circle: bo → bo{hint}"]


def test_a_fragment_nobody_knows(tmp_path: Path) -> None:
    found = problems(write(tmp_path, OWN.replace("b]", "guardd]"), a="bond: {anxious: 2}\n"))
    assert found[0].startswith("bo.yaml:2:14: no fragment is called `guardd` (did you mean `guarded`? known here: a, ")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "'..\\\\x'", "../x.yaml"])
def test_fragments_lie_beside_the_file(tmp_path: Path, name: str) -> None:
    found = problems(write(tmp_path, OWN.replace("[a, b]", f"[{name}]")))
    assert "lies elsewhere (keep fragments in `fragments/` beside it)" in found[0]


@pytest.mark.parametrize("item", ["3", "{a: b}", "yes"])
def test_extends_lists_names(tmp_path: Path, item: str) -> None:
    found = problems(write(tmp_path, OWN.replace("[a, b]", f"[{item}]")))
    assert found == ["bo.yaml:2:11: `extends` must list names of fragments (such as `extends: [terse]`)"]


def test_a_mistake_in_a_fragment_is_placed_there_and_told_once(tmp_path: Path) -> None:
    path = write(tmp_path, a="voice:\n  emoji: rarley\n", b="bond: {anxious: 2\n")
    (tmp_path / "other.yaml").write_text(OWN.replace("bo-lind", "al-moe"), encoding="utf-8")
    report = check([tmp_path])
    places = [f"{Path(p.file).name}:{p.line}:{p.column}" for p in report.problems]
    assert places.count("a.yaml:2:10") == 1
    assert sum(place.startswith("b.yaml") for place in places) == 1
    assert len(places) == 2
    assert path.is_file()


def test_a_broken_rule_is_placed_in_the_fragment_that_breaks_it(tmp_path: Path) -> None:
    found = problems(write(tmp_path, a="facts: [{key: incomee, value: '12'}]\n", b="bond: {anxious: 2}\n"))
    assert found == ["fragments/a.yaml:1:15: unknown fact key `incomee` (did you mean `income`?)"]


def test_fragments_are_checked_and_are_nobody(tmp_path: Path) -> None:
    write(tmp_path, OWN.replace("extends: [a, b]\n", ""), a="bond: {anxious: 2}\n", c="preferences: [{id: xx}]\n")
    report = check([tmp_path])
    assert [level.id for level in report.levels] == ["bo-lind"]
    assert [f.stem for f in report.fragments] == ["a", "c"]
    assert {p.message for p in report.problems} == {"`about` is missing", "`value` is missing"}
    alone = check([tmp_path / "fragments" / "a.yaml"])
    assert alone.ok and alone.levels == ()


def test_shipped_fragments_are_sound_and_go_together(tmp_path: Path) -> None:
    report = check([shipped("personas")])
    assert report.ok
    names = [path.stem for path in report.fragments]
    assert len(names) >= 4
    who = load(write(tmp_path, OWN.replace("[a, b]", f"[{', '.join(names)}]")))
    assert who.voice.capitals == "lower"
    assert who.patience.budget == 4


parts = st.dictionaries(st.sampled_from(["thinks_by", "wants_depth"]), st.sampled_from([1, 2]), max_size=2)


@settings(deadline=None, max_examples=40)
@given(one=parts, other=parts, own=parts)
def test_a_value_is_the_file_s_else_the_fragment_s_or_a_conflict(
    tmp_path_factory: pytest.TempPathFactory, one: dict[str, int], other: dict[str, int], own: dict[str, int]
) -> None:
    def text(part: dict[str, int]) -> str:
        return "mind: {" + ", ".join(f"{k}: {'t' if k == 'thinks_by' else ''}{v}" for k, v in part.items()) + "}\n"

    path = write(tmp_path_factory.mktemp("x"), OWN + text(own), a=text(one), b=text(other))
    clash = {k for k in one.keys() & other.keys() if one[k] != other[k] and k not in own}
    if clash:
        assert len(problems(path)) == len(clash)
        return
    mind, whole = load(path).mind, {**other, **one, **own}
    assert mind.wants_depth == whole.get("wants_depth", 3)
    assert mind.thinks_by == (f"t{whole['thinks_by']}" if "thinks_by" in whole else "")


def test_a_mixed_person_is_whole_without_its_fragments(tmp_path: Path) -> None:
    who = load(write(tmp_path, a="voice: {emoji: often}\n", b="bond: {anxious: 2}\n"))
    alone = tmp_path / "alone.yaml"
    alone.write_text(dump(who), encoding="utf-8")
    assert load(alone) == who
    assert isinstance(who, Persona)
