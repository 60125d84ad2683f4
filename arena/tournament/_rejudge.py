"""Judging a run once more, from the store alone: not a word is played again."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from arena import scenarios
from arena.errors import ArenaError, RunStopped, StoreUnavailable, UsageError
from arena.journal import Journal, RunFolder, StoredAnswers, read
from arena.judges import Brief, Job
from arena.results.standings import compute
from arena.schema.event import Event, JudgingEnded, JudgingStarted, MatchEnded, MatchStarted, VerdictGiven
from arena.schema.judging import Judging
from arena.schema.run import Budget, RunSpec
from arena.store import PlayedMatch, Recorded, Store
from arena.tournament._announced import Announcement, Delay, Notice
from arena.tournament._bench_again import Shelf, brief_of, name_of, with_judge
from arena.tournament._budget import Account, within_budget
from arena.tournament._marks import known_prompts
from arena.tournament._playing import first_of
from arena.tournament._time import keep_time
from arena.tournament.backends import Backends, check_ids, check_judge, stop_if_down
from arena.tournament.forecast import Forecast, forecast_judging
from arena.tournament.outlook import check_limits, meter_for


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the matches of one judging share."""

    shelf: Shelf
    brief: Brief
    calls: asyncio.Semaphore
    backends: Backends


@dataclass(slots=True)
class Rejudging:
    """A judging that is ready to begin, or to go on where its journal ends. Make one with `rejudge`."""

    recorded: Recorded
    judging: Judging
    spec: RunSpec
    """The run's, with this judge and these limits."""
    journal: Journal
    store: Store
    account: Account
    answers: dict[str, StoredAnswers]
    prompts_seen: set[str]
    _queue: asyncio.Queue[Announcement | None] = field(default_factory=asyncio.Queue)
    _n_said: int = 0

    @property
    def name(self) -> str:
        """Of its journal, without suffix."""
        return self.journal.path.stem

    def unfinished(self) -> list[PlayedMatch]:
        """Matches that were played to their end and are not judged yet by this judging."""
        return [played for played in self.recorded.matches if not self._is_done(played)]

    def _is_done(self, played: PlayedMatch) -> bool:
        stored = self.answers.get(played.plan.key)
        return stored is not None and stored.attempt == played.attempt and bool(stored.outcome)

    async def play(self) -> AsyncIterator[Announcement]:
        """Judge what is unfinished, announcing every event once it is journalled.

        Raises:
            RunStopped: the judge's endpoint is down; the same command goes on.
            BudgetSpent: a limit is reached; the same command with a higher one goes on.
            JournalUnwritable: nothing can be recorded.
            MissingKey: the provider refused the credentials.
        """
        self.account.open()
        self._emit(JudgingStarted(at=time.time(), judging=self.judging))
        notices: list[Notice] = []
        work = asyncio.create_task(self._work())
        work.add_done_callback(lambda _: self._queue.put_nowait(None))  # whatever ends it, nobody waits for more
        try:
            while (said := await self._queue.get()) is not None:
                yield said
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
            self.journal.close()
            notices = await asyncio.to_thread(self._keep)
        for notice in notices:
            yield notice

    def _emit(self, event: Event) -> None:
        self.journal.append(event)
        self.account.see(event)
        self._n_said += 1
        self._queue.put_nowait(event)

    async def _work(self) -> None:
        self.account.say = lambda text: self._queue.put_nowait(Notice(text))
        backends = Backends(self.spec, say=lambda text: self._queue.put_nowait(Delay(text)), account=self.account)
        shelf = Shelf(
            store=self.store,
            recorded=self.recorded,
            judging=self.judging,
            backend=partial(backends.backend, "judge"),
            sampling=backends.sampling("judge"),
            norms=scenarios.load_norms(self.spec.norms),
            emit=self._emit,
            prompts_seen=self.prompts_seen,
        )
        clock = asyncio.create_task(keep_time(self.account.played_s, self._emit))
        try:
            await within_budget(
                asyncio.create_task(self._judge_all(shelf, backends)), self.account, lambda: self._n_said
            )
            self._emit(JudgingEnded(at=time.time(), judging=self.judging))
        finally:
            clock.cancel()
            await asyncio.gather(clock, return_exceptions=True)
            await backends.close()

    async def _judge_all(self, shelf: Shelf, backends: Backends) -> None:
        places, calls = asyncio.Semaphore(self.spec.concurrency), asyncio.Semaphore(4 * self.spec.concurrency)
        desk = _Desk(shelf, brief_of(self.judging), calls, backends)
        try:
            async with asyncio.TaskGroup() as group:
                for played in self.unfinished():
                    await places.acquire()
                    task = group.create_task(self._judge(played, desk))
                    task.add_done_callback(lambda _: places.release())
        except* ArenaError as errors:
            raise first_of(errors) from None

    async def _judge(self, played: PlayedMatch, desk: _Desk) -> None:
        key, attempt = played.plan.key, played.attempt
        self._emit(MatchStarted(at=time.time(), match=key, attempt=attempt))
        stored = self.answers.get(key, StoredAnswers())
        if stored.attempt != attempt:
            stored = StoredAnswers(attempt=attempt)
        jobs = desk.shelf.jobs(played, stored, desk.brief)
        try:
            async with asyncio.TaskGroup() as group:
                for job in jobs:
                    group.create_task(self._verdicts(job, played, desk))
        finally:
            for job in jobs:
                job.close()
        self._emit(MatchEnded(at=time.time(), match=key, attempt=attempt, outcome="completed"))

    async def _verdicts(self, job: Job, played: PlayedMatch, desk: _Desk) -> None:
        async with desk.calls:
            verdicts = await job
        if any(verdict.status == "failed" for verdict in verdicts):
            stop_if_down(desk.backends)
        for verdict in verdicts:
            if desk.brief.wants(verdict.measure):
                told = verdict.model_copy(update={"sample": self.judging.sample})
                self._emit(VerdictGiven(at=time.time(), match=played.plan.key, attempt=played.attempt, verdict=told))
        await asyncio.sleep(0)

    def _keep(self) -> list[Notice]:
        """Ingest and rank; what cannot be done now can be done later."""
        try:
            self.store.ingest(RunFolder(self.journal.path.parent))
            compute(self.store, self.recorded.run_id, self.name)
        except StoreUnavailable as error:
            return [Notice(f"{error.fact}. Everything is in the journal; later: arena ingest {self.recorded.run_id}")]
        return []


def rejudge(store: Store, run: str, judging: Judging, runs_dir: Path, budget: Budget, concurrency: int) -> Rejudging:
    """The judging of a run, with its journal open: a new one, or that of its name where it ends. Nothing is paid yet.

    Args:
        store: where the run is; its journal is not needed.
        run: its full id.
        judging: by whom, in which words, what.
        runs_dir: where the run's folder is, or is made, for the journal of the judging.
        budget: limits of this judging in all.
        concurrency: matches at once.

    Raises:
        UsageError: no match of the run is over, or a limit does not pay for one.
        RunStopped: another process is at it.
        JournalUnwritable: nothing can be recorded.
    """
    recorded = _finished(store, run)
    spec = with_judge(recorded.spec, judging).model_copy(update={"budget": budget, "concurrency": concurrency})
    check_judge(spec)
    path = runs_dir / run / f"{name_of(judging)}.jsonl"
    meter = meter_for(spec, store.path)
    ahead = forecast_judging(recorded, judging, spec, meter)
    check_limits(budget, ahead)
    events = read(path).events if path.exists() else []
    account = Account(limits=budget, forecast=ahead, meter=meter)
    account.recall(events)
    journal = _journal(path)
    return Rejudging(
        recorded=recorded,
        judging=judging,
        spec=spec,
        journal=journal,
        store=store,
        account=account,
        answers=StoredAnswers.by_match(events),
        prompts_seen=known_prompts(events),
    )


def forecast_of_judging(store: Store, run: str, judging: Judging) -> Forecast:
    """What judging all finished matches of a run will take. Raises UsageError as `rejudge`."""
    recorded = _finished(store, run)
    spec = with_judge(recorded.spec, judging)
    check_ids(spec)
    return forecast_judging(recorded, judging, spec, meter_for(spec, store.path))


def _finished(store: Store, run: str) -> Recorded:
    recorded = store.recorded(run)
    if not recorded.matches:
        raise UsageError(f"no match of {run} is over, so there is nothing to read", next_step=f"arena show {run}")
    return recorded


def _journal(path: Path) -> Journal:
    try:
        return Journal(path)
    except RunStopped as error:
        raise RunStopped(f"another process is at {path.stem}", next_step="wait for it to end") from error
