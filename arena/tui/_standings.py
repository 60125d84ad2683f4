"""Where contestants stand, from what has been seen: means with intervals and ranks, trends, flows. Computed on demand.

The numbers of a finished run are those of `arena leaderboard`: the same matches, the same statistics.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arena.schema.measure import BY_NAME
from arena.schema.run import MatchPlan
from arena.tui._seen import Moment, Running, SeenMatch
from arena.tui._state import RunState

if TYPE_CHECKING:
    from arena.results.statistics import Interval, Ranked


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


@dataclass(frozen=True, slots=True)
class Sample:
    """What standings are computed from. It no longer changes, so that they can be computed beside the screen."""

    measure: str
    contestants: tuple[str, ...]
    scores: tuple[tuple[MatchPlan, float], ...]
    """Completed matches with their means."""
    n_playing: Counter[str]
    n_left_out: Counter[str]


def sample(state: RunState, measure: str) -> Sample:
    """What is known of a measure now."""
    matches = state.matches.values()
    return Sample(
        measure=measure,
        contestants=tuple(state.contestants),
        scores=tuple((m.plan, s) for m in matches if m.status == "completed" and (s := m.score(measure)) is not None),
        n_playing=Counter(m.plan.contestant for m in matches if m.status == "playing"),
        n_left_out=Counter(m.plan.contestant for m in matches if m.status in {"void", "failed"}),
    )


def standings(known: Sample) -> list[Standing]:
    """All contestants on a measure, best first. Takes milliseconds, at first a second: not for each frame."""
    ranked = _ranked(known)
    rows = [_standing(known, name, ranked.get(name)) for name in known.contestants]
    better = BY_NAME[known.measure].better if known.measure in BY_NAME else "higher"
    return sorted(rows, key=lambda row: _order(row, better))


def trend(state: RunState) -> dict[str, list[tuple[int, float, int]]]:
    """Contestant -> (session, mean likability of that session over matches, matches), by session; as they were cast."""
    means: defaultdict[str, defaultdict[int, Running]] = defaultdict(lambda: defaultdict(Running))
    for match in _counted(state):
        for number, session in match.sessions.items():
            if session.liking.mean is not None:
                means[match.plan.contestant][number].add(session.liking.mean)
    return {
        name: [(number, r.total / r.n, r.n) for number, r in sorted(means[name].items())]
        for name in state.contestants
        if name in means
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


def _standing(known: Sample, contestant: str, place: Ranked | None) -> Standing:
    values: defaultdict[str, list[float]] = defaultdict(list)
    for plan, score in known.scores:
        if plan.contestant == contestant:
            values[plan.persona].append(score)
    return Standing(
        contestant=contestant,
        measure=known.measure,
        interval=_interval(known.measure, values),
        rank=place.rank if place else None,
        rank_low=place.rank_low if place else None,
        rank_high=place.rank_high if place else None,
        n_matches=sum(map(len, values.values())),
        n_playing=known.n_playing[contestant],
        n_left_out=known.n_left_out[contestant],
    )


def _interval(measure: str, values: Mapping[str, Sequence[float]]) -> Interval | None:
    from arena.results.statistics import mean_interval  # noqa: PLC0415  # numpy, when the first number is shown

    scale = BY_NAME.get(measure)
    return mean_interval(values, (scale.low, scale.high) if scale else None) if values else None


def _ranked(known: Sample) -> dict[str, Ranked]:
    from arena.results.statistics import Case, Score, bradley_terry  # noqa: PLC0415  # as above, and pandas

    if known.measure not in BY_NAME:
        return {}
    scores = [Score(p.contestant, Case(p.persona, p.scenario, p.seed), value) for p, value in known.scores]
    return bradley_terry(scores, BY_NAME[known.measure].better)


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
