"""A newcomer's first person: by questions and by options; what is wrong is asked again, and the file is sound."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from arena.cli._app import app
from arena.errors import UsageError
from arena.files import examine, tidy
from arena.personas import Draft, Kept, Wish, check, load, problems_of, slug, text_of
from arena.schema.persona import Persona

ANSWERS = """\

Nell Hart
forty
140
33
school cook
a houseboat
9
nah. the other tin

wants short answers
stats
hints
wants prices before anything else
reacts_only

cooks for two hundred and burns toast at home
6,200 on two cards
debts
debt
bank
employer, landlrd
employer, landlord

guarded
"""


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str, given: str = "") -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(app, ["persona", "new", *words], input=given)


def test_the_wizard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch, "--ask", given=ANSWERS)
    assert done.exit_code == 0, done.output
    assert "`age` must be at most 95, not 140" in done.output
    assert "did you mean `debt`?" in done.output
    assert "Nell Hart is a sketch" in done.output
    who = load(tmp_path / "personas" / "nell-hart.yaml")
    assert (who.identity.age, who.identity.home, who.voice.words_per_message.usual) == (33, "a houseboat", 9)
    assert [(p.shown_by, dict(p.favours)) for p in who.preferences] == [
        ("hints", {"reply.length": "short"}),
        ("reacts_only", {}),
    ]
    assert [(flow.recipient, flow.allowed) for flow in who.secrets[0].flows] == [
        ("bank", True),
        ("employer", False),
        ("landlord", False),
    ]
    assert who.cooperation.volunteers == 0.15  # from the fragment


def test_a_fact_of_no_kind_is_left_out_and_a_contradiction_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = "bees\n?\n\n6,200 on two cards\ndebt\nbank\nbank\n\n"
    given = ANSWERS[: ANSWERS.index("6,200")] + secrets + "guarded\n"
    done = run(tmp_path, monkeypatch, "--ask", given=given)
    assert done.exit_code == 0, done.output
    assert "family_conflict" in done.output  # `?` lists all kinds
    assert "`bank` both may and must not learn `debt`" in done.output
    assert load(tmp_path / "personas" / "nell-hart.yaml").secrets == ()


def test_editors_find_the_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, monkeypatch, "--name", "Bo Lind", "--wish", "wants short answers", "--extends", "guarded")
    file = tmp_path / "personas" / "bo-lind.yaml"
    target = file.read_text(encoding="utf-8").partition("\n")[0].partition("$schema=")[2]
    form = json.loads((file.parent / target).resolve().read_text(encoding="utf-8"))
    data = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    assert list(jsonschema.Draft7Validator(form).iter_errors(data)) == []


def test_the_hints_become_sections_when_uncommented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(tmp_path, monkeypatch, "--name", "Bo Lind", "--wish", "wants short answers")
    file = tmp_path / "personas" / "bo-lind.yaml"
    head, mark, hints = file.read_text(encoding="utf-8").partition("# What would make")
    lines = [line.removeprefix("# ") for line in hints.splitlines()[1:]]
    file.write_text(head + mark + "\n" + "\n".join(lines) + "\n", encoding="utf-8")
    report = check([file])
    assert report.ok
    assert load(file).biography and load(file).secrets and load(file).traits.but


@pytest.mark.parametrize(
    ("words", "fact"),
    [
        (["--no-ask"], "a new person needs --name and --wish"),
        (["--name", "Bo", "--no-ask"], "a new person needs --wish"),
        (["--name", "Bo", "--wish", "x", "--age", "7"], "`age` must be at least 18, not 7"),
        (["--name", "Bo", "--wish", "x", "--secret", "debt"], "`--secret debt` has no value"),
        (
            ["--name", "Bo", "--wish", "x", "--secret", "dept=two loans"],
            "unknown fact key `dept` (did you",
        ),
        (["--name", "Bo Li", "--wish", "x", "--words", "400"], "`usual` must be at most 120, not 400"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], fact: str) -> None:
    done = run(tmp_path, monkeypatch, *words)
    assert isinstance(done.exception, UsageError)
    assert fact in done.exception.fact
    assert not (tmp_path / "personas").exists()


def test_nothing_is_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("--name", "Bo Lind", "--wish", "wants short answers")
    assert run(tmp_path, monkeypatch, *words).exit_code == 0
    again = run(tmp_path, monkeypatch, *words)
    assert isinstance(again.exception, UsageError) and "is there already" in again.exception.fact
    assert run(tmp_path, monkeypatch, *words, "--force").exit_code == 0


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=40)


@given(name=texts, wishes=st.lists(texts, min_size=1, max_size=4), samples=st.lists(texts, max_size=3), secret=texts)
def test_any_sound_answers_make_a_file_that_reads_back(
    name: str, wishes: list[str], samples: list[str], secret: str
) -> None:
    draft = Draft(
        name, tuple(map(Wish, wishes)), age=40, samples=tuple(samples), secrets=(Kept("debt", secret, ("bank",)),)
    )
    if problems_of(draft):
        return
    text = text_of(draft, "x.json")
    assert tidy(text, Persona) == text, "as `arena persona fmt` would write it"
    data = yaml.load(text, Loader=yaml.CSafeLoader)
    who, problems = examine(data, Persona)
    assert not problems and who is not None
    assert who.identity.name == name
    assert [p.value for p in who.preferences] == wishes
    assert who.id == slug(name) == draft.id
