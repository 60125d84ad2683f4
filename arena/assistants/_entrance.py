"""The one way in: a specification of a built-in contestant or of one from outside, and what follows from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from arena.assistants import _build, _spec, doors
from arena.assistants.base import Aloud, Contestant
from arena.assistants.slots import Asked, no_embeddings
from arena.errors import UsageError
from arena.models import Model, nobody
from arena.schema.run import ModelSpec


def unreachable(_: ModelSpec, __: Mapping[str, Any], *, aloud: bool) -> Model:
    """For matches without endpoints of contestants."""
    raise UsageError("no endpoint can be reached from here", next_step="give build() a way to reach one")


def canonical(spec: str) -> str:
    """The one text for all ways of writing the same contestant. Raises UsageError or BadFiles."""
    return str(doors.parse_door(spec)) if doors.is_door(spec) else _spec.canonical(spec)


def build(
    spec: str,
    model: Model,
    reach: doors.Reach = unreachable,
    aloud: Aloud | None = None,
    embeddings: Callable[[str], Model] = no_embeddings,
) -> Contestant:
    """A new contestant for one match.

    Args:
        spec: which.
        model: answers its questions; what code of the user's may ask as well.
        reach: leads to the endpoint of a contestant that is one.
        aloud: how its replies can be heard while they are written; they cannot by default.
        embeddings: leads to the embedding models that it names.

    Raises:
        UsageError: the specification cannot be met.
    """
    if doors.is_door(spec):
        return doors.open_door(doors.parse_door(spec), model, reach, aloud.audience if aloud else nobody)
    return _build.build(spec, model, aloud.model if aloud else model, embeddings)


def asks(spec: str) -> tuple[Asked, ...]:
    """What it asks, for a forecast: of a contestant from outside, only that it is asked itself. Raises UsageError."""
    return (Asked(doors.PROMPT, "reply"),) if doors.is_door(spec) else _build.asks(spec)


def other_models(spec: str) -> tuple[str, ...]:
    """Models that it asks besides the contestant's own, by their names. Raises UsageError."""
    return tuple(dict.fromkeys(asked.model for asked in asks(spec) if asked.model))


def restarts(spec: str) -> bool:
    """Whether an interrupted match of it starts again, since it keeps state where no journal can see it."""
    return doors.is_door(spec) and doors.parse_door(spec).restarts


def is_code(spec: str) -> bool:
    """Whether it runs code of the user's, whose replies nobody has recorded unless it is done around it."""
    return doors.is_door(spec) and doors.parse_door(spec).kind != "openai"
