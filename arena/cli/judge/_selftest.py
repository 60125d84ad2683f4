"""`arena judge selftest`: whether a judge finds what is known to be there, and nothing else."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import DB, RUNS, ApiBase, ConfirmAbove, Json, Yes
from arena.cli.judge._certainty import by_certainty

if TYPE_CHECKING:
    from collections.abc import Sequence

    from arena.checks.selftest import Examination, Examined, Floors, Placed, Spotted
    from arena.judges.calibration import Found, Judgement, Rate
    from arena.schema.run import RunSpec
    from arena.store import MatchScore

_EPILOG = (
    "Examples: arena judge selftest · arena judge selftest --judge-model openai/gpt-4o-mini · "
    "arena judge selftest --judge-model openai/llama --api-base http://127.0.0.1:8000/v1 --play --min-recall 0.7 · "
    "arena judge selftest --judge-model openai/gpt-4o --moments 12 --measure preference"
)


def add_to(judge: typer.Typer) -> None:
    """Hang the command into the group."""
    judge.command(epilog=_EPILOG)(selftest)


def selftest(
    judge_model: Annotated[str, typer.Option(help="the judge to test")] = "offline",
    api_base: ApiBase = None,
    play: Annotated[
        bool | None,
        typer.Option(
            "--play/--no-play",
            help="also play the planted faults (offline) and rank them; "
            "by default only for the offline judge, as it takes a few thousand questions",
        ),
    ] = None,
    moments: Annotated[
        int | None,
        typer.Option(
            min=1, metavar="N", help="at most this many moments, over as many measures as possible; all by default"
        ),
    ] = None,
    attacks: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="at most this many attacks, of every kind; by default as many as --moments, else all",
        ),
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="M", help="only this measure or family; may be given again")
    ] = None,
    min_precision: Annotated[float, typer.Option(min=0, max=1, help="in each family of measures")] = 0.8,
    min_recall: Annotated[float, typer.Option(min=0, max=1, help="in each family of measures")] = 0.8,
    max_fooled: Annotated[float, typer.Option(min=0, max=1, help="share of attacks that may pay")] = 0.0,
    min_last: Annotated[
        float, typer.Option(min=0, max=1, help="probability with which a planted fault must come last")
    ] = 0.99,
    fresh: Annotated[bool, typer.Option("--fresh", help="ask again what this judge has answered before")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what it will take and ask nothing")] = False,
    confirm_above: ConfirmAbove = None,
    concurrency: Annotated[int, typer.Option(min=1, help="questions at once")] = 8,
    db: Annotated[Path, typer.Option(metavar="FILE", help="where the played faults are kept")] = DB,
    runs_dir: Annotated[Path, typer.Option(metavar="DIR", help="where their journal goes")] = RUNS,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Test a judge on faults that are known to be there: precision, recall, rank, attacks. Exits 1 below the floors."""
    import asyncio

    from arena.checks import selftest as test
    from arena.cli._budget import limits, show_forecast
    from arena.schema.run import Models, ModelSpec, RunSpec

    model = ModelSpec(id=judge_model, api_base=api_base, temperature=0.0)
    spec = RunSpec(
        models=Models(judge=model),
        concurrency=concurrency,
        db=str(db),
        runs_dir=str(runs_dir),
        name="selftest",
        budget=limits(None, None, None, confirm_above),
    )
    selection = test.selected(measure or (), moments, moments if attacks is None else attacks)
    ready = test.examination(spec, selection, fresh=fresh)
    if dry_run:
        show_forecast(asyncio.run(ready.ahead()), as_json=as_json)
        return
    examined = _examined(ready, yes=yes)
    placed, spotted = _played(spec, yes=yes) if (judge_model == "offline" if play is None else play) else ([], [])
    floors = test.Floors(min_precision, min_recall, max_fooled, min_last)
    short = test.shortfalls(examined, placed, floors)
    garbage = asyncio.run(test.unmasked(selection))
    if as_json:
        _as_json(examined, garbage, (placed, spotted), short)
    else:
        _tables(examined, garbage, floors)
        _faults(placed, spotted)
        _conclude(examined, short)
    if short:
        raise typer.Exit(1)


def _examined(ready: Examination, *, yes: bool) -> Examined:
    import asyncio

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from arena.checks.selftest import n_questions
    from arena.cli._budget import consent, in_brief
    from arena.cli._output import notice, safe, side

    if ready.record is not None:
        ahead = asyncio.run(ready.ahead())
        known = len(ready.answers.calls)
        on_record = f"; {known} answers are on record in {ready.record} (--fresh asks again)" if known else ""
        notice(f"{in_brief(ahead)}{on_record}")
        consent(ahead, ready.spec, spent=None, yes=yes)
    columns = (TextColumn("[bold]moments and attacks"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=side()) as bar:
        task = bar.add_task("", total=n_questions(ready.selection))
        ready.say = lambda text: bar.console.print(safe(text, "yellow"))
        return asyncio.run(ready.hold(lambda: bar.advance(task)))


def _played(spec: RunSpec, *, yes: bool) -> tuple[list[Placed], list[Spotted]]:
    from arena.checks.selftest import courses, places, spots, table_of
    from arena.cli._budget import consent
    from arena.tournament import forecast_of

    for course in courses(spec):
        consent(forecast_of(course), course, spent=None, yes=yes)
    tables = [table_of(_scores(course)) for course in courses(spec)]
    return [place for table in tables for place in places(table)], [spot for table in tables for spot in spots(table)]


def _scores(course: RunSpec) -> list[MatchScore]:
    import asyncio

    from arena.cli._progress import Progress
    from arena.tournament import start

    run = start(course)

    async def watch() -> None:
        with Progress(run) as progress:
            async for said in run.play():
                progress.hear(said)

    asyncio.run(watch())
    return run.store.match_scores(run.folder.run_id)


def _as_json(
    examined: Examined,
    garbage: Sequence[Examined],
    faults: tuple[Sequence[Placed], Sequence[Spotted]],
    short: Sequence[str],
) -> None:
    from arena.cli._output import print_json

    def told(found: Found) -> dict[str, Any]:
        rates = {name: getattr(found, name)._asdict() for name in ("precision", "recall", "spill")}
        return {"measure": found.measure, **rates, "unusable": found.n_unusable}

    print_json(
        {
            "judge": examined.judge,
            "believed": not short,
            "shortfalls": list(short),
            "measures": [told(found) for found in examined.by_measure],
            "families": [told(found) for found in examined.by_family],
            "overall": told(examined.overall),
            "misjudged": [asdict(row) for row in examined.misjudged],
            "coverage": [row._asdict() for row in examined.curve],
            "attacks": [{**asdict(tried), "gained": tried.gained} for tried in examined.tried],
            "garbage": [{"judge": one.judge, **told(one.overall)} for one in garbage],
            "faults": [{**asdict(place), "found": place.found} for place in faults[0]],
            "specificity": [asdict(spot) for spot in faults[1]],
        }
    )


def _share(rate: Rate) -> str:
    if rate.value is None:
        return "–"
    return f"{rate.value:.2f} [{rate.low:.2f}, {rate.high:.2f}]"


def _tables(examined: Examined, garbage: Sequence[Examined], floors: Floors) -> None:
    from arena.cli._output import number, screen, table

    shown = (*examined.by_measure, *examined.by_family, examined.overall)
    unusable = any(f.n_unusable for f in shown)  # on a narrow screen every column counts
    columns = [("measure", "left"), ("precision", "left"), ("recall", "left"), ("spill", "right")]
    rows = [[f.measure, _share(f.precision), _share(f.recall), number(f.spill.value)] for f in shown]
    if unusable:
        columns.append(("unusable", "right"))
        rows = [[*row, f"{f.n_unusable}"] for row, f in zip(rows, shown, strict=True)]
    screen().print(table(f"{examined.judge} on prepared moments", columns, rows))
    _misjudged(examined.misjudged)
    _beside_garbage([examined, *garbage], floors)
    screen().print(by_certainty("right, by how certain it says it is", examined.curve, "right"))
    _attacks(examined)


_LISTED = 12


def _misjudged(wrong: Sequence[Judgement]) -> None:
    from arena.cli._output import number, screen, table

    if not wrong:
        return
    rows = [
        (row.moment, row.measure, "planted" if row.planted else "clean", number(row.value), row.reason or row.status)
        for row in wrong[:_LISTED]
    ]
    columns = [(name, "left") for name in ("moment", "measure", "truth", "said", "why")]
    more = f", the surest {_LISTED} (--json has all)" if len(wrong) > _LISTED else ""
    screen().print(table(f"{len(wrong)} misjudged{more}", columns, rows))


def _beside_garbage(judges: Sequence[Examined], floors: Floors) -> None:
    from arena.checks.selftest import shortfalls
    from arena.cli._output import WIDE, screen, table
    from arena.judges.calibration import GARBAGE

    rows, wide = [], screen().width >= WIDE
    for one in judges:
        found, short = one.overall, shortfalls(one, (), floors)
        what = GARBAGE.get(one.judge, "the judge under test")  # type: ignore[call-overload]
        right = sum(row.right for row in one.judgements) / len(one.judgements)
        believed = "yes" if not short else f"no: {short[0]}" + (f" (and {len(short) - 1} more)" if short[1:] else "")
        told = [what] if wide else []
        rows.append((one.judge, *told, f"{right:.0%}", _share(found.precision), _share(found.recall), believed))
    names = ("judge", *(["what it does"] if wide else []), "right", "precision", "recall", "believed")
    columns = [(name, "left") for name in names]
    screen().print(table("beside judges that are garbage", columns, rows))


def _attacks(examined: Examined) -> None:
    from arena.cli._output import number, screen, table

    kinds = dict.fromkeys(tried.kind for tried in examined.tried)
    rows = [
        (kind, len([t for t in examined.tried if t.kind == kind]), len([t for t in examined.fooled if t.kind == kind]))
        for kind in kinds
    ]
    screen().print(table("attacks", [("kind", "left"), ("tried", "right"), ("paid", "right")], rows))
    if examined.fooled:
        columns = [("attack", "left"), ("on", "left"), ("measure", "left"), ("before", "right"), ("after", "right")]
        paid = [(t.attack, t.moment, t.measure, number(t.before), number(t.after)) for t in examined.fooled]
        screen().print(table("attacks that paid", columns, paid))


def _faults(placed: Sequence[Placed], spotted: Sequence[Spotted]) -> None:
    from arena.cli._output import interval, notice, screen, table

    if not placed:
        notice("the planted faults were not played; --play plays them offline and has this judge score them")
        return
    rows = [
        (
            p.fault,
            p.measure,
            interval(p.mean.mean, p.mean.low, p.mean.high) if p.mean else "–",
            f"{p.rank} of {p.n}" if p.rank and p.n > 1 else "no rival" if p.rank else "–",
            f"{p.last:.3f}",
        )
        for p in placed
    ]
    columns = [
        ("planted fault", "left"),
        ("on its own measure", "left"),
        ("mean [95 %]", "left"),
        ("rank", "right"),
        ("last, probability", "right"),
    ]
    screen().print(table("planted faults", columns, rows))
    if any(p.rank and p.n == 1 for p in placed):
        notice("no rival: nobody else is rated with half of its people, so it has to be in the worse half of the scale")
    flagged = [(s.fault, s.measure, f"{s.difference:+.2f}") for s in spotted if s.flagged]
    title = f"specificity: {len(flagged)} of {len(spotted)} unrelated pairs of fault and measure flagged"
    screen().print(table(title, [("planted fault", "left"), ("measure", "left"), ("difference", "right")], flagged))


def _conclude(examined: Examined, short: Sequence[str]) -> None:
    from arena.checks.selftest import EVERYTHING
    from arena.cli._output import notice, safe, screen
    from arena.judges.calibration import TWINS

    n, of = len(examined.judgements) // len(TWINS), len(EVERYTHING.picked())
    tried, all_attacks = len(examined.tried), len(EVERYTHING.tried())
    part = "" if (n, tried) == (of, all_attacks) else f" on {n} of {of} moments and {tried} of {all_attacks} attacks"
    if not short:
        screen().print(safe(f"{examined.judge} reaches every floor{part}", "green"))
    for line in short:
        notice(f"below the floor{part}: {line}")
