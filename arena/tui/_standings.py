"""Where contestants stand, from what has been seen: means with intervals and ranks, trends, flows. Computed on demand.

The numbers of a finished run are those of `arena leaderboard`: the same matches, the same statistics.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arena.schema.measure import BY_NAME
from arena.tui._seen import Moment, Running, SeenMatch
from arena.tui._state import RunState

if TYPE_CHECKING:
    from arena.tournament.statistics import Interval, Ranked


@dataclass(frozen=True, slots=True)
class Standing:
    """One contestant on one measure. `interval` is None before anything was scored.

    `rank` (1 is best) is None for a measure without direction, or before two contestants met on the same case.
    """

    contestant: str
    measure: str
    interval: Interval | None
    rank: int | None
    rank_low: int | None
    rank_high: int | None
    n_matches: int
    """Completed matches with a scored verdict."""
    n_playing: int
    n_left_out: int
    """Void and failed matches."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One attribute and one recipient: what was to be withheld and what was told of it, what was needed and given."""

    withheld: int
    told: int
    needed: int
    given: int
    moments: tuple[Moment, ...]


def measures(state: RunState) -> list[str]:
    """Measures with a scored verdict, in the order in which they are defined."""
    seen = {measure for match in state.matches.values() for measure in match.scores}
    return sorted(seen, key=lambda m: (list(BY_NAME).index(m) if m in BY_NAME else len(BY_NAME), m))


def standings(state: RunState, measure: str) -> list[Standing]:
    """All contestants on a measure, best first. Takes milliseconds, at first a second: not for each frame."""
    ranked = _ranked(state, measure)
    rows = [_standing(state, measure, name, ranked.get(name)) for name in state.contestants]
    better = BY_NAME[measure].better if measure in BY_NAME else "higher"
    return sorted(rows, key=lambda row: _order(row, better))


def trend(state: RunState) -> dict[str, list[tuple[int, float, int]]]:
    """Contestant -> (session, mean likability of that session over matches, matches), ascending by session."""
    means: defaultdict[str, defaultdict[int, Running]] = defaultdict(lambda: defaultdict(Running))
    for match in _counted(state):
        for number, session in match.sessions.items():
            if session.liking.mean is not None:
                means[match.plan.contestant][number].add(session.liking.mean)
    return {
        name: [(number, r.total / r.n, r.n) for number, r in sorted(its.items())] for name, its in sorted(means.items())
    }


def flows(state: RunState, contestant: str | None = None) -> dict[tuple[str, str], Cell]:
    """(attribute, recipient) -> cell, over all matches or those of one contestant, void and failed ones aside."""
    found: defaultdict[tuple[str, str], list[Moment]] = defaultdict(list)
    for match in _counted(state):
        if contestant in {None, match.plan.contestant}:
            for moment in match.moments:
                found[moment.about, moment.recipient].append(moment)
    return {pair: _cell(its) for pair, its in sorted(found.items())}


def _counted(state: RunState) -> Iterable[SeenMatch]:
    return (match for match in state.matches.values() if match.status not in {"void", "failed"})


def _standing(state: RunState, measure: str, contestant: str, place: Ranked | None) -> Standing:
    mine = [match for match in state.matches.values() if match.plan.contestant == contestant]
    values = _values(match for match in mine if match.status == "completed")
    scored = {persona: found[measure] for persona, found in values.items() if measure in found}
    return Standing(
        contestant=contestant,
        measure=measure,
        interval=_interval(measure, scored),
        rank=place.rank if place else None,
        rank_low=place.rank_low if place else None,
        rank_high=place.rank_high if place else None,
        n_matches=sum(map(len, scored.values())),
        n_playing=sum(match.status == "playing" for match in mine),
        n_left_out=sum(match.status in {"void", "failed"} for match in mine),
    )


def _values(matches: Iterable[SeenMatch]) -> dict[str, dict[str, list[float]]]:
    """Persona -> measure -> match means."""
    found: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for match in matches:
        for measure, running in match.scores.items():
            found[match.plan.persona][measure].append(running.total / running.n)
    return {persona: dict(its) for persona, its in found.items()}


def _interval(measure: str, scored: dict[str, list[float]]) -> Interval | None:
    from arena.tournament.statistics import mean_interval  # noqa: PLC0415  # numpy, when the first number is shown

    known = BY_NAME.get(measure)
    return mean_interval(scored, (known.low, known.high) if known else None) if scored else None


def _ranked(state: RunState, measure: str) -> dict[str, Ranked]:
    from arena.tournament.statistics import Case, Score, bradley_terry  # noqa: PLC0415  # as above, and pandas

    known = BY_NAME.get(measure)
    if known is None:
        return {}
    scores = [
        Score(match.plan.contestant, Case(match.plan.persona, match.plan.scenario, match.plan.seed), mean)
        for match in state.matches.values()
        if match.status == "completed" and (mean := match.score(measure)) is not None
    ]
    return bradley_terry(scores, known.better)


def _order(row: Standing, better: str) -> tuple[int, float, str]:
    mean = row.interval.mean if row.interval else None
    value = float("inf") if mean is None else -mean if better == "higher" else mean
    return (row.rank or 10_000, value, row.contestant)


def _cell(moments: list[Moment]) -> Cell:
    scored = [moment for moment in moments if moment.mark.status == "scored"]
    withheld = [moment for moment in scored if moment.mark.measure.endswith("violation")]
    needed = [moment for moment in scored if moment.mark.measure.endswith("completeness")]
    return Cell(
        withheld=len(withheld),
        told=sum(moment.leak for moment in withheld),
        needed=len(needed),
        given=sum(bool(moment.mark.value) for moment in needed),
        moments=tuple(moments),
    )
