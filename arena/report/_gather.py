"""From the tables to the page's records."""

from __future__ import annotations

from collections import defaultdict

from arena.report._moments import moments
from arena.report._records import Report, SessionMean
from arena.results.judged import judged
from arena.results.offers import metered, places
from arena.results.outcomes import outcomes
from arena.results.people import people
from arena.results.power import Power, power
from arena.results.standings import bring_up
from arena.results.statistics import mean_interval
from arena.results.variance import dollars_per_match, outlook, study
from arena.schema.measure import BY_NAME, LIKABILITY
from arena.store import LeaderboardRow, MatchScore, Store


def gather(store: Store, run: str) -> Report:
    """Everything a page about `run` says. Raises UsageError where no match was completed or none was judged."""
    found = judged(store, run)
    bring_up(store, run)
    rows = store.leaderboard(run)
    liked = store.standings(run, LIKABILITY)
    standings = store.standings(run)
    prices = {price.contestant: price for price in store.prices(run)}
    axes = metered([prices[row.contestant] for row in liked])
    costs = store.costs(run)
    its = study(found.scores, LIKABILITY)
    return Report(
        summary=found.summary,
        contents=store.contents(run),
        leaderboard=tuple(rows),
        standings=tuple(standings),
        outcomes=tuple(outcomes(standings, [row.contestant for row in rows])),
        power=_power(found.scores, rows),
        study=its,
        outlook=outlook(its, usd_per_match=dollars_per_match(costs, found.summary)) if its else None,
        sessions=tuple(_sessions(store, run)),
        errors=tuple(store.preference_errors(run)),
        distances=tuple(r for r in store.preference_by_distance(run) if r.measure == "preference.accuracy"),
        flows=tuple(store.privacy_flows(run)),
        places=tuple(places(liked, prices, axes, LIKABILITY)),
        axes=tuple(axes),
        moments=tuple(moments(store, run)),
        left_out=tuple(m for m in store.matches(run) if m.status in {"void", "failed"}),
        costs=tuple(costs),
        people=people(store, run),
    )


def _power(scores: list[MatchScore], rows: list[LeaderboardRow]) -> Power | None:
    top = [row.contestant for row in rows if row.rank is not None][:2]
    return power(scores, LIKABILITY, top[0], top[1]) if len(top) == 2 else None


def _sessions(store: Store, run: str) -> list[SessionMean]:
    """Mean likability by contestant and session number: turns within a session, sessions within a person, people."""
    turns: defaultdict[tuple[str, int], defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for row in store.verdict_rows(run, [LIKABILITY]):
        if row.match_status == "completed" and row.value is not None:
            turns[row.contestant, row.session][row.persona].append(row.value)
    scale = (BY_NAME[LIKABILITY].low, BY_NAME[LIKABILITY].high)
    return [
        SessionMean(contestant, session, mean_interval(by_person, scale))
        for (contestant, session), by_person in sorted(turns.items())
    ]
