"""What the people of a run make of its contestants, beside what the judge makes of them. Pure.

Satisfaction is the person's own, -2 to 1 with 0 for neither, kept by the engine from how each reply was taken
(`arena.users.satisfaction`); the judge's is `likability.overall`, 1 to 5 points. Two reports rest on them:

- contrast: are people more satisfied with a good contestant than with a bad one? One who likes everything is not.
- self-rating gap: do they rate contestants higher than an independent judge does?
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, variance
from typing import get_args

from arena.results.statistics import Case, mean_interval
from arena.schema.dialogue import Reaction
from arena.schema.event import MatchEvent, TurnSpoken, VerdictGiven
from arena.schema.measure import LIKABILITY
from arena.schema.persona import Drains
from arena.schema.realism import Gate
from arena.users.appraisal import Appraisal, Happening
from arena.users.satisfaction import after_reply

_FEW_CASES = 2
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Rated:
    """One match: how satisfied the person was when its talks ended, and the judge's mean over its replies."""

    case: Case
    contestant: str
    satisfaction: float
    """-2 to 1, mean over talks."""
    points: float
    """The same on the judge's scale, 1 to 5."""
    judged: float | None


@dataclass(frozen=True, slots=True)
class Contrast:
    """The contestant that the judge likes best against the one it likes least, in the cases that both played."""

    good: str
    bad: str
    n_cases: int
    difference: float
    """Mean satisfaction with the good one less that with the bad one, -3 to 3."""
    d: float | None
    """Cohen's d of that; None where satisfaction does not vary but for the contestant."""
    judged_d: float | None
    """Cohen's d of the judge's points."""
    gate: str
    met: bool | None
    """None where the judge sees too little between them itself, or there is no d."""


@dataclass(frozen=True, slots=True)
class SelfRating:
    """What people give and what the judge gives, points 1 to 5; means over people, 95 % interval over people."""

    own: float
    judged: float
    gap: float
    low: float | None
    high: float | None
    n_matches: int


def rate(case: Case, contestant: str, events: Iterable[MatchEvent], drains: Drains) -> Rated | None:
    """One match as it was rated; None where nobody simulated took a reply, as when a human played.

    Args:
        case: person, scenario and seed of the match.
        contestant: who was rated.
        events: of the match, in order, in one attempt.
        drains: what costs the person patience; a turn's state is from before the reply it answers was taken.
    """
    ends: dict[int, float] = {}
    judged: list[float] = []
    for event in events:
        if isinstance(event, TurnSpoken) and event.state and event.took:
            ends[event.turn.session] = after_reply(event.state.satisfaction, _appraisal(event.took), drains)
        elif (
            isinstance(event, VerdictGiven) and event.verdict.measure == LIKABILITY and event.verdict.value is not None
        ):
            judged.append(event.verdict.value)
    if not ends:
        return None
    points = fmean(map(in_points, ends.values()))
    return Rated(case, contestant, fmean(ends.values()), points, fmean(judged) if judged else None)


def _appraisal(took: Reaction) -> Appraisal:
    happened = frozenset(name for name in get_args(Happening) if name in took.happened)
    return Appraisal(took.progress, took.understood, took.respected, took.effort, happened)


def in_points(satisfaction: float) -> float:
    """Satisfaction, -2 to 1, as points, 1 to 5: -2 is 1, 0 is 3, 1 is 5, straight in between.

    Below 0 a step counts half, since losses count double in satisfaction; who is neither satisfied nor not gives 3.
    """
    return 3 + (2 * satisfaction if satisfaction > 0 else satisfaction)


def contrast(rated: Sequence[Rated], gate: Gate) -> Contrast | None:
    """Good against bad; None with fewer than two judged contestants, or than two cases that both played."""
    points: defaultdict[str, list[float]] = defaultdict(list)
    matches: dict[tuple[str, Case], Rated] = {}
    for one in rated:
        if one.judged is not None:
            points[one.contestant].append(one.judged)
            matches[one.contestant, one.case] = one
    ranked = sorted(points, key=lambda name: (-fmean(points[name]), name))
    if len(ranked) < 2:
        return None
    good, bad = ranked[0], ranked[-1]
    cases = [case for name, case in matches if name == good and (bad, case) in matches]
    if len(cases) < _FEW_CASES:
        return None
    likes, dislikes = ([matches[name, case] for case in cases] for name in (good, bad))
    mine = [one.satisfaction for one in likes], [one.satisfaction for one in dislikes]
    d = cohens_d(*mine)
    judged_d = cohens_d([one.judged or 0.0 for one in likes], [one.judged or 0.0 for one in dislikes])
    decided = d is not None and (judged_d is None or gate.met(judged_d))
    met = gate.met(d) if d is not None and decided else None
    return Contrast(good, bad, len(cases), fmean(mine[0]) - fmean(mine[1]), d, judged_d, str(gate), met)


def cohens_d(a: Sequence[float], b: Sequence[float]) -> float | None:
    """`(mean a - mean b) / sqrt((var a + var b) / 2)`, both of at least two values and as many (Cohen 1988, 2.2).

    0 for equal means; None for others without any spread.
    """
    apart, spread = fmean(a) - fmean(b), sqrt((variance(a) + variance(b)) / 2)
    if abs(apart) < _NOTHING:
        return 0.0
    return None if spread < _NOTHING else apart / spread


def self_rating(rated: Sequence[Rated]) -> SelfRating | None:
    """The gap over matches that were judged; None where none was."""
    own, judged, gaps = (defaultdict[str, list[float]](list) for _ in range(3))
    for one in rated:
        if one.judged is not None:
            own[one.case.persona].append(one.points)
            judged[one.case.persona].append(one.judged)
            gaps[one.case.persona].append(one.points - one.judged)
    if not gaps:
        return None
    found = mean_interval(gaps, (-4.0, 4.0))
    means = [fmean(fmean(values) for values in by.values()) for by in (own, judged)]
    return SelfRating(means[0], means[1], found.mean, found.low, found.high, found.n_values)
