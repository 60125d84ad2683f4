"""The form of authored files for editors: current, complete, and of one mind with the check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from arena import personas, scenarios
from arena.files import records
from arena.files._schema import purpose
from arena.personas._guide import GUIDE
from arena.scenarios._guide import GUIDE as COURSE_GUIDE
from arena.schema.persona import Persona
from arena.schema.record import Audience
from arena.schema.scenario import Scenario

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {
    "persona": personas.schema,
    "fragment": lambda: personas.schema(fragment=True),
    "scenario": scenarios.schema,
}
FILES = [path for kind in ("persona", "scenario") for path in sorted((ROOT / f"{kind}s").rglob("*.yaml"))]


def of(kind: str) -> jsonschema.Draft7Validator:
    schema = json.loads(SCHEMAS[kind]())
    jsonschema.Draft7Validator.check_schema(schema)
    return jsonschema.Draft7Validator(schema)


@pytest.mark.parametrize("kind", SCHEMAS)
def test_the_shipped_form_is_current(kind: str) -> None:
    kept = (ROOT / "schemas" / f"{kind}.schema.json").read_text(encoding="utf-8")
    assert kept == SCHEMAS[kind](), "run `make schemas`"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_shipped_file_names_its_form_where_it_is(path: Path) -> None:
    first = path.read_text(encoding="utf-8").partition("\n")[0]
    head, _, target = first.partition("$schema=")
    assert head == "# yaml-language-server: "
    assert (path.parent / target).resolve() == ROOT / "schemas" / f"{path.parent.name[:-1]}.schema.json"


@pytest.mark.parametrize("kind", SCHEMAS)
def test_what_ships_has_the_form(kind: str) -> None:
    form = of(kind)
    for path in FILES:
        if path.parent.name == f"{kind}s":
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            data = json.loads(json.dumps(data, default=lambda date: date.isoformat()))
            assert [error.message for error in form.iter_errors(data)] == []


BARE: dict[str, Any] = {
    "id": "bo-lind",
    "identity": {"name": "Bo Lind"},
    "preferences": [{"id": "short", "about": "length", "value": "short answers"}],
}


@pytest.mark.parametrize(
    "more",
    [
        {"humour": {}},
        {"voice": {"emoji": "rarley"}},
        {"voice": {"lines": {"shouts": ["Hey."]}}},
        {"traits": {"facets": {"X9": {"shows_as": "y"}}}},
        {"traits": {"honesty": {"candour": {"shows_as": "y"}}}},
        {"secrets": [{"key": "money", "value": "y"}]},
        {"feeling": {"inertia": {"joy": 0.2}}},
        {"patience": {"budget": 99}},
        {"values": {"top": ["money"]}},
    ],
)
def test_an_editor_sees_what_the_check_sees(more: dict[str, Any]) -> None:
    form = of("persona")
    assert list(form.iter_errors(BARE)) == []
    assert list(form.iter_errors({**BARE, **more})) != []


@pytest.mark.parametrize(("kind", "guide"), [(Persona, GUIDE), (Scenario, COURSE_GUIDE)])
def test_every_field_is_explained_and_nothing_else_is(kind: type, guide: dict[str, str]) -> None:
    own = [r for r in records(kind) if kind is Persona or r not in records(Persona)]
    named = {(r.__name__, name): purpose(r, name, guide) for r in own for name in r.model_fields}
    assert [key for key, words in named.items() if not words] == []
    known = {f"{base.__name__}.{name}" for r in own for base in r.__mro__ for name in r.model_fields}
    assert sorted(set(guide) - known) == []


def test_every_field_of_a_person_says_who_may_read_it() -> None:
    """A field that holds records leaves it to them; every other one is tagged."""
    untagged = [
        f"{record.__name__}.{name}"
        for record in records(Persona)
        for name, field in record.model_fields.items()
        if not any(isinstance(tag, Audience) for tag in field.metadata) and not _holds_records(field.annotation)
    ]
    assert untagged == []


def _holds_records(annotation: Any) -> bool:
    from pydantic import create_model

    return len(records(create_model("One", field=(annotation, ...)))) > 1
