"""A run's panel: what all models that judged it say together, and where they part. Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from arena.errors import UsageError
from arena.judges.pooled import Pooled, SelfConsistency, pooled, self_consistency
from arena.results.agreement import Unit, judging_named, level_of
from arena.schema.measure import BY_NAME, DERIVED
from arena.store import OneVerdict, Store

_CODE = "code"
_NO_ANSWER = frozenset({"abstained", "failed"})
Labels = dict[str, dict[Unit, float | None]]
"""Rater -> thing -> value, None for *not applicable*."""


@dataclass(frozen=True, slots=True)
class OfPanel:
    """One contestant on one measure; `contestant` is empty for all together. `means` are those of each rater."""

    measure: str
    contestant: str
    means: MappingProxyType[str, float | None]
    together: Pooled


@dataclass(frozen=True, slots=True)
class OfJudge:
    """How far one judge agrees with itself on one measure."""

    judge: str
    measure: str
    consistency: SelfConsistency


@dataclass(frozen=True, slots=True)
class Panel:
    """The report. `raters` are judgings, in order; the first is the one that ranks."""

    raters: tuple[str, ...]
    measures: tuple[OfPanel, ...]
    contestants: tuple[OfPanel, ...]
    consistency: tuple[OfJudge, ...]


def panel(store: Store, run: str, names: Sequence[str] = ()) -> Panel:
    """What the judgings of a run say together: those named, or all of models.

    Raises:
        UsageError: there are not two, or there is no such one.
    """
    known = store.judgings(run)
    chosen = [judging_named(known, name, run) for name in names] if names else [k for k in known if k.kind != "label"]
    if len(chosen) < 2:
        raise UsageError(
            f"{run} has one judge, which is no panel",
            next_step=f"have another one read it (arena rejudge {run} --judge-model MODEL), or play with several: "
            "arena tournament --judge-model A --judge-model B",
        )
    raters = {judging.journal: judging.name for judging in chosen}
    verdicts = [verdict for verdict in store.verdicts(run, list(raters)) if says_something(verdict)]
    found: defaultdict[tuple[str, str], Labels] = defaultdict(lambda: defaultdict(dict))
    for verdict in verdicts:
        unit = (verdict.match, verdict.session, verdict.turn, verdict.about)
        for contestant in ("", verdict.contestant):
            found[verdict.measure, contestant][raters[verdict.journal]][unit] = verdict.value
    order = tuple(raters.values())
    rows = [_row(measure, contestant, labels, order) for (measure, contestant), labels in sorted(found.items())]
    judges = {judging.name: judging.judge for judging in chosen}
    return Panel(
        raters=order,
        measures=tuple(row for row in rows if not row.contestant),
        contestants=tuple(row for row in rows if row.contestant),
        consistency=tuple(_consistency(found, judges, {v.journal: v.sample for v in verdicts}, raters)),
    )


def says_something(verdict: OneVerdict) -> bool:
    """Whether a verdict is a model's, or computed from one; what code alone decides is alike in all."""
    if verdict.status in _NO_ANSWER:
        return False
    known = BY_NAME.get(verdict.measure)
    if verdict.measure in DERIVED:
        return True
    asked = known is not None and bool(known.prompt)
    return asked and (verdict.judge != _CODE or verdict.status == "scored")


def _row(measure: str, contestant: str, labels: Labels, order: Sequence[str]) -> OfPanel:
    means = {rater: _mean_of(labels.get(rater, {}).values()) for rater in order}
    return OfPanel(measure, contestant, MappingProxyType(means), pooled(labels, level_of(measure)))


def _mean_of(values: object) -> float | None:
    given = sorted(value for value in values if value is not None)  # type: ignore[attr-defined]
    return sum(given) / len(given) if given else None


def _consistency(
    found: dict[tuple[str, str], Labels], judges: dict[str, str], samples: dict[str, int], raters: dict[str, str]
) -> list[OfJudge]:
    """Of each judge with several answers; another judging of the same model counts where it is a later sample."""
    later = {raters[journal] for journal, sample in samples.items() if sample}
    rows = []
    for judge in dict.fromkeys(judges[name] for name in later):
        mine = _samples_of(judge, judges, later)
        for (measure, contestant), labels in sorted(found.items()):
            if not contestant and len(its := {name: labels[name] for name in mine if name in labels}) > 1:
                rows.append(OfJudge(judge, measure, self_consistency(its)))
    return rows


def _samples_of(judge: str, judges: dict[str, str], later: set[str]) -> list[str]:
    """The first judging by this judge, and its later samples."""
    mine = [name for name, by in judges.items() if by == judge]
    first = next((name for name in mine if name not in later), None)
    return [name for name in mine if name == first or name in later]
