"""Holding an interview: who is asked, by which models, into which journal; nothing of it reaches a dialogue."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from arena import personas
from arena.errors import RunStopped, StoreUnavailable, TransportFailed, UsageError
from arena.files import nearest
from arena.journal import Journal, RecordedModel, RunFolder, Scribe, StoredAnswers, new_name, read, read_from
from arena.psychometrics import findings
from arena.psychometrics.instruments import digest_of, instrument
from arena.psychometrics.interview import Ask, Sitting, by_a_stranger, hold, in_character
from arena.psychometrics.report import Findings
from arena.psychometrics.talks import chosen, played, remembered, talk_of
from arena.schema.event import Event, InterviewEnded, InterviewStarted, RunStarted, StatementAnswered
from arena.schema.interview import Heard, InterviewSpec, Occasion, Response, StoredInterview, View
from arena.schema.persona import Persona
from arena.schema.run import Models, Party, RunSpec
from arena.schema.world import World
from arena.store import Store
from arena.text.canonical import canonical_json, key_of
from arena.tournament._start import find_run
from arena.tournament.backends import Backends, check_models
from arena.tournament.lineup import provenance

FOLDER = "interviews"
"""Beside the runs, so that the latest run stays a run."""

Say = Callable[[Event], None]


class Seat(NamedTuple):
    """One sitting, how its pages are put, and who answers."""

    sitting: Sitting
    ask: Ask
    party: Party


@dataclass(slots=True)
class Interview:
    """An interview that is ready to be held. Make one with `begin` or `go_on`."""

    stored: StoredInterview
    folder: RunFolder
    journal: Journal
    fresh: bool
    answers: dict[str, StoredAnswers] = field(default_factory=dict)
    wait: Callable[[str], None] = field(default=lambda _: None)
    """Told whenever a call has to wait, and on what."""

    def seats(self) -> list[Seat]:
        """Every sitting, in the order in which they are begun."""
        return list(_seats(self.stored))

    async def hold(self, say: Say) -> None:
        """Hold all sittings, telling every event once it is journalled; what is journalled is not asked again.

        Raises:
            RunStopped: an endpoint is down; the interview can be gone on with.
            ArenaError: a model cannot be asked at all.
        """

        def emit(event: Event) -> None:
            self.journal.append(event)
            say(event)

        backends = Backends(_as_run(self.stored.spec), say=self.wait)
        places = asyncio.Semaphore(self.stored.spec.concurrency)
        if self.fresh:
            emit(InterviewStarted(at=time.time(), interview=self.stored))
        seen: set[str] = set()
        tasks = [asyncio.create_task(self._sit(seat, (backends, places, seen), emit)) for seat in self.seats()]
        try:
            await asyncio.gather(*tasks)
            emit(InterviewEnded(at=time.time()))
        except TransportFailed as error:
            raise RunStopped(
                f"no answer came: {error.fact}", next_step="arena doctor tells more; then go on"
            ) from error
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await backends.close()
            self.journal.close()

    async def _sit(self, seat: Seat, shared: tuple[Backends, asyncio.Semaphore, set[str]], emit: Say) -> None:
        backends, places, seen = shared
        async with places:
            key = _key(seat.sitting, self.stored)
            scribe = Scribe(key, self.answers.get(key, StoredAnswers()), emit, seen)
            sampling = backends.sampling(seat.party)
            model = RecordedModel(seat.party, backends.backend(seat.party, World(), key), sampling, scribe)
            for response in await hold(seat.sitting, seat.ask, model, sampling.model):
                emit(StatementAnswered(at=time.time(), response=response))

    def keep(self) -> str:
        """Bring the journal into the database; a sentence when that is not possible now."""
        try:
            Store(Path(self.stored.spec.db)).ingest(self.folder)
        except StoreUnavailable as error:
            return f"not in the database yet: {error.fact}. Later: arena ingest {self.folder.path}"
        return ""


def _as_run(spec: InterviewSpec) -> RunSpec:
    return RunSpec(models=Models(user=spec.user, judge=spec.rater), concurrency=spec.concurrency)


def _key(sitting: Sitting, stored: StoredInterview) -> str:
    """What determines a sitting, so that a journalled answer is only ever replayed for the same one."""
    person = canonical_json(stored.personas[sitting.persona])
    names = (sitting.view, sitting.occasion, sitting.instrument.id, str(sitting.number), str(sitting.seed))
    return key_of("sitting", person, *names)


def _seats(stored: StoredInterview) -> Iterator[Seat]:
    for key, body in stored.personas.items():
        persona = Persona.model_validate(body)
        portrait = personas.portrait(persona)
        name = persona.identity.name
        talks = [one.talk for one in stored.heard if one.persona == key]
        asks: list[tuple[View, Occasion, Ask, Party]] = [("self", "before", in_character(name, portrait, ()), "user")]
        if memories := stored.remembered.get(key):
            asks.append(("self", "after", in_character(name, portrait, memories), "user"))
        if talks:
            asks.append(("seen", "after", by_a_stranger(talks), "judge"))
        for one in stored.instruments:
            for view, occasion, ask, party in asks:
                for number in range(stored.spec.runs):
                    yield Seat(Sitting(key, one, view, occasion, number, stored.spec.seed), ask, party)


# Beginning -------------------------------------------------------------------------------------------------------


def begin(spec: InterviewSpec) -> Interview:
    """A new interview with its journal open. Nothing is paid yet.

    Raises:
        UsageError, BadFiles, MissingKey: something named does not exist or does not fit.
        JournalUnwritable: the runs folder cannot be written.
    """
    check_models(_as_run(spec))
    people = {p.id: p for p in chain.from_iterable(personas.find(name) for name in spec.personas)}
    instruments = tuple(instrument(name) for name in dict.fromkeys(spec.instruments))
    heard, memories = _from(spec, people) if spec.source else ((), {})
    stored = StoredInterview(
        id=new_name(Path(spec.runs_dir) / FOLDER, datetime.now()),  # names are in local time
        spec=spec,
        provenance=provenance(),
        personas={key: who.model_dump(mode="json") for key, who in people.items()},
        instruments=instruments,
        instrument_sha256={one.id: digest_of(one.id) for one in instruments},
        heard=heard,
        remembered=memories,
    )
    folder = RunFolder(Path(spec.runs_dir) / FOLDER / stored.id)
    return Interview(stored, folder, Journal(folder.journal), fresh=True)


def _from(spec: InterviewSpec, people: dict[str, Persona]) -> tuple[tuple[Heard, ...], dict[str, tuple[str, ...]]]:
    """The talks that a stranger reads, and what each person remembers of one match of theirs."""
    events = read(find_run(spec.source, Path(spec.runs_dir)).journal).events
    run = next((event.run for event in events if isinstance(event, RunStarted)), None)
    matches = played(events, run.matches if run else ())
    heard: list[Heard] = []
    memories: dict[str, tuple[str, ...]] = {}
    for key, persona in people.items():
        for match, session in chosen(matches, key):
            heard.append(Heard(persona=key, match=match, session=session.number, talk=talk_of(session, persona)))
        whole = next((m for m in matches if m.plan.persona == key and m.outcome == "completed"), None)
        if whole is not None:
            memories[key] = remembered(list(whole.sessions.values()))
    return tuple(heard), memories


def latest_with(people: tuple[str, ...], runs_dir: Path) -> str:
    """The id of the latest run in which all of these people were played, else any of them; empty without one."""
    best: dict[str, int] = {}
    ids = sorted((path.parent.name for path in runs_dir.glob("*/journal.jsonl")), reverse=True)
    for run_id in ids:
        cast = _cast(runs_dir / run_id / "journal.jsonl")
        best[run_id] = len(cast & set(people))
        if best[run_id] == len(people):
            return run_id
    found = max(ids, key=lambda run_id: best[run_id], default="")
    return found if found and best[found] else ""


def _cast(journal: Path) -> set[str]:
    first = next(iter(read_from(journal, at_most=1).events), None)
    return {plan.persona for plan in first.run.matches} if isinstance(first, RunStarted) else set()


def go_on(name: str, runs_dir: Path) -> Interview:
    """The interview of that id (or a unique beginning, or `latest`), ready to go on where its journal ends.

    Raises:
        UsageError: there is none.
        RunStopped: another process is holding it.
    """
    folder = find_interview(name, runs_dir)
    journal = Journal(folder.journal)
    try:
        stored, _ = _read(folder)
    except BaseException:
        journal.close()
        raise
    return Interview(stored, folder, journal, fresh=False, answers=StoredAnswers.by_match(read(folder.journal).events))


def found_in(name: str, runs_dir: Path) -> tuple[StoredInterview, tuple[Findings, ...]]:
    """An interview that was held, and what came of it. Raises UsageError."""
    stored, responses = _read(find_interview(name, runs_dir))
    return stored, findings(stored, responses)


def _read(folder: RunFolder) -> tuple[StoredInterview, list[Response]]:
    events = read(folder.journal).events
    stored = next((event.interview for event in events if isinstance(event, InterviewStarted)), None)
    if stored is None:
        raise UsageError(f"the journal of {folder.run_id} has no beginning", next_step="hold a new interview")
    return stored, [event.response for event in events if isinstance(event, StatementAnswered)]


def find_interview(name: str, runs_dir: Path) -> RunFolder:
    """The folder of an interview. Raises UsageError."""
    ids = sorted(path.parent.name for path in (runs_dir / FOLDER).glob("*/journal.jsonl"))
    fits = ids[-1:] if name == "latest" else [one for one in ids if one.startswith(name)]
    if len(fits) == 1 or name in fits:
        return RunFolder(runs_dir / FOLDER / (name if name in fits else fits[0]))
    raise UsageError(
        f"{len(fits)} interviews begin with {name!r}" if fits else f"there is no interview {name!r} in {runs_dir}",
        choices=fits[:5] or nearest(name, ids) or ids[-3:],
        next_step="hold one: arena persona interview NAME...",
    )
