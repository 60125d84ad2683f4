"""The matches of a run as a grid: a row for each case (person, scenario, seed), a column for each contestant. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from arena.schema.measure import LIKABILITY
from arena.tui._seen import SeenMatch
from arena.tui._state import RunState

Order = Literal["plan", "likability", "leaks", "latest"]
ORDERS: tuple[Order, ...] = ("plan", "likability", "leaks", "latest")


@dataclass(slots=True)
class Case:
    """What contestants are compared on, with the matches that were planned for it."""

    persona: str
    scenario: str
    seed: int
    matches: dict[str, SeenMatch] = field(default_factory=dict)
    """By contestant."""

    @property
    def key(self) -> str:
        """Unique in a run."""
        return f"{self.persona} {self.scenario} {self.seed}"

    @property
    def likability(self) -> float | None:
        """The lowest mean so far among its matches: where somebody is having a bad time."""
        scores = [score for match in self.matches.values() if (score := match.score(LIKABILITY)) is not None]
        return min(scores, default=None)

    @property
    def n_leaks(self) -> int:
        """Secrets told in its matches."""
        return sum(len(match.leaks) for match in self.matches.values())

    @property
    def latest(self) -> float:
        """When something last happened in it."""
        return max((match.last_at for match in self.matches.values()), default=0.0)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns in the order in which they are shown."""

    cases: list[Case]
    contestants: list[str]


def grid(state: RunState, wanted: str = "", order: Order = "plan") -> Grid:
    """The grid, filtered and sorted.

    Args:
        state: the run.
        wanted: words that must all fit: a word that is part of contestants' names keeps their columns; any other keeps
            the rows whose person, scenario or status (`playing`, `failed`, `leak`, ...) has it.
        order: of the rows; those with most to see first.
    """
    contestants, words = _columns(state.contestants, wanted.casefold().split())
    cases = [case for case in _cases(state.matches.values()) if all(_fits(state, case, word) for word in words)]
    if order == "likability":
        cases.sort(key=lambda case: (case.likability is None, case.likability or 0.0))
    elif order == "leaks":
        cases.sort(key=lambda case: -case.n_leaks)
    elif order == "latest":
        cases.sort(key=lambda case: -case.latest)
    return Grid(cases, contestants)


def _cases(matches: Iterable[SeenMatch]) -> list[Case]:
    found: dict[tuple[str, str, int], Case] = {}
    for match in matches:
        place = (match.plan.persona, match.plan.scenario, match.plan.seed)
        found.setdefault(place, Case(*place)).matches[match.plan.contestant] = match
    return list(found.values())


def _columns(contestants: list[str], words: list[str]) -> tuple[list[str], list[str]]:
    """(contestants kept, words left for the rows)."""
    kept = [name for name in contestants if any(word in name.casefold() for word in words)]
    rest = [word for word in words if not any(word in name.casefold() for name in contestants)]
    return kept or contestants, rest


def _fits(state: RunState, case: Case, word: str) -> bool:
    course = state.course(case.scenario)
    texts = [case.persona, case.scenario, state.name(case.persona), course.title if course else ""]
    texts += [match.status for match in case.matches.values()]
    texts += ["leak"] * bool(case.n_leaks)
    return any(word in text.casefold() for text in texts)
