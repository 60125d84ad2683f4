"""Matches played once more by nobody in particular in the person's place: how far are their dials turned (25)?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from arena import personas, scenarios
from arena.checks._checked import Checked, played_out
from arena.journal import Journal, RunFolder, StoredAnswers, read
from arena.judges.realism._record import Played
from arena.judges.realism.dials import turned
from arena.schema.event import Event, MatchEnded, MatchEvent, RunStarted
from arena.schema.persona import Persona
from arena.schema.realism import AMPLIFICATION
from arena.schema.run import StoredRun
from arena.schema.scenario import Scenario
from arena.schema.verdict import Verdict
from arena.text.canonical import canonical_json, key_of
from arena.tournament._marks import known_prompts
from arena.tournament._playing import play_all, table_of
from arena.tournament.backends import Backends

FOLDER = "twins"
"""Beside the runs, so that the latest run stays a run."""
_SESSIONS = 1
"""Of each match: the first talk is enough to see how somebody writes."""


def twins_of(run: StoredRun, matches: Sequence[Checked]) -> StoredRun:
    """The run in which nobody in particular plays the first talk of these matches, without judges."""
    people = {key: personas.ordinary(Persona.model_validate(body)) for key, body in run.personas.items()}
    courses = {key: _short(Scenario.model_validate(body)) for key, body in run.scenarios.items()}
    spec = run.spec.model_copy(update={"judge": False, "probes": False, "processes": 1})
    plans = [match.plan.model_copy(update={"key": key_of("twin", match.plan.key)}) for match in matches]
    return run.model_copy(
        update={
            "run_id": f"{run.run_id}-{key_of(canonical_json([plan.key for plan in plans]))[:8]}",
            "spec": spec,
            "personas": {key: who.model_dump(mode="json") for key, who in people.items()},
            "scenarios": {key: course.model_dump(mode="json") for key, course in courses.items()},
            "matches": tuple(plans),
        }
    )


def _short(course: Scenario) -> Scenario:
    return scenarios.shorten(course, _SESSIONS)


async def play_twins(
    twins: StoredRun, runs_dir: Path, say: Callable[[str], None], tick: Callable[[], None]
) -> list[Checked]:
    """Play what is not on record yet; all twins that were played out. Raises ArenaError where nothing can be played."""
    folder = RunFolder(runs_dir / FOLDER / twins.run_id)
    journal = Journal(folder.journal)
    backends = Backends(twins.spec, say=say)
    try:
        events = read(folder.journal).events
        answers = StoredAnswers.by_match(events)
        over = {key for key, one in answers.items() if one.outcome and not one.lost_in_transport}
        for _ in over:
            tick()

        def emit(event: Event) -> None:
            journal.append(event)
            if isinstance(event, MatchEnded):
                tick()

        if not events:
            emit(RunStarted(at=0.0, run=twins))
        table = table_of(twins, backends, emit, known_prompts(events), {}, audience=lambda _: None)
        await play_all(twins, [plan for plan in twins.matches if plan.key not in over], answers, table)
    finally:
        await backends.close()
        journal.close()
    return played_out(read(folder.journal).events, twins.matches)


def hold_against(
    matches: Sequence[Checked], twins: Sequence[Checked], people: Mapping[str, Persona], courses: Mapping[str, Scenario]
) -> Iterator[tuple[Checked, list[Verdict]]]:
    """How far each dial was turned in each match, one row a dial; twins that failed say nothing."""
    theirs = {twin.plan.key: twin.events for twin in twins}
    for match in matches:
        events = theirs.get(key_of("twin", match.plan.key))
        if events is None:
            continue
        who, course = people[match.plan.persona], _short(courses[match.plan.scenario])
        mine = [event for event in match.events if getattr(event, "session", _session_of(event)) <= _SESSIONS]
        match.dials = turned(who, Played.of(who, course, mine), Played.of(personas.ordinary(who), course, events))
        yield match, [_row(dial, value) for dial, value in match.dials.items()]


def _session_of(event: MatchEvent) -> int:
    turn = getattr(event, "turn", None)
    return turn.session if turn is not None else 1


def _row(dial: str, value: float) -> Verdict:
    return Verdict(measure=AMPLIFICATION, session=1, about=dial, status="scored", value=value, judge="code")
