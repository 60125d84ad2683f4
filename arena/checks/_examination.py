"""A judge before prepared moments, attacks, and judges that are garbage: what it finds and what fools it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from arena.judges.calibration import (
    GARBAGE,
    TWINS,
    Bench,
    Covered,
    Found,
    GarbageJudge,
    Judgement,
    Moment,
    Selection,
    Tried,
    Twin,
    attempt,
    coverage_curve,
    found,
    is_fault,
    verdict_on,
)
from arena.models import Model
from arena.schema.measure import BY_NAME
from arena.schema.verdict import Verdict

Tick = Callable[[], None]
"""Told once for each answer."""
EVERYTHING = Selection()
_Verdicts = tuple[Verdict, list[Verdict]]
"""The one on the moment's own measure, and those given with it."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of it."""

    judge: str
    judgements: tuple[Judgement, ...]
    tried: tuple[Tried, ...]

    @property
    def by_measure(self) -> list[Found]:
        """Precision and recall on each measure."""
        judged = {row.measure for row in self.judgements}
        return [found(name, (r for r in self.judgements if r.measure == name)) for name in BY_NAME if name in judged]

    @property
    def by_family(self) -> list[Found]:
        """The same for each family of measures."""
        names = dict.fromkeys(of_measure.measure.split(".")[0] for of_measure in self.by_measure)
        return [found(name, (r for r in self.judgements if r.measure.startswith(f"{name}."))) for name in names]

    @property
    def overall(self) -> Found:
        """The same for all moments together."""
        return found("all", self.judgements)

    @property
    def misjudged(self) -> list[Judgement]:
        """The answers that are wrong, the surest first: where to look."""
        return sorted((row for row in self.judgements if not row.right), key=lambda row: -(row.certainty or 0))

    @property
    def curve(self) -> list[Covered]:
        """Accuracy and coverage by certainty."""
        return coverage_curve(self.judgements)

    @property
    def fooled(self) -> list[Tried]:
        """The attacks that paid."""
        return [tried for tried in self.tried if tried.gained]


def n_questions(selection: Selection) -> int:
    """How many times a judge is asked in an examination: the same text on the same moment only once."""
    asked = {_asked(moment, twin) for moment in selection.picked() for twin in TWINS}
    for trial in selection.tried():
        asked.add(_asked(_with(trial.moment, trial.text), "planted"))
        if not trial.at_floor:
            asked.add(_asked(_with(trial.moment, trial.moment.text("planted")), "planted"))
    return len(asked)


def _asked(moment: Moment, twin: Twin) -> tuple[str, tuple[str, ...]]:
    """What a judge is asked, so that it is asked once: twins may end on the same words after different ones."""
    return moment.id, moment.dialogue(twin)


def _with(moment: Moment, text: str) -> Moment:
    """The moment with another text in the place of the bad one."""
    return moment.model_copy(update={"planted": text})


class _Desk:
    """A judge who is asked at most so many things at once, and nothing twice."""

    def __init__(self, bench: Bench, tick: Tick, at_once: int) -> None:
        self._bench = bench
        self._tick = tick
        self._places = asyncio.Semaphore(at_once)
        self._asked: dict[tuple[str, tuple[str, ...]], asyncio.Task[_Verdicts]] = {}

    async def verdicts(self, moment: Moment, twin: Twin) -> _Verdicts:
        """The verdict on the moment's own measure, and the others."""
        key = _asked(moment, twin)
        if key not in self._asked:
            self._asked[key] = asyncio.create_task(self._ask(moment, twin))
        return await self._asked[key]

    async def value(self, moment: Moment, text: str) -> float | None:
        """The value of a text in the place of the bad reply."""
        own, _ = await self.verdicts(_with(moment, text), "planted")
        return own.value

    async def _ask(self, moment: Moment, twin: Twin) -> _Verdicts:
        async with self._places:
            verdicts = await verdict_on(moment, twin, self._bench)
        self._tick()
        return verdicts

    async def clear(self) -> None:
        """Leave nothing under way."""
        tasks = list(self._asked.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def examine(
    model: Model, judge: str, tick: Tick, selection: Selection = EVERYTHING, at_once: int = 8
) -> Examined:
    """Put moments, attacks and empty replies to a judge.

    Args:
        model: the judge.
        judge: its id.
        tick: told after each answer.
        selection: which moments and attacks.
        at_once: questions in flight.
    """
    desk = _Desk(Bench(model, judge), tick, at_once)
    moments = [_judge(moment, twin, desk) for moment in selection.picked() for twin in TWINS]
    attacks = [attempt(trial, desk.value) for trial in selection.tried()]
    try:
        judgements, tried = await asyncio.gather(asyncio.gather(*moments), asyncio.gather(*attacks))
    finally:
        await desk.clear()
    return Examined(judge, tuple(judgements), tuple(tried))


async def unmasked(selection: Selection = EVERYTHING) -> list[Examined]:
    """What judges that are garbage make of the same moments: a table to set a real one beside."""
    only_moments = replace(selection, attacks=0)
    return [await examine(GarbageJudge(kind), kind, lambda: None, only_moments) for kind in GARBAGE]


async def _judge(moment: Moment, twin: Twin, desk: _Desk) -> Judgement:
    own, others = await desk.verdicts(moment, twin)
    return Judgement(
        moment=moment.id,
        measure=moment.measure,
        planted=twin == "planted",
        flagged=_flagged(own),
        status=own.status,
        certainty=own.certainty,
        spilled=tuple(row.measure for row in others if row.measure != "privacy.completeness" and _flagged(row)),
        value=own.value,
        reason=own.reason,
    )


def _flagged(verdict: Verdict) -> bool | None:
    return None if verdict.value is None else is_fault(verdict.measure, verdict.value)
