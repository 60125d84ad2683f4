"""The form of an answer as the JSON schema that providers accept for structured output.

Providers differ in the keywords they take. The common ground is: every object closed, every property required, no
defaults, and no bounds. Bounds are put into the description in words; pydantic checks them when the answer is here.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]

_LEFT_OUT = frozenset({"title", "default", "examples", "discriminator"})
_IN_WORDS = {
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
    "multipleOf": "a multiple of {}",
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "uniqueItems": "no two alike",
    "pattern": "matching the regular expression {}",
    "format": "in the format {}",
}


@cache
def schema_of(answer: type[BaseModel]) -> tuple[Schema, bool]:
    """The schema of an answer type, and whether it is strict: an object with free keys cannot be."""
    schema = _closed(answer.model_json_schema())
    return schema, not _open(schema)


def schema_text(answer: type[BaseModel]) -> str:
    """The schema as JSON, for a model to read."""
    return json.dumps(schema_of(answer)[0], ensure_ascii=False)


def response_format(answer: type[BaseModel]) -> Schema:
    """The `response_format` argument that asks for `answer`."""
    schema, strict = schema_of(answer)
    return {"type": "json_schema", "json_schema": {"name": answer.__name__, "strict": strict, "schema": schema}}


def _closed(node: Schema) -> Schema:
    """A schema node as all providers take it."""
    out = {_renamed(key): _inner(key, value) for key, value in node.items() if key not in _LEFT_OUT | _IN_WORDS.keys()}
    if "const" in out:
        out["enum"] = [out.pop("const")]
    if "properties" in out:
        out |= {"required": list(out["properties"]), "additionalProperties": False}
    words = [phrase.format(node[key]) for key, phrase in _IN_WORDS.items() if key in node]
    if words:
        said = [node["description"].rstrip(".")] if "description" in node else []
        out["description"] = ". ".join([*said, ", ".join(words)])
    return out


def _renamed(key: str) -> str:
    return "anyOf" if key == "oneOf" else key


def _inner(key: str, value: Any) -> Any:
    """The value of a keyword; where the keyword holds names or schemas they are closed in turn."""
    if key in {"properties", "$defs"}:
        return {name: _closed(inner) for name, inner in value.items()}
    if isinstance(value, dict):
        return _closed(value)
    if key in {"anyOf", "oneOf", "allOf", "prefixItems"}:
        return [_closed(inner) for inner in value]
    return value


def _open(node: Any) -> bool:
    """Whether somewhere below stands an object whose keys are not listed, or a value of any kind."""
    if isinstance(node, list):
        return any(_open(inner) for inner in node)
    if not isinstance(node, dict):
        return False
    if node.get("type") == "object" and node.get("additionalProperties") is not False:
        return True
    return any(_open(inner) for inner in node.values())
