"""Checking the people of a run that was played: every match again, from its journal; not a word is said anew."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from arena import scenarios
from arena.checks._asked_again import Asking, picked, times_asked, windows_rated
from arena.checks._checked import Checked, played_out
from arena.checks._people_report import RealismReport, report
from arena.checks._twins import hold_against, play_twins, twins_of
from arena.errors import RunStopped, StoreUnavailable, TransportFailed, UsageError
from arena.journal import Journal, RecordedModel, RunFolder, Scribe, StoredAnswers, read
from arena.judges.realism import RealismJudge, voiding
from arena.models.cache import AnswerCache
from arena.models.human import HUMAN
from arena.results.people import ENOUGH_SHARED, OtherPeople, others, ranked_beside
from arena.results.standings import compute
from arena.schema.event import MatchVoided, RunStarted, VerdictGiven
from arena.schema.persona import Persona
from arena.schema.realism import RealismSpec
from arena.schema.run import Models, ModelSpec, Party, StoredRun
from arena.schema.scenario import Scenario
from arena.schema.verdict import Verdict
from arena.store import Store
from arena.tournament.backends import Backends, check_models
from arena.tournament.forecast import Forecast, forecast_questions
from arena.tournament.outlook import forecast_rest, meter_for

Say = Callable[[str], None]


Extra = Literal["consistency", "drift", "amplification"]
"""What is measured on request, since it asks a model, or plays, once more."""
EXTRAS: tuple[Extra, ...] = get_args(Extra)


def extras_named(names: Iterable[str]) -> frozenset[Extra]:
    """What these names stand for, `all` for each. Raises UsageError."""
    given = list(names)
    if stray := [name for name in given if name not in (*EXTRAS, "all")]:
        raise UsageError(f"nothing named {stray[0]!r} is measured besides", choices=(*EXTRAS, "all"))
    return frozenset(name for name in EXTRAS if "all" in given or name in given)


@dataclass(frozen=True, slots=True)
class Also:
    """What is measured besides, of how many matches of each person."""

    extras: frozenset[Extra] = frozenset()
    each: int = 4


@dataclass(frozen=True, slots=True)
class Check:
    """A check of the people of a run, ready to be made. Get one from `check`; nothing is asked before `make`."""

    folder: RunFolder
    run: StoredRun
    judge: ModelSpec
    spec: RealismSpec
    matches: tuple[Checked, ...]
    extras: frozenset[Extra] = frozenset()
    chosen: tuple[Checked, ...] = ()
    """The matches of which more is measured."""

    @property
    def steps(self) -> int:
        """Pages that are put and matches that are played besides."""
        asked = self._pages()
        return round(sum(asked.values())) + (len(self.chosen) if "amplification" in self.extras else 0)

    def _pages(self) -> dict[tuple[Party, str], float]:
        people = _people(self.run)
        return {
            ("user", "probe/again"): sum(map(times_asked, self.chosen)) if "consistency" in self.extras else 0,
            ("judge", "probe/seen"): sum(windows_rated(m, people[m.plan.persona]) for m in self.chosen)
            if "drift" in self.extras
            else 0,
        }

    def forecast(self, db: Path) -> Forecast:
        """What is measured besides will take."""
        spec = self.run.spec.model_copy(update={"models": _models(self.run, self.judge, self.extras)})
        ahead = forecast_questions(self._pages(), spec, meter_for(spec, db))
        if "amplification" not in self.extras:
            return ahead
        twins = twins_of(self.run, self.chosen)
        played = forecast_rest(twins, twins.matches, meter_for(twins.spec, db))
        return replace(played, calls=(*ahead.calls, *played.calls), seconds=ahead.seconds + played.seconds)

    def make(self, db: Path, say: Say, tick: Callable[[], None] = lambda: None) -> RealismReport:
        """Read every match, journal what is found beside the run, mark what is void, bring the database up to date.

        Args:
            db: the database.
            say: told of what the person at the screen should know.
            tick: told after each of the `steps`.

        Raises:
            RunStopped: an endpoint is down.
            ArenaError: a model cannot be asked, or nothing can be recorded.
        """
        journal = Journal(self.folder.path / f"journal-realism-{time.strftime('%Y%m%d-%H%M%S')}.jsonl")
        try:
            asyncio.run(_Desk(self, journal, say, tick).work())
        except TransportFailed as error:
            raise RunStopped(
                f"no answer came: {error.fact}", next_step="arena doctor tells more; then give the same command again"
            ) from error
        finally:
            journal.close()
        found = report(self.folder.run_id, self.run, self.matches, self.spec)
        return replace(found, others=_keep(self.folder, db, say))


def check(folder: RunFolder, judge: ModelSpec, spec: RealismSpec | None = None, also: Also | None = None) -> Check:
    """The check of a run.

    Args:
        folder: the run.
        judge: the model that is asked where one is needed, and that rates as a stranger.
        spec: when to ask, and the gates; those of the run by default.
        also: what is measured besides.

    Raises:
        UsageError: the run has no beginning, no match of it was played to its end, or a human played its people.
        MissingKey: a model has no key.
    """
    events = read(folder.journal).events
    run = next((event.run for event in events if isinstance(event, RunStarted)), None)
    matches = played_out(events, run.matches if run else ())
    if run is None or not matches:
        raise UsageError(f"no match of {folder.run_id} was played to its end", next_step="resume it, or play another")
    extras = also.extras if also else frozenset()
    if extras and run.spec.models.user.id == HUMAN:
        raise UsageError("a human played in this run, and no model is to be measured", next_step="leave --also out")
    check_models(run.spec.model_copy(update=_wanted(run, judge, extras)))
    chosen = picked(matches, also.each) if also and extras else []
    return Check(folder, run, judge, spec or run.spec.realism, tuple(matches), extras, tuple(chosen))


def _wanted(run: StoredRun, judge: ModelSpec, extras: frozenset[Extra]) -> dict[str, Any]:
    """What of a specification has to be there: models that will be asked, contestants that will play."""
    plays = "amplification" in extras
    return {"models": _models(run, judge, extras), "contestants": run.spec.contestants if plays else ()}


def _models(run: StoredRun, judge: ModelSpec, extras: frozenset[Extra]) -> Models:
    """Those that are asked; offline where nobody is."""
    nobody, models = ModelSpec(), run.spec.models
    return Models(
        user=models.user if extras & {"consistency", "amplification"} else nobody,
        contestant=models.contestant if "amplification" in extras else nobody,
        judge=judge,
    )


def _people(run: StoredRun) -> dict[str, Persona]:
    return {key: Persona.model_validate(body) for key, body in run.personas.items()}


def spec_of(folder: RunFolder) -> RealismSpec:
    """The gates with which a run was played; the default ones where its journal has no beginning."""
    run = next((event.run for event in read(folder.journal).events if isinstance(event, RunStarted)), None)
    return run.spec.realism if run else RealismSpec()


def _keep(folder: RunFolder, db: Path, say: Say) -> tuple[OtherPeople, ...]:
    """Bring the database up to date; what it then knows of runs with other user models."""
    try:
        store = Store(db)
        store.ingest(folder)
        compute(store, folder.run_id)
        return others(store, folder.run_id)
    except StoreUnavailable as error:
        say(f"not in the database yet: {error.fact}. Later: arena ingest {folder.run_id}")
        return ()


class _Desk:
    """The judge of realism at work on many matches."""

    def __init__(self, work: Check, journal: Journal, say: Say, tick: Callable[[], None]) -> None:
        run = work.run
        models = _models(run, work.judge, work.extras)
        self._work, self._journal, self._say, self._tick = work, journal, say, tick
        cache = AnswerCache(Path(run.spec.cache), say) if run.spec.cache is not None else None
        self._backends = Backends(run.spec.model_copy(update={"models": models}), say=say, cache=cache)
        self._people = _people(run)
        self._courses = {key: Scenario.model_validate(body) for key, body in run.scenarios.items()}
        self._seen: set[str] = set()
        self._places = asyncio.Semaphore(run.spec.concurrency)

    async def work(self) -> None:
        """Fill in what is found of each match, and journal it."""
        try:
            await asyncio.gather(*(self._match(match) for match in self._work.matches))
            await asyncio.gather(*(self._more(match) for match in self._work.chosen))
            if "amplification" in self._work.extras:
                await self._twins()
        finally:
            await self._backends.close()

    async def _match(self, match: Checked) -> None:
        async with self._places:
            persona, course = self._people[match.plan.persona], self._courses[match.plan.scenario]
            scribe = Scribe(match.plan.key, StoredAnswers(attempt=match.attempt), self._journal.append, self._seen)
            backend = self._backends.backend("judge", scenarios.world(course), match.plan.key)
            model = RecordedModel("judge", backend, self._backends.sampling("judge"), scribe)
            judge = RealismJudge(persona, course, model, self._work.judge.id, self._work.spec)
            jobs = [job for event in match.events for job in judge.see(event)]
            match.rows = [row for job in jobs for row in await job] + judge.counted()
            match.void = voiding(match.rows, self._work.spec)
            self._note(match, match.rows)
            if match.void:
                voided = {"at": time.time(), "match": match.plan.key, "attempt": match.attempt}
                self._journal.append(MatchVoided.model_validate({**voided, "reason": "; ".join(match.void)}))

    async def _more(self, match: Checked) -> None:
        asking = Asking(self._people, self._courses, self._backends, self._journal.append, self._seen, self._tick)
        async with self._places:
            rows = await asking.consistent(match) if "consistency" in self._work.extras else []
            rows += await asking.fades(match) if "drift" in self._work.extras else []
            self._note(match, rows)

    async def _twins(self) -> None:
        twins = twins_of(self._work.run, self._work.chosen)
        played = await play_twins(twins, self._work.folder.path.parent, self._say, self._tick)
        for match, rows in hold_against(self._work.chosen, played, self._people, self._courses):
            self._note(match, rows)

    def _note(self, match: Checked, rows: Sequence[Verdict]) -> None:
        at = {"at": time.time(), "match": match.plan.key, "attempt": match.attempt}
        for row in rows:
            self._journal.append(VerdictGiven.model_validate({**at, "verdict": row}))


def against(store: Store, run_id: str, other: str) -> OtherPeople:
    """How a named run with another user model ranks the contestants.

    Raises:
        UsageError: both runs have the same user model, or too few contestants in common.
    """
    runs = {row.run_id: row for row in store.runs()}
    theirs = runs[other].user_model
    if runs[run_id].user_model == theirs:
        raise UsageError(
            f"both runs were played by {theirs}: agreement between them says nothing of other user models",
            next_step="play the same contestants with another --user-model",
        )
    found = ranked_beside(store, run_id, runs[other])
    if found.n_contestants < ENOUGH_SHARED:
        n = found.n_contestants
        raise UsageError(f"the runs share {n} contestants; a rank correlation wants {ENOUGH_SHARED}")
    return found
