"""What is written reads back to the same record."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from arena.errors import BadFiles
from arena.files import dump, formatted, parse
from arena.schema.persona import Identity, Persona, Preference
from arena.schema.record import Record
from arena.schema.scenario import Scenario, SessionPlan


class Note(Record):
    """A record with a value of every sort."""

    text: str = ""
    number: float = 0.0
    count: int = 0
    flag: bool = False
    maybe: str | None = None
    words: tuple[str, ...] = ()
    named: dict[str, str] = {}  # noqa: RUF012  # a model field


writable = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t", exclude_characters="\ufffe\uffff")
)
notes = st.builds(
    Note,
    text=writable,
    number=st.floats(allow_nan=False, allow_infinity=False),
    count=st.integers(-(10**15), 10**15),
    flag=st.booleans(),
    maybe=st.none() | writable,
    words=st.lists(writable, max_size=4).map(tuple),
    named=st.dictionaries(writable, writable, max_size=3),
)


def reread(record: Record) -> Record:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "note.yaml"
        path.write_text(dump(record), encoding="utf-8", newline="")
        return parse(path, type(record))


@settings(deadline=None)  # each writes and reads a file
@given(notes.filter(lambda note: note != Note()))
@example(Note(text="no", words=("on", "12", "~", "", "2026-03-02", "0x1f", "1e3"), named={"yes": "null", "12": "*a"}))
@example(Note(text=" lead\n\n  more \n", maybe="trail \nx"))
@example(Note(text="\ufeffx", words=("\u2028a\n b", "\x85x", "#x", "- x", "a: b", "{a", "%x", "@x", "\tx")))
@example(Note(number=1e-05, count=-5))
@example(Note(number=1e22, text="\n"))
def test_a_record_reads_back_equal(note: Note) -> None:
    assert reread(note) == note


@settings(deadline=None)
@given(st.builds(Note, text=writable, words=st.lists(writable, max_size=3).map(tuple)))
def test_what_is_written_is_laid_out_already(note: Note) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "note.yaml"
        path.write_text(dump(note), encoding="utf-8", newline="")
        try:
            before, after = formatted(path, Note)
        except BadFiles:  # a text that no layout keeps as it is: the file is left alone
            return
        assert before == after


def test_defaults_are_left_out_and_order_is_the_schema_s() -> None:
    persona = Persona(id="bo", identity=Identity(name="Bo"), preferences=(Preference(id="p1", about="a", value="b"),))
    assert dump(persona) == "id: bo\nidentity:\n  name: Bo\npreferences:\n  - id: p1\n    about: a\n    value: b\n"


def test_paragraphs_are_blocks() -> None:
    plan = SessionPlan(id="s1", kind="talk", need="One.\nTwo.")
    assert "need: |-\n      One.\n      Two.\n" in dump(Scenario(id="xx", title="t", domain="dd", sessions=(plan,)))


@pytest.mark.parametrize("text", ["\x1b[2J", "a\x00", "\ud800"])
def test_control_characters_cannot_be_written(text: str) -> None:
    with pytest.raises(ValueError, match="control character"):
        dump(Note(words=(text,)))
