"""A person labels what a run's judges judged: blind, on the same rubric, into a journal of their own."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, TypeVar

from arena import scenarios
from arena.errors import UsageError
from arena.journal import Journal, RunFolder, StoredAnswers, read
from arena.judges import Brief, Job, by_hand
from arena.models import Reply, Request, Sampling
from arena.models.human import HUMAN
from arena.schema.event import Event, JudgingStarted, PromptUsed, VerdictGiven
from arena.schema.judging import Judging
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import ModelSpec
from arena.store import PlayedMatch, Recorded, Store
from arena.text.canonical import key_of
from arena.tournament._bench_again import Shelf, brief_of, name_of, versions
from arena.tournament._marks import known_prompts

A = TypeVar("A", bound=Record)

AskLabels = Callable[[Question[Any]], Awaitable[Mapping[str, str]]]
"""Shows a question, waits for the label of each key (see `judges.by_hand.asked`). Raises Skipped, TakenBack, Enough."""

_CODE = "code"
_FIRST = ("judge/acknowledge", "judge/helpful")
"""Asked before the question that shows the preference: who has read it finds it acknowledged more easily."""


class Skipped(Exception):
    """The person passes this one over; nothing is recorded of it."""


class TakenBack(Exception):
    """The person wants to go back to what came before: the start of this moment, or the moment before it."""


class Enough(Exception):
    """The person stops; what they labelled is kept."""


_Stop = Skipped | TakenBack | Enough


@dataclass(slots=True)
class _Held:
    """A journal that holds back the last moment that was labelled, as long as it can be taken back."""

    write: Callable[[Event], None]
    of: int = -1
    """The moment held back, by its place in the person's order; -1 for none."""
    now: int = -1
    """The moment being labelled."""
    events: list[Event] = field(default_factory=list)

    def emit(self, event: Event) -> None:
        """Hold an event of the moment being labelled, and keep what was held of another; the words of a prompt stay."""
        if isinstance(event, PromptUsed):
            self.write(event)
            return
        if self.of != self.now:
            self.keep()
            self.of = self.now
        self.events.append(event)

    def keep(self) -> None:
        """Write what is held: it cannot be taken back any more."""
        for event in self.events:
            self.write(event)
        self.drop()

    def drop(self) -> None:
        """Forget what is held, as if it had never been labelled."""
        self.events.clear()
        self.of = -1


@dataclass(slots=True)
class _Person:
    """The backend of a labelling: one question at a time, those that show least first."""

    ask: AskLabels
    labels: dict[str, Mapping[str, str]] = field(default_factory=dict)
    n_asked: int = 0
    _stop: _Stop | None = None
    _waiting: list[tuple[bool, int]] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=itertools.count)
    _turn: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def answer(self, question: Question[A], request: Request) -> Reply[A]:
        """What the person says. Raises Skipped, TakenBack or Enough."""
        mine = (question.prompt not in _FIRST, next(self._numbers))
        self._waiting.append(mine)
        for _ in range(3):
            await asyncio.sleep(0)  # until all questions of this moment wait
        began = time.perf_counter()
        async with self._turn:
            await self._turn.wait_for(lambda: self._stop is not None or min(self._waiting) == mine)
            try:
                labels = await self._ask(question)
            finally:
                self._waiting.remove(mine)
                self._turn.notify_all()
        self.n_asked += 1
        self.labels[request.sha256] = labels
        given = by_hand.answer(question, labels)
        if not isinstance(given, question.answer):
            raise TypeError(f"{question.prompt}: nobody can type {question.answer.__name__}")
        return Reply(given, latency_s=time.perf_counter() - began)

    async def _ask(self, question: Question[Any]) -> Mapping[str, str]:
        """Whoever waits for a moment that was passed over is not asked any more."""
        if self._stop is not None:
            raise self._stop
        try:
            return await self.ask(question)
        except (Skipped, TakenBack, Enough) as stop:
            self._stop = stop
            raise

    async def close(self) -> None:
        """Nothing to give back."""

    async def rest(self) -> None:
        """Ready for the next moment: nobody of the last one waits any more."""
        while self._waiting:
            await asyncio.sleep(0)
        self._stop = None

    def unsure(self) -> list[str]:
        """Keys of which the person could not say, since this was last asked."""
        found = [key for labels in self.labels.values() for key, label in labels.items() if label == by_hand.UNSURE]
        self.labels.clear()
        return found


@dataclass(frozen=True, slots=True)
class Labelled:
    """What came of a sitting."""

    moments: int
    """Replies, decisions and messages labelled now."""
    before: int
    """Labelled by the same person earlier."""
    left: int
    """Moments of the run that are not labelled."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """Something to be labelled: the judging of one reply, decision, message or probe."""

    played: PlayedMatch
    number: int
    """Its place among the judgings of its match."""
    job: Job
    order: str


def label(store: Store, run: str, rater: str, ask: AskLabels, options: Sitting) -> Labelled:
    """Have a person label moments of a run, in an order that is their own and tells nothing of the contestant.

    What they labelled in an earlier sitting is not asked again.

    Raises:
        UsageError: no match is over, or nothing in the run can be labelled on these measures.
        RunStopped: somebody is labelling under this name already.
    """
    person = _Person(ask)
    judging = Judging(
        kind="label", judge=ModelSpec(id=HUMAN), rater=rater, prompts=versions(), measures=options.measures
    )
    path = options.runs_dir / run / f"{name_of(judging)}.jsonl"
    events = read(path).events if path.exists() else []
    journal = Journal(path)
    held = _Held(journal.append)
    try:
        if not any(isinstance(event, JudgingStarted) for event in events):
            journal.append(JudgingStarted(at=time.time(), judging=judging))
        recorded = store.recorded(run)
        shelf = Shelf(
            store=store,
            recorded=recorded,
            judging=judging,
            backend=lambda *_: person,
            sampling=Sampling(HUMAN),
            norms=scenarios.load_norms(recorded.spec.norms),
            emit=held.emit,
            prompts_seen=known_prompts(events),
        )
        desk = _Desk(shelf, brief_of(judging), _known(events), held, StoredAnswers.by_match(events))
        return asyncio.run(_sit(desk, person, options.moments))
    finally:
        held.keep()
        journal.close()
        store.ingest(RunFolder(path.parent))


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is to be labelled in one sitting: at most so many moments, on these measures (empty for all)."""

    moments: int
    measures: tuple[str, ...]
    runs_dir: Path


@dataclass(frozen=True, slots=True)
class _Desk:
    """The dialogues, and the labels that the journal already holds: (match, measure, session, turn, about)."""

    shelf: Shelf
    brief: Brief
    known: frozenset[tuple[str, str, int, int, str]]
    held: _Held
    stored: Mapping[str, StoredAnswers]

    def jobs(self, played: PlayedMatch) -> list[Job]:
        """All there is to label in a match."""
        return self.shelf.jobs(played, self.stored.get(played.plan.key, StoredAnswers()), self.brief)

    def again(self, moment: _Moment) -> _Moment:
        """The same moment, to be labelled from its beginning."""
        moment.job.close()
        jobs = self.jobs(moment.played)
        for number, job in enumerate(jobs):
            if number != moment.number:
                job.close()
        return replace(moment, job=jobs[moment.number])


async def _sit(desk: _Desk, person: _Person, limit: int) -> Labelled:
    moments = sorted(_moments(desk), key=lambda moment: moment.order)
    if not moments:
        raise _nothing(desk.shelf.recorded)
    try:
        came = await _one_by_one(desk, person, moments, limit)
    finally:
        for moment in moments:
            moment.job.close()
    count = Counter(came.values())
    left = len(moments) - count["now"] - count["before"] - count["by code"]
    return Labelled(count["now"], count["before"], left)


Outcome = Literal["now", "before", "passed over", "by code"]


async def _one_by_one(desk: _Desk, person: _Person, moments: list[_Moment], limit: int) -> dict[int, Outcome]:
    """What came of each moment, by its place in the list."""
    came: dict[int, Outcome] = {}
    place = 0
    while place < len(moments) and Counter(came.values())["now"] < limit:
        asked, desk.held.now = person.n_asked, place
        try:
            came[place] = await _label(desk, person, moments[place])
        except Enough:
            break
        except TakenBack:
            moments[place] = desk.again(moments[place])
            place = _back(desk, came, place, begun=person.n_asked > asked)
            moments[place] = desk.again(moments[place])
        else:
            place += 1
    return came


def _back(desk: _Desk, came: dict[int, Outcome], place: int, *, begun: bool) -> int:
    """Where to go on: at this moment where something of it was labelled, else at the last one shown, if it is open."""
    if begun:
        desk.held.drop()
        return place
    shown = [before for before, outcome in came.items() if outcome in ("now", "passed over")]
    last = max(shown, default=-1)
    if last < 0 or (came[last] == "now" and desk.held.of != last):
        return place  # it is written: one moment back, and no further
    if desk.held.of == last:
        desk.held.drop()
    for after in [before for before in came if before >= last]:
        del came[after]
    return last


async def _label(desk: _Desk, person: _Person, moment: _Moment) -> Outcome:
    """Have one moment labelled; what code decides without a question is not a person's to label."""
    asked, plan = person.n_asked, moment.played.plan
    person.labels.clear()  # of a moment that was passed over or taken back
    try:
        rows = await moment.job
    except Skipped:
        return "passed over"
    finally:
        await person.rest()
    if all(row.judge == _CODE for row in rows):
        return "by code"
    new = person.n_asked > asked
    for verdict in by_hand.verdicts(rows, person.unsure()):
        place = (plan.key, verdict.measure, verdict.session, verdict.turn, verdict.about)
        if desk.brief.wants(verdict.measure) and (new or place not in desk.known):
            given = VerdictGiven(at=time.time(), match=plan.key, attempt=moment.played.attempt, verdict=verdict)
            (desk.held.emit if new else desk.held.write)(given)
    return "now" if new else "before"


def _nothing(recorded: Recorded) -> UsageError:
    if not recorded.matches:
        return UsageError(f"no match of {recorded.run_id} is over yet", next_step="label it once one has been played")
    return UsageError(
        f"nothing in {recorded.run_id} can be labelled on these measures",
        next_step="choose other measures, or all of them: --measures all",
    )


def _moments(desk: _Desk) -> Iterator[_Moment]:
    """All there are, each with its place in this person's order: contestants come mixed."""
    run, who = desk.shelf.recorded.run_id, desk.shelf.judging.rater
    for played in desk.shelf.recorded.matches:
        for number, job in enumerate(desk.jobs(played)):
            yield _Moment(played, number, job, key_of("label", run, who, played.plan.key, str(number)))


def _known(events: Iterable[Event]) -> frozenset[tuple[str, str, int, int, str]]:
    given = (event for event in events if isinstance(event, VerdictGiven))
    return frozenset((e.match, e.verdict.measure, e.verdict.session, e.verdict.turn, e.verdict.about) for e in given)
