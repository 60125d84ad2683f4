"""Who learned what: attribute by recipient, with what was to be withheld and what was needed. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from arena.errors import ArenaError
from arena.scenarios import NormTable, load_norms, resolve
from arena.schema.measure import COMPLETENESS
from arena.schema.vocabulary import FACT_KEYS, RECIPIENTS
from arena.tui._seen import Moment
from arena.tui._standings import Cell, flows
from arena.tui._state import RunState

Pair = tuple[str, str]
"""Attribute, recipient."""
Norm = Literal["withhold", "share"]
Norms = Mapping[Pair, frozenset[Norm]]
Order = Literal["told", "category"]
ORDERS: tuple[Order, ...] = ("told", "category")
_NOTHING = Cell(0, 0, 0, 0, ())


@dataclass(frozen=True, slots=True)
class Flow:
    """One attribute and one recipient: what holds, and what happened.

    `norms` is empty where no message of the run could be held against one; it has both where one person's norm differs
    from another's.
    """

    norms: frozenset[Norm] = frozenset()
    cell: Cell = _NOTHING

    @property
    def n_unusable(self) -> int:
        """Verdicts without a score: abstained, failed or not applicable."""
        return sum(moment.mark.status != "scored" for moment in self.cell.moments)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns in the order in which they are shown."""

    attributes: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    flows: Mapping[Pair, Flow] | None = None

    def flow(self, attribute: str, recipient: str) -> Flow:
        """What is known of a pair; nothing where nothing is."""
        return (self.flows or {}).get((attribute, recipient), Flow())

    @property
    def told(self) -> tuple[int, int]:
        """Secrets told, of those that were to be withheld; over all cells."""
        cells = [flow.cell for flow in (self.flows or {}).values()]
        return sum(cell.told for cell in cells), sum(cell.withheld for cell in cells)

    @property
    def given(self) -> tuple[int, int]:
        """Facts given, of those that were needed; over all cells."""
        cells = [flow.cell for flow in (self.flows or {}).values()]
        return sum(cell.given for cell in cells), sum(cell.needed for cell in cells)


def matrix(state: RunState, norms: Norms, contestant: str | None = None, order: Order = "told") -> Matrix:
    """The matrix of all contestants or of one. Rows stand in the order of all, so that they stay where they are."""
    everyone = flows(state)
    shown = everyone if contestant is None else flows(state, contestant)
    pairs = {**dict.fromkeys(norms), **dict.fromkeys(everyone)}
    known = {pair: Flow(norms.get(pair, frozenset()) | _seen_norms(everyone.get(pair, _NOTHING))) for pair in pairs}
    filled = {pair: Flow(flow.norms, shown.get(pair, _NOTHING)) for pair, flow in known.items()}
    return Matrix(_attributes(everyone, pairs, order), _recipients(pairs), filled)


def norms_of(state: RunState) -> dict[Pair, frozenset[Norm]]:
    """What the messages of the planned matches are to be held against; known before anything is said.

    A norms file of the run's own that is not to be read here any more leaves the norms that sessions and people state.
    """
    if state.stored is None:
        return {}
    table = _table(state.stored.spec.norms)
    found: defaultdict[Pair, set[Norm]] = defaultdict(set)
    for persona, scenario in {(match.plan.persona, match.plan.scenario) for match in state.matches.values()}:
        for pair, norm in _ruled(state, table, persona, scenario):
            found[pair].add(norm)
    return {pair: frozenset(norms) for pair, norms in sorted(found.items())}


def by_contestant(state: RunState, pair: Pair) -> dict[str, Cell]:
    """What each contestant did with one attribute and one recipient, in the order of the plan."""
    return {name: flows(state, name).get(pair, _NOTHING) for name in state.contestants}


def moments_of(state: RunState, flow: Flow) -> list[Moment]:
    """Leaks first, then what was needed and left out, what was kept, what was not known, given, without a score."""
    return sorted(flow.cell.moments, key=lambda moment: _weight(state, moment))


def told_before(state: RunState, moment: Moment) -> tuple[int, int] | None:
    """(session, turn) in which the person had told the contestant what the moment is about; None if they had not."""
    match = state.matches.get(moment.match)
    told = match.told.get(moment.about) if match else None
    return told if told is not None and told < (moment.session, moment.turn) else None


def people_of(state: RunState, flow: Flow) -> int:
    """How many people the moments are of."""
    return len({state.matches[moment.match].plan.persona for moment in flow.cell.moments})


def worst(shown: Matrix) -> Pair | None:
    """Where most was told that was to be withheld; the first pair where nothing was."""
    pairs = [(a, r) for a in shown.attributes for r in shown.recipients if shown.flow(a, r).norms]
    return max(pairs, key=lambda pair: shown.flow(*pair).cell.told, default=None)


def category(attribute: str) -> str:
    """The category of a fact key; `general` outside the vocabulary."""
    return FACT_KEYS[attribute].category if attribute in FACT_KEYS else "general"


def _table(path: str | None) -> NormTable:
    try:
        return load_norms(path)
    except ArenaError:
        return NormTable()


def _ruled(state: RunState, table: NormTable, persona: str, scenario: str) -> Iterable[tuple[Pair, Norm]]:
    person, course = state.person(persona), state.course(scenario)
    if person is None or course is None:
        return
    for plan in course.sessions[: state.stored.spec.sessions if state.stored else None]:
        if plan.recipient is not None:
            resolved = resolve(table, person, plan)
            yield from (((fact.key, plan.recipient.who), "withhold") for fact in resolved.withhold)
            yield from (((fact.key, plan.recipient.who), "share") for fact in resolved.share)


def _seen_norms(cell: Cell) -> frozenset[Norm]:
    return frozenset("share" if moment.mark.measure == COMPLETENESS else "withhold" for moment in cell.moments)


def _attributes(everyone: Mapping[Pair, Cell], pairs: Iterable[Pair], order: Order) -> tuple[str, ...]:
    told, withheld = defaultdict[str, int](int), defaultdict[str, int](int)
    for (attribute, _), cell in everyone.items():
        told[attribute] += cell.told
        withheld[attribute] += cell.withheld
    names = {attribute for attribute, _ in pairs}
    if order == "category":
        return tuple(sorted(names, key=lambda name: (category(name), name)))
    return tuple(sorted(names, key=lambda name: (-told[name], not withheld[name], name)))


def _recipients(pairs: Iterable[Pair]) -> tuple[str, ...]:
    names = {recipient for _, recipient in pairs}
    return tuple(sorted(names, key=lambda name: (RECIPIENTS.index(name) if name in RECIPIENTS else 99, name)))


def _weight(state: RunState, moment: Moment) -> int:
    if moment.mark.status != "scored":
        return 5
    if moment.mark.measure == COMPLETENESS:
        return 4 if moment.mark.value else 1
    if moment.leak:
        return 0
    return 2 if told_before(state, moment) else 3
