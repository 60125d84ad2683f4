"""Mistakes in the files of runs and of contestants: all at once, each at its place, with what was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from arena.assistants import canonical
from arena.errors import BadFiles
from arena.schema.run import ModelSpec
from arena.tournament import read_spec


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "x.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def problems(tmp_path: Path, text: str, replaced: tuple[str, ...] = ()) -> list[tuple[int, int, str, str]]:
    with pytest.raises(BadFiles) as caught:
        read_spec(written(tmp_path, text), replaced)
    return [(p.line, p.column, p.message, p.hint) for p in caught.value.problems]


RUN = """\
personas: [ines, ines-varga]
scenarios: [smaller-flat, ./nowhere]
contestants: [plain, {name: notebook, memry: x}, 'notebok?x=1']
assistants: [plain]
seeds: no
budget: 5
"""


def test_a_run(tmp_path: Path) -> None:
    found = problems(tmp_path, RUN)
    assert [(line, column) for line, column, *_ in found] == [
        (1, 12),
        (2, 27),
        (3, 39),
        (3, 50),
        (4, 1),
        (5, 8),
        (6, 9),
    ]
    messages, hints = [message for *_, message, _ in found], [hint for *_, hint in found]
    assert messages[0] == "no persona is called `ines`"
    assert hints[0].startswith("perhaps ines-varga;")
    assert hints[2].startswith("did you mean `memory`? known here: name, memory, ask")
    assert hints[3].startswith("perhaps notebook;")
    assert hints[4].startswith("did you mean `contestants`?")
    assert messages[5] == "`seeds` must be a whole number from 1 to 1000, not `no`, which means false"
    assert hints[6].startswith("write it as `{max_cost: ..., max_tokens: ...}`")


def test_what_the_command_line_replaces_is_not_looked_up(tmp_path: Path) -> None:
    text = "personas: [nobody]\ncontestants: [nobody]\n"
    assert [line for line, *_ in problems(tmp_path, text, ("personas",))] == [2]
    assert read_spec(written(tmp_path, text), ("personas", "contestants")).personas == ("nobody",)


def test_a_list_of_judges_is_read_and_its_faults_have_their_places(tmp_path: Path) -> None:
    spec = read_spec(written(tmp_path, "models: {judge: [offline, {id: a/b, temperature: 1}]}\n"))
    assert (spec.models.judge, spec.models.panel) == (ModelSpec(temperature=0.0), (ModelSpec(id="a/b", temperature=1),))
    found = problems(tmp_path, "models: {judge: [{id: a, temprature: 1}, {id: b, timeout: 2}]}\n")
    assert [(column, hint.partition("?")[0]) for _, column, _, hint in found] == [
        (26, "did you mean `temperature`"),
        (50, "did you mean `timeout_s`"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name: notebok\n", [(1, 7, "no contestant is called “notebok”", "did you mean `notebook`?")]),
        (
            "name: notebook\nmemory: windw\nguard: [minimize]\noptions: {tokens: no}\n",
            [
                (2, 9, "no memory part is called “windw”", "did you mean `window`?"),
                (3, 9, "no guard part is called “minimize”", "did you mean `minimise`?"),
                (4, 19, "`tokens` must be a whole number or text, not `no`", ""),
            ],
        ),
        (
            "name: notebook\noptions: {tokens: 1, tokns: 9}\n",
            [
                (2, 19, "“tokens=1” is not possible", "try tokens="),
                (2, 29, "“notebook” has no option “tokns”", "did you mean `tokens`?"),
            ],
        ),
        (
            "name: plain\nguard: erase\n",
            [(2, 8, "guard “erase” takes single entries out of a memory", "give it a memory with entries")],
        ),
    ],
)
def test_a_contestant(tmp_path: Path, text: str, told: list[tuple[int, int, str, str]]) -> None:
    with pytest.raises(BadFiles) as caught:
        canonical(str(written(tmp_path, text)))
    found = [(p.line, p.column, p.message, p.hint) for p in caught.value.problems]
    assert [place[:2] for place in found] == [place[:2] for place in told]
    for (*_, message, hint), (*_, begins, hints) in zip(found, told, strict=True):
        assert message.startswith(begins)
        assert hint.startswith(hints)
