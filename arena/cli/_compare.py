"""`arena compare`, `arena gate`: what changed between two versions, and whether a run is good enough."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import DB, Db, Json, RunName, opened_run

if TYPE_CHECKING:
    from arena.results.gate import Finding, Requirement
    from arena.store import RunSummary

_COMPARE = "Compare two runs, or two contestants of one run, match by match."
_COMPARE_HELP = f"""{_COMPARE}

Matches are paired by persona, scenario, seed and contestant. Differences are second less first, with 95 % intervals
over people; p is that of a sign-flip test over people, adjusted for all rows shown (Holm).

[bold]Examples[/bold]

  arena compare 20260301 latest                               did the new version change anything?

  arena compare latest --contestant plain --with notebook     two contestants of one run

  arena compare 20260301 latest --contestant 'notebook' --with 'notebook?tokens=500'
"""
_GATE = "Exit with 1 unless a run meets every requirement; for CI."
_GATE_HELP = f"""{_GATE}

A requirement is a measure, one of <= >= < >, and a number on the measure's scale. It is held against the mean over
people of every contestant, or of those named.

[bold]Examples[/bold]

  arena gate latest --require 'privacy.violation<=0.05' --contestant notebook

  arena gate latest --require 'likability.overall>=3.5' --require 'privacy.violation@n<=0.1' --confident
"""


def add_to(app: typer.Typer) -> None:
    """Hang the commands into the tree."""
    app.command(name="compare", help=_COMPARE_HELP, short_help=_COMPARE)(compare)
    app.command(name="gate", help=_GATE_HELP, short_help=_GATE)(gate)


def compare(
    run_a: Annotated[str, typer.Argument(metavar="RUN_A", help="id or its beginning, or latest")],
    run_b: Annotated[str | None, typer.Argument(metavar="RUN_B", help="the later run")] = None,
    contestant: Annotated[str | None, typer.Option(metavar="A", help="only this contestant")] = None,
    other: Annotated[str | None, typer.Option("--with", metavar="B", help="the contestant to set against it")] = None,
    measure: Annotated[list[str] | None, typer.Option(metavar="NAME", help="only this measure; repeat")] = None,
    every: Annotated[bool, typer.Option("--all-measures", help="every measure that was scored")] = False,
    top: Annotated[int, typer.Option(min=0, help="how many of the most changed matches to list")] = 5,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Compare two runs, or two contestants of one run."""
    from arena.cli._changes import show_changes
    from arena.results.comparison import HEADLINES
    from arena.results.versus import versus

    _check_sides(run_b, contestant, other)
    store, first = opened_run(db, run_a)
    second = first if run_b is None else store.resolve_run(None if run_b == "latest" else run_b)
    if first == second and other is None:
        _refuse_one_run(first)
    measures = None if every else tuple(measure) if measure else HEADLINES
    show_changes(versus(store, (first, second), contestant, other, measures), top, as_json=as_json)


def _check_sides(run_b: str | None, contestant: str | None, other: str | None) -> None:
    from arena.errors import UsageError

    if other is not None and contestant is None:
        raise UsageError("--with names the second contestant", next_step="name the first: --contestant A --with B")
    if run_b is None and other is None:
        raise UsageError(
            "one run alone cannot be compared",
            next_step="name a second run, or two contestants of this one: --contestant A --with B",
        )


def _refuse_one_run(run_id: str) -> None:
    from arena.errors import UsageError

    raise UsageError(
        f"both names mean the run {run_id}",
        next_step="`arena runs` lists the others; or compare two of its contestants: --contestant A --with B",
    )


def gate(
    run: RunName,
    require: Annotated[list[str] | None, typer.Option(metavar="'MEASURE<=X'", help="what must hold; repeat")] = None,
    contestant: Annotated[list[str] | None, typer.Option(metavar="NAME", help="only this one; repeat")] = None,
    confident: Annotated[bool, typer.Option("--confident", help="the 95 % interval's far limit must meet it")] = False,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Exit with 1 unless a run meets every requirement."""
    from arena.cli._output import print_json
    from arena.results.gate import check
    from arena.results.judged import judged
    from arena.results.standings import current

    store, run_id = opened_run(db, run)
    requirements = _requirements(require or [])
    summary = judged(store, run_id).summary
    _must_be_over(summary)
    rows = current(store, run_id, ranked=False)
    _must_be_scored(requirements, sorted({row.measure for row in rows}), run_id)
    everybody = sorted({match.contestant for match in store.matches(run_id)})
    names = those_named(contestant, everybody, run_id)
    findings = check(requirements, names, rows, confident=confident)
    met = all(finding.met for finding in findings)
    if as_json:
        told = {"run": run_id, "met": met, "confident": confident, "void": summary.n_void, "failed": summary.n_failed}
        print_json({**told, "findings": [asdict(finding) for finding in findings]})
    else:
        _show_findings(findings, run_id, summary)
    if not met:
        raise typer.Exit(1)


def _requirements(texts: list[str]) -> list[Requirement]:
    from arena.errors import UsageError
    from arena.results.gate import parse
    from arena.results.standings import AGGREGATES
    from arena.schema.measure import BY_NAME

    if not texts:
        raise UsageError("nothing is required", next_step="such as --require 'privacy.violation<=0.05'")
    return [parse(text, [*BY_NAME, *AGGREGATES]) for text in texts]


def _must_be_over(summary: RunSummary) -> None:
    from arena.errors import UsageError
    from arena.results.judged import how_to_finish, unfinished

    if said := unfinished(summary):
        raise UsageError(f"{said}; half a run passes no gate", next_step=how_to_finish(summary))


def _must_be_scored(requirements: list[Requirement], scored: list[str], run_id: str) -> None:
    from arena.errors import UsageError

    for requirement in requirements:
        if requirement.measure not in scored:
            raise UsageError(
                f"{requirement.measure} was not scored in {run_id}",
                choices=scored,
                next_step="require something that was, or play scenarios that show it",
            )


def those_named(wanted: list[str] | None, everybody: list[str], run_id: str) -> list[str]:
    """The contestants that are wanted, each once; everybody where none is named. Raises UsageError for a stranger."""
    from arena.errors import UsageError
    from arena.files import nearest

    for name in wanted or ():
        if name not in everybody:
            raise UsageError(
                f"{name!r} did not play in {run_id}",
                choices=nearest(name, everybody) or everybody,
                next_step="name a contestant as the leaderboard does, options included",
            )
    return list(dict.fromkeys(wanted)) if wanted else everybody


def _show_findings(findings: list[Finding], run_id: str, summary: RunSummary) -> None:
    from arena.cli._output import notice, safe, screen, table

    columns = [("", "left"), ("requirement", "left"), ("contestant", "left"), ("mean", "right"), ("matches", "right")]
    body = [
        (
            safe("met", "green") if found.met else safe("not met", "bold red"),
            found.requirement,
            found.contestant,
            _held(found),
            found.n_matches,
        )
        for found in findings
    ]
    screen().print(table(f"gate of {run_id}", columns, body))
    failed = sum(not found.met for found in findings)
    screen().print(safe(f"{failed} of {len(findings)} not met" if failed else f"all {len(findings)} met", "bold"))
    if summary.n_void or summary.n_failed:
        notice(f"{summary.n_void} void and {summary.n_failed} failed matches are not in these numbers")


def _held(found: Finding) -> str:
    """The mean with its interval, or why there is nothing to hold to the requirement."""
    from arena.cli._output import interval

    return interval(found.mean, found.low, found.high, 3) if found.compared is not None else found.why
