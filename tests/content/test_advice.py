"""Advice on files that are sound and lead nowhere, and errors where something could never be used at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from arena import personas, scenarios
from arena.checks.authored import on_courses, on_people
from arena.cli._app import app
from arena.errors import UsageError
from arena.files import find

NELL = """\
id: nell
identity: {name: Nell Okafor}
preferences:
  - {id: short, about: bananas, value: wants two sentences at the most, topic: bananas}
  - {id: quiet, about: home, value: wants a quiet home, topic: hosing, favours: {noisse: low, stairs: noone}}
  - {id: later, about: home, value: x, from_session: 9, changes: [{session: 30, value: y, favours: {light: god}}]}
"""
COURSE = """\
id: new-desk
title: A new desk
domain: work
touches: [wrok, travel]
cast: {needs: {preferences: [desks]}}
sessions:
  - id: choose
    kind: task
    need: Wants a desk.
    options: [{id: aa, text: x}]
    checks: [{preference: no-stars, kept_by: [aa]}]
    may_reveal: {preferences: [full-reasons]}
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_person(tmp_path: Path) -> None:
    report = personas.check([written(tmp_path, "nurse.yaml", NELL)])
    assert report.ok
    told = [(p.line, p.column, p.message, p.hint.partition("?")[0]) for p in on_people(report.documents)]

    def at(line: int, value: str) -> tuple[int, int]:
        return line, NELL.splitlines()[line - 1].rindex(value) + 1

    none = "no scenario known here"
    assert told == [
        (*at(1, "nell"), "the file is called `nurse` and its id is `nell`", told[0][3]),
        (*at(4, "bananas"), f"{none} touches the topic `bananas`, so this wish never comes up", told[1][3]),
        (*at(5, "hosing"), f"{none} touches the topic `hosing`, so this wish never comes up", "did you mean `housing`"),
        (*at(5, "low"), told[3][2], "did you mean `noise`"),
        (*at(5, "noone"), told[4][2], "did you mean `none`"),
        (*at(6, "9"), f"{none} has a session 9, so this wish never comes up", "the longest has 6"),
        (*at(6, "30"), f"{none} has a session 30, so this never changes", "the longest has 6"),
        (*at(6, "god"), told[7][2], "did you mean `good`"),
    ]
    assert told[1][3].startswith("known here: any, ")
    assert told[3][2] == "no option of a scenario known here has `noisse`, so code never checks it"
    assert told[4][2] == "no option of a scenario known here has `stairs: noone`, so none keeps this wish"


def test_a_scenario(tmp_path: Path) -> None:
    report = scenarios.check([written(tmp_path, "new-desk.yaml", COURSE)])
    assert report.ok
    told = [(p.line, p.column, p.message, p.hint.partition("?")[0]) for p in on_courses(report.documents)]
    assert told == [
        (5, 7, "nobody known here can be cast, so it is never played", "it needs a preference on desks"),
        (4, 11, "nobody known here has a wish or a secret on `wrok`, so it never comes up", "did you mean `work`"),
        (11, 27, "nobody known here has a preference `no-stars`", "did you mean `no-stairs`"),
        (7, 5, "session `choose` has no `asks`, so the offline person says its `need` as it stands", told[3][3]),
    ]
    bare = COURSE.replace("touches: [wrok, travel]\n", "")
    (first, *_) = on_courses(scenarios.check([written(tmp_path, "new-desk.yaml", bare)]).documents)[1:]
    assert first.message == "the scenario touches no topic, so only wishes on `any` come up"
    assert first.hint.startswith("write `touches: [...]`; topics known here: any, education")


def test_a_file_of_ones_own_makes_the_topic_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "scenarios", "fruit.yaml", COURSE.replace("wrok", "bananas"))
    report = personas.check([written(tmp_path, "nell.yaml", NELL)])
    assert not any("bananas" in advice.message for advice in on_people(report.documents))


def test_advice_is_printed_and_changes_no_exit_code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    written(tmp_path / "personas", "nurse.yaml", NELL)
    done = CliRunner().invoke(app, ["persona", "check", "personas", "--json"])
    told = json.loads(done.stdout)
    assert (done.exit_code, told["problems"], len(told["advice"])) == (0, [], 8)
    written(tmp_path / "scenarios", "new-desk.yaml", COURSE)
    done = CliRunner().invoke(app, ["scenario", "check", "scenarios", "--json"])
    assert (done.exit_code, [p["line"] for p in json.loads(done.stdout)["advice"]]) == (0, [5, 4, 11, 7])


def test_a_person_is_found_by_the_name_of_the_file_and_then_by_id(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    nurse = written(tmp_path / "personas", "nurse.yaml", NELL)
    other = written(tmp_path / "personas", "other.yaml", NELL.replace("id: nell", "id: nurse"))
    assert find("personas", "nell") == [nurse.relative_to(tmp_path)]
    assert find("personas", "nurse") == [nurse.relative_to(tmp_path)]
    other.unlink()
    with pytest.raises(UsageError, match="no persona is called `nel`"):
        find("personas", "nel")


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("favours: {reply.lenght: short}", (4, 51, "replies have no `reply.lenght`", "did you mean `reply.length`")),
        (
            "favours: {reply.length: tiny}",
            (4, 51, "`reply.length` is one of short, medium, long, never `tiny`", "known here: short, medium, long"),
        ),
        (
            "changes: [{session: 2, value: y, favours: {reply.emoji: yes please}}]",
            (4, 84, "`reply.emoji` is one of none, some, never `yes please`", "known here: none, some"),
        ),
    ],
)
def test_what_replies_can_never_have_is_an_error(tmp_path: Path, more: str, told: tuple[int, int, str, str]) -> None:
    head = "id: nell\nidentity: {name: Nell}\npreferences:\n  - {id: short, about: a, value: wants x"
    (problem,) = personas.check([written(tmp_path, "nell.yaml", f"{head}, {more}}}\n")]).problems
    line, column, message, hint = told
    assert (problem.line, problem.message, problem.hint.partition("?")[0]) == (line, message, hint)
    assert problem.column > column


def test_a_slot_that_nobody_fills_in_is_an_error(tmp_path: Path) -> None:
    text = NELL + 'voice: {lines: {greets: ["Hello {name}"], asks: ["{ask} {fact}", "so: {ask}"]}}\n'
    found = personas.check([written(tmp_path, "nell.yaml", text)]).problems
    assert [(p.message, p.hint) for p in found] == [
        ("nobody fills in `{name}`", "lines of `greets` have no slot"),
        ("nobody fills in `{fact}`", "in `asks` there is {ask}"),
    ]
