"""Playing the matches of a run side by side, in whatever process."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from arena import assistants, scenarios
from arena.errors import ArenaError
from arena.journal import StoredAnswers
from arena.judges import Brief, canaries
from arena.schema.persona import Persona
from arena.schema.run import MatchPlan, StoredRun
from arena.schema.scenario import Scenario
from arena.tournament._match import Audience, Emit, Pairing, Table, play_match
from arena.tournament._prologue import prologue_of
from arena.tournament._schedule import Cases
from arena.tournament.backends import Backends

_BACKLOG = 4
"""Matches for each place, those included that are only judged any more: so long a slow judge holds up no dialogue."""


class _Place:
    """A place among the dialogues; it is left once, when the dialogue ends or the match does."""

    def __init__(self, places: asyncio.Semaphore) -> None:
        self._places: asyncio.Semaphore | None = places

    def leave(self, _: object = None) -> None:
        """Make room for another dialogue."""
        if self._places is not None:
            self._places.release()
            self._places = None


def table_of(
    stored: StoredRun,
    backends: Backends,
    emit: Emit,
    prompts_seen: set[str],
    judged_with: Mapping[str, int],
    audience: Audience,
) -> Table:
    """What the matches of a run share. Raises BadFiles for norms, UsageError for a lost former run."""
    return Table(
        backends=backends,
        norms=scenarios.load_norms(stored.spec.norms),
        emit=emit,
        prompts_seen=prompts_seen,
        judging=asyncio.Semaphore(4 * stored.spec.concurrency),
        brief=Brief(
            versions=judged_with,
            apart=stored.spec.likability == "separate",
            canaries=canaries(_people(stored).values()),
        ),
        audience=audience,
        prologue=prologue_of(stored.branch) if stored.branch is not None else None,
    )


async def play_all(
    stored: StoredRun, plans: Sequence[MatchPlan], answers: dict[str, StoredAnswers], table: Table
) -> None:
    """Play these matches, `concurrency` dialogues at once. What was journalled of a match is taken out of `answers`.

    Raises:
        ArenaError: the first one that ends the run; the other matches are given up.
    """
    people, concurrency, cases = _people(stored), stored.spec.concurrency, Cases()
    courses = {key: Scenario.model_validate(value) for key, value in stored.scenarios.items()}
    places, waiting_for_judges = asyncio.Semaphore(concurrency), asyncio.Semaphore(_BACKLOG * concurrency)
    try:
        async with asyncio.TaskGroup() as group:
            for plan in plans:
                await waiting_for_judges.acquire()
                await places.acquire()
                place = _Place(places)
                who, what = people[plan.persona], courses[plan.scenario]
                pairing = Pairing(plan, who, what, cases.key(who, what, plan.seed))
                task = group.create_task(play_match(pairing, _known(plan, answers), table, place.leave))
                task.add_done_callback(place.leave)
                task.add_done_callback(lambda _: waiting_for_judges.release())
    except* ArenaError as errors:
        raise first_of(errors) from None


def _people(stored: StoredRun) -> dict[str, Persona]:
    return {key: Persona.model_validate(value) for key, value in stored.personas.items()}


def _known(plan: MatchPlan, answers: dict[str, StoredAnswers]) -> StoredAnswers:
    stored = answers.pop(plan.key, None)
    if stored is None:
        return StoredAnswers()
    return StoredAnswers(attempt=stored.attempt + 1) if assistants.restarts(plan.contestant) else stored


def first_of(errors: BaseExceptionGroup[ArenaError]) -> ArenaError:
    """The first of errors that came together."""
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if not isinstance(error, ArenaError):
        raise error
    return error
