"""A record as YAML text that reads back to the same record."""

from __future__ import annotations

import re
from typing import Any

import yaml

from arena.files._compose import resolve
from arena.files._text import UNPRINTABLE
from arena.schema.record import Record

_ODD = re.compile("[\x85\u2028\u2029\ufeff\t]")
"""Characters that a block or a plain scalar would lose."""
BLOCK = re.compile("(?![ \n])(?:[^\x85\u2028\u2029\ufeff\t\n]*(?<! )\n)+(?:[^\x85\u2028\u2029\ufeff\t\n]*(?<! ))?")
"""Paragraphs that a block keeps as they are."""


class Writer(yaml.SafeDumper):
    """Writes paragraphs as blocks, so that they can be edited, and never an anchor."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _text(writer: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = None
    if BLOCK.fullmatch(text):
        style = "|"
    elif resolve(text) != text or _ODD.search(text):
        style = '"'
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


Writer.add_representer(str, _text)


def as_yaml(record: Record) -> str:
    """The record as YAML, keys in the order of the schema, defaults left out; in no particular layout.

    Raises:
        ValueError: a text in it has control characters, which no authored file may have.
    """
    data = record.model_dump(mode="json", exclude_defaults=True)
    _require_printable(data)
    return yaml.dump(data, Dumper=Writer, sort_keys=False, allow_unicode=True, default_flow_style=False, width=110)


def _require_printable(data: Any) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            _require_printable(key)
            _require_printable(value)
    elif isinstance(data, list):
        for value in data:
            _require_printable(value)
    elif isinstance(data, str) and (found := UNPRINTABLE.search(data)):
        raise ValueError(f"control character U+{ord(found.group()):04X} in {data[:40]!r}")
