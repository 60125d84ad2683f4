"""Branching off a match: another assistant, or the same one mended, goes on from one of its replies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from arena import assistants
from arena.errors import UsageError
from arena.files import nearest
from arena.journal import Journal, RunFolder, new_name, read
from arena.models.human import Ask
from arena.schema.event import Event, TurnSpoken, VerdictGiven
from arena.schema.run import BranchPoint, MatchPlan, ModelSpec, RunSpec, StoredRun
from arena.store import Store
from arena.tournament._marks import beginning
from arena.tournament._prologue import last_attempt
from arena.tournament._run import Run
from arena.tournament._schedule import plan_branch
from arena.tournament.backends import check_models
from arena.tournament.lineup import check_contestants, provenance
from arena.tournament.outlook import account_for, check_limits


@dataclass(frozen=True, slots=True)
class Former:
    """A match that was played, as its journal has it."""

    folder: RunFolder
    stored: StoredRun
    plan: MatchPlan
    events: tuple[Event, ...]

    @property
    def replies(self) -> tuple[Reply, ...]:
        """The assistant's own replies in its last attempt, in order; those the scenario gives are not among them."""
        told = last_attempt(self.events, self.plan.key)
        liked = {
            (event.verdict.session, event.verdict.turn): event.verdict.value
            for event in told
            if isinstance(event, VerdictGiven) and event.verdict.measure == "likability.overall"
        }
        turns = [event.turn for event in told if isinstance(event, TurnSpoken)]
        own = [turn for turn in turns if turn.speaker == "assistant" and turn.origin in {"generated", "human"}]
        return tuple(Reply(turn.session, turn.index, turn.text, liked.get((turn.session, turn.index))) for turn in own)


@dataclass(frozen=True, slots=True)
class Reply:
    """A place where a match can be left: the reply there is given anew."""

    session: int
    turn: int
    """Number of the turn in its session, from 1."""
    text: str
    likability: float | None
    """1 to 5; None where it was not scored."""

    @property
    def name(self) -> str:
        """`2.4`: session 2, turn 4."""
        return f"{self.session}.{self.turn}"


def former(folder: RunFolder, match: str) -> Former:
    """The match of a run whose key, or `persona/scenario/contestant/seed`, begins like this; the first of its seeds.

    Raises:
        UsageError: there is none, or there are several; or nothing can be read of the run.
    """
    events = read(folder.journal).events
    stored = beginning(events, folder)
    fits = [plan for plan in stored.matches if plan.key.startswith(match) or _path(plan).startswith(match)]
    found = [plan for plan in fits if match in {plan.key, _path(plan), _path(plan).rpartition("/")[0]}] or fits
    if len({_path(plan).rpartition("/")[0] for plan in found}) != 1 or not match:
        paths = [_path(plan) for plan in found or stored.matches]
        raise UsageError(
            f"{'no match' if not found else f'{len(found)} matches'} of {folder.run_id} begin with {match!r}",
            choices=paths[:5] if found else nearest(match, paths, 5) or paths[:5],
            next_step=f"`arena show {folder.run_id}` lists them",
        )
    return Former(folder, stored, min(found, key=lambda plan: plan.seed), tuple(events))


def _path(plan: MatchPlan) -> str:
    return f"{plan.persona}/{plan.scenario}/{plan.contestant}/{plan.seed}"


def reply_at(was: Former, name: str) -> Reply:
    """The first reply at or after a place such as `2.4`, in its session. Raises UsageError."""
    replies = was.replies
    session, dot, turn = name.partition(".")
    if not (dot and session.isdecimal() and turn.isdecimal()):
        raise UsageError(f"{name!r} is no place in a match", next_step="give session and turn, such as --at 2.4")
    found = next((one for one in replies if one.session == int(session) and one.turn >= int(turn)), None)
    if found is None:
        raise UsageError(
            f"the assistant did not reply at {name} or after it in that session",
            choices=[one.name for one in _around(replies, int(session))],
            next_step="without --at all replies are listed",
        )
    return found


def _asked_alike(model: ModelSpec) -> tuple[str, float | None, int | None]:
    """What of a model is part of every request; where it is served is not."""
    return model.id, model.temperature, model.max_tokens


def _around(replies: Sequence[Reply], session: int) -> Sequence[Reply]:
    return [one for one in replies if one.session == session][-5:] or replies[-5:]


def branch(was: Former, at: Reply, contestant: str | None, spec: RunSpec, ask: Ask | None = None) -> Run:
    """A new run of one match: that of `was` up to a reply, from there on with another contestant.

    Args:
        was: the former match.
        at: the reply that is given anew, and what follows it.
        contestant: who goes on; the same one, made anew, by default.
        spec: the former run's, with what is to be different. The person's model has to stay.
        ask: puts questions to the person at the terminal, where one plays.

    Raises:
        UsageError, BadFiles, MissingKey: the contestant does not exist, or the person's model is another one.
        JournalUnwritable: the runs folder cannot be written.
    """
    if _asked_alike(spec.models.user) != _asked_alike(was.stored.spec.models.user):
        raise UsageError(
            "the person's model has to stay: with another one it would not have come to this",
            next_step="leave out --user-model",
        )
    point = BranchPoint(folder=str(was.folder.path.resolve()), match=was.plan.key, session=at.session, turn=at.turn)
    name = assistants.canonical(contestant or was.plan.contestant)
    check_models(spec, ask)
    check_contestants([name])
    plan = plan_branch(point, was.plan, name, spec)
    run_id = new_name(Path(spec.runs_dir), datetime.now(), branch=True)  # names are in local time
    alone = {"name": f"from {at.name} of {was.folder.run_id}", "contestants": (name,), "processes": 1}
    stored = StoredRun(
        run_id=run_id,
        spec=spec.model_copy(update=alone),
        provenance=provenance(),
        personas={plan.persona: was.stored.personas[plan.persona]},
        scenarios={plan.scenario: was.stored.scenarios[plan.scenario]},
        matches=(plan,),
        branch=point,
    )
    account = account_for(stored, Path(spec.db))
    check_limits(spec.budget, account.forecast)
    folder = RunFolder(Path(spec.runs_dir) / run_id)
    return Run(stored, folder, Journal(folder.journal), Store(Path(spec.db)), fresh=True, ask=ask, account=account)
