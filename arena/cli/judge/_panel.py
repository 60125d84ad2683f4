"""`arena judge panel`: what several judges of a run say together, and where they part."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import DB, Db, Json, LatestRun, opened_run

if TYPE_CHECKING:
    from arena.results.panel import OfJudge, OfPanel, Panel

_EPILOG = (
    "Examples: arena judge panel latest · arena judge panel latest --measure likability.overall · "
    "a panel plays by: arena tournament --judge-model A --judge-model B --samples 3"
)


def add_to(judge: typer.Typer) -> None:
    """Hang the command into the group."""
    judge.command(epilog=_EPILOG)(panel)


def panel(
    run: LatestRun = "latest",
    judging: Annotated[list[str] | None, typer.Option(metavar="NAME", help="a member; default: all models")] = None,
    measure: Annotated[list[str] | None, typer.Option(metavar="NAME", help="only this measure or family")] = None,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Mean, majority and disagreement of all judges of a run, and how far each agrees with itself.

    The verdicts stay side by side as they are: the board ranks by one judge, and `--judging` chooses which.
    """
    from arena.cli._output import print_json, safe, screen
    from arena.results.panel import panel as assembled
    from arena.tournament import known_measures

    store, run_id = opened_run(db, run)
    wanted = known_measures(measure or ())
    found = assembled(store, run_id, judging or ())
    if as_json:
        print_json({"run": run_id, **_as_json(found, wanted)})
        return
    screen().print(
        _together(f"panel of {run_id}", found, [m for m in found.measures if m.together.n and _is(m.measure, wanted)])
    )
    for number, rater in enumerate(found.raters, start=1):
        screen().print(safe(f"{number}: {rater}", "dim"))
    screen().print(safe("majority: where one value has most votes · apart: share on which not all say the same", "dim"))
    rows = [row for row in found.contestants if _is(row.measure, wanted or ("likability.overall", "task.success"))]
    screen().print()
    screen().print(_by_contestant(found, rows))
    own = [row for row in found.consistency if _is(row.measure, wanted)]
    if own:
        screen().print()
        screen().print(_with_itself(own))


def _is(name: str, wanted: Sequence[str]) -> bool:
    return not wanted or name in wanted or name.partition(".")[0] in wanted


def _together(title: str, found: Panel, rows: Iterable[OfPanel]) -> Any:
    from arena.cli._output import number, table

    columns = [("measure", "left"), *((str(i), "right") for i, _ in enumerate(found.raters, start=1))]
    columns += [(name, "right") for name in ("mean", "majority", "tied", "apart", "spread", "alpha", "n")]
    body = []
    for row in rows:
        pool = row.together
        told = [number(pool.mean), number(pool.majority), pool.tied or "", _share(pool.disagreement)]
        body.append([row.measure, *_means(row, found), *told, number(pool.spread), number(pool.alpha), pool.n])
    return table(title, columns, body)


def _by_contestant(found: Panel, rows: Iterable[OfPanel]) -> Any:
    from arena.cli._output import number, table

    columns = [("measure", "left"), ("contestant", "left")]
    columns += [(str(i), "right") for i, _ in enumerate(found.raters, start=1)]
    columns += [(name, "right") for name in ("mean", "majority", "apart", "n")]
    body = []
    for row in rows:
        pool = row.together
        told = [number(pool.mean), number(pool.majority), _share(pool.disagreement), pool.n]
        body.append([row.measure, row.contestant, *_means(row, found), *told])
    return table("by contestant", columns, body)


def _with_itself(rows: Iterable[OfJudge]) -> Any:
    from arena.cli._output import table

    columns = [("judge", "left"), ("measure", "left")]
    columns += [(name, "right") for name in ("answers", "always the same", "pairs equal", "n")]
    body = []
    for row in rows:
        own = row.consistency
        body.append([row.judge, row.measure, own.samples, _share(own.unanimous), _share(own.agreed), own.n])
    return table("each judge with itself", columns, body)


def _means(row: OfPanel, found: Panel) -> list[str]:
    from arena.cli._output import number

    return [number(row.means[rater]) for rater in found.raters]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"


def _as_json(found: Panel, wanted: Sequence[str]) -> dict[str, Any]:
    def told(rows: Iterable[OfPanel]) -> list[dict[str, Any]]:
        chosen = (row for row in rows if _is(row.measure, wanted))
        return [
            {
                "measure": row.measure,
                "contestant": row.contestant,
                "means": dict(row.means),
                **asdict(row.together),
            }
            for row in chosen
        ]

    return {
        "raters": list(found.raters),
        "measures": told(found.measures),
        "contestants": told(found.contestants),
        "consistency": [asdict(row) for row in found.consistency if _is(row.measure, wanted)],
    }
