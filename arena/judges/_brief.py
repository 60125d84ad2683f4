"""How a panel judges: which measures, in which words, in how many calls. What it is by default is what ships."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from arena.schema.persona import Fact


@dataclass(frozen=True, slots=True)
class Brief:
    """What a panel is told beside the match.

    Args:
        measures: names (`privacy.violation`) and families (`likability`) to judge; empty for all there are.
        versions: prompt name -> version, where it is not the newest.
        apart: each likability dimension in a call of its own, instead of all in one.
        canaries: persona -> facts of theirs alone, which must not come up in anybody else's match.
        quotes: whether a verdict needs words copied from what was said to rest on. Models do, people do not.
    """

    measures: tuple[str, ...] = ()
    versions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    apart: bool = False
    quotes: bool = True
    canaries: Mapping[str, tuple[Fact, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def wants(self, measure: str) -> bool:
        """Whether verdicts on a measure are wanted."""
        return not self.measures or measure in self.measures or measure.partition(".")[0] in self.measures

    def wants_any(self, measures: Iterable[str]) -> bool:
        """Whether verdicts on one of these measures are wanted."""
        return any(map(self.wants, measures))

    def wants_some(self, family: str) -> bool:
        """Whether any measure of a family is wanted."""
        return not self.measures or any(name.partition(".")[0] == family for name in self.measures)


AS_SHIPPED = Brief()
