"""`arena judge breakdown` and `arena judge bias`: what lies behind a run's means, and what they hang on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from typing import Annotated, Any

import typer

from arena.cli._options import DB, Db, Json, LatestRun, opened_run


def add_to(judge: typer.Typer) -> None:
    """Hang the commands into the group."""
    judge.command(epilog="Examples: arena judge breakdown · arena judge breakdown latest --json")(breakdown)
    judge.command(epilog="Examples: arena judge bias · arena judge bias latest --measure likability.overall")(bias)


def breakdown(run: LatestRun = "latest", db: Db = DB, as_json: Json = False) -> None:
    """How likability moves over sessions, when preferences are kept, what was asked and told, what is remembered."""
    from arena.cli._output import interval, number, print_json
    from arena.results.breakdown import breakdown as broken_down

    store, run_id = opened_run(db, run)
    found = broken_down(store, run_id)
    if as_json:
        print_json(asdict(found))
        return
    slopes = [
        (
            a.contestant,
            interval(a.slope.mean, a.slope.low, a.slope.high) if a.slope else "–",
            number(a.steadiness),
            interval(a.slope_without_noise.mean, a.slope_without_noise.low, a.slope_without_noise.high)
            if a.slope_without_noise
            else "–",
            a.n_matches,
        )
        for a in found.adapted
    ]
    _print("adaptability: points of likability a session", "contestant,slope,R²,without noise sessions,matches", slopes)
    for title, rows in (
        ("by how a preference is shown", found.by_showing),
        ("before and after a change", found.by_change),
    ):
        body = [(f.contestant, f.group, interval(f.mean, f.low, f.high), f.n) for f in rows]
        _print(f"preferences followed, {title}", "contestant,group,share,n", body)
    _records("asked, told and brought up, beside usefulness", found.guarded)
    _records("remembered", found.remembered)
    _records("facts, with memory and without", found.grounded)
    _records("reading level: Flesch-Kincaid grades, by code", found.reading)


def bias(
    run: LatestRun = "latest",
    measure: Annotated[str | None, typer.Option(metavar="NAME", help="one measure or family")] = None,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """What the scores of a model judge hang on: length, position, certainty, and the family of the models."""
    from arena.cli._output import interval, notice, number, print_json
    from arena.results.bias import bias as biased

    store, run_id = opened_run(db, run)
    found = biased(store, run_id)

    def wanted(name: str) -> bool:
        return measure is None or measure in {name, name.split(".", maxsplit=1)[0]}

    correlations = [row for row in found.correlations if wanted(row.measure)]
    coverage = [row for row in found.coverage if wanted(row.measure)]
    own_kind = [row for row in found.own_kind if wanted(row.measure)]
    if as_json:
        told = {
            "correlations": [asdict(row) for row in correlations],
            "coverage": [asdict(row) for row in coverage],
            "own_kind": [asdict(row) for row in own_kind],
            "warnings": list(found.warnings),
        }
        print_json(told)
        return
    body = [(c.measure, c.with_, interval(c.rho, c.low, c.high), c.n) for c in correlations]
    _print("rank correlation of a score with length and position", "measure,with,rho [95 % over people],n", body)
    curve = [(k.measure, k.certainty, f"{k.coverage:.0%}", number(k.mean), k.n) for k in coverage]
    _print("score and coverage by certainty", "measure,certainty from,kept,mean,n", curve)
    if own_kind:
        favours = [(k.judge, k.measure, interval(k.favour, k.low, k.high), k.n_own, k.n_others) for k in own_kind]
        title = "how much a judge favours its own family, against judges of others"
        _print(title, "judge,measure,points [95 % over people],its own,others", favours)
    for warning in found.warnings:
        notice(warning)


def _print(title: str, headings: str, rows: Iterable[Sequence[object]]) -> None:
    from arena.cli._output import screen, table

    left = {"contestant", "group", "judge", "measure", "with"}
    columns = [(name, "left" if name in left else "right") for name in headings.split(",")]
    screen().print(table(title, columns, rows))


def _records(title: str, rows: Sequence[Any]) -> None:
    """Records of a contestant and shares, one column a field."""
    from arena.cli._output import number

    if not rows:
        return
    names = [field.name for field in fields(rows[0])]
    body = [(row.contestant, *(number(getattr(row, name)) for name in names[1:])) for row in rows]
    _print(title, ",".join(name.replace("_", " ") for name in names), body)
