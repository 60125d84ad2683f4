"""From a SPEC.yaml and command-line options to one effective specification."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from arena.files import parse
from arena.schema.run import RunSpec


def read_spec(path: Path | None) -> RunSpec:
    """The specification in a file, or the default one. Raises BadFiles."""
    return RunSpec() if path is None else parse(path, RunSpec)


def override(spec: RunSpec, **changes: Any) -> RunSpec:
    """`spec` with every change that is not None; the result is validated again. Raises pydantic.ValidationError."""
    given = {name: value for name, value in changes.items() if value is not None}
    return RunSpec.model_validate({**spec.model_dump(), **given})


def override_models(
    spec: RunSpec, ids: dict[str, str | None], api_base: str | None, panel: Sequence[str] = (), **limits: int | None
) -> RunSpec:
    """`spec` with other model ids per party (`None` leaves one alone) and, where given, an endpoint or limits for all.

    Args:
        spec: what was written.
        ids: party -> model id.
        api_base: where all of them are served.
        panel: ids of further judges, asked as the first one is; only where `ids` names the first.
        limits: `rpm` and `tpm`.
    """
    models = spec.models.model_dump()
    for party, model in ids.items():
        if model is not None:
            models[party]["id"] = model
    if ids.get("judge") is not None:
        models["panel"] = [{**models["judge"], "id": model} for model in panel]
    given = {name: value for name, value in {"api_base": api_base, **limits}.items() if value is not None}
    for party in (*(models[name] for name in ("user", "contestant", "judge")), *models["panel"]):
        if party["id"] not in {"offline", "human"}:
            party.update(given)
    return RunSpec.model_validate({**spec.model_dump(), "models": models})
