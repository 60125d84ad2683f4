"""The schema that providers are given, and reading what comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from arena.models._form import response_format, schema_of
from arena.models._reading import NotInForm, read_answer
from arena.schema.question import Prose
from arena.schema.record import Record
from tests.model_server import example_of


class Inner(Record):
    """Inside."""

    turn: Annotated[int, Field(ge=2, le=40)]
    kind: Literal["a", "b"] = "a"


class Cat(Record):
    kind: Literal["cat"] = "cat"
    lives: int = 9


class Dog(Record):
    kind: Literal["dog"] = "dog"


class Full(Record):
    """Everything an answer may hold."""

    title: str = Field(default="", max_length=20, description="A heading.")
    share: Annotated[float, Field(gt=0, lt=1)] | None = None
    inner: Inner
    many: Annotated[tuple[Inner, ...], Field(min_length=1)]
    default: Literal["only"] = "only"
    pet: Annotated[Cat | Dog, Field(discriminator="kind")]
    format: Annotated[str, Field(pattern="^x")] = "x"


class Open(Record):
    by_name: dict[str, int]


UNTAKEN = {"default", "title", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxLength"}
UNTAKEN |= {"pattern", "format", "const", "oneOf", "discriminator"}


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema node; the names of properties and definitions are not keywords."""
    yield schema
    for key in ("properties", "$defs"):
        for inner in schema.get(key, {}).values():
            yield from nodes(inner)
    for inner in [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
        yield from nodes(inner)


def test_every_object_is_closed_and_only_common_keywords_are_used() -> None:
    schema, strict = schema_of(Full)
    assert strict
    for node in nodes(schema):
        assert not UNTAKEN & node.keys()
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])
    assert list(schema["properties"]) == list(Full.model_fields)


def test_bounds_are_told_in_words() -> None:
    schema, _ = schema_of(Full)
    assert schema["properties"]["title"]["description"] == "A heading. at most 20 characters"
    assert schema["$defs"]["Inner"]["properties"]["turn"]["description"] == "at least 2, at most 40"
    assert schema["properties"]["many"]["description"] == "at least 1 items"


def test_an_object_with_free_keys_is_not_strict() -> None:
    form = response_format(Open)["json_schema"]
    assert form["strict"] is False
    assert form["schema"]["properties"]["by_name"]["additionalProperties"] == {"type": "integer"}


def test_the_test_server_keeps_bounds() -> None:
    schema, _ = schema_of(Inner)
    assert example_of(schema, {}) == {"turn": 2, "kind": "a"}


@given(st.builds(Inner), st.text(alphabet=st.characters(exclude_characters="{}"), max_size=30), st.booleans())
def test_an_answer_is_read_through_words_and_fences(answer: Inner, words: str, fenced: bool) -> None:
    text = answer.model_dump_json(indent=2)
    text = f"```json\n{text}\n```" if fenced else text
    assert read_answer(Inner, f"{words}\n{text}\n{words}") == answer


@given(st.text())
def test_any_text_is_an_answer_or_not_in_form(text: str) -> None:
    for answer in (Prose, Inner, Open):
        try:
            read = read_answer(answer, text)
        except NotInForm:
            continue
        assert answer.model_validate_json(read.model_dump_json()) == read


@given(st.text(st.characters(categories=["Cs", "Cc", "Ll"])))
def test_what_is_read_can_be_written_and_read_again(text: str) -> None:
    raw = json.dumps({"by_name": {f"k{text}": 1}})
    read = read_answer(Open, raw)
    assert Open.model_validate_json(read.model_dump_json()) == read


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        ("no braces", "no JSON object|not valid JSON"),
        ('{"turn": 3} {"turn": 4}', "not valid JSON"),
        ("[1, 2]", "no JSON object"),
        ('{"turn": NaN}', "NaN is not a number"),
        ('{"turn": 1e999}', "not valid JSON"),
        ('{"turn": ' + "9" * 5000 + "}", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
        ('{"a":' * 100_000, "not valid JSON"),
        ('{"turn": 1}', "turn: Input should be greater than or equal to 2"),
        ("{}", "turn: Field required"),
    ],
)
def test_what_is_wrong_is_said_shortly(text: str, why: str) -> None:
    with pytest.raises(NotInForm, match=why) as caught:
        read_answer(Inner, text)
    assert len(str(caught.value)) < 200


def test_many_mistakes_are_not_all_listed() -> None:
    raw = json.dumps({"by_name": {f"k{i}": "x" for i in range(50)}})
    with pytest.raises(NotInForm) as caught:
        read_answer(Open, raw)
    assert str(caught.value).count("\n") == 8
    assert str(caught.value).endswith("and 42 more")


def test_new_lines_inside_strings_are_forgiven() -> None:
    class Said(Record):
        text: str

    assert read_answer(Said, '{"text": "one\ntwo"}').text == "one\ntwo"
