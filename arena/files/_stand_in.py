"""A record in spite of broken values, so that the rules that join values can be held against the rest of a file.

What is broken is left out, or replaced by something of the right form where a record cannot do without. Nothing is ever
made of such a record but complaints, and none about what was replaced.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from arena.files._explain import bare, inside, record_of
from arena.files._node import Node, Step
from arena.schema.persona_rules import Complaint, Place
from arena.schema.record import Record

R = TypeVar("R", bound=Record)
_ROUNDS = 8
"""A replaced value can show that another is broken, too; deeper than records are nested it does not go."""


class Patched:
    """The values of a file, and the places at which they are not the author's.

    Args:
        root: the file.
        kind: what it holds.
    """

    def __init__(self, root: Node, kind: type[BaseModel]) -> None:
        self._root, self._kind = root, kind
        self._data: Any = root.plain()
        self._numbers = count(1)
        self.places: set[Place] = set()

    def record(self, kind: type[R], errors: Iterable[ErrorDetails]) -> R | None:
        """The record with everything broken replaced; None where that does not help."""
        for _ in range(_ROUNDS):
            for error in errors:
                self._replace(error)
            try:
                return kind.model_validate_json(json.dumps(self._data), strict=True)
            except ValidationError as again:
                errors = again.errors(include_url=False)
        return None

    def bears(self, complaint: Complaint) -> bool:
        """Whether the complaint rests on the author's own values alone."""
        if any(complaint.at[: len(place)] == place for place in self.places):
            return False
        if any(_touch(place, other) for place in self.places for other in complaint.rests_on):
            return False
        said = self._text(complaint.at)
        return not said or said not in {self._text(place) for place in self.places}

    def _text(self, place: Place) -> str:
        node: Node | None = self._root
        for step in place:
            node = node.child(step) if node else None
        return node.raw if node else ""

    def _replace(self, error: ErrorDetails) -> None:
        path, holder = list[Step](), self._data
        below: Any = holder
        for step in error["loc"]:
            if _has(below, step):
                path.append(step)
                holder, below = below, below[step]
        if error["type"] == "too_short" and below:
            return  # a list whose entries are broken, which have errors of their own
        if error["type"] == "missing":
            name = str(error["loc"][-1])
            path, holder = [*path, name], below
        if not path or not isinstance(holder, dict | list):
            return
        place = tuple(path)
        known = place in self.places
        self.places.add(place)
        needed = self._needed(place)
        if needed is None:
            if isinstance(holder, dict):
                holder.pop(str(place[-1]), None)
            return
        text = self._text(place) if not known and bare(needed[0]) is str else ""
        _put(holder, place[-1], text or self._stand_in(*needed))

    def _needed(self, place: Place) -> tuple[Any, Sequence[object]] | None:
        """What must stand there, and within which bounds; None where nothing needs to."""
        above: Any = self._kind
        for step in place[:-1]:
            above = inside(above, step)
        record = record_of(above)
        if record is None:
            return (inside(above, place[-1]), ()) if isinstance(place[-1], int) else None
        field = record.model_fields.get(str(place[-1]))
        return (field.annotation, field.metadata) if field and field.is_required() else None

    def _stand_in(self, annotation: Any, metadata: Sequence[object]) -> Any:
        record, kind = record_of(annotation), bare(annotation)
        if record is not None:
            return {name: self._of_field(field) for name, field in record.model_fields.items() if field.is_required()}
        if get_origin(kind) is Literal:
            return get_args(kind)[0]
        if get_origin(kind) is tuple:
            return [self._stand_in(get_args(kind)[0], ())]
        if kind in (int, float):
            return next((bound for item in metadata if (bound := getattr(item, "ge", None)) is not None), 1)
        return {bool: False, str: f"zz-{next(self._numbers)}"}.get(kind, {})

    def _of_field(self, field: FieldInfo) -> Any:
        return self._stand_in(field.annotation, field.metadata)


def _put(holder: dict[str, Any] | list[Any], step: Step, value: Any) -> None:
    if isinstance(holder, dict):
        holder[str(step)] = value
    elif isinstance(step, int):
        holder[step] = value


def _has(value: Any, step: Step) -> bool:
    if isinstance(value, dict):
        return step in value
    return isinstance(value, list) and isinstance(step, int) and step < len(value)


def _touch(one: Place, other: Place) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]
