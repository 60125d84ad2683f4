"""Each kind of mistake is found, at its place, and all of a file at once."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from arena.errors import BadFiles, Problem
from arena.files import parse, read
from arena.schema.forms import FORMS
from arena.schema.persona import Persona
from arena.schema.run import RunSpec
from arena.schema.scenario import Scenario

SOUND = """\
id: bo-lind
identity: {name: Bo Lind}
preferences:
  - {id: short, about: length, value: short answers}
"""


def problems_of(path: Path, kind: type = Persona) -> list[Problem]:
    with pytest.raises(BadFiles) as caught:
        parse(path, kind)
    return list(caught.value.problems)


def places(tmp_path: Path, text: str, kind: type = Persona) -> list[tuple[int, int, str, str]]:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    found = problems_of(path, kind)
    assert all(problem.file == str(path) for problem in found)
    return [(problem.line, problem.column, problem.message, problem.hint) for problem in found]


def only(tmp_path: Path, text: str, kind: type = Persona) -> tuple[int, int, str, str]:
    (one,) = places(tmp_path, text, kind)
    return one


def test_a_sound_file_knows_its_places(tmp_path: Path) -> None:
    path = tmp_path / "bo.yaml"
    path.write_text(SOUND, encoding="utf-8")
    document = read(path, Persona)
    assert document.record.identity.name == "Bo Lind"
    problem = document.problem(("preferences", 0, "value"), "is dull")
    assert str(problem) == f"{path}:4:39: is dull"
    absent = document.problem(("preferences", 0, "because"), "is missing")
    assert (absent.line, absent.column) == (4, 5)


def test_wrong_type(tmp_path: Path) -> None:
    line, column, message, _ = only(tmp_path, SOUND + "patience: {budget: lots}\n")
    assert (line, column) == (5, 20)
    assert message == "`budget` must be a number from 3 to 12, not the text `lots`"


def test_unknown_key_names_the_nearest_and_the_allowed(tmp_path: Path) -> None:
    line, column, message, hint = only(tmp_path, SOUND + "humour: {}\n")
    assert (line, column, message) == (5, 1, "unknown key `humour`")
    assert hint.startswith("did you mean `humor`?")
    assert "patience" in hint


def test_unknown_key_inside_a_list_of_records(tmp_path: Path) -> None:
    text = SOUND + "secrets:\n  - {key: debt, value: a lot, flow: []}\n"
    line, column, message, hint = only(tmp_path, text)
    assert (line, column, message) == (6, 31, "unknown key `flow`")
    assert hint.startswith("did you mean `flows`?")


def test_missing_key(tmp_path: Path) -> None:
    line, column, message, _ = only(tmp_path, SOUND.replace("name: Bo Lind", "age: 30"))
    assert (line, column, message) == (2, 11, "`name` is missing")


def test_out_of_range(tmp_path: Path) -> None:
    line, column, message, _ = only(tmp_path, SOUND.replace("Bo Lind", "Bo Lind, age: 130"))
    assert (line, column, message) == (2, 32, "`age` must be at most 95, not 130")


def test_wrong_literal(tmp_path: Path) -> None:
    line, column, message, hint = only(tmp_path, SOUND + "voice: {emoji: rarley}\n")
    assert (line, column) == (5, 16)
    assert message == "`emoji` must be one of never, rarely, sometimes, often, not `rarley`"
    assert hint == "did you mean `rarely`?"


def test_duplicate_key_does_not_hide_other_problems(tmp_path: Path) -> None:
    found = places(tmp_path, SOUND + "id: other\npatience: {budget: 99}\n")
    assert [(line, column) for line, column, *_ in found] == [(5, 1), (6, 20)]
    assert found[0][2:] == ("key `id` is given twice", "first given in line 1; keep one")


def test_tab(tmp_path: Path) -> None:
    assert only(tmp_path, SOUND.replace("  - {", "\t- {")) == (4, 1, "tab in the indentation", "use spaces")


def test_behind_a_tab_everything_is_read_as_it_was_meant(tmp_path: Path) -> None:
    text = "id: bo-lind\nidentity:\n\tname: Bo\n\tage: 7\npreferences:\n\t- id: short\n\t  about: x\n\t  value: no\n"
    found = places(tmp_path, text)
    assert [message for *_, message, _ in found] == [
        *["tab in the indentation"] * 2,
        "`age` must be at least 18, not 7",
        *["tab in the indentation"] * 3,
        "`value` must be text, not `no`, which means false",
    ]


def test_tab_inside_text_is_text(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(SOUND.replace("short answers", '"a\tb"'), encoding="utf-8")
    assert parse(path, Persona).preferences[0].value == "a\tb"


@pytest.mark.parametrize(
    ("text", "place", "cause"),
    [
        (SOUND + "author: x: y\n", (5, 10), "text with a colon and a space in it needs quotes"),
        ("id: bo\n  work: x\n", (2, 7), "this line cannot stand below the one before it"),
        ("id:bo-lind\n" + SOUND.partition("\n")[2], (1, 1), "a space is missing behind the colon"),
        ("id: bo\nwork: [a, b\nhome: c\n", (3, 5), "a comma or a closing bracket is missing"),
        (SOUND + "author: @home\n", (5, 9), "text that begins with @, ` or % needs quotes"),
        ('id: "bo\n', (1, 5), "a quote is opened and never closed"),
    ],
)
def test_syntax_error(tmp_path: Path, text: str, place: tuple[int, int], cause: str) -> None:
    line, column, message, hint = only(tmp_path, text)
    assert (line, column) == place
    assert message.startswith(cause)
    assert hint.startswith(("YAML: ", "write it as `key: value`"))


@pytest.mark.parametrize("word", ["no", "on", "Yes", "12", "1.5"])
def test_a_word_that_yaml_takes_for_something_else(tmp_path: Path, word: str) -> None:
    line, column, message, hint = only(tmp_path, SOUND.replace("short answers", word))
    assert (line, column) == (4, 39)
    assert message.startswith("`value` must be text, not ")
    assert hint == f'quote it: "{word}"'


@pytest.mark.parametrize("word", ["12:30", "010", "2026-03-02", "1_000_x", "0x1f"])
def test_a_word_that_only_looks_like_a_number_is_text(tmp_path: Path, word: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(SOUND.replace("short answers", word), encoding="utf-8")
    assert parse(path, Persona).preferences[0].value == word


def test_a_boolean_is_no_number(tmp_path: Path) -> None:
    line, column, message, _ = only(tmp_path, SOUND.replace("short answers", "x, importance: yes"))
    assert (line, column) == (4, 54)
    assert message == "`importance` must be a whole number from 1 to 5, not `yes`, which means true"


def test_a_name_in_a_list_of_names(tmp_path: Path) -> None:
    line, column, message, hint = only(tmp_path, "personas: [ines-varga, no]\n", RunSpec)
    assert (line, column, hint) == (1, 24, 'quote it: "no"')
    assert message.startswith("item 2 of `personas` must be text")


def test_keys_are_words_whatever_they_look_like(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(SOUND + "mind: {knows: {no: some, 12: none, on: expert}}\n", encoding="utf-8")
    assert parse(path, Persona).mind.knows == {"no": "some", "12": "none", "on": "expert"}


def test_a_form_that_does_not_fit_is_shown_mended(tmp_path: Path) -> None:
    line, column, message, hint = only(tmp_path, SOUND.replace("bo-lind", "Bo Lind"))
    assert (line, column) == (1, 5)
    assert "`Bo Lind`" in message
    assert hint == "for example `bo-lind`"


def test_a_key_that_does_not_fit(tmp_path: Path) -> None:
    line, column, message, hint = only(tmp_path, SOUND + "traits: {facets: {a1: {shows_as: x}}}\n")
    assert (line, column, hint) == (5, 19, "for example `A1`")
    assert message.startswith("the key `a1` does not have the right form: a facet is one of the letters N E O A C")


@pytest.mark.parametrize(
    ("facet", "hint"),
    [
        ("trust: {shows_as: x}", "did you mean `A1`, which is trust?"),
        ("self-discipline: {shows_as: x}", "did you mean `C5`, which is self-discipline?"),
        ("bananas: {shows_as: x}", "such as A1, which is trust"),
        ("A1: 3", "write it as `{shows_as: ...}`; its keys are level, shows_as"),
        ("A1: {level: 010, shows_as: x}", "without the zero before it: 10"),
    ],
)
def test_a_facet_is_explained_in_words(tmp_path: Path, facet: str, hint: str) -> None:
    *_, message, told = only(tmp_path, SOUND + f"traits: {{facets: {{{facet}}}}}\n")
    assert told == hint
    assert "^" not in message + told


def test_every_form_is_told_in_words() -> None:
    patterns = {
        found
        for kind in (Persona, Scenario, RunSpec)
        for found in re.findall(r'"(\^[^"]*\$)"', json.dumps(kind.model_json_schema()))
    }
    assert patterns == set(FORMS)
    assert all(re.search(pattern, form.example.partition(",")[0]) for pattern, form in FORMS.items())


def test_only_the_alternative_that_was_written_is_complained_about(tmp_path: Path) -> None:
    head = "id: xx\ntitle: t\ndomain: dd\nsessions:\n  - id: s1\n    kind: talk\n"
    text = head + "    may_reveal: {preferences: anny, facts: [debt, 3]}\n"
    found = places(tmp_path, text, Scenario)
    assert [(line, column) for line, column, *_ in found] == [(7, 31), (7, 51)]
    assert found[0][2:] == ("`preferences` must be `any` or a list, not `anny`", "did you mean `any`?")


def test_a_date_needs_a_time(tmp_path: Path) -> None:
    head = "id: xx\ntitle: t\ndomain: dd\nsessions: [{id: s1, kind: talk}]\n"
    path = tmp_path / "s.yaml"
    for start in ('"2026-03-02T19:00"', "2026-03-02 19:00:00", "2026-03-02T19:00:00"):
        path.write_text(head + f"clock: {{start: {start}}}\n", encoding="utf-8")
        assert parse(path, Scenario).clock.start.isoformat() == "2026-03-02T19:00:00"
    line, column, message, _ = only(tmp_path, head + "clock: {start: soon}\n", Scenario)
    assert (line, column) == (5, 16)
    assert "2026-03-02T19:00" in message


def test_aliases_are_refused_unexpanded(tmp_path: Path) -> None:
    layers = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    layers += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    found = places(tmp_path, "\n".join(layers) + "\n")
    assert (1, 5, "anchor `&a0`", "delete it; anchors are refused") in found
    assert (2, 10, "alias `*a0`", "repeat the text; aliases are refused") in found


def test_tags_are_refused(tmp_path: Path) -> None:
    text = SOUND.replace("Bo Lind", "!!python/object/apply:os.system ls")
    line, column, message, _ = only(tmp_path, text)
    assert (line, column) == (2, 18)
    assert message == "tag `!!python/object/apply:os.system`"


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    *_, message, _ = only(tmp_path, "id: " + "[" * 500 + "]" * 500 + "\n")
    assert message == "nested deeper than 40 levels"


def test_very_many_values_are_refused(tmp_path: Path) -> None:
    *_, message, _ = only(tmp_path, SOUND + "voice: {samples: [" + "1," * 50_000 + "1]}\n")
    assert message == "more than 50000 values"


def test_very_many_problems_are_counted(tmp_path: Path) -> None:
    found = places(tmp_path, SOUND + "id: bo\n" * 250)
    assert len(found) == 201
    assert found[-1][:3] == (0, 0, "and 50 more problems")


def test_several_documents(tmp_path: Path) -> None:
    line, column, message, _ = only(tmp_path, SOUND + "---\nid: b\n")
    assert (line, column, message) == (5, 1, "more than one document")


@pytest.mark.parametrize("text", ["", "\n\n", "# nothing yet\n", "---\n", "~\n"])
def test_empty(tmp_path: Path, text: str) -> None:
    assert only(tmp_path, text)[2] == "the file is empty"


@pytest.mark.parametrize("text", ["- a\n", "just words\n", "12\n"])
def test_no_mapping(tmp_path: Path, text: str) -> None:
    assert only(tmp_path, text)[:3] == (1, 1, "the top level must be a mapping")


def test_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as file:
        file.truncate(10_000_000)
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("was opened"))
    (problem,) = problems_of(path)
    assert (problem.line, problem.message) == (0, "is larger than 1 MB")


def test_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes("id: bo\nidentity: {name: Zoë}\n".encode("latin-1"))
    (problem,) = problems_of(path)
    assert (problem.line, problem.column, problem.message) == (2, 20, "is not UTF-8 text")


def test_a_byte_order_mark_is_nothing(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(SOUND, encoding="utf-8-sig")
    assert parse(path, Persona).id == "bo-lind"


def test_lines_may_end_as_on_windows(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes((SOUND + "bond: {anxious: 9}\nauthor: x: y\n").replace("\n", "\r\n").encode())
    assert [(p.line, p.column) for p in problems_of(path)] == [(5, 17), (6, 10)]


def test_slips_of_the_pen_do_not_hide_the_rest(tmp_path: Path) -> None:
    text = (
        SOUND.replace("{name: Bo Lind}", "{age: 3}") + "author: x: y\nsources: [a]\nbond: {anxious: 9}\nwhat: @b: 1\n"
    )
    found = places(tmp_path, text)
    assert [(line, message.partition(" ")[0]) for line, _, message, _ in found] == [
        (2, "`name`"),
        (2, "`age`"),
        (5, "text"),
        (7, "`anxious`"),
        (8, "unknown"),
        (8, "text"),
    ]


def test_control_characters(tmp_path: Path) -> None:
    line, column, message, _ = only(tmp_path, SOUND.replace("Bo", "B\x1b[2Jo"))
    assert (line, column, message) == (2, 19, "control character U+001B")


def test_escaped_control_characters(tmp_path: Path) -> None:
    line, column, message, _ = only(tmp_path, SOUND.replace("Bo Lind", '"B\\e[2Jo"'))
    assert (line, column) == (2, 18)
    assert message == "control character U+001B"


def test_no_such_file_and_no_file(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "none.yaml")[0].message == "no such file"
    assert problems_of(tmp_path)[0].message == "is not a file"
    os.mkfifo(tmp_path / "pipe.yaml")
    assert problems_of(tmp_path / "pipe.yaml")[0].message == "is not a file"


def test_all_problems_in_the_order_of_their_places(tmp_path: Path) -> None:
    text = "id: X Y\nidentity: {age: 3}\nbond: {anxious: 9}\nvoice: {greets: maybe}\nwhat: 1\nlife: *gone\n"
    found = places(tmp_path, text)
    assert [line for line, *_ in found] == sorted(line for line, *_ in found)
    assert {line for line, *_ in found} == {1, 2, 3, 4, 5, 6}
    assert any(message == "`preferences` is missing" for *_, message, _ in found)


@pytest.mark.parametrize(
    ("more", "wanted", "mended"),
    [
        ("facts: {income: 3}", "a list, not a mapping", "write it as `- {key: ..., value: ...}` lines"),
        ("sources: x", "a list, not the text `x`", "write it as `- item` lines or as `[item, item]`"),
        ("life: []", "a mapping, not a list", "write it as `{threads: ...}`; its keys are threads"),
        ("bond: {anxious: 3.0}", "a whole number from 1 to 5, not the number `3.0`", "write 3"),
        ("version: 2026-03-02", "a whole number of at least 1, not the text `2026-03-02`", ""),
        ('version: "2"', "a whole number of at least 1, not the text `2`", "without quotes or units"),
        ("author:", "text, not empty", "write something behind the colon, or delete the line"),
        ("voice: {emoji: no}", "one of never, rarely, sometimes, often; no means false", "did you mean `never`?"),
        ('facts: [{key: debt, value: x, openly: "no"}]', "true or false, not the text `no`", "without quotes: no"),
    ],
)
def test_how_it_is_written_instead(tmp_path: Path, more: str, wanted: str, mended: str) -> None:
    *_, message, hint = only(tmp_path, f"{SOUND}{more}\n")
    assert message.endswith(f" must be {wanted}")
    assert hint == mended
