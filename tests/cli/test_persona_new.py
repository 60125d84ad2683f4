"""A newcomer's first person: by questions and by options; what is wrong is asked again, and the file is sound."""

from __future__ import annotations

import json
import shlex
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

BEGINNING = """\

Nell Hart
forty
140
33
school cook
a houseboat
9
nah. the other tin

"""
WISHES = """\
wants short answers
stats
hints
Keep it short.

wants prices before anything else
reacts_only


cooks for two hundred and burns toast at home
"""
FACTS = """\
2,300 a month
salary
income
I take home 2,300.

yes

"""
SECRETS = """\
6,200 on two cards
debts
debt
There is 6,200 on my cards.

bank
employer, landlrd
employer, landlord

"""
ANSWERS = f"{BEGINNING}{WISHES}{FACTS}{SECRETS}guarded\n"


def run(folder: Path, monkeypatch: pytest.MonkeyPatch, *words: str, given: str = "") -> Result:
    monkeypatch.chdir(folder)
    return CliRunner().invoke(app, ["persona", "new", *words], input=given)


def test_the_wizard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch, "--ask", given=ANSWERS)
    assert done.exit_code == 0, done.output
    assert "`age` must be at most 95, not 140" in done.output
    assert "did you mean `debt`?" in done.output
    assert "did you mean `income`?" in done.output
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
    assert [p.says_like for p in who.preferences] == [("Keep it short.",), ()]
    (fact,) = who.facts
    assert (fact.key, fact.value, fact.openly) == ("income", "2,300 a month", True)
    assert fact.says_like == ("I take home 2,300.",)
    assert who.secrets[0].says_like == ("There is 6,200 on my cards.",)
    assert who.cooperation.volunteers == 0.15  # from the fragment


def test_every_question_can_be_gone_back_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    back = "<\nNel Hart\n<\nNell Hart\n44\n<\n33\nbaker\n<\n<\n33\nschool cook\n"
    once = BEGINNING.replace("\nNell Hart\nforty\n140\n33\nschool cook\n", back)
    given = once + WISHES + "2,300 a month\nrent\n<\nincome\n\n<\nA fact.\n<\n\n\n\n" + SECRETS + "guarded\n"
    done = run(tmp_path, monkeypatch, "--ask", given=given)
    assert done.exit_code == 0, done.output
    assert "this is the first question" in done.output
    who = load(tmp_path / "personas" / "nell-hart.yaml")
    assert (who.identity.name, who.identity.age, who.identity.work) == ("Nell Hart", 33, "school cook")
    assert [(fact.key, fact.says_like, fact.openly) for fact in who.facts] == [("income", (), False)]


@pytest.mark.parametrize("upto", [1, 3, 12, 20])
def test_whoever_leaves_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, upto: int) -> None:
    given = "\n".join(ANSWERS.split("\n")[:upto]) + "\n"
    done = run(tmp_path, monkeypatch, "--ask", given=given)
    assert done.exit_code == 130
    assert "nothing was written; to go on:" in done.output
    assert list(tmp_path.iterdir()) == []


def test_one_can_go_on_where_one_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run(tmp_path, monkeypatch, "--ask", given=BEGINNING + WISHES + FACTS)
    _, _, command = done.output.partition("to go on:  ")
    words = shlex.split(command.strip())
    assert words[:3] == ["arena", "persona", "new"]
    assert run(tmp_path, monkeypatch, *words[3:], given="\n\n\n\n").exit_code == 0
    who = load(tmp_path / "personas" / "nell-hart.yaml")
    assert (who.identity.age, who.voice.words_per_message.usual, who.facts[0].value) == (33, 9, "2,300 a month")
    assert [wish.value for wish in who.preferences] == ["wants short answers", "wants prices before anything else"]


def test_a_name_that_is_taken_is_told_before_the_other_questions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "personas" / "nell-hart.yaml"
    file.parent.mkdir()
    file.write_text("", "utf-8")
    done = run(tmp_path, monkeypatch, "--ask", given="Nell Hart\n")
    assert "nell-hart.yaml is there already" in done.output
    assert file.read_text("utf-8") == ""


def test_a_fact_of_no_kind_is_left_out_and_a_contradiction_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = "bees\n?\n\n6,200 on two cards\ndebt\n\nbank\nbank\n\n"
    given = BEGINNING + WISHES + FACTS + secrets + "guarded\n"
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
        (["--name", "Bo", "--wish", "x", "--fact", "salary=1"], "unknown fact key `salary` (did you mean `income`?)"),
        (["--ask", "--age", "7"], "`age` must be at least 18, not 7"),
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
