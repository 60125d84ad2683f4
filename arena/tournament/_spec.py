"""From a SPEC.yaml and command-line options to one effective specification."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from arena.assistants import canonical
from arena.errors import BadFiles, UsageError
from arena.files import find, read
from arena.schema.persona_rules import Complaint
from arena.schema.run import RunSpec

_MOST_CHOICES = 8


def read_spec(path: Path | None, replaced: Collection[str] = ()) -> RunSpec:
    """The specification in a file, or the default one.

    Args:
        path: the file.
        replaced: keys that count for nothing, since the command line says something else.

    Raises:
        BadFiles: with every problem, among them names of people, scenarios and contestants that lead nowhere.
    """
    return RunSpec() if path is None else read(path, RunSpec, rules=partial(_names, replaced=replaced)).record


def _names(spec: RunSpec, *, replaced: Collection[str]) -> Iterator[Complaint]:
    finders: dict[str, Callable[[str], object]] = {
        "personas": partial(find, "personas"),
        "scenarios": partial(find, "scenarios"),
        "contestants": canonical,
    }
    for key, look_up in finders.items():
        for index, name in enumerate(() if key in replaced else getattr(spec, key)):
            try:
                look_up(name)
            except BadFiles:
                continue  # the file is there; what is wrong in it is told with all its places when it is read
            except UsageError as error:
                perhaps = f"perhaps {', '.join(error.choices[:_MOST_CHOICES])}; " if error.choices else ""
                yield Complaint((key, index), error.fact, perhaps + error.next_step)


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
