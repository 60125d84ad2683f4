"""`arena judge agreement` and `arena judge judgings`: who judged a run, and how far they agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import DB, Db, Json, LatestRun, opened_run
from arena.cli.judge._certainty import by_certainty

if TYPE_CHECKING:
    from rich.text import Text

    from arena.judges.agreement import Confusion
    from arena.results.agreement import Agreed, Agreement, Disagreement
    from arena.store import OneVerdict, Store

_EPILOG = (
    "Examples: arena judge agreement latest · arena judge agreement latest --judging run --judging label-ana · "
    "arena judge agreement latest --measure likability.humor_fit --matrices"
)
_EXCERPT = 400
"""Characters of a reply that are shown with a disagreement."""


def add_to(judge: typer.Typer) -> None:
    """Hang the commands into the group."""
    judge.command(epilog=_EPILOG)(agreement)
    judge.command()(judgings)


def judgings(run: LatestRun = "latest", db: Db = DB, as_json: Json = False) -> None:
    """Who judged a run: its own judge, later judges, people. Their verdicts are kept side by side."""
    from arena.cli._output import print_json, screen, table

    store, run_id = opened_run(db, run)
    found = store.judgings(run_id)
    if as_json:
        print_json([{"name": judging.name, **asdict(judging)} for judging in found])
        return
    columns = [("judging", "left"), ("by", "left"), ("of", "left"), ("verdicts", "right"), ("matches", "right")]
    columns += [("begun (UTC)", "left"), ("", "left")]
    rows = [
        (
            judging.name,
            judging.judge,
            ", ".join(judging.measures) or "everything",
            judging.n_verdicts,
            judging.n_matches,
            f"{judging.started_at:%Y-%m-%d %H:%M}",
            "" if judging.ended_at or judging.kind == "label" else "not finished",
        )
        for judging in found
    ]
    screen().print(table(run_id, columns, rows))


def agreement(
    run: LatestRun = "latest",
    judging: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="compare this one; give it twice or more")
    ] = None,
    measure: Annotated[list[str] | None, typer.Option(metavar="NAME", help="only this measure")] = None,
    disagreements: Annotated[int, typer.Option(min=0, metavar="N", help="how many to print for reading")] = 5,
    matrices: Annotated[bool, typer.Option("--matrices", help="print every confusion matrix")] = False,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """How far judges and people agree: kappa, alpha, confusion matrices, the disagreements worth reading.

    By default the run's own verdicts are compared with people's labels, or with later judgings where nobody labelled.
    It only reads: no label is ever written by it.
    """
    from arena.cli._output import print_json, safe, screen
    from arena.results.agreement import compare
    from arena.tournament import known_measures

    store, run_id = opened_run(db, run)
    found = compare(store, run_id, judging or (), known_measures(measure or ()))
    if as_json:
        print_json(_as_json(run_id, found, disagreements))
        return
    show_pairs(f"{run_id}: {' · '.join(found.raters)}", found.pairs)
    screen().print(_alphas(found))
    for curve in found.curves:
        screen().print(safe(f"{curve.judge} : {curve.person}, by how certain the judge says it is"))
        screen().print(by_certainty("", curve.points, "equal"))
    for pair in found.pairs:
        if matrices:
            screen().print(_matrix(pair))
    read_disagreements(store, run_id, found.disagreements[:disagreements], len(found.disagreements))


def show_pairs(title: str, pairs: Sequence[Agreed]) -> None:
    """Print a line for each measure and pair of raters."""
    from arena.cli._output import WIDE, safe, screen

    if len({(pair.first, pair.second) for pair in pairs}) > 1 or screen().width < WIDE:
        screen().print(safe(title, "bold"))
        for shown in _by_family(pairs):
            screen().print(shown)
    else:
        screen().print(_table(title, pairs))


def _table(title: str, pairs: Iterable[Agreed]) -> Text:
    """One line for each measure, of one pair of raters."""
    from arena.cli._output import table

    return table(title, [("measure", "left"), *_COLUMNS], [[pair.measure, *_cells(pair)] for pair in pairs])


def _by_family(pairs: Iterable[Agreed]) -> list[Text]:
    """A table for each family of measures, in which a line is one pair of raters: narrow enough for any terminal."""
    from arena.cli._output import table

    pairs = list(pairs)
    rows: dict[str, list[list[object]]] = {}
    short, last = _short_names(pairs), ""
    for pair in pairs:
        family, _, name = pair.measure.partition(".")
        its = rows.setdefault(family, [])
        if pair.measure != last:
            its.append([name, *([""] * len(_COLUMNS))])
        last = pair.measure
        its.append([f"  {short[pair.first]} : {short[pair.second]}", *_cells(pair)])
    return [table(family, [("raters", "left"), *_COLUMNS], its) for family, its in rows.items()]


_COLUMNS = [(name, "right") for name in ("n", "equal", "kappa [95 %]", "weighted", "scored", "apart", "out")]


def _cells(pair: Agreed) -> list[object]:
    from arena.cli._output import interval, number

    equal = "–" if pair.agreed is None else f"{100 * pair.agreed:.0f} %"
    apart = "–" if pair.mean_difference is None else f"{pair.mean_difference:+.2f}"
    kappa = interval(pair.kappa, pair.low, pair.high)
    return [pair.n, equal, kappa, number(pair.weighted), pair.n_scored, apart, pair.left_out or ""]


def _short_names(pairs: Iterable[Agreed]) -> dict[str, str]:
    """Rater -> its name without what all names have; the model only where one judging has several."""
    raters = dict.fromkeys(rater for pair in pairs for rater in (pair.first, pair.second))
    judgings = [rater.partition(" (")[0] for rater in raters]
    return {
        rater: (judging if judgings.count(judging) == 1 else rater).removeprefix("label-")
        for rater, judging in zip(raters, judgings, strict=True)
    }


def agreed_json(pair: Agreed) -> dict[str, Any]:
    """A pair of raters as JSON types."""
    return asdict(pair)


def _alphas(found: Agreement) -> Text:
    from arena.cli._output import number, table

    columns = [("measure", "left"), ("Krippendorff's alpha", "right"), ("raters", "right"), ("scored twice", "right")]
    rows = [(row.measure, number(row.alpha), row.raters, row.units) for row in found.alphas]
    return table("all raters together", columns, rows)


def _matrix(pair: Agreed) -> Text:
    from arena.cli._output import table

    matrix: Confusion = pair.matrix
    columns = [(f"{pair.first} \\ {pair.second}", "left"), *((label, "right") for label in matrix.labels)]
    rows = [(label, *(n or "·" for n in counts)) for label, counts in zip(matrix.labels, matrix.counts, strict=True)]
    return table(pair.measure, columns, rows)


def read_disagreements(store: Store, run: str, found: Iterable[Disagreement], total: int) -> None:
    """Print what was said and both verdicts with their reasons."""
    from arena.cli._output import safe, screen

    found = list(found)
    if not total:
        screen().print(safe("no disagreement of more than a step", "green"))
    elif found:
        screen().print(safe(f"\n{len(found)} of {total} disagreements, the widest and surest first", "bold"))
    for one in found:
        first = one.first
        screen().print(safe(f"\n{one.measure} · {_where(first)} · arena show {run} {first.match[:8]}", "bold"))
        for line in _reply(store, run, first):
            screen().print(safe(line, "dim"))
        for verdict in (one.first, one.second):
            screen().print(safe(_said(verdict)))


def _where(verdict: OneVerdict) -> str:
    about = f" · {verdict.about}" if verdict.about else ""
    turn = f", turn {verdict.turn}" if verdict.turn else ""
    return f"{verdict.persona} with {verdict.contestant}, session {verdict.session}{turn}{about}"


def _said(verdict: OneVerdict) -> str:
    value = f"{verdict.value:g}" if verdict.value is not None else verdict.status.replace("_", " ")
    sure = f", {verdict.certainty} % sure" if verdict.certainty else ""
    quote = f" “{verdict.evidence[0].quote}”" if verdict.evidence else ""
    why = f": {verdict.reason}" if verdict.reason else ""
    return f"  {verdict.judge}{sure} → {value}{quote}{why}"


def _reply(store: Store, run: str, verdict: OneVerdict) -> list[str]:
    """What the verdict is about: the turn before the judged one, and the judged one."""
    from arena.schema.event import TurnSpoken

    spoken = [event.turn for event in store.dialogue(run, verdict.match) if isinstance(event, TurnSpoken)]
    shown = [t for t in spoken if t.session == verdict.session and verdict.turn - 1 <= t.index <= verdict.turn]
    return [f"  {turn.speaker}: {_short(turn.text)}" for turn in shown]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXCERPT else flat[:_EXCERPT].rsplit(maxsplit=1)[0] + " …"


def _as_json(run: str, found: Agreement, n: int) -> dict[str, Any]:
    return {
        "run": run,
        "raters": list(found.raters),
        "pairs": [agreed_json(pair) for pair in found.pairs],
        "alphas": [asdict(row) for row in found.alphas],
        "curves": [
            {"judge": c.judge, "person": c.person, "points": [point._asdict() for point in c.points]}
            for c in found.curves
        ],
        "n_disagreements": len(found.disagreements),
        "disagreements": [asdict(one) for one in found.disagreements[:n]],
    }
