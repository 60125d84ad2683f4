"""`arena variance`: where the scores of a run come from, and what would make a comparison surer."""

from __future__ import annotations

from dataclasses import asdict
from math import isinf
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import DB, Db, Json, LatestRun, opened_run
from arena.schema.measure import LIKABILITY

if TYPE_CHECKING:
    from arena.results.variance import Outlook, Study
    from arena.store import MatchScore

_VARIANCE = "Where scores come from, and what would make a comparison surer: more people, scenarios or seeds."
_VARIANCE_HELP = f"""{_VARIANCE}

A generalizability study: match scores are taken apart by contestant, person, scenario and chance (the same three with
another seed). From it follows how far off the difference between two contestants may be in larger runs.

[bold]Examples[/bold]

  arena variance latest

  arena variance latest --measure preference.following --measure privacy.violation

  arena variance latest --contestants plain,notebook      the difference between these two

  arena variance latest --width 0.1            the fewest matches that know a difference to within 0.1
"""


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    app.command(name="variance", help=_VARIANCE_HELP, short_help=_VARIANCE)(variance)


def variance(
    run: LatestRun = "latest",
    measure: Annotated[list[str] | None, typer.Option(metavar="NAME", help="which measure; repeat")] = None,
    contestants: Annotated[
        str | None, typer.Option(metavar="A,B", help="only these; without them, the average over all pairs")
    ] = None,
    width: Annotated[
        float | None, typer.Option(metavar="X", help="find the fewest matches that know a difference to ± X")
    ] = None,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Where scores come from, and what would make a comparison surer."""
    from arena.cli._output import notice, print_json
    from arena.results.judged import judged, unfinished
    from arena.results.variance import dollars_per_match, outlook

    _check_width(width)
    store, run_id = opened_run(db, run)
    found = judged(store, run_id)
    scores = _of(found.scores, contestants, run_id)
    studies = [_studied(scores, name, run_id) for name in measure or [LIKABILITY]]
    per_match = dollars_per_match(store.costs(run_id), found.summary)
    ahead = [outlook(study, width, per_match) for study in studies]
    if as_json:
        print_json({"run": run_id, "studies": [_as_json(*one) for one in zip(studies, ahead, strict=True)]})
        return
    if said := unfinished(found.summary):
        notice(said)
    for study, its in zip(studies, ahead, strict=True):
        _show(study, its, width)


def _check_width(width: float | None) -> None:
    from arena.errors import UsageError

    if width is not None and not 0 < width < float("inf"):
        raise UsageError(f"--width {width:g} is no width", next_step="give a number above 0, such as --width 0.1")


def _of(scores: list[MatchScore], contestants: str | None, run_id: str) -> list[MatchScore]:
    """The scores of the contestants that were named, of all where none was. Raises UsageError."""
    from arena.cli._compare import those_named
    from arena.errors import UsageError

    if contestants is None:
        return scores
    wanted = [name.strip() for name in contestants.split(",")]
    names = those_named(wanted, sorted({score.contestant for score in scores}), run_id)
    if len(names) < 2:
        raise UsageError(f"{names[0]!r} alone has nobody to be compared with", next_step="name two, or leave it out")
    return [score for score in scores if score.contestant in names]


def _studied(scores: list[MatchScore], measure: str, run_id: str) -> Study:
    from arena.cli._board import not_scored
    from arena.errors import UsageError
    from arena.results.variance import study

    known = sorted({score.measure for score in scores if score.value is not None})
    if measure not in known:
        raise not_scored(measure, known, run_id)
    found = study(scores, measure)
    if found is None:
        raise UsageError(
            f"fewer than two people have a score on {measure} in every scenario, with every contestant and seed",
            next_step="choose another measure, play more people, or see why matches failed: `arena show RUN`",
        )
    return found


def _as_json(study: Study, ahead: Outlook) -> dict[str, Any]:
    return {
        "measure": study.measure,
        "design": study.design._asdict(),
        "contestants": list(study.contestants),
        "left_out": list(study.left_out),
        "components": [asdict(component) for component in study.components],
        "outlook": [
            {
                "name": row.name,
                **row.design._asdict(),
                "matches": row.matches,
                "cost_usd": row.cost_usd,
                "half_width": _finite(row.half_width),
                "half_width_over_scenarios": _finite(row.half_width_over_scenarios),
            }
            for row in ahead.rows
        ],
    }


def _finite(width: float) -> float | None:
    return None if isinf(width) else width


def _show(study: Study, ahead: Outlook, width: float | None) -> None:
    from arena.cli._output import safe, screen, table
    from arena.results.in_words import SOURCES_NOTE, best_buy

    title = f"sources of {study.measure}"
    body = [[str(part), f"{100 * part.share:.0f} %", f"{max(0.0, part.variance):.4f}"] for part in study.components]
    screen().print(table(title, [("source", "left"), ("share", "right"), ("variance", "right")], body))
    screen().print(safe(f"{study.design} × {len(study.contestants)} contestants{_missing(study)}", "dim"))
    screen().print(safe(SOURCES_NOTE, "dim"))
    screen().print()
    screen().print(_table_of(ahead))
    if said := best_buy(ahead):
        screen().print(safe(said, "bold"))
    for line in _footnotes(study, ahead, width):
        screen().print(safe(line, "dim"))


def _missing(study: Study) -> str:
    if not study.left_out:
        return ""
    return f"; without {', '.join(study.left_out)}, of whom a score is missing"


def _table_of(ahead: Outlook) -> Any:
    from arena.cli._budget import money
    from arena.cli._output import table
    from arena.results.in_words import WIDTHS_TITLE, width

    columns = [("", "left"), *((heading, "right") for heading in ("people", "scenarios", "seeds", "matches"))]
    columns += [("dollars", "right")] if ahead.is_priced else []
    columns += [("these scenarios", "right"), ("any such", "right")]
    body = [
        [
            row.name,
            *row.design,
            f"{row.matches:,}",
            *([money(row.cost_usd)] if ahead.is_priced else []),
            width(row.half_width),
            width(row.half_width_over_scenarios),
        ]
        for row in ahead.rows
    ]
    return table(WIDTHS_TITLE, columns, body)


def _footnotes(study: Study, ahead: Outlook, width: float | None) -> list[str]:
    from arena.results.in_words import widths_notes

    lines = widths_notes(study)
    if width is not None and not ahead.reaches:
        lines.append(f"± {width:g} is not reached on these scenarios, however many people (400 were tried)")
    return lines
