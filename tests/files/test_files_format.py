"""One layout: it changes nothing that is said, keeps every comment, and laying out twice changes nothing more."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from arena.errors import BadFiles
from arena.files import formatted, shipped
from arena.files._comments import comments
from arena.files._compose import compose
from arena.schema.persona import Persona
from arena.schema.scenario import Scenario

SHIPPED = [
    (path, kind)
    for what, kind in (("personas", Persona), ("scenarios", Scenario))
    for path in sorted(shipped(what).rglob("*.yaml"))  # type: ignore[arg-type]
]


def laid_out(folder: Path, text: str) -> str:
    path = folder / "x.yaml"
    path.write_text(text, encoding="utf-8")
    after = formatted(path, Persona)[1]
    path.write_text(after, encoding="utf-8")
    assert formatted(path, Persona)[1] == after
    assert compose(after, "x")[0].plain() == compose(text, "x")[0].plain()
    return after


UNTIDY = """\
# yaml-language-server: $schema=../schemas/persona.schema.json

# Bo, as of May
voice:   # how he writes
    emoji:  never
    samples:
    # on a good day
    - 'yes'
    -   "no: not now"   # said twice

    never_says: [ "cheers" , lol ]
extends: [guarded]
identity: { name: Bo Lind, home: "3" }
id: bo-lind
preferences:
- {value: short answers, id: short, about: length,   # what he wants
   because: 'there is #no time'}
# more to come
"""

TIDY = """\
# yaml-language-server: $schema=../schemas/persona.schema.json

# Bo, as of May
id: bo-lind
extends: [guarded]
identity: {name: Bo Lind, home: "3"}
voice:  # how he writes
  emoji: never
  samples:
    # on a good day
    - "yes"
    - "no: not now"  # said twice

  never_says: ["cheers", lol]
preferences:
  - {id: short, about: length, value: short answers, because: "there is #no time"}  # what he wants
# more to come
"""


def test_an_untidy_file(tmp_path: Path) -> None:
    assert laid_out(tmp_path, UNTIDY) == TIDY


def test_long_texts_and_blocks(tmp_path: Path) -> None:
    long = "word " * 40
    text = "id: bo\nidentity: {name: Bo}\npreferences: [{id: ab, about: x, value: |\n}]\n".replace("|\n", long)
    after = laid_out(tmp_path, text + "biography:\n  - {age: 3, left_them_with: x, memory: " + long + "}\n")
    assert max(map(len, after.splitlines())) <= 120
    assert "memory: >-\n" in after
    block = "id: bo\nidentity: {name: Bo}\nmind:\n  thinks_by: |  # slowly\n    one\n    two\n\n    three\n"
    assert "thinks_by: |  # slowly\n    one\n    two\n\n    three\n" in laid_out(tmp_path, block)


@pytest.mark.parametrize(("path", "kind"), SHIPPED, ids=lambda value: getattr(value, "stem", ""))
def test_shipped_files(path: Path, kind: type, tmp_path: Path) -> None:
    before, after = formatted(path, kind)
    assert compose(before, "x")[0].plain() == compose(after, "x")[0].plain()
    assert after.partition("\n")[0] == before.partition("\n")[0]
    again = tmp_path / "x.yaml"
    again.write_text(after, encoding="utf-8")
    assert formatted(again, kind) == (after, after)


def test_what_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("id: [bo\n", encoding="utf-8")
    with pytest.raises(BadFiles):
        formatted(path, Persona)
    assert path.read_text(encoding="utf-8") == "id: [bo\n"


words = st.text(st.sampled_from("ab :#-'\"\\,{}[]>|&*!%@`?~\né…1\t"), max_size=30)
values = st.recursive(
    st.one_of(words, st.integers(-5, 5), st.booleans(), st.none()),
    lambda below: st.one_of(st.lists(below, max_size=4), st.dictionaries(words, below, max_size=4)),
    max_leaves=12,
)


@settings(deadline=None, max_examples=200)
@given(
    st.dictionaries(st.sampled_from(["id", "voice", "facts", "x"]), values, min_size=1), st.booleans(), st.booleans()
)
def test_any_values_in_any_style(
    tmp_path_factory: pytest.TempPathFactory, data: dict[str, object], flow: bool, wide: bool
) -> None:
    text = yaml.safe_dump(data, default_flow_style=flow, sort_keys=False, allow_unicode=True, width=999 if wide else 30)
    path = tmp_path_factory.mktemp("x") / "x.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        after = formatted(path, Persona)[1]
    except BadFiles as error:  # keys that YAML takes for something else are told of, never changed
        assert not any("cannot be" in problem.message for problem in error.problems)
        return
    path.write_text(after, encoding="utf-8")
    assert formatted(path, Persona)[1] == after


@settings(deadline=None)
@given(st.lists(st.sampled_from(["  # a", "# b", "", "id: bo  # c", "voice: {emoji: never}  # d", "but: '# no'"])))
def test_comments_are_found_where_they_are(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    found = [(c.line, c.text) for c in comments(text)]
    wanted = [(n, line[line.rindex("#") :]) for n, line in enumerate(lines, 1) if "#" in line and "'" not in line]
    assert found == wanted


@pytest.mark.parametrize(("path", "kind"), SHIPPED, ids=[path.stem for path, _ in SHIPPED])
def test_the_shipped_files_are_laid_out_so(path: Path, kind: type[Persona]) -> None:
    before, after = formatted(path, kind)
    assert before == after
