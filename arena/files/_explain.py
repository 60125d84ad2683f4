"""Validation errors in an author's words, each at its place in the file."""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from arena.errors import Problem
from arena.files._node import Node, Step
from arena.schema.forms import FACET, FACETS, FORMS
from arena.schema.record import WrittenAs
from arena.text.nearest import did_you_mean, nearest
from arena.text.slug import slug

_MOST_SHOWN = 60
_NUMBERS = frozenset({"float", "constrained-float"})
_MEASURE = re.compile(r"\d+(?:[.,]\d+)? ?[^\W\d]*")
"""Digits, perhaps with a unit."""
_YES_OR_NO = frozenset({"true", "false", "yes", "no", "on", "off"})
_RECORD_NAME = re.compile(r"[A-Z]\w+")
"""How a location names the alternatives of `number or record`."""
_Words = tuple[str, str]
"""Message and hint."""


def explain(errors: Iterable[ErrorDetails], root: Node, kind: type[BaseModel], file: str) -> list[Problem]:
    """One problem an error; errors that repeat what was already reported for a node are left out."""
    problems = []
    for error in errors:
        path, node, chosen = _follow(root, error["loc"])
        if node.refused or not chosen or _is_echo(error, node):
            continue
        message, hint = _words(error, path, node, kind)
        at_key = error["type"] == "extra_forbidden" or "[key]" in error["loc"]
        mark = root.mark_of(path, key=at_key)
        problems.append(Problem(mark.file or file, mark.line, mark.column, message, hint))
    return problems


def _follow(root: Node, loc: Sequence[Step]) -> tuple[tuple[Step, ...], Node, bool]:
    """The path as far as it exists in the file, its node, and whether it is about what the author chose to write.

    A location also names the alternative of a union (`literal['any']`, `tuple[str, ...]`, `constrained-float`, the name
    of a record); complaints about the alternative that the value does not look like are not for the author.
    """
    node, path, chosen = root, list[Step](), True
    for step in loc:
        below = node.child(step)
        if below is not None:
            node = below
            path.append(step)
        elif str(step).startswith(("tuple[", "literal[")):
            chosen = str(step).startswith("tuple[" if isinstance(node.value, list) else "literal[")
        elif str(step) in _NUMBERS or _RECORD_NAME.fullmatch(str(step)):
            chosen = isinstance(node.value, dict) == (str(step) not in _NUMBERS)
    return tuple(path), node, chosen


def _is_echo(error: ErrorDetails, node: Node) -> bool:
    """A list is also called too short when its items are bad; those have problems of their own."""
    return error["type"] == "too_short" and isinstance(node.value, list | dict) and bool(node.value)


def _words(error: ErrorDetails, path: Sequence[Step], node: Node, kind: type[BaseModel]) -> _Words:
    match error["type"]:
        case "missing":
            return f"`{error['loc'][-1]}` is missing", f"every {_owner(path)} needs it"
        case "extra_forbidden":
            return _unknown(str(error["loc"][-1]), path, kind)
        case "string_pattern_mismatch":
            return _pattern(path, node, str(error["ctx"]["pattern"]), in_key="[key]" in error["loc"])
        case _:
            return _about_value(error, _name(path), node, _field(kind, path))


def _unknown(key: str, path: Sequence[Step], kind: type[BaseModel]) -> _Words:
    """A key behind a list that was read as one of its items is not in the path."""
    owner = path[:-1] if path and path[-1] == key else path
    return f"unknown key `{shown(key)}`", did_you_mean(key, _allowed(kind, owner))


def _about_value(error: ErrorDetails, name: str, node: Node, field: _Field) -> _Words:
    context = error.get("ctx", {})
    kind = error["type"]
    if kind == "literal_error":
        or_list = " or a list" if any(str(step).startswith("literal[") for step in error["loc"]) else ""
        return _literal(name, node, str(context["expected"]), or_list)
    if kind in _TYPES:
        either = error["loc"][-1] in ("int", "str") and bare(field.annotation) is str
        return _type(name, node, "a whole number or text" if either else _TYPES[kind], field)
    if kind in _BOUNDS:
        return f"{name} must be {_BOUNDS[kind]} {_number(context)}, not {shown(node.raw)}", ""
    if kind in _SIZES:
        return _SIZES[kind](name, context, node), ""
    message = error["msg"].removeprefix("Value error, ")
    return f"{name}: {message[:1].lower()}{message[1:]}", ""


_BOUNDS = {
    "greater_than_equal": "at least",
    "greater_than": "more than",
    "less_than_equal": "at most",
    "less_than": "less than",
}
_WHEN = "a date and time such as 2026-03-02T19:00"
_TYPES = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
    "model_attributes_type": "a mapping",
    "datetime_type": _WHEN,
    "datetime_parsing": _WHEN,
    "datetime_from_date_parsing": _WHEN,
}
_SIZES: dict[str, Callable[[str, dict[str, Any], Node], str]] = {
    "string_too_long": lambda name, ctx, node: f"{name} has {len(node.raw)} characters; at most {ctx['max_length']}",
    "string_too_short": lambda name, ctx, node: f"{name} needs at least {ctx['min_length']} characters",
    "too_short": lambda name, ctx, node: (
        f"{name} needs at least {ctx['min_length']} {'entry' if ctx['min_length'] == 1 else 'entries'}"
    ),
    "too_long": lambda name, ctx, node: f"{name} has {ctx['actual_length']} entries; at most {ctx['max_length']}",
}


def _type(name: str, node: Node, wanted: str, field: _Field) -> _Words:
    hint = ""
    if wanted == "text" and isinstance(node.value, bool | int | float):
        hint = f'quote it: "{shown(node.raw)}"'
    elif wanted == "text" and node.value is None:
        hint = "write something behind the colon, or delete the line"
    elif wanted == "a list":
        item = record_of(inside(field.annotation, 0))
        hint = f"write it as `- {_such(item)}` lines" if item else "write it as `- item` lines or as `[item, item]`"
    elif wanted == "true or false" and node.raw.lower() in _YES_OR_NO:
        hint = f"without quotes: {node.raw}"
    elif wanted == "a mapping":
        hint = _keys_of(field.annotation)
    elif wanted.endswith("number"):
        wanted += _range(field.bounds)
        hint = _mended_number(node)
    return f"{name} must be {wanted}, not {_sort(node)}", hint


def _keys_of(annotation: Any) -> str:
    """How a mapping is written: with the keys that it needs, or that it may have."""
    record = record_of(annotation)
    if record is None:
        return "write it as `key: value` lines under it"
    return f"write it as `{_such(record)}`; its keys are {', '.join(record.model_fields)}"


def _such(record: type[BaseModel]) -> str:
    known = record.model_fields
    needed = [name for name, one in known.items() if one.is_required()]
    return "{" + ", ".join(f"{name}: ..." for name in needed or list(known)[:2]) + "}"


def _range(bounds: Sequence[object]) -> str:
    """` from 1 to 9`, as far as there are bounds."""
    low, high = (next((v for b in bounds if (v := getattr(b, end, None)) is not None), None) for end in ("ge", "le"))
    if low is not None and high is not None:
        return f" from {low:g} to {high:g}"
    return f" of at least {low:g}" if low is not None else f" of at most {high:g}" if high is not None else ""


def _mended_number(node: Node) -> str:
    if isinstance(node.value, float) and node.value.is_integer():
        return f"write {node.value:.0f}"
    if not isinstance(node.value, str) or not _MEASURE.fullmatch(node.raw):
        return ""
    if node.raw.isdigit() and not node.inline:
        return f"without the zero before it: {node.raw.lstrip('0') or '0'}"
    return "without quotes or units"


def _literal(name: str, node: Node, expected: str, or_list: str) -> _Words:
    choices = re.findall(r"'([^']*)'", expected)
    wanted = f"`{choices[0]}`" if len(choices) == 1 else f"one of {', '.join(choices)}"
    near = nearest(node.raw, choices, 1)
    hint = f"did you mean `{near[0]}`?" if near else ""
    if isinstance(node.value, bool):
        means = f"{name} must be {wanted}{or_list}; {shown(node.raw)} means {str(node.value).lower()}"
        return means, "quote it" if node.raw in choices else hint
    given = f"`{shown(node.raw)}`" if node.raw else _sort(node)
    return f"{name} must be {wanted}{or_list}, not {given}", hint


def _pattern(path: Sequence[Step], node: Node, pattern: str, *, in_key: bool) -> _Words:
    text = str(path[-1]) if in_key else node.raw
    form = FORMS.get(pattern)
    guesses = (slug(text), text.upper(), text.lower())
    fits = next((guess for guess in guesses if re.search(pattern, guess)), "")
    meant = nearest(text, FACETS, 1) if pattern == FACET and not fits else []
    such = f"did you mean `{meant[0]}`, which is {FACETS[meant[0]]}?" if meant else f"for example `{fits}`" * bool(fits)
    what = f"the key `{shown(text)}`" if in_key else f"{_name(path)}: `{shown(text)}`"
    if form is None:
        return f"{what} does not have the right form", such or f"the pattern is {pattern}"
    return f"{what} does not have the right form: {form.words}", such or f"such as {form.example}"


def _sort(node: Node) -> str:
    """What a value is, in words."""
    if isinstance(node.value, dict):
        return "a mapping"
    if isinstance(node.value, list):
        return "a list"
    if node.value is None:
        return "empty"
    if isinstance(node.value, bool):
        return f"`{shown(node.raw)}`, which means {str(node.value).lower()}"
    sort = "the text" if isinstance(node.value, str) else "the number"
    return f"{sort} `{shown(node.raw)}`"


def shown(text: str) -> str:
    """Text from a file as part of a message: short, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= _MOST_SHOWN else line[: _MOST_SHOWN - 3] + "..."


def _name(path: Sequence[Step]) -> str:
    if path and isinstance(path[-1], int):
        owner = next((step for step in reversed(path) if isinstance(step, str)), "list")
        return f"item {path[-1] + 1} of `{shown(owner)}`"
    return f"`{shown(str(path[-1]))}`" if path else "the file"


def _owner(path: Sequence[Step]) -> str:
    words = [step for step in path if isinstance(step, str)]
    return f"entry of `{shown(words[-1])}`" if words else "file"


def _number(context: dict[str, Any]) -> str:
    bound = next(context[key] for key in ("ge", "gt", "le", "lt") if key in context)
    return f"{bound:g}" if isinstance(bound, float) else str(bound)


def _allowed(kind: type[BaseModel], path: Sequence[Step]) -> list[str]:
    """The keys of the record at `path`."""
    record = record_of(_annotation(kind, path))
    return list(record.model_fields) if record else []


class _Field(NamedTuple):
    """What is asked of the value at a place."""

    annotation: Any
    bounds: Sequence[object]


def _field(kind: type[BaseModel], path: Sequence[Step]) -> _Field:
    record = record_of(_annotation(kind, path[:-1])) if path else None
    field = record.model_fields.get(str(path[-1])) if record else None
    return _Field(field.annotation, field.metadata) if field else _Field(_annotation(kind, path), ())


def _annotation(kind: type[BaseModel], path: Sequence[Step]) -> Any:
    below: Any = kind
    for step in path:
        below = inside(below, step)
    return below


def inside(annotation: Any, step: Step) -> Any:
    """What the annotation says of the value under a key or index.

    A list in the place of a record holds such records.
    """
    record = record_of(annotation)
    if record is not None and isinstance(step, int):
        return record
    if record is not None:
        field = record.model_fields.get(str(step))
        return field.annotation if field else None
    arguments = get_args(bare(annotation))
    if not arguments:
        return None
    return arguments[1] if get_origin(bare(annotation)) is dict else arguments[0]


def record_of(annotation: Any) -> type[BaseModel] | None:
    """The record that the annotation asks for, if it asks for one, or lets an author write."""
    written = [tag.record for tag in getattr(annotation, "__metadata__", ()) if isinstance(tag, WrittenAs)]
    kind = written[0] if written else bare(annotation)
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def bare(annotation: Any) -> Any:
    """The annotation without `Annotated` and without `| None`; of other unions the container."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return bare(get_args(annotation)[0])
    if origin in (Union, types.UnionType):
        kinds = [kind for kind in get_args(annotation) if kind is not type(None)]
        return bare(kinds[-1])
    return annotation
