"""`arena branch`: go on from a reply of a match with another assistant, or with the same one mended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import ApiBase, RunName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from arena.cli._stage import StageWriter
    from arena.schema.run import StoredRun
    from arena.store import Store, TranscriptVerdict
    from arena.tournament import Announcement, Former, Reply

_BRANCH = "Go on from one reply of a match with another assistant, or with the same one mended."
_BRANCH_HELP = f"""{_BRANCH}

What was said before stays as it was, and is not paid again: the new assistant has met the same person, in the same
sessions, and answers from there on. Without --at, all replies are listed.

[bold]Examples[/bold]

  arena branch latest ines-varga/smaller-flat/plain                  where? the replies, and how they were liked

  arena branch latest ines-varga/smaller-flat/plain --at 2.4 --contestant notebook

  arena branch latest nell/smaller-flat/./my_agent.py:reply --at 1.6      your agent again, after a change

An agent of your own is asked for the earlier replies too, since it may learn from being asked; they are thrown away.
A branch is never `latest`.
"""
_MATCH = "key or persona/scenario/contestant/seed; the beginning will do"


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    app.command(name="branch", help=_BRANCH_HELP, short_help=_BRANCH)(branch)


def branch(
    run: RunName,
    match: Annotated[str, typer.Argument(metavar="MATCH", help=_MATCH)],
    at: Annotated[
        str | None, typer.Option(metavar="S.T", help="session and turn of the reply to be given anew")
    ] = None,
    contestant: Annotated[str | None, typer.Option(help="who goes on; the same one by default")] = None,
    contestant_model: Annotated[str | None, typer.Option(help="model inside the contestant")] = None,
    judge_model: Annotated[str | None, typer.Option(help="model that judges")] = None,
    api_base: ApiBase = None,
    isolate: Annotated[bool, typer.Option("--isolate", help="a contestant of your own in its own process")] = False,
    db: Annotated[str | None, typer.Option(metavar="FILE", help="the DuckDB file (default: that of the run)")] = None,
    runs_dir: Annotated[str, typer.Option(metavar="DIR", help="where journals are and go")] = "runs",
    as_json: Annotated[bool, typer.Option("--json", help="print JSON: the replies, or each event as a line")] = False,
) -> None:
    """Go on from one reply of a match with another assistant."""
    from arena.assistants import in_own_process
    from arena.cli._match import play_run
    from arena.schema.run import Budget
    from arena.tournament import branch as branched
    from arena.tournament import find_run, former, override, override_models, reply_at

    was = former(find_run(run, Path(runs_dir)), match)
    if at is None:
        _list(was, as_json=as_json)
        return
    reply = reply_at(was, at)
    if isolate and contestant is not None:
        contestant = in_own_process(contestant)
    spec = override(was.stored.spec, db=db, runs_dir=runs_dir, budget=Budget())
    spec = override_models(spec, {"contestant": contestant_model, "judge": judge_model}, api_base)
    played = play_run(
        lambda ask: branched(was, reply, contestant, spec, ask),
        as_json=as_json,
        heard_by=lambda writer: writer.hear if as_json else _Later(writer, reply).hear,
    )
    if not as_json:
        _compare(was, played.stored, reply, played.store)


def _list(was: Former, *, as_json: bool) -> None:
    from dataclasses import asdict

    from arena.cli._output import number, print_json, safe, screen, side, table
    from arena.errors import UsageError

    if not was.replies:
        raise UsageError("the assistant did not reply in this match", next_step=f"arena show {was.folder.run_id}")
    if as_json:
        print_json({"match": was.plan.key, "replies": [{"at": one.name, **asdict(one)} for one in was.replies]})
        return
    columns = [("at", "left"), ("liked", "right"), ("reply", "left")]
    body = [[one.name, number(one.likability, 1), _beginning(one.text)] for one in was.replies]
    title = f"replies of {was.plan.contestant} to {was.plan.persona} in {was.plan.scenario}, seed {was.plan.seed}"
    screen().print(safe(title, "italic"))
    screen().print(table("", columns, body))
    side().print(safe("name one to go on from there: --at S.T", "dim"))


_SHOWN = 300


def _beginning(text: str) -> str:
    from arena.cli._output import screen

    room = max(40, min(_SHOWN, screen().width - 16))
    line = " ".join(text.split())
    return line if len(line) <= room else line[: room - 1] + "…"


class _Later:
    """Lets through what belongs to the new part, and the turn before it, which it answers."""

    def __init__(self, writer: StageWriter, at: Reply) -> None:
        self._writer = writer
        self._moment = (at.session, at.turn)

    def hear(self, said: Announcement) -> None:
        """Show an announcement, or only take notice of it."""
        from arena.schema.event import ProbeAsked, SessionEnded, SessionStarted, TurnSpoken, VerdictGiven

        session, turn = self._moment
        match said:
            case TurnSpoken():
                shown = (said.turn.session, said.turn.index) >= (session, turn - 1)
            case VerdictGiven():
                shown = _is_after((said.verdict.session, said.verdict.turn), self._moment)
            case SessionStarted() | SessionEnded() | ProbeAsked():
                shown = said.session >= session
            case _:
                shown = True
        (self._writer.hear if shown else self._writer.note)(said)


def _is_after(place: tuple[int, int], moment: tuple[int, int]) -> bool:
    """Whether a verdict is on the reply at the moment, on a later one, or on a session that was not over by then."""
    return place >= moment or (place[0] == moment[0] and place[1] == 0)


_SAME = 0.005
"""Differences below this round to nothing."""


def _compare(was: Former, stored: StoredRun, at: Reply, store: Store) -> None:
    """Print what the judges made of both, from the moment on."""
    from arena.cli._output import notice, number, safe, screen, table
    from arena.errors import ArenaError
    from arena.schema.measure import REALISM

    plan = stored.matches[0]
    try:
        before = _means(store, (was.folder.run_id, was.plan.key), at)
        after = _means(store, (stored.run_id, plan.key), at)
    except ArenaError as error:
        notice(f"no comparison with the former match: {error.fact}")
        return
    names = sorted(name for name in before.keys() & after if not name.startswith(f"{REALISM}."))
    moved = [name for name in names if abs(after[name] - before[name]) >= _SAME]
    rows = [[name, number(before[name]), number(after[name]), f"{after[name] - before[name]:+.2f}"] for name in moved]
    if not names:
        notice("one of the two was not judged, so there is nothing to compare")
        return
    columns = [(f"from {at.name} on", "left"), ("before", "right"), ("now", "right"), ("", "right")]
    if rows:
        screen().print(table("", columns, rows))
    screen().print(safe(f"from {at.name} on, {len(names) - len(moved)} of {len(names)} measures are the same", "dim"))
    screen().print(safe(f"before: {was.plan.contestant} · now: {plan.contestant}", "dim"))
    screen().print(safe("one talk each: a hint what to try, no proof", "dim"))


def _means(store: Store, match: tuple[str, str], at: Reply) -> dict[str, float]:
    """Measure -> mean of the scored verdicts from the moment on. Raises UsageError, StoreUnavailable."""
    from collections import defaultdict
    from statistics import fmean

    found: defaultdict[str, list[float]] = defaultdict(list)
    for verdict in _verdicts(store, match):
        if verdict.value is not None and _is_after((verdict.session, verdict.turn), (at.session, at.turn)):
            found[verdict.measure].append(verdict.value)
    return {measure: fmean(values) for measure, values in found.items()}


def _verdicts(store: Store, match: tuple[str, str]) -> Iterable[TranscriptVerdict]:
    for session in store.transcript(*match).sessions:
        yield from session.verdicts
