"""How far the judgings of a run agree: people with models, models with models, words with words. Writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from arena.errors import UsageError
from arena.files import nearest
from arena.judges.agreement import NOT_APPLICABLE, Confusion, Level, Pair, alpha, confusion, kappa, kappa_interval
from arena.judges.calibration import Covered
from arena.schema.measure import BY_NAME
from arena.store import JudgingSummary, OneVerdict, Store

_CODE = "code"
PERSON = "human:"
"""How the id of a judge begins that is a person."""
STEPS = (0, 50, 60, 70, 80, 90)
"""Certainties at which it is looked what is left."""
_AGAINST_NA = 0.6
"""How far *not applicable* is from a value, where the whole scale is 1: less than its ends are apart, for reading."""
ASKED_ONCE = frozenset({"preference.acknowledge", "preference.hallucinate", "preference.helpful"})
"""Asked once of a reply, with a row for each preference: one reading must not count as several."""
Unit = tuple[str, int, int, str]
"""(match, session, turn, about)."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two raters on one measure.

    `kappa` counts *not applicable* as a label; `weighted` is over what both scored, steps weighted by rank (None for
    yes/no measures, which have no steps). `left_out` counts what one of them abstained from or failed on.
    """

    measure: str
    first: str
    second: str
    n: int
    agreed: float | None
    kappa: float | None
    low: float | None
    high: float | None
    weighted: float | None
    n_scored: int
    mean_difference: float | None
    """Second less first, over what both scored, on the measure's scale."""
    left_out: int
    matrix: Confusion


@dataclass(frozen=True, slots=True)
class Alpha:
    """All raters together on one measure, over what at least two of them scored."""

    measure: str
    alpha: float | None
    raters: int
    units: int


@dataclass(frozen=True, slots=True)
class Curve:
    """How often a judge says the same as a person, over all measures, when its less certain verdicts are set aside."""

    judge: str
    person: str
    points: tuple[Covered, ...]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One thing on which two raters are apart; `distance` is 1 for the whole scale."""

    measure: str
    distance: float
    first: OneVerdict
    second: OneVerdict


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was compared and what came out. `raters` are in the order in which they were asked for."""

    raters: tuple[str, ...]
    pairs: tuple[Agreed, ...]
    alphas: tuple[Alpha, ...]
    disagreements: tuple[Disagreement, ...]
    curves: tuple[Curve, ...] = ()
    """For each judge that states how certain it is, and each person."""


def compare(store: Store, run: str, names: Sequence[str], measures: Sequence[str] = ()) -> Agreement:
    """Compare some judgings of a run, by name (`run` for its own); by default its own with those of people.

    Rows that code alone decides are the same in every judging and are left out: they would agree for nothing.

    Raises:
        UsageError: there are not two to compare, or no such one.
    """
    chosen = chosen_judgings(store.judgings(run), names, run)
    labels = {judging.journal: judging.name for judging in chosen}
    verdicts = [v for v in store.verdicts(run, list(labels), measures) if v.judge != _CODE]
    by_measure: defaultdict[str, dict[str, dict[Unit, OneVerdict]]] = defaultdict(lambda: defaultdict(dict))
    for verdict in verdicts:
        by_measure[verdict.measure][_rater(verdict, labels)][_unit(verdict)] = verdict
    order = list(dict.fromkeys(_rater(v, labels) for name in labels for v in verdicts if v.journal == name))
    if len(order) < 2:
        raise UsageError(
            f"{run} has no second judging to compare with",
            next_step=f"label some of it (arena judge label {run}) or judge it again (arena rejudge {run})",
        )
    pairs: list[Agreed] = []
    apart: list[Disagreement] = []
    alphas: list[Alpha] = []
    read: defaultdict[tuple[str, str], Both] = defaultdict(list)
    for measure, raters in sorted(by_measure.items()):
        for first, second in combinations([rater for rater in order if rater in raters], 2):
            both = _both(raters[first], raters[second])
            if both:
                pairs.append(_agreed(measure, first, second, both))
                apart += _disagreements(measure, both)
                read[first, second] += both
        alphas.append(_alpha(measure, raters))
    apart.sort(key=_most_telling)
    curves = tuple(curve for names, both in read.items() for curve in _curves(*names, both))
    return Agreement(tuple(order), tuple(pairs), tuple(a for a in alphas if a.raters > 1), tuple(apart), curves)


def chosen_judgings(known: Sequence[JudgingSummary], names: Sequence[str], run: str) -> list[JudgingSummary]:
    """The judgings that are meant; for none named the run's own and those of people, else all. Raises UsageError."""
    if not names:
        people = [judging for judging in known if judging.kind == "label"]
        names = ["run", *(judging.name for judging in people or known if judging.kind != "run")]
    return [judging_named(known, name, run) for name in dict.fromkeys(names)]


def judging_named(known: Sequence[JudgingSummary], name: str, run: str) -> JudgingSummary:
    """The judging of this name or unique beginning. Raises UsageError."""
    fits = [judging for judging in known if judging.name == name]
    fits = fits or [judging for judging in known if judging.name.startswith(name) and name]
    if len(fits) == 1:
        return fits[0]
    names = [judging.name for judging in known]
    raise UsageError(
        f"{len(fits)} judgings of {run} begin with {name!r}" if fits else f"{run} has no judging {name!r}",
        choices=[judging.name for judging in fits] or nearest(name, names) or names[:5],
        next_step=f"`arena judge judgings {run}` lists them",
    )


def _rater(verdict: OneVerdict, labels: Mapping[str, str]) -> str:
    """The judging, and its model where the judging does not say it already."""
    name = labels[verdict.journal]
    if _is_person(verdict):
        return name
    return f"{name} ({verdict.judge})"


def _unit(verdict: OneVerdict) -> Unit:
    about = "" if verdict.measure in ASKED_ONCE else verdict.about
    return (verdict.match, verdict.session, verdict.turn, about)


Both = list[tuple[OneVerdict, OneVerdict]]


def _both(first: Mapping[Unit, OneVerdict], second: Mapping[Unit, OneVerdict]) -> Both:
    return [(first[unit], second[unit]) for unit in sorted(first.keys() & second.keys())]


def _agreed(measure: str, first: str, second: str, both: Both) -> Agreed:
    usable = [(a, b) for a, b in both if _label(a) and _label(b)]
    pairs = [Pair("/".join(map(str, _unit(a))), a.match, _label(a), _label(b)) for a, b in usable]
    scored = [pair for pair in pairs if NOT_APPLICABLE not in {pair.a, pair.b}]
    steps = _steps(measure)
    interval = kappa_interval(pairs, labels=steps) or (None, None)
    ordinal = level_of(measure) == "ordinal"
    gaps = [(b.value or 0.0) - (a.value or 0.0) for a, b in usable if a.value is not None and b.value is not None]
    matrix = confusion(pairs, [*steps, *([NOT_APPLICABLE] if len(scored) < len(pairs) else [])])
    return Agreed(
        measure=measure,
        first=first,
        second=second,
        n=len(pairs),
        agreed=matrix.agreed,
        kappa=kappa(matrix),
        low=interval[0],
        high=interval[1],
        weighted=kappa(confusion(scored, steps), "ordinal") if ordinal else None,
        n_scored=len(scored),
        mean_difference=sum(gaps) / len(gaps) if gaps else None,
        left_out=len(both) - len(usable),
        matrix=matrix,
    )


def level_of(measure: str) -> Level:
    """Points have an order; yes and no have none."""
    known = BY_NAME.get(measure)
    return "ordinal" if known and known.high - known.low > 1 else "nominal"


def _steps(measure: str) -> list[str]:
    known = BY_NAME.get(measure)
    return [str(step) for step in range(int(known.low), int(known.high) + 1)] if known else []


def _label(verdict: OneVerdict) -> str:
    """The verdict as a label; empty where there is none to compare."""
    if verdict.status == "not_applicable":
        return NOT_APPLICABLE
    return "" if verdict.value is None else f"{verdict.value:g}"


def _alpha(measure: str, raters: Mapping[str, Mapping[Unit, OneVerdict]]) -> Alpha:
    table = {
        name: {unit: verdict.value for unit, verdict in mine.items() if verdict.value is not None}
        for name, mine in raters.items()
    }
    table = {name: mine for name, mine in table.items() if mine}
    counts = Counter(unit for mine in table.values() for unit in mine)
    shared = sum(n > 1 for n in counts.values())
    return Alpha(measure, alpha(table, level_of(measure)), len(table), shared)


def _curves(first: str, second: str, both: Both) -> Iterator[Curve]:
    """Accuracy and coverage, the person being right (Can LLM be a Personalized Judge?, arXiv 2406.11657)."""
    if _is_person(both[0][0]):
        first, second, both = second, first, [(b, a) for a, b in both]
    usable = [(a, b) for a, b in both if _label(a) and _label(b) and a.certainty is not None]
    if not usable or _is_person(both[0][0]) or not _is_person(both[0][1]):
        return
    points = []
    for step in STEPS:
        kept = [_label(a) == _label(b) for a, b in usable if (a.certainty or 0) >= step]
        right = sum(kept) / len(kept) if kept else None
        points.append(Covered(step, len(kept) / len(usable), right, len(kept)))
    yield Curve(first, second, tuple(points))


def _is_person(verdict: OneVerdict) -> bool:
    return verdict.judge.startswith(PERSON)


def _disagreements(measure: str, both: Both) -> Iterable[Disagreement]:
    known = BY_NAME.get(measure)
    span = known.high - known.low if known else 1.0
    for a, b in both:
        if not (_label(a) and _label(b)) or _label(a) == _label(b):
            continue
        if a.value is None or b.value is None:
            yield Disagreement(measure, _AGAINST_NA, a, b)
        elif abs(a.value - b.value) / span > 1 / 4:  # a point of five is how two careful readers differ
            yield Disagreement(measure, abs(a.value - b.value) / span, a, b)


def _most_telling(found: Disagreement) -> tuple[float, int, str, Unit]:
    """Far apart first, and of these where a judge was surest: there something is wrong that can be mended."""
    surest = max(found.first.certainty or 0, found.second.certainty or 0)
    return (-found.distance, -surest, found.measure, _unit(found.first))
