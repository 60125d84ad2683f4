"""A record as JSON Schema for editors: every field with what it is for, and who may read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, get_args

from pydantic import BaseModel

from arena.schema.record import Audience, Record

Json = dict[str, Any]
_DIALECT = "http://json-schema.org/draft-07/schema#"
"""What editors know best; nothing that the records need is newer but the name of `$defs`."""


def json_schema(kind: type[Record], guide: Mapping[str, str]) -> Json:
    """JSON Schema of the files that hold a `kind`. `guide` says of `Record.field` what the field is for."""
    schema = kind.model_json_schema()
    for record in records(kind):
        body = schema if record is kind else schema["$defs"].get(record.__name__)
        if body is not None:
            _annotate(record, body["properties"], guide)
    _spell_out(schema)
    return {"$schema": _DIALECT, **schema}


def as_text(schema: Json) -> str:
    """The schema as it is kept in a file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def records(kind: type[BaseModel]) -> list[type[BaseModel]]:
    """The record and all records in it, each once."""
    found = [kind]
    for record in found:
        for field in record.model_fields.values():
            found += [inner for inner in _inner(field.annotation) if inner not in found]
    return found


def purpose(record: type[BaseModel], name: str, guide: Mapping[str, str]) -> str:
    """What the field is for: under the record that declares it, or one it inherits from."""
    return next((guide[key] for base in record.__mro__ if (key := f"{base.__name__}.{name}") in guide), "")


def _inner(annotation: Any) -> Iterator[type[BaseModel]]:
    parts = get_args(annotation)
    if not parts and isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in parts:
        yield from _inner(part)


def _annotate(record: type[BaseModel], properties: Json, guide: Mapping[str, str]) -> None:
    for name, field in record.model_fields.items():
        words = [purpose(record, name, guide), _readers(field.metadata)]
        if any(words):
            properties[name]["description"] = "\n\n".join(filter(None, words))


def _readers(metadata: list[Any]) -> str:
    readers = [tag.name for tag in metadata if isinstance(tag, Audience)]
    if not readers:
        return ""
    return "Not shown to any model." if readers == ["engine"] else f"Read by {', '.join(readers)}."


def _spell_out(schema: Any) -> None:
    """Name the keys of mappings with a closed list of them, so that editors can offer these."""
    if isinstance(schema, list):
        for part in schema:
            _spell_out(part)
    elif isinstance(schema, dict):
        names = schema.get("propertyNames", {})
        if "enum" in names:
            schema.pop("propertyNames")
            schema["properties"] = dict.fromkeys(names["enum"], schema["additionalProperties"])
            schema["additionalProperties"] = False
        for part in schema.values():
            _spell_out(part)
