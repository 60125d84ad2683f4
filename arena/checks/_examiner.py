"""Holding an examination: what it will take, on whose record it is, and where it goes on after an interruption."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from arena.checks._examination import EVERYTHING, Examined, Tick, examine
from arena.errors import CallFailed
from arena.journal import Journal, RecordedModel, RunFolder, Scribe, StoredAnswers, read
from arena.judges.calibration import Selection
from arena.models import Backend, Model, Sampling, request_for
from arena.schema.question import Question
from arena.schema.record import Record
from arena.schema.run import Models, Party, RunSpec
from arena.schema.world import World
from arena.text.canonical import canonical_json, key_of
from arena.tournament.backends import OFFLINE, Backends, check_models, stop_if_down
from arena.tournament.forecast import Forecast, forecast_questions
from arena.tournament.outlook import meter_for

A = TypeVar("A", bound=Record)

FOLDER = "selftests"
"""Beside the runs, so that the latest run stays a run."""
_KEY = "selftest"
"""Under what the calls are recorded; in a run this is the key of a match."""
_PACE = frozenset({"timeout_s", "max_tries", "rpm", "tpm", "lane"})
"""What says how a model is reached and not what it answers."""


@dataclass(slots=True)
class Examination:
    """An examination that is ready to be held, or to go on where its record ends. Make one with `examination`."""

    spec: RunSpec
    selection: Selection
    record: Path | None
    """The journal; None for the offline judge, which costs nothing and changes with its rules."""
    answers: StoredAnswers = field(default_factory=StoredAnswers)
    """What is on record already."""
    say: Callable[[str], None] = field(default=lambda _: None)
    """Told whenever a call has to wait, and on what."""

    async def ahead(self) -> Forecast:
        """What it will take: the calls that are not on record, counted by putting every question to the rules."""
        counted: Counter[str] = Counter()
        known = {request for _, request, _ in self.answers.calls}
        offline = RunSpec(models=Models())
        backend = Backends(offline, say=self.say).backend("judge", World(), _KEY)
        judge = self.spec.models.judge
        sampling = Sampling(judge.id, judge.temperature, judge.max_tokens)
        await examine(_Counting(backend, sampling, known, counted), OFFLINE, lambda: None, self.selection)
        asked: dict[tuple[Party, str], float] = {("judge", name): n for name, n in counted.items()}
        return forecast_questions(asked, self.spec, meter_for(self.spec))

    async def hold(self, tick: Tick) -> Examined:
        """Ask what is not on record, and say what came of it all.

        Raises:
            RunStopped: the endpoint is down, or another process is at it; the same command goes on.
            JournalUnwritable: nothing can be recorded.
            MissingKey: the provider refused the credentials.
        """
        backends = Backends(self.spec, say=self.say)
        backend, sampling = backends.backend("judge", World(), _KEY), backends.sampling("judge")
        journal = Journal(self.record) if self.record is not None else None
        try:
            emit = journal.append if journal is not None else lambda _: None
            model = RecordedModel("judge", backend, sampling, Scribe(_KEY, self.answers, emit, set()))
            judge = self.spec.models.judge.id
            return await examine(_Watchful(model, backends), judge, tick, self.selection, self.spec.concurrency)
        finally:
            await backends.close()
            if journal is not None:
                journal.close()


def examination(spec: RunSpec, selection: Selection = EVERYTHING, *, fresh: bool = False) -> Examination:
    """The examination of the judge of `spec`. Nothing is paid yet.

    Args:
        spec: names the judge, and the folder for its record.
        selection: which moments and attacks.
        fresh: ask again what is on record.

    Raises:
        UsageError, MissingKey: the judge cannot be asked.
    """
    check_models(spec)
    if spec.models.judge.id == OFFLINE:
        return Examination(spec, selection, None)
    record = _record(spec)
    events = read(record).events if record.exists() else []
    stored = StoredAnswers.by_match(events).get(_KEY, StoredAnswers())
    if fresh and stored.calls:
        stored = StoredAnswers(attempt=stored.attempt + 1)
    return Examination(spec, selection, record, stored)


def _record(spec: RunSpec) -> Path:
    """The same judge has the same record, whatever is selected."""
    judge = spec.models.judge
    digest = key_of(_KEY, canonical_json(judge.model_dump(exclude=set(_PACE))))[:6]
    name = "".join(c if c.isalnum() or c in "-." else "-" for c in judge.id.rpartition("/")[2])[:40].strip("-.") or "x"
    return RunFolder(Path(spec.runs_dir) / FOLDER / f"{name}-{digest}").journal


@dataclass(frozen=True, slots=True)
class _Counting:
    """Answers by rule, and counts the questions of each prompt that are not known."""

    backend: Backend
    sampling: Sampling
    """The real judge's."""
    known: set[str]
    counted: Counter[str]

    async def ask(self, question: Question[A]) -> A:
        request = request_for(question, self.sampling)
        self.counted[question.prompt] += request.sha256 not in self.known
        return (await self.backend.answer(question, request)).answer


@dataclass(frozen=True, slots=True)
class _Watchful:
    """A judge whose endpoint is given up when it is dead, before its silence counts as an answer."""

    model: Model
    backends: Backends

    async def ask(self, question: Question[A]) -> A:
        try:
            return await self.model.ask(question)
        except CallFailed:
            stop_if_down(self.backends)
            raise
