"""Calling tools: the question that has a model do it by an ordinary typed answer, and the answer by rule."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import field_validator

from arena.assistants.offline._about import is_lasting
from arena.assistants.offline._reading import Statement, overtaken, said_in
from arena.models.offline import Offline
from arena.schema.assistant_view import Message
from arena.schema.question import Question
from arena.schema.record import Record
from arena.text.stance import wishes_in


class ToolInputs(Record):
    """Inputs of `assistant/tools`."""

    tools: str
    """One JSON object a line: `name`, `description`, `parameters` (a JSON schema)."""
    must: bool
    messages: tuple[Message, ...]
    last: str


class ToolCall(Record):
    """One call."""

    tool: str
    arguments: str
    """A JSON object as text: its form is the tool's, so no schema of ours can say it."""

    @field_validator("arguments")
    @classmethod
    def _is_object(cls, text: str) -> str:
        if not isinstance(json.loads(text), dict):
            raise ValueError("the arguments are no JSON object")
        return text


class ToolUse(Record):
    """Answer of `assistant/tools`."""

    calls: tuple[ToolCall, ...] = ()
    text: str = ""


def tool_use(inputs: ToolInputs) -> Question[ToolUse]:
    """Asks for calls of tools."""
    return Question("assistant/tools", 1, inputs, ToolUse)


# Offline -------------------------------------------------------------------------------------------------------------

_TURN = re.compile(r"^=+ (?P<who>\w+) Message =+$", re.MULTILINE)
_KEPT = re.compile(r'<instance id=(?P<id>\S+) schema_type="\w+">\n(?P<value>.*?)\n</instance>', re.DOTALL)
_PATCH = "PatchDoc"
"""A tool that changes what is kept by JSON patches."""
_END = re.compile(r"\s*</\w")
_DATE = re.compile(r"\[(\d{4}-\d\d-\d\d)\] ")
_NOTE = re.compile(r'^\[[\d-]+\] \w+: "(?P<said>.*)"$')


def use_tools(inputs: ToolInputs, offline: Offline) -> ToolUse:
    """Takes notes where a tool takes one as its only text: what is new is kept, what it overtakes is patched."""
    tools = {tool["name"]: tool for tool in map(json.loads, inputs.tools.splitlines())}
    taker = next((name for name, tool in tools.items() if _takes_a_note(tool)), "")
    if not taker:
        return ToolUse(text="There is nothing here that I could call.")
    (field,) = tools[taker]["parameters"]["properties"]
    kept = _kept("\n".join(m.content for m in inputs.messages), field)
    calls = []
    for date, said in _said(inputs.last):
        if all(said.stems != was.stems for was in kept.values()):
            old = next((n for n, was in kept.items() if overtaken(was, said)), "") if _PATCH in tools else ""
            calls.append(_patched(old, field, _line(date, said)) if old else _noting(taker, field, _line(date, said)))
    return ToolUse(calls=tuple(calls))


def _takes_a_note(tool: dict[str, Any]) -> bool:
    properties = tool["parameters"].get("properties", {})
    return [p.get("type") for p in properties.values()] == ["string"] and "memory" in tool["description"].lower()


def _said(conversation: str) -> Iterator[tuple[str, Statement]]:
    """The person's wishes and lasting facts, each with the date before its message."""
    parts = _TURN.split(conversation)[1:]
    for who, text in zip(parts[::2], parts[1::2], strict=True):
        date = _DATE.search(text)
        if who == "Human" and date:
            said = said_in([Message(role="user", content=_DATE.sub("", _END.split(text)[0]).strip())])
            yield from ((date[1], s) for s in said if s.wish or is_lasting(s.text))


def _kept(text: str, field: str) -> dict[str, Statement]:
    """Notes that are there, by their id."""
    found = ((one["id"], ast.literal_eval(one["value"])) for one in _KEPT.finditer(text))
    return {number: _noted(str(value[field])) for number, value in found}


def _noted(content: str) -> Statement:
    read = _NOTE.match(content)
    said = read["said"] if read else content
    return Statement(said, bool(wishes_in(said)), past=True)


def _line(date: str, said: Statement) -> str:
    return f'[{date}] {"Wants" if said.wish else "Said"}: "{said.text.replace(chr(34), chr(39))}"'


def _noting(tool: str, field: str, line: str) -> ToolCall:
    return ToolCall(tool=tool, arguments=json.dumps({field: line}))


def _patched(number: str, field: str, line: str) -> ToolCall:
    patch = {"op": "replace", "path": f"/{field}", "value": line}
    arguments = {"json_doc_id": number, "planned_edits": "Something newer holds.", "patches": [patch]}
    return ToolCall(tool=_PATCH, arguments=json.dumps(arguments))
