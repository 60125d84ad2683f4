"""What a query finds in a run, kept up to date match by match. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from arena.schema.measure import LIKABILITY
from arena.tui._query import Query
from arena.tui._scene import Hit, Scene, scenes
from arena.tui._seen import Mark, SeenMatch
from arena.tui._state import RunState

Order = Literal["played", "worst"]
ORDERS: tuple[Order, ...] = ("played", "worst")


class Search:
    """The hits of one query.

    Args:
        query: what to look for; without conditions nothing is found.
    """

    def __init__(self, query: Query) -> None:
        self.query = query
        self._found: dict[str, list[Hit]] = {}

    def take(self, state: RunState, keys: Iterable[str]) -> bool:
        """Look through these matches, also where they were looked through before; whether any hit is another now."""
        before = {key: self._found.get(key, []) for key in keys if key in state.matches}
        for key in before:
            self._found[key] = self._hits(state, state.matches[key])
        return any(self._found[key] != hits for key, hits in before.items())

    def hits(self, state: RunState, order: Order = "played") -> list[Hit]:
        """All hits: in the order of the plan and of play, or those with the worst verdicts first."""
        found = [hit for key in state.matches for hit in self._found.get(key, ())]
        if order == "worst":
            found.sort(key=lambda hit: (hit.goodness is None, hit.goodness))
        return found

    @property
    def n_matches(self) -> int:
        """Matches in which something was found."""
        return sum(bool(hits) for hits in self._found.values())

    def _hits(self, state: RunState, match: SeenMatch) -> list[Hit]:
        plan = match.plan
        names = {
            "persona": f"{plan.persona} {state.name(plan.persona)}".casefold(),
            "contestant": plan.contestant.casefold(),
            "scenario": plan.scenario.casefold(),
        }
        if not self.query or not self.query.fits_match(names):
            return []
        return [self._hit(scene) for scene in scenes(match) if self.query.fits(scene)]

    def _hit(self, scene: Scene) -> Hit:
        return Hit(
            scene.match.key,
            scene.session.number,
            scene.turn.index if scene.turn else 0,
            scene.probe.probe if scene.probe else 0,
            goodness_of(telling(self.query, scene)),
        )


def telling(query: Query, scene: Scene) -> list[Mark]:
    """The verdicts that a hit is shown with: those looked for, else how well it was liked and what it gave away."""
    return query.sought(scene) or [mark for mark in scene.marks if mark.measure == LIKABILITY or mark.leaks]


def goodness_of(marks: Iterable[Mark]) -> float | None:
    """The worst goodness among the verdicts; None where none has any."""
    return min((mark.goodness for mark in marks if mark.goodness is not None), default=None)
