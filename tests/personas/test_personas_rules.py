"""Rules for every persona, and what makes a sketch a portrait."""

from __future__ import annotations

from pathlib import Path

import pytest

from arena.errors import BadFiles, UsageError
from arena.files import dump
from arena.personas import check, find, load
from arena.schema.persona import (
    Facet,
    Flow,
    FormativeMemory,
    Identity,
    Persona,
    Preference,
    PreferenceChange,
    Secret,
    Traits,
    Voice,
    Words,
)

HEAD = """\
id: bo-lind
identity: {name: Bo Lind}
preferences:
  - {id: short, about: length, value: short answers}
"""


def written(folder: Path, text: str, name: str = "x.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def places(folder: Path, text: str) -> list[tuple[int, int, str, str]]:
    with pytest.raises(BadFiles) as caught:
        load(written(folder, text))
    return [(found.line, found.column, found.message, found.hint) for found in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        (
            "secrets:\n  - key: debt\n    value: a loan\n    flows:\n"
            "      - {recipient: bank, purpose: a loan, allowed: true}\n"
            "      - {recipient: bank, allowed: false}\n      - {recipient: bank, allowed: true}\n",
            (11, 21),
            "`bank` both may and must not learn `debt`",
            "delete one of the two flows, or say for which purpose each holds",
        ),
        (
            "  - {id: short, about: x, value: y}\n",
            (5, 10),
            "`short` is used twice",
            "item 1 has it already",
        ),
        (
            "facts:\n  - {key: incomee, value: '12'}\n",
            (6, 11),
            "unknown fact key `incomee`",
            "did you mean `income`?",
        ),
        (
            "facts:\n  - {key: debt, value: none}\nsecrets:\n  - {key: debt, value: a big loan}\n",
            (8, 11),
            "fact key `debt` is used twice",
            "facts 1 has it already",
        ),
        (
            "voice: {words_per_message: {usual: 50, long: 20}}\n",
            (5, 28),
            "a usual message (50 words) is longer than a long one (20)",
            "",
        ),
        (
            "voice:\n  samples: [hello, told you about the slipped disc]\nsecrets:\n"
            "  - {key: diagnosis, value: a slipped disc}\n",
            (6, 20),
            "gives away the secret `diagnosis`",
            "it says `slipped disc`; everybody who reads the person would know",
        ),
        (
            "voice: {lines: {asks: ['I owe 6,200. {ask}']}}\nsecrets:\n"
            "  - {key: debt, value: two cards, says_like: [I owe 6200]}\n",
            (5, 24),
            "gives away the secret `debt`",
            "it says `I owe 6,200`; everybody who reads the person would know",
        ),
        (
            "secrets:\n  - {key: debt, value: two cards, openly: true}\n",
            (6, 43),
            "secret `debt` is told openly",
            "make it a fact",
        ),
        (
            "facts:\n  - {key: income, value: less since the burnout, openly: true}\n"
            "secrets:\n  - {key: burnout, value: burnout}\n",
            (6, 26),
            "gives away the secret `burnout`",
            "it says `burnout`; everybody who reads the person would know",
        ),
    ],
)
def test_a_broken_rule_at_its_place(tmp_path: Path, text: str, place: tuple[int, int], message: str, hint: str) -> None:
    (found,) = places(tmp_path, HEAD + text)
    assert found == (*place, message, hint)


def test_nothing_in_the_portrait_may_give_a_secret_away(tmp_path: Path) -> None:
    secret = "secrets:\n  - {key: orientation, value: lives with Marek}\n"
    hidden = "life: {threads: [{id: home, now: Marek lives with her since May.}]}\n"
    (found,) = places(tmp_path, HEAD + hidden + secret)
    assert found[:2] == (5, 34)
    load(written(tmp_path, HEAD + secret + "facts: [{key: hobby, value: chess with Marek}]\n"))


def test_all_broken_rules_at_once(tmp_path: Path) -> None:
    text = HEAD + "  - {id: short, about: x, value: y}\nfacts: [{key: aeg, value: '4'}, {key: nmae, value: x}]\n"
    assert len(places(tmp_path, text)) == 3


def test_categories_come_from_the_vocabulary(tmp_path: Path) -> None:
    text = HEAD + "facts: [{key: rent, value: '900'}]\nsecrets: [{key: debt, value: a loan, category: legal}]\n"
    persona = load(written(tmp_path, text))
    assert [fact.category for fact in persona.known_facts()] == ["housing", "legal"]


def test_check_reports_all_files_and_shared_ids(tmp_path: Path) -> None:
    first = written(tmp_path, HEAD, "a.yaml")
    second = written(tmp_path, "# again\n" + HEAD, "b.yaml")
    broken = written(tmp_path, HEAD + "bond: {anxious: 9}\n", "c.yaml")
    report = check([tmp_path])
    assert not report.ok
    assert [str(problem) for problem in report.problems] == [
        f"{broken}:5:17: `anxious` must be at most 5, not 9",
        f"{second}:2:5: another persona has the id `bo-lind` (the first is at {first}:1:5)",
    ]
    assert [level.path for level in report.levels] == [first, second]


def test_find_loads_a_file_or_a_folder(tmp_path: Path) -> None:
    written(tmp_path, HEAD, "a.yaml")
    written(tmp_path, HEAD.replace("bo-lind", "al-moe"), "b.yaml")
    assert [persona.id for persona in find(str(tmp_path))] == ["bo-lind", "al-moe"]
    with pytest.raises(UsageError):
        find("nobody-of-that-name")


CHANGE = PreferenceChange(session=2, value="long")


def whole() -> Persona:
    """A persona that meets every rule of a portrait, and no more."""
    flows = (Flow(recipient="bank", allowed=True), Flow(recipient="employer", allowed=False))
    facets = {f"{domain}{n}": Facet(shows_as="Asks first.") for domain in "NEOC" for n in (1, 2)}
    return Persona(
        id="bo-lind",
        identity=Identity(name="Bo Lind"),
        biography=tuple(FormativeMemory(age=n, memory="Went away.", left_them_with="packs light") for n in (5, 9, 20)),
        traits=Traits(facets=facets, but=("Never late, except today.",)),
        voice=Voice(
            words_per_message=Words(usual=4, long=10), samples=("One two.", "One two three four.", "Word " * 13)
        ),
        preferences=(Preference(id="p1", about="length", value="short", shown_by="reacts_only", changes=(CHANGE,)),),
        secrets=tuple(Secret(key=key, value=f"the {key} matter", flows=flows) for key in ("debt", "diagnosis")),
    )


def lacks(tmp_path: Path, persona: Persona) -> tuple[str, ...]:
    report = check([written(tmp_path, dump(persona))])
    assert report.ok
    (level,) = report.levels
    assert (level.level == "portrait") == (level.missing == ())
    return level.missing


def test_a_whole_portrait(tmp_path: Path) -> None:
    assert lacks(tmp_path, whole()) == ()


def test_a_sketch_is_told_all_it_lacks(tmp_path: Path) -> None:
    report = check([written(tmp_path, HEAD)])
    (level,) = report.levels
    assert level.level == "sketch"
    assert len(level.missing) == 7


def varied(**changes: object) -> Persona:
    return whole().model_copy(update=changes)


@pytest.mark.parametrize(
    ("persona", "lack"),
    [
        (varied(biography=()), "3 to 6 memories in `biography`; there are 0"),
        (varied(traits=Traits(facets=whole().traits.facets)), "one contradiction in `traits.but`"),
        (
            varied(traits=Traits(facets={"A1": Facet(shows_as="x")}, but=("y",))),
            "8 to 14 facets in `traits.facets`; there is 1",
        ),
        (
            varied(preferences=(Preference(id="p1", about="a", value="b", shown_by="reacts_only"),)),
            "one preference with `changes`, for courses of several sessions",
        ),
        (
            varied(preferences=(Preference(id="p1", about="a", value="b", changes=(CHANGE,)),)),
            "one preference with `shown_by: reacts_only`",
        ),
        (
            varied(secrets=whole().secrets[:1]),
            "2 secrets with a flow that is allowed and one that is not; there is 1",
        ),
        (
            varied(secrets=tuple(s.model_copy(update={"flows": s.flows[:1]}) for s in whole().secrets)),
            "2 secrets with a flow that is allowed and one that is not; there are 0",
        ),
        # usual 4: the middle sample may have 2 to 6.4 words; long 10: none may have over 13
        (
            varied(voice=whole().voice.model_copy(update={"samples": ("One.", "Word " * 7, "Word " * 8)})),
            "samples of the usual length (4 words); the middle one has 7",
        ),
        (
            varied(voice=whole().voice.model_copy(update={"samples": ("One.", "One two.", "Word " * 14)})),
            "samples no longer than 13 words (`long` is 10); one has 14",
        ),
    ],
)
def test_one_thing_is_missing(tmp_path: Path, persona: Persona, lack: str) -> None:
    assert lacks(tmp_path, persona) == (lack,)


@pytest.mark.parametrize(
    ("key", "shows_as", "word"),
    [
        ("N1", "Anxious before every date.", "anxious"),
        ("C2", "Likes orderliness in a plan.", "orderliness"),
        ("E1", "Is an easy-going reader.", "easy-going"),
    ],
)
def test_facets_show_and_do_not_rate(tmp_path: Path, key: str, shows_as: str, word: str) -> None:
    facets = {**whole().traits.facets, key: Facet(shows_as=shows_as)}
    (lack,) = lacks(tmp_path, varied(traits=Traits(facets=facets, but=("y",))))
    assert lack.startswith(f"`{key}.shows_as` without the word `{word}`")


def test_facets_of_honesty_show_and_do_not_rate(tmp_path: Path) -> None:
    shown = {"modesty": Facet(shows_as="Makes little of a prize."), "fairness": Facet(shows_as="Fairness first.")}
    traits = Traits(facets=whole().traits.facets, honesty=shown, but=("y",))
    (lack,) = lacks(tmp_path, varied(traits=traits))
    assert lack.startswith("`fairness.shows_as` without the word `fairness`")


def test_another_facet_s_name_is_plain_english(tmp_path: Path) -> None:
    facets = {**whole().traits.facets, "C6": Facet(shows_as="Asks whom to trust before signing.")}
    assert lacks(tmp_path, varied(traits=Traits(facets=facets, but=("y",)))) == ()


def test_a_long_portrait(tmp_path: Path) -> None:
    facets = {key: Facet(shows_as="go " * 79) for key in whole().traits.facets}
    (lack,) = lacks(tmp_path, varied(traits=Traits(facets=facets, but=("y",))))
    assert lack.startswith("a portrait of at most 700 words; it has ")
