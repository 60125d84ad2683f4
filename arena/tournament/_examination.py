"""A judge before prepared moments, attacks, and judges that are garbage: what it finds and what fools it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from arena.judges.calibration import (
    GARBAGE,
    TARGETS,
    TWINS,
    Bench,
    Covered,
    Found,
    GarbageJudge,
    Judgement,
    Moment,
    Tried,
    Twin,
    attempt,
    coverage_curve,
    floors,
    found,
    is_fault,
    shipped_attacks,
    shipped_moments,
    verdict_on,
)
from arena.models import Backend, Model, Sampling, request_for
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.verdict import Verdict

A = TypeVar("A", bound=Record)
R = TypeVar("R")
Tick = Callable[[], None]
"""Told once for each answer."""


@dataclass(frozen=True, slots=True)
class Direct:
    """A backend asked without a record: for questions that belong to no match."""

    backend: Backend
    sampling: Sampling

    async def ask(self, question: Question[A]) -> A:
        """The answer. Raises CallFailed."""
        return (await self.backend.answer(question, request_for(question, self.sampling))).answer


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of it."""

    judge: str
    judgements: tuple[Judgement, ...]
    tried: tuple[Tried, ...]

    @property
    def by_measure(self) -> list[Found]:
        """Precision and recall on each measure."""
        names = dict.fromkeys(row.measure for row in self.judgements)
        return [found(name, (row for row in self.judgements if row.measure == name)) for name in names]

    @property
    def by_family(self) -> list[Found]:
        """The same for each family of measures."""
        names = dict.fromkeys(row.measure.split(".")[0] for row in self.judgements)
        return [found(name, (r for r in self.judgements if r.measure.startswith(f"{name}."))) for name in names]

    @property
    def overall(self) -> Found:
        """The same for all moments together."""
        return found("all", self.judgements)

    @property
    def curve(self) -> list[Covered]:
        """Accuracy and coverage by certainty."""
        return coverage_curve(self.judgements)

    @property
    def fooled(self) -> list[Tried]:
        """The attacks that paid."""
        return [tried for tried in self.tried if tried.gained]


def n_questions() -> int:
    """How many times a judge is asked in an examination."""
    moments, attacks = shipped_moments().moments, shipped_attacks()
    return len(TWINS) * len(moments) + 2 * len(TARGETS) * len(attacks.attacks) + 4 * len(attacks.nothings)


async def examine(model: Model, judge: str, tick: Tick, at_once: int = 8) -> Examined:
    """Put every moment, attack and empty reply to a judge.

    Args:
        model: the judge.
        judge: its id.
        tick: told after each moment, attack and empty reply.
        at_once: questions in flight.
    """
    places = asyncio.Semaphore(at_once)
    desk = Bench(model, judge)

    async def placed(work: Awaitable[R]) -> R:
        async with places:
            result = await work
        tick()
        return result

    moments = [placed(_judge(m, twin, model, judge)) for m in shipped_moments().moments for twin in TWINS]
    shipped = shipped_attacks()
    attacks = [placed(attempt(attack, target, desk)) for attack in shipped.attacks for target in TARGETS]
    nothings = [placed(floors(nothing, desk)) for nothing in shipped.nothings]
    judgements, tried, floored = await asyncio.gather(
        asyncio.gather(*moments), asyncio.gather(*attacks), asyncio.gather(*nothings)
    )
    return Examined(judge, tuple(judgements), (*tried, *(row for rows in floored for row in rows)))


async def unmasked() -> list[Examined]:
    """What judges that are garbage make of the same moments: a table to set a real one beside."""
    return [
        Examined(kind, tuple([await _judge(m, t, GarbageJudge(kind), kind) for m in _moments() for t in TWINS]), ())
        for kind in GARBAGE
    ]


def _moments() -> Sequence[Moment]:
    return shipped_moments().moments


async def _judge(moment: Moment, twin: Twin, model: Model, judge: str) -> Judgement:
    own, others = await verdict_on(moment, twin, Bench(model, judge))
    return Judgement(
        moment=moment.id,
        measure=moment.measure,
        planted=twin == "planted",
        flagged=_flagged(own),
        status=own.status,
        certainty=own.certainty,
        spilled=tuple(row.measure for row in others if row.measure != "privacy.completeness" and _flagged(row)),
    )


def _flagged(verdict: Verdict) -> bool | None:
    return None if verdict.value is None else is_fault(verdict.measure, verdict.value)
