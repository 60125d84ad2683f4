"""`arena judge realism`: were the people of a run real enough for its numbers to count?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from arena.cli._options import DB, RUNS, ApiBase, Db, Json, RunsDir, Yes

if TYPE_CHECKING:
    from arena.checks._figures import Figure
    from arena.checks._people_report import RealismReport
    from arena.checks.realism import Check
    from arena.results.satisfaction import Contrast, SelfRating

_HELP = """Check the simulated people of a run: length, role, information, pushback, leaving, truth about themselves.

Counts first; a model is asked where they leave a doubt. A match whose person broke a voiding gate is marked void, left
out of the ranking and counted. Gates are configuration: the key `realism` of a SPEC.yaml.

[bold]Examples[/bold]

  arena judge realism latest                            counts, and the offline judge where they leave a doubt

  arena judge realism latest --judge-model openai/gpt-4o-mini --ask always

  arena judge realism latest --against 20261101         do two user models rank the contestants alike?

  arena judge realism latest --also drift --dry-run     how many calls it takes to see whether people fade

[bold]--also[/bold] measures what takes calls of its own, of a few matches of each person:

  consistency     the people are asked again, out of band: do they answer as before their first word?

  drift           a stranger rates windows of their turns: does what is written to show fade?

  amplification   nobody in particular plays the first talk in their place: how far are their dials turned?
"""


def add_to(group: typer.Typer) -> None:
    """Hang the command into the group."""
    group.command("realism", help=_HELP, short_help="Were the simulated people of a run real enough?")(realism)


def realism(
    run: Annotated[str, typer.Argument(metavar="RUN", help="id, its beginning, a folder, or latest")],
    judge_model: Annotated[str, typer.Option(help="model that is asked")] = "offline",
    api_base: ApiBase = None,
    ask: Annotated[
        Literal["never", "when_needed", "always"] | None, typer.Option(help="when to ask it (default: as the run says)")
    ] = None,
    against: Annotated[str | None, typer.Option(metavar="RUN", help="a run with another user model")] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="measure this too: consistency, drift, amplification or all; repeat for more"
        ),
    ] = None,
    each: Annotated[int, typer.Option(min=1, help="matches of each person for --also")] = 4,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what --also will take and ask nothing")] = False,
    db: Db = DB,
    runs_dir: RunsDir = RUNS,
    as_json: Json = False,
) -> None:
    """Were the simulated people of a run real enough?"""
    from dataclasses import asdict, replace

    from arena.checks import realism as people
    from arena.cli._budget import show_forecast
    from arena.cli._output import print_json
    from arena.schema.realism import RealismSpec
    from arena.schema.run import ModelSpec
    from arena.store import Store
    from arena.tournament import find_run

    folder = find_run(run, runs_dir)
    judge = ModelSpec(id=judge_model, temperature=0.0, api_base=api_base if judge_model != "offline" else None)
    spec = None if ask is None else RealismSpec(ask=ask, gates=people.spec_of(folder).gates)
    work = people.check(folder, judge, spec, people.Also(people.extras_named(also or ()), each))
    if dry_run:
        show_forecast(work.forecast(db), as_json=as_json)
        return
    found = _made(work, db, yes=yes)
    if against is not None:
        store = Store(db)
        found = replace(found, others=(people.against(store, folder.run_id, store.resolve_run(against)),))
    if as_json:
        print_json(asdict(found))
    else:
        _draw(found)


def _made(work: Check, db: Path, *, yes: bool) -> RealismReport:
    """The check, once what it takes besides is known and wanted, with progress."""
    from arena.cli._output import notice, side

    if not work.steps:
        return work.make(db, notice)
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from arena.cli._budget import consent, in_brief

    ahead = work.forecast(db)
    consent(ahead, work.run.spec, spent=None, yes=yes)
    side().print(f"besides: {in_brief(ahead)}", style="dim")
    columns = (TextColumn("[bold]asked or played again"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=side()) as bar:
        task = bar.add_task("", total=work.steps)
        return work.make(db, notice, lambda: bar.advance(task))


def _draw(found: RealismReport) -> None:
    from arena.cli._output import interval, safe, screen, table
    from arena.cli._people import told_apart

    said = {True: safe("met", "green"), False: safe("not met", "red"), None: safe("–", "dim")}
    columns = [
        ("realism of the people", "left"),
        ("mean", "right"),
        ("gate", "left"),
        ("", "left"),
        ("outside", "right"),
        ("furthest off", "left"),
    ]
    rows = [
        (
            row.measure.split(".")[1].replace("_", " "),
            interval(row.mean, row.low, row.high),
            row.gate + (" (voids)" if row.voids else ""),
            said[row.met],
            f"{row.n_outside} of {row.n_matches}",
            row.worst,
        )
        for row in found.rows
    ]
    screen().print(table(f"{found.run_id} · people played by {found.user_model}", columns, rows))
    screen().print(
        safe("brackets: 95 %, over people · outside: matches · measures are explained in docs/tables.md", "dim")
    )
    for one in found.voided:
        screen().print(safe(f"void: {one.match[:8]} {one.persona} · {one.contestant}: {one.reason}", "yellow"))
    if not found.voided:
        screen().print(safe(f"none of {found.n_matches} matches is void", "green"))
    if found.figures:
        _draw_figures(found.figures)
    if found.contrast is not None:
        screen().print(safe(_contrast(found.contrast)))
    if found.self_rating is not None:
        screen().print(safe(_self_rating(found.self_rating)))
    for line in told_apart(found.icc, found.others):
        screen().print(safe(line))


def _draw_figures(figures: Sequence[Figure]) -> None:
    from arena.cli._output import interval, safe, screen, table

    columns = [("on request", "left"), ("mean", "right"), ("gate", "left"), ("", "left"), ("matches", "right")]
    said = {True: safe("met", "green"), False: safe("not met", "red"), None: safe("open", "dim")}
    rows = [
        (
            one.measure.partition(".")[2].replace("_", " ") + (f": {one.about}" if one.about else ""),
            interval(one.mean, one.low, one.high, digits=3),
            one.gate,
            said[one.met],
            one.n_matches,
        )
        for one in figures
    ]
    screen().print(table("", columns, rows))
    for one in figures:
        name = one.measure.partition(".")[2] + (f" of {one.about}" if one.about else "")
        for person in one.people:
            if person.outside:
                own = interval(person.mean, person.low, person.high, digits=3)
                screen().print(safe(f"outside: {person.persona}, {name.replace('_', ' ')} {own}", "yellow"))
        if one.note:
            screen().print(safe(f"{name.replace('_', ' ')}: {one.note}", "dim"))


def _contrast(found: Contrast) -> str:
    size = "no spread to measure it by" if found.d is None else f"Cohen's d {found.d:.2f} ({found.gate} is good)"
    told = f"satisfaction with {found.good} against {found.bad}: {found.difference:+.2f}, {size}, {found.n_cases} cases"
    if found.met is None and found.d is not None:
        return f"{told}; the judge hardly tells the two apart either (d {found.judged_d or 0:.2f})"
    return told


def _self_rating(found: SelfRating) -> str:
    from arena.cli._output import interval

    gap = interval(found.gap, found.low, found.high)
    return f"people give contestants {found.own:.2f} points, the judge {found.judged:.2f}: self-rating gap {gap}"
