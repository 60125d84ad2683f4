"""Whose model judged whose: families of models, and how much a judge favours its own, where a run can tell.

A judge of family f may rate contestants of f higher because it favours its kind, because it rates everybody higher,
or because they are better. The second and third are taken out by difference in differences: what it gives its kind
more than judges of other families do, less what it gives all others more than they do.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from types import MappingProxyType

from arena import assistants
from arena.results.agreement import Unit
from arena.results.panel import says_something
from arena.schema.measure import BY_NAME, REALISM
from arena.schema.run import RunSpec
from arena.store import OneVerdict, Store
from arena.text.canonical import seed_of

_RESAMPLES = 500
_VENDOR = re.compile(r"^(?:[a-z]+\.)+")
_PLAIN = re.compile(r"[a-z]+")
_OF_OPENAI = re.compile(r"(?:chatgpt|gpt|o\d)")
_KIN = MappingProxyType({"mixtral": "mistral", "ministral": "mistral", "codestral": "mistral", "gemma": "gemini"})
"""Names of models whose maker calls its others something else."""
_NO_FAMILY = frozenset(("offline", "human", "code"))
_ENDPOINT = "openai:"


def family(model: str) -> str:
    """The family of a model id: the maker's word for it (`gpt`, `claude`, `llama`), empty where there is none.

    >>> family("openai/gpt-4o-mini"), family("anthropic/claude-sonnet-4-5"), family("offline")
    ('gpt', 'claude', '')
    """
    if model in _NO_FAMILY:
        return ""
    name = _VENDOR.sub("", model.rsplit("/", 1)[-1].lower())
    if _OF_OPENAI.match(name):
        return "gpt"
    found = _PLAIN.search(name)
    return _KIN.get(found[0], found[0]) if found else name


def contestant_family(contestant: str, spec: RunSpec) -> str:
    """The family of the model inside a contestant; empty where it is not known, as inside code of the user's."""
    if not assistants.is_door(contestant):
        return family(spec.models.contestant.id)
    model = contestant.partition("#")[2].partition("?")[0]
    return family(model) if contestant.startswith(_ENDPOINT) and model else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing that a judge scored, and what judges of other families gave it on average. `own`: by its own kind."""

    persona: str
    own: bool
    value: float
    others: float


@dataclass(frozen=True, slots=True)
class OwnKind:
    """How much a judge favours its own family on one measure, in points of the scale; positive favours it."""

    judge: str
    family: str
    measure: str
    favour: float
    low: float | None
    high: float | None
    """95 % percentile interval over people; None with fewer than two."""
    n_own: int
    n_others: int


def favour(rows: Sequence[Compared]) -> float | None:
    """Mean over its own kind of (value - others) - mean over the rest of the same; None where one of them is empty."""
    gaps = [[row.value - row.others for row in rows if row.own is own] for own in (True, False)]
    return fmean(sorted(gaps[0])) - fmean(sorted(gaps[1])) if all(gaps) else None


def own_kind(store: Store, run: str, spec: RunSpec) -> list[OwnKind]:
    """The family bias of every judge of a run that it can be estimated of. Raises StoreUnavailable."""
    models = {judging.journal: judging.judge for judging in store.judgings(run) if judging.kind != "label"}
    families = {journal: family(model) for journal, model in models.items()}
    if len(set(families.values())) < 2:
        return []
    verdicts = [v for v in store.verdicts(run, list(models)) if _counts(v)]
    values: defaultdict[str, defaultdict[Unit, dict[str, OneVerdict]]] = defaultdict(lambda: defaultdict(dict))
    for verdict in verdicts:
        unit = (verdict.match, verdict.session, verdict.turn, verdict.about)
        values[verdict.measure][unit][verdict.journal] = verdict
    kinds = {name: contestant_family(name, spec) for name in {verdict.contestant for verdict in verdicts}}
    found = []
    for journal, own in sorted(families.items()):
        for measure, units in sorted(values.items()):
            rows = list(_compared(journal, families, units.values(), kinds)) if own else []
            if (row := _estimated(models[journal], own, measure, rows)) is not None:
                found.append(row)
    return found


def _counts(verdict: OneVerdict) -> bool:
    return verdict.value is not None and says_something(verdict) and not verdict.measure.startswith(f"{REALISM}.")


def _compared(
    journal: str, families: Mapping[str, str], units: Iterable[Mapping[str, OneVerdict]], kinds: Mapping[str, str]
) -> Iterable[Compared]:
    for given in units:
        mine = given.get(journal)
        others = [v.value for name, v in given.items() if families[name] != families[journal] and v.value is not None]
        if mine is not None and mine.value is not None and others and kinds[mine.contestant]:
            own = kinds[mine.contestant] == families[journal]
            yield Compared(mine.persona, own, mine.value, fmean(sorted(others)))


def _estimated(judge: str, own: str, measure: str, rows: Sequence[Compared]) -> OwnKind | None:
    known, found = BY_NAME.get(measure), favour(rows)
    if found is None or known is None:
        return None
    sign = 1 if known.better == "higher" else -1
    low, high = _interval(rows, sign)
    n_own = sum(row.own for row in rows)
    return OwnKind(judge, own, measure, sign * found, low, high, n_own, len(rows) - n_own)


def _interval(rows: Sequence[Compared], sign: int) -> tuple[float | None, float | None]:
    """Percentiles over resamples of people; those in which one side is empty say nothing."""
    import numpy as np  # noqa: PLC0415  # only where something is estimated

    by_person: defaultdict[str, list[Compared]] = defaultdict(list)
    for row in rows:
        by_person[row.persona].append(row)
    people = sorted(by_person)
    if len(people) < 2:
        return None, None
    chance = np.random.default_rng(seed_of("own kind", *people, str(len(rows))))
    drawn = []
    for _ in range(_RESAMPLES):
        picked = [row for i in chance.integers(0, len(people), len(people)) for row in by_person[people[i]]]
        if (found := favour(picked)) is not None:
            drawn.append(sign * found)
    if not drawn:
        return None, None
    low, high = np.quantile(drawn, (0.025, 0.975))
    return float(low), float(high)
