"""An authored record on the screen: every value that its file holds, and nothing that it leaves to defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import BaseModel
from rich.padding import Padding
from rich.table import Table

from arena.cli._output import safe, screen
from arena.schema.forms import FACETS

_LABEL = 20
"""Columns of the names of values, the indentation included."""
_STEP = 2
_MOST_JOINED = 72
"""Characters of a mapping that is shown in one line."""
_MOST_IN_LISTS = 120
_NAMED_BY = ("id", "key", "what", "who")


class Row(NamedTuple):
    """One line: how deep it stands, the name of the value, the value."""

    depth: int
    label: str
    text: str


def show_written(record: BaseModel, leave_out: Sequence[str] = ()) -> None:
    """Print all that was written of the record, section by section; `leave_out` names what is shown elsewhere."""
    values = _written(record)
    single = {name: value for name, value in values.items() if not _holds_more(value) and name not in leave_out}
    for row in _of_mapping(single, 0):
        _print(row)
    for name, value in values.items():
        if name not in leave_out and name not in single:
            screen().print()
            screen().print(safe(_words(name), "bold"))
            for row in _rows("", value, 1):
                _print(row)


def _written(record: BaseModel) -> dict[str, Any]:
    """Field -> value of what was given, in the order of the form."""
    given = record.model_fields_set
    return {name: getattr(record, name) for name in type(record).model_fields if name in given}


def _rows(label: str, value: Any, depth: int) -> Iterator[Row]:
    """A value as lines. What holds more values is named in a line of its own, where it has a name."""
    if isinstance(value, BaseModel | Mapping):
        whole = _written(value) if isinstance(value, BaseModel) else dict(value)
        joined = _joined(whole)
        if label and joined:
            yield Row(depth, label, joined)
            return
        if label:
            yield Row(depth, label, "")
        yield from _of_mapping(whole, depth + bool(label))
    elif isinstance(value, tuple):
        yield from _of_list(label, value, depth)
    else:
        yield Row(depth, label, _text(value))


def _of_mapping(values: Mapping[str, Any], depth: int) -> Iterator[Row]:
    for name, value in values.items():
        yield from _rows(_named(name), value, depth)


def _of_list(label: str, values: Sequence[Any], depth: int) -> Iterator[Row]:
    """Texts below each other; mappings in a line each where they are short, else under their names."""
    if not any(isinstance(value, BaseModel) for value in values):
        for index, value in enumerate(values):
            yield Row(depth, label if index == 0 else "", f"{'· ' * (len(values) > 1)}{_text(value)}")
        return
    if label:
        yield Row(depth, label, "")
        depth += 1
    for value in values:
        yield from _item(_written(value), depth)


def _item(values: dict[str, Any], depth: int) -> Iterator[Row]:
    """One mapping of a list: in a line where it is short, else under its name, else with a dot before it."""
    name = next((str(values[key]) for key in _NAMED_BY if values.get(key)), "")
    joined = "" if name and depth == 1 else _joined(values, _MOST_IN_LISTS)
    if joined:
        yield Row(depth, "", f"· {joined}")
    elif name:
        key = next(key for key in _NAMED_BY if values.get(key))
        yield Row(depth, name, "")
        yield from _of_mapping({other: value for other, value in values.items() if other != key}, depth + 1)
    else:
        for index, row in enumerate(_of_mapping(values, depth)):
            yield row._replace(label=f"{' ' if index else '·'} {row.label}")


def _joined(values: Mapping[str, Any], most: int = _MOST_JOINED) -> str:
    """`usual 8 · long 20`, where all are single values and short together."""
    if any(_holds_more(value) for value in values.values()):
        return ""
    line = " · ".join(f"{_named(name)} {_text(value)}" for name, value in values.items())
    return line if len(line) <= most else ""


def _holds_more(value: Any) -> bool:
    return isinstance(value, BaseModel | Mapping | tuple)


def _named(name: str) -> str:
    return f"{name} {FACETS[name]}" if name in FACETS else _words(name)


def _words(name: str) -> str:
    return name.replace("_", " ")


def _text(value: Any) -> str:
    if value is None or value == "":
        return "–"
    if isinstance(value, datetime):
        return value.isoformat()
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _print(row: Row) -> None:
    indent = row.depth * _STEP
    if not row.text:
        screen().print(Padding(safe(row.label, "bold" if row.depth == 1 else "dim"), (0, 0, 0, indent)))
        return
    if not row.label and row.depth == 1:
        screen().print(Padding(safe(row.text), (0, 0, 0, indent)))
        return
    line = Table.grid(padding=(0, 1, 0, 0))
    line.add_column(width=_LABEL - indent, overflow="fold")
    line.add_column(overflow="fold")
    line.add_row(safe(row.label, "dim"), safe(row.text))
    screen().print(Padding(line, (0, 0, 0, indent)))
