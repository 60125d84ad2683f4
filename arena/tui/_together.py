"""What the judges of a run say together on a measure, and how far they agree, of what has been seen.

The figures are those of `arena judge panel` (means, models together) and `arena judge agreement` (as run, kappa).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from arena.schema.measure import BY_NAME, DERIVED
from arena.tui._look import number, percent, shown
from arena.tui._seen import CODE, Mark, Place, Said
from arena.tui._state import RunState

if TYPE_CHECKING:
    from arena.judges.pooled import Pooled

OWN = "run"
_NAME = 30
Labels = Mapping[Place, float | None]
"""Thing -> value, None for *not applicable*."""


@dataclass(frozen=True, slots=True)
class Judging:
    """One judging on a measure, beside the run's own."""

    name: str
    mean: float | None
    """Over what it scored."""
    n: int
    """Things it labelled that the run's own judging labelled, too."""
    equal: float | None
    """Share of these on which both say the same."""
    kappa: float | None
    """Cohen's, *not applicable* being a label; None without variance."""


@dataclass(frozen=True, slots=True)
class Together:
    """All judgings on a measure; `pooled` is of the models among them, None where there is only one."""

    judgings: tuple[Judging, ...]
    pooled: Pooled | None


def together(state: RunState, measure: str) -> Together | None:
    """The judgings of a run on one measure; None where nobody else judged it."""
    heard = _heard(state, measure)
    names = [OWN, *(name for name in state.others.names if name in heard)]
    if len(names) < 2 or OWN not in heard:
        return None
    labels = {name: {place: said.value for place, said in heard[name].items()} for name in names}
    models = {name: labels[name] for name in (OWN, *state.others.models) if name in labels}
    rows = tuple(_judging(name, heard[name], heard[OWN]) for name in names)
    return Together(rows, _pooled(models, measure) if len(models) > 1 else None)


Heard = Mapping[Place, Said]


def _heard(state: RunState, measure: str) -> dict[str, dict[Place, Said]]:
    """What each judging says on the measure; what code alone decides is alike in all and no part of it."""
    found: defaultdict[str, dict[Place, Said]] = defaultdict(dict)
    for place, mark in _marks(state, measure):
        for said in (Said(OWN, mark.status, mark.value, mark.judge), *mark.beside):
            if said.usable and _is_told(measure, said):
                found[said.judging][place] = said
    return found


def _is_told(measure: str, said: Said) -> bool:
    known = BY_NAME.get(measure)
    asked = known is not None and bool(known.prompt)
    return measure in DERIVED or (asked and (said.judge != CODE or said.status == "scored"))


def _marks(state: RunState, measure: str) -> Iterator[tuple[Place, Mark]]:
    for match in state.matches.values():
        for number_of, session in match.sessions.items():
            for mark in (*session.marks, *(mark for turn in session.turns for mark in turn.marks)):
                if mark.measure == measure:
                    yield Place(match.key, match.attempt, number_of, mark.turn, measure, mark.about), mark


def _judging(name: str, its: Heard, own: Heard) -> Judging:
    from arena.judges.agreement import Pair, confusion, kappa  # noqa: PLC0415  # when it is shown

    scored = sorted(said.value for said in its.values() if said.value is not None)
    mine, theirs = _readings(own), _readings(its)
    pairs = [Pair(str(unit), unit.match, mine[unit], theirs[unit]) for unit in sorted(mine.keys() & theirs.keys())]
    matrix = confusion(pairs) if name != OWN else None
    return Judging(
        name=name,
        mean=sum(scored) / len(scored) if scored else None,
        n=len(pairs),
        equal=matrix.agreed if matrix else None,
        kappa=kappa(matrix) if matrix else None,
    )


def _readings(its: Heard) -> dict[Place, str]:
    """What was read, as labels: one for each reply where the same reading stands with several preferences."""
    from arena.judges.agreement import NOT_APPLICABLE  # noqa: PLC0415  # as above
    from arena.results.agreement import ASKED_ONCE  # noqa: PLC0415  # as above

    return {
        place._replace(about="") if place.measure in ASKED_ONCE else place: (
            NOT_APPLICABLE if said.value is None else f"{said.value:g}"
        )
        for place, said in its.items()
        if said.judge != CODE or place.measure in DERIVED
    }


def _pooled(models: Mapping[str, Labels], measure: str) -> Pooled:
    from arena.judges.pooled import pooled  # noqa: PLC0415  # as above
    from arena.results.agreement import level_of  # noqa: PLC0415  # as above

    return pooled(models, level_of(measure))


# In words --------------------------------------------------------------------------------------------------------


def as_table(found: Together) -> Content:
    """A line for each judging, and one for all models together."""
    head = f"{'judged by':<{_NAME}}{'mean':>7}{'as run':>9}{'kappa':>8}{'n':>7}"
    lines = [Content.styled(head, "$quiet")]
    for row in found.judgings:
        name = row.name if len(row.name) < _NAME else row.name[: _NAME - 2] + "…"
        shares = f"{percent(row.equal):>9}{number(row.kappa):>8}" if row.name != OWN else " " * 17
        lines.append(
            Content.assemble(
                shown(f"{name:<{_NAME}}", "bold"), f"{number(row.mean):>7}", shares, (f"{row.n:>7}", "$quiet")
            )
        )
    if (pool := found.pooled) is not None and pool.n:
        said = (
            f"models together: mean {number(pool.mean)} · majority {number(pool.majority)}"
            f" · apart on {percent(pool.disagreement)} · alpha {number(pool.alpha)} · n={pool.n}"
        )
        lines.append(shown(said, "$fair" if pool.disagreement else "$quiet"))
    return Content("\n").join(lines)
