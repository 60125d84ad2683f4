"""A run: many matches at once, into the journal, with the database following behind."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from shlex import quote

from arena.collecting import seldom_collected
from arena.errors import StoreUnavailable
from arena.journal import Journal, RunFolder, StoredAnswers
from arena.models import Listen
from arena.models.cache import AnswerCache
from arena.models.human import Ask
from arena.results.standings import compute
from arena.schema.event import Event, RunEnded, RunResumed, RunStarted
from arena.schema.run import MatchPlan, RunSpec, StoredRun
from arena.store import Store
from arena.tournament._announced import Announcement, Delay, Notice, Piece
from arena.tournament._budget import Account, within_budget
from arena.tournament._match import Table
from arena.tournament._mended import tell_mended
from arena.tournament._playing import play_all, table_of
from arena.tournament._shard import once, play_in_processes
from arena.tournament._time import keep_time
from arena.tournament.backends import Backends

_INGEST_EVERY_S, _INGEST_AT_LAST_S = 2.0, 120.0
_INGEST_SHARE = 0.0025
"""Of a processor: where bringing the database up to date takes long, it is done less often, but so often that who reads
it sees the last two minutes missing at most. What an event costs there does not depend on how often it is done."""


@dataclass(slots=True)
class Run:
    """A run that is ready to be played. Make one with `start` or `resume`."""

    stored: StoredRun
    folder: RunFolder
    journal: Journal
    store: Store
    fresh: bool
    ask: Ask | None = None
    """Puts questions to the person at the terminal, where one plays."""
    account: Account = field(default_factory=Account)
    """What it has taken and may take."""
    answers: dict[str, StoredAnswers] = field(default_factory=dict)
    prompts_seen: set[str] = field(default_factory=set)
    watched: bool = False
    """Whether somebody wants to see replies while they are written; the play and its record are the same."""
    notes: tuple[str, ...] = ()
    """What is said before anything is played."""
    judged_with: dict[str, int] = field(default_factory=dict)
    """Judge prompt -> version that the run began with: it ends with it, so that no mean mixes two wordings."""
    _queue: asyncio.Queue[Announcement | None] = field(default_factory=asyncio.Queue)
    store_fault: StoreUnavailable | None = None
    """Why the database does not follow at the moment."""
    _n_said: int = 0

    def unfinished(self) -> list[MatchPlan]:
        """The matches still to be played: new ones, interrupted ones, and those that failed in transport."""
        done = {key for key, stored in self.answers.items() if stored.outcome and not stored.lost_in_transport}
        return [plan for plan in self.stored.matches if plan.key not in done]

    def finished(self) -> dict[str, str]:
        """Match key -> outcome of the matches that will not be played again."""
        waiting = {plan.key for plan in self.unfinished()}
        return {key: stored.outcome for key, stored in self.answers.items() if key not in waiting}

    @property
    def options(self) -> str:
        """Where its journal and its database are, as a command is told where that is not the usual place."""
        places = (("--runs-dir", self.folder.path.parent, RunSpec().runs_dir), ("--db", self.store.path, RunSpec().db))
        return "".join(f" {name} {quote(str(path))}" for name, path, usual in places if str(path) != usual)

    @property
    def ingest_command(self) -> str:
        """What to type to bring the database up to date."""
        return f"arena ingest {self.folder.run_id}{self.options}"

    async def play(self) -> AsyncIterator[Announcement]:
        """Play what is unfinished, announcing every event once it is journalled.

        Raises:
            RunStopped: an endpoint is down; the run can be resumed.
            BudgetSpent: a limit is reached; the run can be resumed with a higher one.
            JournalUnwritable: nothing can be recorded.
            MissingKey: a provider refused the credentials.
        """
        self.account.open()
        self._begin()
        work = asyncio.create_task(self._work())
        work.add_done_callback(lambda _: self._queue.put_nowait(None))  # whatever ends it, nobody waits for more
        follow = asyncio.create_task(self._follow())
        try:
            with seldom_collected():
                while (said := await self._queue.get()) is not None:
                    yield said
                await work
        finally:
            for task in (work, follow):
                task.cancel()
            await asyncio.gather(work, follow, return_exceptions=True)
            self.journal.close()
            notices = await asyncio.to_thread(self._ingest)
        for notice in (*notices, *await asyncio.to_thread(self._rank)):
            yield notice

    def _begin(self) -> None:
        for note in self.notes:
            self._queue.put_nowait(Notice(note))
        if not self.fresh:
            self._emit(RunResumed(at=time.time()))
            return
        started = RunStarted(at=time.time(), run=self.stored)
        self.folder.keep_beginning(started)
        self._emit(started)

    def _emit(self, event: Event) -> None:
        self.journal.append(event)
        self.account.see(event)
        self._n_said += 1
        self._queue.put_nowait(event)

    async def _work(self) -> None:
        self.account.say = lambda text: self._queue.put_nowait(Notice(text))
        backends = Backends(
            self.stored.spec,
            say=lambda text: self._queue.put_nowait(Delay(text)),
            ask=self.ask,
            account=self.account,
            cache=self._cache(),
        )
        clock = asyncio.create_task(keep_time(self.account.played_s, self._emit))
        try:
            if self.unfinished():  # else nothing of what matches share has to be there any more
                table = table_of(
                    self.stored, backends, self._emit, self.prompts_seen, self.judged_with, audience=self._audience
                )
                playing = asyncio.create_task(self._play_all(table))
                await within_budget(playing, self.account, lambda: self._n_said)
            self._emit(RunEnded(at=time.time()))
        finally:
            clock.cancel()
            await asyncio.gather(clock, return_exceptions=True)
            if backends.cache is not None:
                self._queue.put_nowait(Notice(_in_words(backends.cache)))
            await backends.close()

    def _cache(self) -> AnswerCache | None:
        folder = self.stored.spec.cache
        if folder is None:
            return None
        return AnswerCache(Path(folder), lambda text: self._queue.put_nowait(Notice(text)))

    def _audience(self, match: str) -> Listen | None:
        return (lambda piece: self._queue.put_nowait(Piece(match, piece))) if self.watched else None

    async def _play_all(self, table: Table) -> None:
        processes = self.stored.spec.processes
        if processes == 1:
            await play_all(self.stored, self.unfinished(), self.answers, table)
        else:
            emit = once(self._emit, self.prompts_seen)
            await play_in_processes(self.folder, self.unfinished(), processes, emit)

    async def _follow(self) -> None:
        took = 0.0
        while True:
            await asyncio.sleep(min(_INGEST_AT_LAST_S, max(_INGEST_EVERY_S, took / _INGEST_SHARE)))
            notices, took = await asyncio.to_thread(self._ingest_timed)
            for notice in notices:
                self._queue.put_nowait(notice)

    def _ingest_timed(self) -> tuple[list[Notice], float]:
        """What there is to say, and the seconds of a processor that it took."""
        began = time.thread_time()
        return self._ingest(), time.thread_time() - began

    def _ingest(self) -> list[Notice]:
        try:
            mended = tell_mended(self.store, self.store.ingest(self.folder))
        except StoreUnavailable as error:
            known, self.store_fault = self.store_fault is not None, error
            if known:
                return []
            return [Notice(f"{error.fact}. The run goes on in its journal; later: {self.ingest_command}")]
        if self.store_fault is not None:
            self.store_fault = None
            return [Notice("the database is back and up to date"), *map(Notice, mended)]
        return [Notice(text) for text in mended]

    def _rank(self) -> list[Notice]:
        if self.store_fault is not None:
            return []
        try:
            compute(self.store, self.folder.run_id)
        except StoreUnavailable as error:
            return [Notice(f"no standings yet: {error.fact}. Later: {self.ingest_command}")]
        return []


def _in_words(cache: AnswerCache) -> str:
    if not cache.served:
        return f"no call was answered from the cache {cache.folder}"
    saved = f", which saved ${cache.saved_usd:.4g}" if cache.saved_usd else ""
    return f"{cache.served:,} calls were answered from the cache {cache.folder}{saved}"
