"""The form of scenario files, for editors."""

from __future__ import annotations

from arena.files import as_text, json_schema
from arena.scenarios._guide import GUIDE
from arena.schema.scenario import Scenario
from arena.schema.vocabulary import CATEGORIES, FACT_KEYS


def schema() -> str:
    """JSON Schema of scenario files, as text. Of a person of their own it says the shape and no more."""
    form = json_schema(Scenario, GUIDE)
    parts = form["$defs"]
    for record, name in (("Needs", "facts"), ("SessionPlan", "needs_facts"), ("Norms", "share"), ("Norms", "withhold")):
        parts[record]["properties"][name]["items"]["enum"] = list(FACT_KEYS)
    parts["Needs"]["properties"]["secrets"]["items"]["enum"] = list(CATEGORIES)
    return as_text(form)
