"""The conditions of a query, and whether a place of a run fits them. Pure; `_query_reading` says how one is typed."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType

from arena.tui._excerpt import pattern
from arena.tui._scene import Scene
from arena.tui._seen import Mark

Compare = Callable[[float, float], bool]
COMPARE: MappingProxyType[str, Compare] = MappingProxyType(
    {
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
        "=": operator.eq,
        "!=": operator.ne,
    }
)
MATCH_FIELDS = ("persona", "contestant", "scenario")


@dataclass(frozen=True, slots=True)
class Words:
    """The words stand in what was said."""

    words: str
    wanted: bool = True

    def fits(self, scene: Scene) -> bool:
        """Whether it holds of the place."""
        return bool(pattern(self.words).search(scene.text)) == self.wanted


@dataclass(frozen=True, slots=True)
class Field:
    """One of the values, in lower case, fits the field."""

    name: str
    values: tuple[str, ...]
    wanted: bool = True

    def fits(self, scene: Scene) -> bool:
        """Whether it holds of the place, but for who plays (`fits_match`)."""
        return (self.name in MATCH_FIELDS) or self._holds(scene) == self.wanted

    def fits_match(self, texts: dict[str, str]) -> bool:
        """Whether it holds of the match with these names in lower case."""
        if self.name not in MATCH_FIELDS:
            return True
        return any(value in texts[self.name] for value in self.values) == self.wanted

    def _holds(self, scene: Scene) -> bool:
        if self.name == "by":
            return scene.by in self.values
        if self.name == "about":
            return any(about.casefold() in self.values for about in scene.about)
        if self.name == "label":
            return any(value in mark.label.casefold() for mark in scene.marks for value in self.values if mark.label)
        return any(_is(scene, value) for value in self.values)


def _is(scene: Scene, value: str) -> bool:
    if value == "leak":
        return any(mark.leaks for mark in scene.marks)
    return value == scene.match.status or (scene.turn is not None and scene.turn.origin == value)


@dataclass(frozen=True, slots=True)
class Place:
    """The number of the session or of the turn compares so. Probes and whole sessions have no turn."""

    name: str
    op: str
    numbers: tuple[float, ...]
    wanted: bool = True

    def fits(self, scene: Scene) -> bool:
        """Whether it holds of the place."""
        number = scene.session.number if self.name == "session" else scene.turn.index if scene.turn else None
        holds = number is not None and any(COMPARE[self.op](number, bound) for bound in self.numbers)
        return holds == self.wanted


@dataclass(frozen=True, slots=True)
class Judged:
    """There is a verdict on one of the measures, and its value compares so (`op` empty: any verdict)."""

    measures: frozenset[str]
    op: str = ""
    bound: float | str = ""
    wanted: bool = True

    def holds(self, mark: Mark) -> bool:
        """Whether the verdict is such a one."""
        if mark.measure not in self.measures:
            return False
        if isinstance(self.bound, str):
            return not self.op or (mark.status == self.bound) == (self.op == "=")
        return mark.status == "scored" and mark.value is not None and COMPARE[self.op](mark.value, self.bound)


Condition = Words | Field | Place | Judged


@dataclass(frozen=True, slots=True)
class Query:
    """All conditions of a query."""

    conditions: tuple[Condition, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions)

    @property
    def words(self) -> list[str]:
        """Words that were looked for, to show where they stand."""
        return [part.words for part in self.conditions if isinstance(part, Words) and part.wanted]

    @property
    def _abouts(self) -> set[str]:
        fields = [part for part in self.conditions if isinstance(part, Field) and part.name == "about" and part.wanted]
        return {value for part in fields for value in part.values}

    def fits_match(self, texts: dict[str, str]) -> bool:
        """Whether any place of a match can fit, by `persona`, `contestant` and `scenario` in lower case."""
        return all(part.fits_match(texts) for part in self.conditions if isinstance(part, Field))

    def fits(self, scene: Scene) -> bool:
        """Whether a place of such a match fits."""
        abouts = self._abouts
        for part in self.conditions:
            if isinstance(part, Judged):
                if any(part.holds(mark) and _concerns(mark, abouts) for mark in scene.marks) != part.wanted:
                    return False
            elif not part.fits(scene):
                return False
        return True

    def sought(self, scene: Scene) -> list[Mark]:
        """The verdicts there that were looked for."""
        abouts = self._abouts
        judged = [part for part in self.conditions if isinstance(part, Judged) and part.wanted]
        if not judged:
            return [mark for mark in scene.marks if mark.about.casefold() in abouts]
        marks = [mark for mark in scene.marks if _concerns(mark, abouts)]
        return [mark for mark in marks if any(part.holds(mark) for part in judged)]


def _concerns(mark: Mark, abouts: set[str]) -> bool:
    """A verdict on something else than was asked about does not count; one on the turn as such does."""
    return not abouts or not mark.about or mark.about.casefold() in abouts
