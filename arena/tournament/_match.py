"""One match: the dialogue on its critical path, the judges beside it, everything as events."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from arena import assistants, scenarios
from arena.assistants import Contestant
from arena.dialogue import Cast, play
from arena.errors import ArenaError, CallFailed, JournalUnwritable, MissingKey, RunStopped, TransportFailed
from arena.journal import Diverged, RecordedModel, Scribe, StoredAnswers
from arena.judges import AS_SHIPPED, Brief, Panel
from arena.judges.realism import RealismJudge, voiding
from arena.models import Listen
from arena.models.cache import Answers
from arena.models.human import HUMAN
from arena.scenarios import NormTable
from arena.schema.event import Event, MatchEnded, MatchEvent, MatchStarted, VerdictGiven
from arena.schema.measure import REALISM
from arena.schema.persona import Persona
from arena.schema.run import MatchPlan, Party
from arena.schema.scenario import Scenario
from arena.schema.verdict import Verdict
from arena.tournament._prologue import Prologue, TakesOver
from arena.tournament.backends import Backends, stop_if_down
from arena.tournament.witness import seat
from arena.users import Person, PlayedByHand

Emit = Callable[[Event], None]
Job = Coroutine[Any, Any, list[Verdict]]


Audience = Callable[[str], Listen | None]
"""Match key -> who listens while its contestant writes."""


def _nobody(match: str) -> Listen | None:
    return None


@dataclass(frozen=True, slots=True)
class Table:
    """What all matches of a run share."""

    backends: Backends
    norms: NormTable
    emit: Emit
    prompts_seen: set[str]
    judging: asyncio.Semaphore
    """Bounds judge calls in flight, so that they do not starve the dialogues."""
    brief: Brief = AS_SHIPPED
    """In which words judges ask."""
    audience: Audience = _nobody
    """Who listens at this moment while the contestant of that match writes; None while nobody does."""
    prologue: Prologue | None = None
    """What was said before, where the one match of the run branches off another."""


@dataclass(frozen=True, slots=True)
class Pairing:
    """A match with its records."""

    plan: MatchPlan
    persona: Persona
    scenario: Scenario
    case: str
    """Key of persona, scenario and seed."""


async def play_match(
    pairing: Pairing, stored: StoredAnswers, table: Table, spoken: Callable[[], None] = lambda: None
) -> None:
    """Play a match to its end and announce it; replay what is stored, go live where the record ends.

    `spoken` is called when the dialogue is over and only judges are still waited for.

    Raises:
        RunStopped: the endpoint is down; the match stays unfinished and the run can be resumed.
        JournalUnwritable, MissingKey: nothing more can be played.
    """
    while True:
        try:
            await _Attempt(pairing, stored, table, spoken).play()
            return
        except Diverged:
            stored = StoredAnswers(attempt=stored.attempt + 1)


def _close(job: Job, _: object) -> None:
    """Also a job that was cancelled before its turn came, which would complain that nobody waited for it."""
    job.close()


class _Attempt:
    def __init__(self, pairing: Pairing, stored: StoredAnswers, table: Table, spoken: Callable[[], None]) -> None:
        self._spoken = spoken
        self._pairing = pairing
        self._table = table
        self._attempt = stored.attempt
        self._scribe = Scribe(pairing.plan.key, stored, table.emit, table.prompts_seen)
        self._case = pairing.case
        self._world = scenarios.world(pairing.scenario)
        self._jobs: set[asyncio.Task[None]] = set()
        self._taking_over: TakesOver | None = None
        self._of_person: list[Verdict] = []
        """What the judge of realism found."""

    async def play(self) -> None:
        plan = self._pairing.plan
        self._table.emit(MatchStarted(at=time.time(), match=plan.key, attempt=self._attempt))
        try:
            outcome, reason = await self._play_out()
        except TransportFailed as error:
            stop_if_down(self._table.backends)
            outcome, reason = "failed", f"{error.kind}: {error.fact}"
        except (Diverged, JournalUnwritable, MissingKey, RunStopped):
            raise
        except CallFailed as error:
            outcome, reason = "failed", f"{error.kind}: {error.fact}"
        except ArenaError as error:
            outcome, reason = "failed", error.fact
        except Exception as error:  # noqa: BLE001  # a contestant may raise anything; the other matches go on
            outcome, reason = "failed", f"{type(error).__name__}: {error}"
        finally:
            await self._drop_jobs()
        end = MatchEnded(at=time.time(), match=plan.key, attempt=self._attempt, outcome=outcome, reason=reason)
        self._table.emit(end)

    async def _play_out(self) -> tuple[Literal["completed", "void", "failed"], str]:
        pairing = self._pairing
        kind = PlayedByHand if self._by_hand("user") else Person
        person = kind(pairing.persona, pairing.scenario, self._model("user"), self._case)
        audience = partial(self._table.audience, pairing.plan.key)
        plan, backends, model = pairing.plan, self._table.backends, self._model("contestant")
        contestant = self._in_place(seat(plan.contestant, model, self._scribe, backends, audience, plan.seed))
        panel, realism = self._panel(), self._realism()
        roles = Cast(
            match=pairing.plan.key,
            attempt=self._attempt,
            persona=pairing.persona,
            scenario=pairing.scenario,
            person=person,
            contestant=contestant,
            probes=self._table.backends.spec.probes,
            stranger=self._maker_of_strangers(model),
            case=self._case,
            replies="human" if self._by_hand("contestant") else "generated",
        )
        try:
            async for event in play(roles):
                self._table.emit(event)
                self._judge(panel, event)
                self._judge(realism, event)
                await asyncio.sleep(0)  # the offline model never waits by itself; let the others have a turn
        finally:
            await contestant.close()
        self._spoken()
        await self._finish_jobs()
        if realism is not None:
            self._tell(realism.counted())
        why = (*person.misbehaved, *voiding(self._of_person, self._table.backends.spec.realism))
        return ("void", "; ".join(why)) if why else ("completed", "")

    def _in_place(self, contestant: Contestant) -> Contestant:
        """The contestant itself, or as one that goes on where another one was."""
        if self._table.prologue is None:
            return contestant
        hears = assistants.is_door(self._pairing.plan.contestant)
        self._taking_over = TakesOver(contestant, self._table.prologue, hears=hears)
        return self._taking_over

    def _maker_of_strangers(self, model: RecordedModel) -> Callable[[], Contestant] | None:
        if self._table.prologue is not None or assistants.is_door(self._pairing.plan.contestant):
            return None
        return partial(self._stranger, model)

    def _stranger(self, model: RecordedModel) -> Contestant:
        """The contestant of this match as it was before it met anybody."""
        plan, backends = self._pairing.plan, self._table.backends
        return seat(plan.contestant, model, self._scribe, backends, lambda: None, plan.seed)

    def _by_hand(self, party: Party) -> bool:
        return self._table.backends.model(party).id == HUMAN

    def _panel(self) -> Panel | None:
        backends = self._table.backends
        if not backends.spec.judge:
            return None
        pairing = self._pairing
        model = self._model("judge")
        judge = backends.model("judge").id
        return Panel(pairing.persona, pairing.scenario, model, self._table.norms, judge, self._table.brief)

    def _realism(self) -> RealismJudge | None:
        """Reads the person, where one is simulated and judges are wanted at all."""
        backends, pairing = self._table.backends, self._pairing
        if not backends.spec.judge or self._by_hand("user"):
            return None
        judge = backends.model("judge").id
        return RealismJudge(pairing.persona, pairing.scenario, self._model("judge"), judge, backends.spec.realism)

    def _model(self, party: Party) -> RecordedModel:
        backends = self._table.backends
        backend = backends.backend(party, self._world, self._case)
        kept: Answers | None = backends.cache_for(backends.model(party), self._pairing.plan.seed)
        if (prologue := self._table.prologue) is not None:
            kept = prologue.remembered(party, kept, lambda: not (self._taking_over and self._taking_over.has_spoken))
        return RecordedModel(party, backend, backends.sampling(party), self._scribe, kept)

    def _judge(self, reader: Panel | RealismJudge | None, event: MatchEvent) -> None:
        for job in self._wanted(reader, event):
            task = asyncio.create_task(self._verdicts(job))
            task.add_done_callback(partial(_close, job))
            self._jobs.add(task)
        self._reap({task for task in self._jobs if task.done()})

    def _wanted(self, reader: Panel | RealismJudge | None, event: MatchEvent) -> list[Job]:
        """What a reader would judge of an event; of what a former contestant did, the person's part only."""
        jobs = list(reader.see(event)) if reader else []
        prologue = self._table.prologue
        if prologue is None or isinstance(reader, RealismJudge) or not prologue.is_over(event):
            return jobs
        for job in jobs:
            job.close()
        return []

    def _reap(self, done: set[asyncio.Task[None]]) -> None:
        self._jobs -= done
        failed = [task for task in done if not task.cancelled() and task.exception() is not None]  # all are looked at
        for task in failed:
            task.result()

    async def _verdicts(self, job: Job) -> None:
        async with self._table.judging:
            verdicts = await job
        if any(verdict.status == "failed" for verdict in verdicts):
            stop_if_down(self._table.backends)
        self._tell(verdicts)

    def _tell(self, verdicts: list[Verdict]) -> None:
        for verdict in verdicts:
            if verdict.measure.startswith(f"{REALISM}."):
                self._of_person.append(verdict)
            self._table.emit(
                VerdictGiven(at=time.time(), match=self._pairing.plan.key, attempt=self._attempt, verdict=verdict)
            )

    async def _finish_jobs(self) -> None:
        while self._jobs:
            done, _ = await asyncio.wait(self._jobs)
            self._reap(done)

    async def _drop_jobs(self) -> None:
        for task in self._jobs:
            task.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)
        self._jobs.clear()
