"""Two runs, or two contestants of one run, put side by side: what the store holds of them, paired and compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from arena.errors import UsageError
from arena.files import nearest
from arena.results.comparison import HEADLINES, Change, Moved, Pairing, changes, most_moved
from arena.results.judged import judged
from arena.schema.measure import BY_NAME
from arena.store import MatchScore, MatchSummary, RunContents, RunSummary, Store


@dataclass(frozen=True, slots=True)
class Unpaired:
    """Matches of one side that are not compared."""

    only_here: int
    """No match of the other side has the same persona, scenario, seed and contestant."""
    not_completed: int
    """The other side has one, but one of the two is void, failed or not finished."""


@dataclass(frozen=True, slots=True)
class Differs:
    """Something that is not the same in both runs. `what` is a kind of thing, `names` those that differ."""

    what: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Versus:
    """A comparison and what belongs to reading it."""

    first: RunSummary
    second: RunSummary
    pairings: tuple[Pairing, ...]
    changes: list[Change]
    moved: list[Moved]
    n_pairs: int
    n_personas: int
    unpaired_first: Unpaired
    unpaired_second: Unpaired
    differs: list[Differs]


@dataclass(frozen=True, slots=True)
class _Side:
    summary: RunSummary
    scores: list[MatchScore]
    matches: list[MatchSummary]
    contents: RunContents

    @property
    def contestants(self) -> list[str]:
        return sorted({match.contestant for match in self.matches})


def versus(
    store: Store,
    runs: tuple[str, str],
    contestant: str | None = None,
    other: str | None = None,
    measures: Sequence[str] | None = HEADLINES,
) -> Versus:
    """Compare two runs, or two contestants.

    Args:
        store: where both runs have been ingested.
        runs: ids of the first and second run; twice the same to compare two contestants inside it.
        contestant: only this one of the first run; everybody that both runs have when None.
        other: whom to set against it in the second run; the one of the same name when None.
        measures: which measures, all scored for None; of the default ones those that were scored.

    Raises:
        UsageError: a name is not there, nothing is left to compare, or a run has nothing to show.
    """
    first = _side(store, runs[0])
    second = first if runs[0] == runs[1] else _side(store, runs[1])
    pairings = _pairings(first, second, contestant, other)
    shown = _measures([*first.scores, *second.scores], measures)
    rows = changes(first.scores, second.scores, pairings, shown)
    pairs = _completed_pairs(first, second, pairings)
    if not rows:
        raise _nothing_in_common(first, second)
    return Versus(
        first=first.summary,
        second=second.summary,
        pairings=tuple(pairings),
        changes=rows,
        moved=most_moved(first.scores, second.scores, pairings, shown),
        n_pairs=len(pairs),
        n_personas=len({persona for _, (persona, _, _) in pairs}),
        unpaired_first=_unpaired(first, second, pairings, contestant),
        unpaired_second=_unpaired(second, first, [Pairing(b, a) for a, b in pairings], other or contestant),
        differs=_differs(first.contents, second.contents),
    )


def _side(store: Store, run_id: str) -> _Side:
    found = judged(store, run_id)
    return _Side(found.summary, found.scores, store.matches(run_id), store.contents(run_id))


def _pairings(first: _Side, second: _Side, contestant: str | None, other: str | None) -> list[Pairing]:
    if contestant is not None:
        pairing = Pairing(_known(contestant, first), _known(other or contestant, second))
        if first is second and pairing.first == pairing.second:
            raise UsageError(
                "a contestant cannot be compared with itself in one run",
                choices=[name for name in first.contestants if name != contestant],
                next_step="name another one with --with, or a second run",
            )
        return [pairing]
    both = sorted(set(first.contestants) & set(second.contestants))
    if not both:
        raise UsageError(
            f"{first.summary.run_id} ({', '.join(first.contestants)}) and {second.summary.run_id} "
            f"({', '.join(second.contestants)}) have no contestant in common",
            next_step="say whom to compare with whom: --contestant NAME --with NAME",
        )
    return [Pairing(name, name) for name in both]


def _known(name: str, side: _Side) -> str:
    if name in side.contestants:
        return name
    raise UsageError(
        f"{name!r} did not play in {side.summary.run_id}",
        choices=nearest(name, side.contestants) or side.contestants,
        next_step="name a contestant as the leaderboard does, options included",
    )


def _measures(scores: Sequence[MatchScore], wanted: Sequence[str] | None) -> list[str]:
    scored = {score.measure for score in scores if score.value is not None}
    ordered = [name for name in BY_NAME if name in scored] + sorted(scored - set(BY_NAME))
    if wanted is None:
        return ordered
    for name in wanted:
        if name not in scored and wanted is not HEADLINES:
            raise UsageError(
                f"{name!r} was not scored in these runs",
                choices=nearest(name, ordered) or ordered,
                next_step="name a measure that was scored",
            )
    return [name for name in wanted if name in scored]


Case = tuple[str, str, int]


def _cases(side: _Side) -> dict[tuple[str, Case], bool]:
    """(contestant, case) -> whether it was completed."""
    return {
        (match.contestant, (match.persona, match.scenario, match.seed)): match.status == "completed"
        for match in side.matches
    }


def _completed_pairs(first: _Side, second: _Side, pairings: Sequence[Pairing]) -> list[tuple[Pairing, Case]]:
    here, there = _cases(first), _cases(second)
    return [
        (pairing, case)
        for pairing in pairings
        for (name, case), done in here.items()
        if name == pairing.first and done and there.get((pairing.second, case))
    ]


def _unpaired(side: _Side, other: _Side, pairings: Sequence[Pairing], only: str | None) -> Unpaired:
    there, partner = _cases(other), dict(pairings)
    only_here = not_completed = 0
    for (name, case), done in _cases(side).items():
        if only is not None and name != only:
            continue
        counterpart = there.get((partner.get(name, ""), case))
        only_here += counterpart is None
        not_completed += counterpart is not None and not (done and counterpart)
    return Unpaired(only_here, not_completed)


def _nothing_in_common(first: _Side, second: _Side) -> UsageError:
    runs = " and ".join(dict.fromkeys((first.summary.run_id, second.summary.run_id)))
    return UsageError(
        f"{runs} have no completed and scored match on the same persona, scenario and seed",
        next_step="`arena show RUN` lists what each of them played; play the second one with the cast of the first",
    )


_COMPARED = ("user model", "contestant model", "judge model", "arena", "commit")


def _differs(first: RunContents, second: RunContents) -> list[Differs]:
    found = [
        Differs(what, _changed(a, b))
        for what, a, b in (
            ("persona", first.personas, second.personas),
            ("scenario", first.scenarios, second.scenarios),
            ("prompt", first.prompts, second.prompts),
        )
    ]
    for name in _COMPARED:
        a, b = first.made_with[name], second.made_with[name]
        found.append(Differs(name, (f"{a or 'none'} → {b or 'none'}",) if a != b else ()))
    return [differs for differs in found if differs.names]


def _changed(first: dict[str, str], second: dict[str, str]) -> tuple[str, ...]:
    """Names in both whose contents differ; a name on one side only shows as matches without counterpart."""
    return tuple(name for name in first if name in second and first[name] != second[name])
