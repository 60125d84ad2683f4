"""A YAML document as values that know their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Step = str | int
Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Line and column, both from 1."""

    line: int
    column: int
    file: str = ""
    """Only where it is another file than the one being read."""


@dataclass(slots=True)
class Node:
    """A scalar, list or mapping, and where it begins. A mapping keeps the marks of its keys, too."""

    mark: Mark
    value: Scalar | list[Node] | dict[str, Node]
    raw: str = ""
    keys: dict[str, Mark] = field(default_factory=dict)
    refused: bool = False
    """A problem has been reported for it; complaints about its value would only repeat that."""
    inline: bool = False
    """A mapping or list in brackets, or a text in quotes."""

    def mapping(self) -> dict[str, Node]:
        """The values by key; none where this is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    def entries(self) -> list[Node]:
        """The items in order; none where this is no list."""
        return self.value if isinstance(self.value, list) else []

    def child(self, step: Step) -> Node | None:
        """The value under a key or index, if there is one."""
        if isinstance(self.value, dict):
            return self.value.get(str(step))
        if isinstance(self.value, list) and isinstance(step, int) and step < len(self.value):
            return self.value[step]
        return None

    def plain(self) -> Any:
        """The value as JSON types."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def mark_of(self, path: Sequence[Step], *, key: bool = False) -> Mark:
        """Where the value at `path` (or, for `key`, its key) begins; of what is absent, where its parent begins."""
        node, mark = self, self.mark
        for step in path:
            below = node.child(step)
            if below is None:
                break
            mark = node.keys.get(str(step), below.mark) if key else below.mark
            node = below
        return mark
