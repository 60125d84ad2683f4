"""Rules for every scenario, each broken one at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from arena.errors import BadFiles
from arena.scenarios import check, find, load

HEAD = """\
id: new-desk
title: A new desk
domain: work
sessions:
  - id: choose
    kind: task
    need: Wants a desk.
"""
LETTER = """\
  - id: letter
    kind: message
    need: Tell them.
    recipient: {who: employer, purpose: desk}
"""


def written(folder: Path, text: str, name: str = "x.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def places(folder: Path, text: str) -> list[tuple[int, int, str]]:
    with pytest.raises(BadFiles) as caught:
        load(written(folder, text))
    return [(found.line, found.column, found.message) for found in caught.value.problems]


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("    needs_facts: [income, incme]\n", (8, 27), "unknown fact key `incme`"),
        ("    may_reveal: {facts: [moeny]}\n", (8, 26), "unknown fact key `moeny`"),
        (
            "    asks: [Forget what I earn., Which desk?]\n    retracts: [income]\n",
            (9, 15),
            "nothing in this session asks to be forgotten",
        ),
        (LETTER + "    norms: {share: [nmae]}\n", (12, 21), "unknown fact key `nmae`"),
        (LETTER + "    norms: {share: [name], withhold: [debt, name]}\n", (12, 45), "`name` is in `share`, too"),
        ("probes: [{after: choose, about: sallary, question: q, gold: g}]\n", (8, 33), "unknown fact key `sallary`"),
        ("probes: [{after: chose, about: income, question: q, gold: g}]\n", (8, 18), "no session `chose`"),
        ("probes: [{after: choose, about: income, question: q}]\n", (8, 10), "a probe without `gold` is never asked"),
        (
            "probes: [{after: choose, about: income, question: q, gold: g, form: choice}]\n",
            (8, 69),
            "a choice needs at least two `options`",
        ),
        ("  - {id: choose, kind: talk, need: x}\n", (8, 10), "`choose` is used twice"),
        (
            "    options: [{id: aa, text: x}, {id: bb, text: y}, {id: aa, text: z}]\n",
            (8, 58),
            "`aa` is used twice",
        ),
        (
            "    options: [{id: aa, text: x}]\n    checks: [{preference: pp, kept_by: [aa, ab]}]\n",
            (9, 45),
            "no option of this session `ab`",
        ),
        (LETTER + "    calls_back: [choose, chose]\n", (12, 26), "no earlier session `chose`"),
        (LETTER + "    calls_back: [letter]\n", (12, 18), "no earlier session `letter`"),
        ("  - {id: letter, kind: message, need: x}\n", (8, 24), "a message needs a `recipient`"),
        ("    recipient: {who: bank, purpose: x}\n", (8, 16), "a task session has no recipient"),
        ("    norms: {share: [name]}\n", (8, 12), "norms count for nothing in a task session"),
        ("  - {id: old, kind: scripted}\n", (8, 21), "a scripted session needs `turns`"),
        ("  - {id: old, kind: talk}\n", (8, 5), "session `old` has no `need`"),
        (
            "  - {id: old, kind: scripted, turns: [{who: assistant}, {who: user}]}\n",
            (8, 57),
            "a given turn of the user needs `text`",
        ),
        ("cast: {needs: {facts: [incom]}}\n", (8, 24), "unknown fact key `incom`"),
        ("cast: {needs: {secrets: [finances]}}\n", (8, 26), "unknown category `finances`"),
        (
            "    goal: 'Knows {persona.identity.name}.'\n",
            (8, 11),
            "placeholder `{persona.identity.name}` where nobody fills it in",
        ),
        (
            "    asks: ['hi', 'I live at {persona.identity.street}']\n",
            (8, 18),
            "unknown placeholder `{persona.identity.street}`",
        ),
        ("    asks: ['{persona.facts.adress}']\n", (8, 12), "unknown placeholder `{persona.facts.adress}`"),
        ("    asks: ['{persona.secrets.debt}']\n", (8, 12), "unknown placeholder `{persona.secrets.debt}`"),
        ("    asks: ['{persona[identity]}']\n", (8, 12), "`{persona[identity]}` is not a placeholder"),
        ("    asks: ['{ persona.identity.name }']\n", (8, 12), "`{ persona.identity.name }` is not a placeholder"),
        (
            "    turns: [{who: assistant, text: 'Hello {persona.identity.name}'}]\n",
            (8, 36),
            "placeholder `{persona.identity.name}` where nobody fills it in",
        ),
        (
            "person:\n  id: bo-lind\n  identity: {name: Bo}\n"
            "  preferences: [{id: pp, about: a, value: b}]\n  facts: [{key: incme, value: '1'}]\n",
            (12, 17),
            "unknown fact key `incme`",
        ),
    ],
)
def test_a_broken_rule_at_its_place(tmp_path: Path, text: str, place: tuple[int, int], message: str) -> None:
    assert places(tmp_path, HEAD + text) == [(*place, message)]


def test_placeholders_where_they_are_filled_in(tmp_path: Path) -> None:
    spoken = "{persona.identity.home} {persona.facts.income}"
    text = (
        f"    opens_with: '{spoken}'\n    asks: ['{spoken}']\n    follow_ups: ['{spoken}']\n"
        f"    turns: [{{who: user, text: '{spoken}'}}]\n"
        "probes: [{after: choose, about: income, question: q, gold: 'has {fact}'}]\n"
    )
    load(written(tmp_path, HEAD.replace("Wants a desk", "Wants {persona.identity.work}") + text))


def test_a_scenario_with_its_own_person_is_held_against_that_one(tmp_path: Path) -> None:
    own = "person: {id: bo-lind, identity: {name: Bo}, preferences: [{id: pp, about: a, value: b}]}\n"
    text = (
        HEAD + "    options: [{id: aa, text: x}]\n    checks: [{preference: quiet, kept_by: [aa]}]\n"
        "    may_reveal: {preferences: [pp, short]}\ncast: {needs: {facts: [income]}}\n"
    )
    report = check([written(tmp_path, text + own)])
    assert [(p.line, p.column, p.message, p.hint) for p in report.problems] == [
        (9, 27, "the scenario's own person has no preference `quiet`", "known here: pp"),
        (10, 36, "the scenario's own person has no preference `short`", "known here: pp"),
        (11, 7, "the scenario's own person cannot be cast", "it needs the facts income"),
    ]
    assert check([written(tmp_path, text)]).ok, "whoever is invited may have them"


def test_shared_ids(tmp_path: Path) -> None:
    first = written(tmp_path, HEAD, "a.yaml")
    written(tmp_path, HEAD, "b.yaml")
    (problem,) = check([tmp_path]).problems
    assert problem.message == "another scenario has the id `new-desk`"
    assert problem.hint == f"the first is at {first}:1:5"


def test_find_reads_a_folder(tmp_path: Path) -> None:
    written(tmp_path, HEAD)
    assert [scenario.id for scenario in find(str(tmp_path))] == ["new-desk"]


def test_form_and_rules_are_told_at_once(tmp_path: Path) -> None:
    text = (
        HEAD.replace("kind: task", "kind: chat")
        + LETTER.replace("employer", "boss")
        + (
            "    norms: {share: [income], withhold: [dyslexia]}\n    calls_back: [chose]\n"
            "    needs_facts: [salary]\nprobes: [{after: chose, about: pay, question: q}]\n"
            "cast: {needs: {secrets: [money]}}\n"
        )
    )
    with pytest.raises(BadFiles) as caught:
        load(written(tmp_path, text))
    assert [(p.line, p.message.partition(" must be")[0], p.hint.partition("?")[0]) for p in caught.value.problems] == [
        (6, "`kind`", "did you mean `talk`"),
        (11, "`who`", "did you mean `employer`"),
        (12, "unknown fact key `dyslexia`", "did you mean `learning_difficulty`"),
        (13, "no earlier session `chose`", "did you mean `choose`"),
        (14, "unknown fact key `salary`", "did you mean `income`"),
        (15, "a probe without `gold` is never asked", 'for example gold: "{fact}"'),
        (15, "no session `chose`", "did you mean `choose`"),
        (15, "unknown fact key `pay`", "did you mean `income`"),
        (16, "unknown category `money`", "did you mean `finance`"),
    ]
