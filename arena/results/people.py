"""How far a run can be believed for its people: told apart, ranking as with other user models, real enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from arena.psychometrics.scoring import icc1, kendall_tau
from arena.results.statistics import mean_interval
from arena.schema.measure import BY_NAME, LIKABILITY
from arena.schema.realism import AMPLIFICATION, CONSISTENCY_SLOPE, DRIFT, ON_REQUEST, Gate, RealismSpec
from arena.store import OfPeople, OwnTurn, RunSummary, Store
from arena.text.choices import own_words
from arena.text.words import count_words

ENOUGH_SHARED = 3
"""Contestants that two runs must share for a rank correlation."""
_LATEST = 20
"""Runs with other user models that are looked at: each takes a query."""
GOOD_ICC, GOOD_TAU = 0.5, 0.6


@dataclass(frozen=True, slots=True)
class OtherPeople:
    """The latest run in which another model played the people against the same contestants."""

    run_id: str
    user_model: str
    n_contestants: int
    tau: float | None
    """Kendall's tau-b of the contestants' mean likability between the two runs; None where one is all ties."""


@dataclass(frozen=True, slots=True)
class Held:
    """One measure of realism over people against its gate."""

    measure: str
    about: str
    mean: float
    low: float | None
    high: float | None
    n_matches: int
    gate: str
    met: bool | None
    """None where the mean alone does not decide: `arena judge realism` says more."""


@dataclass(frozen=True, slots=True)
class People:
    """What there is to say of the people of a run."""

    n_seeds: int
    icc: dict[str, float]
    """Trait of style -> ICC(1) over seeds; empty with one seed or one person."""
    others: tuple[OtherPeople, ...]
    """One for each other user model, the latest run of it first."""
    held: tuple[Held, ...] = ()


def people(store: Store, run: str) -> People:
    """What the store holds of the people of a run; what was measured on request is of its latest check."""
    turns = store.own_turns(run)
    gates = RealismSpec.model_validate(store.contents(run).spec.get("realism", {}))
    return People(
        n_seeds=len({turn.seed for turn in turns}),
        icc=icc_of(turns),
        others=others(store, run),
        held=tuple(_held(store, run, gates)),
    )


# Told apart (26) --------------------------------------------------------------------------------------------------


def icc_of(turns: Iterable[OwnTurn]) -> dict[str, float]:
    """How far people differ from one another more than reruns of one: ICC(1) over seeds, for five traits of style."""
    matches: defaultdict[tuple[str, int, str], list[OwnTurn]] = defaultdict(list)
    for turn in turns:
        matches[turn.persona, turn.seed, turn.match].append(turn)
    if len({seed for _, seed, _ in matches}) < 2:
        return {}
    values: defaultdict[tuple[str, str], dict[int, list[float]]] = defaultdict(lambda: defaultdict(list))
    for (persona, seed, _), its in matches.items():
        for trait, value in _style(its).items():
            values[trait, persona][seed].append(value)
    traits: defaultdict[str, list[list[float]]] = defaultdict(list)
    for (trait, _), by_seed in values.items():
        traits[trait].append([fmean(its) for _, its in sorted(by_seed.items())])
    return {trait: found for trait, groups in traits.items() if (found := icc1(groups)) is not None}


def _style(turns: Sequence[OwnTurn]) -> dict[str, float]:
    texts = [own_words(turn.text) for turn in turns]
    found = {
        "words a message": fmean(map(count_words, texts)),
        "questions": fmean("?" in text for text in texts),
        "exclamation marks": fmean("!" in text for text in texts),
        "lower case": fmean(text[:1].islower() for text in texts),
    }
    last = next((turn.satisfaction for turn in reversed(turns) if turn.satisfaction is not None), None)
    return found if last is None else {**found, "satisfaction": last}


# Other user models (30) -------------------------------------------------------------------------------------------


def others(store: Store, run: str) -> tuple[OtherPeople, ...]:
    """The latest run of each other user model that shares enough contestants, among the latest runs."""
    runs = store.runs()
    mine = next(one for one in runs if one.run_id == run)
    found: dict[str, OtherPeople] = {}
    for one in [one for one in runs if one.user_model != mine.user_model and one.n_completed][:_LATEST]:
        if one.user_model not in found:
            other = ranked_beside(store, run, one)
            if other.n_contestants >= ENOUGH_SHARED:
                found[one.user_model] = other
    return tuple(found.values())


def ranked_beside(store: Store, run: str, other: RunSummary) -> OtherPeople:
    """How another run ranks the contestants of this one; the rank correlation only where enough are shared."""
    mine, theirs = (
        {row.contestant: row.mean for row in store.standings(one, LIKABILITY)} for one in (run, other.run_id)
    )
    shared = sorted(mine.keys() & theirs.keys())
    enough = len(shared) >= ENOUGH_SHARED
    tau = kendall_tau([mine[name] for name in shared], [theirs[name] for name in shared]) if enough else None
    return OtherPeople(other.run_id, other.user_model, len(shared), tau)


# Gates ------------------------------------------------------------------------------------------------------------


def _held(store: Store, run: str, spec: RealismSpec) -> list[Held]:
    """Measures with a gate, in the order of the table of measures."""
    rows: defaultdict[tuple[str, str], list[OfPeople]] = defaultdict(list)
    for row in store.of_people(run):
        rows[row.measure, row.about].append(row)
    keys = [(name, about) for name in BY_NAME for measure, about in rows if measure == name]
    return [_one(rows[key], gate) for key in keys if (gate := spec.gate(key[0])) is not None]


def _one(rows: Sequence[OfPeople], gate: Gate) -> Held:
    measure, by_match = BY_NAME[rows[0].measure], defaultdict[tuple[str, str], list[float]](list)
    for row in rows:
        by_match[row.persona, row.match].append(row.value)
    by_person: defaultdict[str, list[float]] = defaultdict(list)
    for (persona, _), values in by_match.items():
        by_person[persona].append(fmean(values))
    bounded = None if measure.name in (DRIFT, AMPLIFICATION, CONSISTENCY_SLOPE) else (measure.low, measure.high)
    found = mean_interval(by_person, bounded)
    return Held(
        measure=measure.name,
        about=rows[0].about,
        mean=found.mean,
        low=found.low,
        high=found.high,
        n_matches=len(by_match),
        gate=str(gate),
        met=None if measure.name in ON_REQUEST else gate.met(found.mean),
    )
