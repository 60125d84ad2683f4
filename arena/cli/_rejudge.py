"""`arena rejudge`: the dialogues of a run judged once more, beside the verdicts it has."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import (
    DB,
    RUNS,
    ApiBase,
    ConfirmAbove,
    Db,
    Json,
    MaxCost,
    MaxTokens,
    RunName,
    RunsDir,
    Yes,
    opened_run,
)

if TYPE_CHECKING:
    from arena.results.agreement import Agreed
    from arena.schema.judging import Judging
    from arena.schema.run import Budget
    from arena.store import MatchScore, Store
    from arena.tournament import Rejudging

_EXAMPLES = """

Nothing is played again: the dialogues come from the database alone. The verdicts go into a journal of their own and are
kept beside those of the run, never averaged with them. The same command again goes on where it was interrupted.

[bold]Examples[/bold]

  arena rejudge latest --judge-model openai/gpt-4o-mini

  arena rejudge latest --measures privacy,likability.humor_fit

  arena rejudge latest --prompt judge/violate@1             other words than the newest

  arena rejudge latest --apart                              each likability dimension in a call of its own

  arena leaderboard latest --judging rejudge-gpt-4o-mini    the board by these verdicts
"""


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    what = "Judge a run once more: another judge model, prompt version or set of measures."
    app.command(name="rejudge", help=what + _EXAMPLES, short_help=what)(rejudge)


def rejudge(
    run: RunName,
    judge_model: Annotated[str | None, typer.Option(metavar="MODEL", help="default: the run's own judge")] = None,
    api_base: ApiBase = None,
    measures: Annotated[str | None, typer.Option(metavar="A,B", help="measures or families; all by default")] = None,
    prompt: Annotated[
        list[str] | None, typer.Option(metavar="NAME@V", help="ask in this version; may be given again")
    ] = None,
    apart: Annotated[bool, typer.Option("--apart", help="one call for each likability dimension")] = False,
    concurrency: Annotated[int, typer.Option(min=1, help="matches at once")] = 8,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    confirm_above: ConfirmAbove = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what it will take and ask nothing")] = False,
    db: Db = DB,
    runs_dir: RunsDir = RUNS,
    as_json: Json = False,
) -> None:
    """Judge a run once more."""
    from arena.cli._budget import limits
    from arena.tournament import known_measures, versions

    store, run_id = opened_run(db, run)
    wanted = known_measures(name.strip() for name in (measures or "").split(",") if name.strip())
    judging = _judging(store, run_id, judge_model, api_base)
    judging = judging.model_copy(update={"measures": wanted, "prompts": versions(prompt or ()), "apart": apart})
    budget = limits(max_cost, max_tokens, None, confirm_above)
    _warn(store, run_id, judging)
    if dry_run:
        _forecast(store, run_id, judging, as_json=as_json)
        return
    work = _begin(store, run_id, judging, runs_dir, budget, concurrency, yes=yes)
    if work.unfinished():
        _play(work, db)
    else:
        work.journal.close()
    _show(store, run_id, work.name, as_json=as_json)


def _judging(store: Store, run: str, model: str | None, api_base: str | None) -> Judging:
    """The run's own judge, or another one asked in the same way."""
    from arena.schema.judging import Judging

    own = store.recorded(run).spec.models.judge
    changes: dict[str, Any] = {} if model is None else {"id": model, "api_base": None}
    if api_base is not None:
        changes["api_base"] = api_base
    return Judging(kind="rejudge", judge=own.model_copy(update=changes), prompts={})


def _warn(store: Store, run: str, judging: Judging) -> None:
    """Say when this judge is of the family of whom it judges, before anything is paid."""
    from arena.cli._output import notice
    from arena.results.bias import shared_families

    spec = store.recorded(run).spec
    models = spec.models.model_copy(update={"judge": judging.judge, "panel": ()})
    for warning in shared_families(spec.model_copy(update={"models": models, "judge": True})):
        notice(warning)


def _forecast(store: Store, run: str, judging: Judging, *, as_json: bool) -> None:
    from arena.cli._budget import show_forecast
    from arena.tournament import forecast_of_judging

    show_forecast(forecast_of_judging(store, run, judging), as_json=as_json)


def _begin(
    store: Store, run: str, judging: Judging, runs_dir: Path, budget: Budget, concurrency: int, *, yes: bool
) -> Rejudging:
    """The judging, if it is wanted when its price is known."""
    from arena.cli._budget import consent
    from arena.tournament import rejudge as begin

    work = begin(store, run, judging, runs_dir, budget, concurrency)
    try:
        if work.unfinished() and work.account.forecast is not None:
            consent(work.account.forecast, work.spec, spent=work.account.spent, yes=yes)
    except BaseException:
        work.journal.close()
        raise
    return work


def _play(work: Rejudging, db: Path) -> None:
    import asyncio

    from arena.cli._output import notice
    from arena.errors import BudgetSpent, RunStopped

    try:
        asyncio.run(_watch(work))
    except BudgetSpent as error:
        error.next_step += f": the same command with {error.raised}"
        raise
    except RunStopped as error:
        error.next_step = "check the endpoint with `arena doctor`, then give the same command again"
        raise
    except KeyboardInterrupt:
        notice("interrupted; everything answered is in the journal, the same command goes on from there")
        raise typer.Exit(130) from None


async def _watch(work: Rejudging) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from arena.cli._output import side

    columns = (TextColumn("[bold]matches judged"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=side()) as bar:
        total = len(work.recorded.matches)
        task = bar.add_task("", total=total, completed=total - len(work.unfinished()))
        async for _ in _heard(work, lambda: bar.advance(task)):
            pass


async def _heard(work: Rejudging, judged: Any) -> AsyncIterator[None]:
    from arena.cli._output import notice
    from arena.schema.event import MatchEnded
    from arena.tournament import Delay, Notice

    async for said in work.play():
        if isinstance(said, MatchEnded):
            judged()
        elif isinstance(said, Notice | Delay):
            notice(said.text)
        yield


def _show(store: Store, run: str, journal: str, *, as_json: bool) -> None:
    """The means of both judgings side by side, and how far they agree verdict by verdict."""
    from arena.cli._output import print_json, safe, screen, table
    from arena.cli.judge._agreement import agreed_json, show_pairs
    from arena.results.agreement import compare

    name = journal.removeprefix("journal-")
    sides = [store.match_scores(run), store.match_scores(run, journal)]
    rows = side_by_side(*sides)
    pairs: tuple[Agreed, ...] = compare(store, run, ["run", name]).pairs if sides[0] else ()
    if as_json:
        keys = ("measure", "contestant", "run", "n", "again", "n_again")
        means = [dict(zip(keys, row, strict=True)) for row in rows]
        print_json({"run": run, "judging": name, "means": means, "agreement": [agreed_json(pair) for pair in pairs]})
        return
    columns = [("measure", "left"), ("contestant", "left"), ("run", "right"), ("n", "right")]
    columns += [(name, "right"), ("n", "right"), ("change", "right")]
    screen().print(table(f"{run}: two judgings side by side", columns, [_cells(*row) for row in rows]))
    if pairs:
        screen().print()
        show_pairs("verdict by verdict", pairs)
    screen().print(safe(f"arena leaderboard {run} --judging {name}", "dim"))


Row = tuple[str, str, float | None, int, float | None, int]
"""(measure, contestant, mean, n matches, mean of the other judging, n matches)."""


def side_by_side(own: list[MatchScore], other: list[MatchScore]) -> list[Row]:
    """Means of match means by measure and contestant, where the other judging has any."""
    means = [_means(own), _means(other)]
    rows: list[Row] = []
    for measure, contestant in sorted(means[1]):
        rows.append(
            (measure, contestant, *means[0].get((measure, contestant), (None, 0)), *means[1][measure, contestant])
        )
    return rows


def _means(scores: list[MatchScore]) -> dict[tuple[str, str], tuple[float | None, int]]:
    groups: dict[tuple[str, str], list[float]] = {}
    for score in scores:
        if score.value is not None:
            groups.setdefault((score.measure, score.contestant), []).append(score.value)
    return {key: (sum(values) / len(values), len(values)) for key, values in groups.items()}


def _cells(  # a row, column by column
    measure: str, contestant: str, own: float | None, n: int, again: float | None, n_again: int
) -> list[object]:
    from arena.cli._output import number

    change = None if own is None or again is None else again - own
    shown = "–" if change is None else f"{change:+.2f}"
    return [measure, contestant, number(own), n or "", number(again), n_again, shown]
