"""The form of persona files, for editors."""

from __future__ import annotations

from arena.files import as_text, json_schema
from arena.personas._guide import EXTENDS, GUIDE
from arena.schema.forms import FACETS
from arena.schema.persona import Persona
from arena.schema.vocabulary import FACT_KEYS


def schema(*, fragment: bool = False) -> str:
    """JSON Schema of persona files (or of fragments, which may leave out anything), as text."""
    form = json_schema(Persona, GUIDE)
    parts = form["$defs"]
    for record in ("Fact", "Secret"):
        parts[record]["properties"]["key"]["enum"] = list(FACT_KEYS)
    facets = parts["Traits"]["properties"]["facets"]
    facets.pop("patternProperties")
    facets["properties"] = {key: {"$ref": "#/$defs/Facet", "description": name} for key, name in FACETS.items()}
    facets["additionalProperties"] = False
    form["properties"]["extends"] = {"type": "array", "items": {"type": "string"}, "description": EXTENDS}
    if fragment:
        form["title"] = "Fragment"
        form["description"] = "A part of persona files, which mix it in with `extends`."
        for part in (form, parts["Identity"]):
            part.pop("required")
    return as_text(form)
