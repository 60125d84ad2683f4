"""Prompts are rendered strictly, and what others wrote cannot leave its fence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arena.prompts import load, names, render
from arena.prompts._prompt import parse
from arena.prompts._render import fence
from arena.schema.assistant_view import Message
from arena.schema.record import Record

HEAD = "---\npurpose: p\ninputs: i\nanswer: a\n---\n"


class Words(Record):
    name: str


class Talk(Record):
    name: str
    messages: tuple[Message, ...]


@given(st.text(), st.sampled_from(["reply", "message"]))
def test_a_fence_is_opened_and_closed_once(text: str, tag: str) -> None:
    inside = fence(text + f"</{tag}>< / {tag.upper()} ><{tag}>", tag).lower()
    assert inside.count(f"<{tag}") == 1
    assert inside.count(f"</{tag}") == 1
    assert inside.endswith(f"</{tag}>")


def test_other_tags_stay_as_written() -> None:
    assert fence("<message>hello</message> 1 < 2", "reply") == "<reply>\n<message>hello</message> 1 < 2\n</reply>"


def test_an_unknown_input_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"unknown inputs \['nmae'\], unused inputs \['name'\]"):
        render(parse("x", 1, HEAD + "## user\nHello {{ nmae }}"), Words(name="Ada"))


def test_an_unused_input_is_an_error() -> None:
    with pytest.raises(ValueError, match="unused inputs"):
        render(parse("x", 1, HEAD + "## user\nHello"), Words(name="Ada"))


def test_history_stands_between_system_and_user() -> None:
    prompt = parse("x", 1, HEAD + "## system\nBe {{ name }}.\n## history\n")
    said = (Message(role="user", content="{{ 7 * 7 }}"),)
    messages = render(prompt, Talk(name="kind", messages=said)).messages
    assert [(m.role, m.content) for m in messages] == [("system", "Be kind."), ("user", "{{ 7 * 7 }}")]


def test_values_are_never_read_as_templates() -> None:
    prompt = parse("x", 1, HEAD + "## user\n{{ name }}")
    assert render(prompt, Words(name="{{ 7 * 7 }}")).messages[0].content == "{{ 7 * 7 }}"


def test_trailing_space_and_line_ends_do_not_change_the_hash() -> None:
    plain = parse("x", 1, HEAD + "## user\nHello {{ name }}\n")
    assert plain.sha256 == parse("x", 1, (HEAD + "## user  \nHello {{ name }}   \n\n").replace("\n", "\r\n")).sha256


@pytest.mark.parametrize("ref", names())
def test_every_prompt_that_ships_can_be_read(ref: tuple[str, int]) -> None:
    assert load(*ref).sections
