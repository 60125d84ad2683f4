"""`arena judge crosscheck`: a model's verdicts held against what text alone decides."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import DB, RUNS, Db, Json, LatestRun, RunsDir, opened_run

if TYPE_CHECKING:
    from arena.tournament.crosscheck import Crosschecked

_EPILOG = (
    "Examples: arena judge crosscheck latest · arena judge crosscheck latest --judging rejudge-gpt-4o-mini -n 20 · "
    "arena judge crosscheck latest --measure privacy.violation"
)


def add_to(judge: typer.Typer) -> None:
    """Hang the command into the group."""
    judge.command(epilog=_EPILOG)(crosscheck)


def crosscheck(
    run: LatestRun = "latest",
    judging: Annotated[str, typer.Option(metavar="NAME", help="whose verdicts (default: the run's own)")] = "run",
    measure: Annotated[list[str] | None, typer.Option(metavar="NAME", help="only this one; may be given again")] = None,
    disagreements: Annotated[int, typer.Option("-n", "--disagreements", min=0, help="how many to print")] = 10,
    db: Db = DB,
    runs_dir: RunsDir = RUNS,
    as_json: Json = False,
) -> None:
    """Where a model judge and the text itself disagree: lengths, register, leaked values, quotes, callbacks.

    The other side is the offline judge, which needs no model. Neither is right by itself: read what differs.
    """
    from arena.cli._output import print_json
    from arena.tournament import known_measures
    from arena.tournament.crosscheck import crosscheck as hold

    store, run_id = opened_run(db, run)
    found = hold(store, run_id, judging, known_measures(measure or ()), runs_dir)
    if as_json:
        whole = asdict(found)
        whole["agreement"]["disagreements"] = whole["agreement"]["disagreements"][:disagreements]
        print_json({"run": run_id, **whole})
        return
    from arena.cli.judge._agreement import read_disagreements, show_pairs

    show_pairs(f"{run_id}: {found.judging} against text", found.agreement.pairs)
    _rest(found)
    apart = found.agreement.disagreements
    read_disagreements(store, run_id, apart[:disagreements], len(apart))


def _rest(found: Crosschecked) -> None:
    from arena.cli._output import safe, screen

    for measure, (bad, n) in found.bad_quotes.items():
        screen().print(safe(f"{measure}: {bad} of {n} verdicts quote what nobody said, or nothing", "yellow"))
    for leak in found.split:
        where = f"{leak.verdict.persona} with {leak.verdict.contestant}, session {leak.verdict.session}"
        screen().print(safe(f"{leak.verdict.about} given away in two parts · {where}", "bold"))
        screen().print(safe(f"  “{leak.first}” … “{leak.second}”"))
