"""`arena persona interview`: is the person who they were written to be?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._files import people
from arena.cli._options import DB, RUNS, ApiBase, Db, Json, RunsDir

if TYPE_CHECKING:
    from arena.checks.interview import Interview
    from arena.schema.interview import InterviewSpec

_HELP = """Ask personas a personality inventory, in character and as strangers see them, against what was authored.

`self`: the person answers, out of band and from their portrait alone. `seen`: a stranger answers about them, from what
they wrote in the talks of a run, without their name or portrait. Each inventory is given several times, in random
order, with the options reversed every other time.

[bold]Examples[/bold]

  arena persona interview ines-varga marcus-bell           on the offline model; transcripts of the latest run with them

  arena persona interview personas/ --from latest --model openai/gpt-4o-mini

  arena persona interview ines-varga --instrument ipip-neo-120 --instrument ipip-ipc --runs 3

  arena persona interview --show latest --json             an interview that was held

  arena persona interview --go-on latest                   one that was interrupted: nothing is asked twice
"""


def add_to(_: typer.Typer) -> None:
    """The command hangs in the group of `arena persona`."""


@people.command("interview", help=_HELP, short_help="Ask personas an inventory: authored, self and seen.")
def interview(
    names: Annotated[list[str] | None, typer.Argument(metavar="ID", help="names, files or folders")] = None,
    model: Annotated[str, typer.Option(help="model that answers in character")] = "offline",
    rater_model: Annotated[str | None, typer.Option(help="model that rates as a stranger (default: --model)")] = None,
    api_base: ApiBase = None,
    instrument: Annotated[
        list[str] | None, typer.Option(help="mini-ipip (default), ipip-neo-120 or ipip-ipc; repeat for more")
    ] = None,
    times: Annotated[int, typer.Option("--runs", min=1, max=50, help="administrations of each")] = 5,
    source: Annotated[
        str | None,
        typer.Option("--from", metavar="RUN", help="run whose talks the stranger reads (default: the latest)"),
    ] = None,
    seen: Annotated[bool, typer.Option("--seen/--no-seen", help="also ask the stranger")] = True,
    seed: Annotated[int, typer.Option(help="order of the statements")] = 0,
    concurrency: Annotated[int, typer.Option(min=1, max=256, help="sittings at once")] = 8,
    show: Annotated[
        str | None, typer.Option(metavar="ID", help="show an interview that was held: id or latest")
    ] = None,
    go_on: Annotated[str | None, typer.Option("--go-on", metavar="ID", help="go on with one: id or latest")] = None,
    runs_dir: RunsDir = RUNS,
    db: Db = DB,
    as_json: Json = False,
) -> None:
    """Ask personas an inventory: authored, self and seen."""
    from arena.checks import interview as rooms
    from arena.schema.interview import InterviewSpec
    from arena.schema.run import ModelSpec

    _one_of(names, show, go_on)
    if show is not None:
        _draw(show, runs_dir, as_json=as_json)
        return
    if go_on is not None:
        held = rooms.go_on(go_on, runs_dir)
    else:
        rater = rater_model or model
        spec = InterviewSpec(
            personas=tuple(names or ()),
            instruments=tuple(instrument or ("mini-ipip",)),
            runs=times,
            seed=seed,
            user=ModelSpec(id=model, temperature=0.7, api_base=api_base if model != "offline" else None),
            rater=ModelSpec(id=rater, temperature=0.0, api_base=api_base if rater != "offline" else None),
            source=_source(tuple(names or ()), source, runs_dir) if seen else "",
            concurrency=concurrency,
            runs_dir=str(runs_dir),
            db=str(db),
        )
        held = rooms.begin(spec)
    _hold(held)
    _draw(held.stored.id, runs_dir, as_json=as_json)


def _one_of(names: list[str] | None, show: str | None, go_on: str | None) -> None:
    from arena.errors import UsageError

    if sum(map(bool, (names, show, go_on))) != 1:
        raise UsageError(
            "name somebody to interview, or one interview to --show or to --go-on with",
            next_step="`arena persona list` shows who there is",
        )


def _source(names: tuple[str, ...], given: str | None, runs_dir: Path) -> str:
    """The run whose talks are read: the one named, else the latest with these people."""
    from arena import personas
    from arena.checks.interview import latest_with
    from arena.cli._output import notice

    if given is not None and given != "latest":
        return given
    ids = tuple(who.id for name in names for who in personas.find(name))
    found = latest_with(ids, runs_dir)
    if not found:
        notice("no run with these people yet, so no stranger can be asked; play one: arena tournament --personas ...")
    return found


def _hold(held: Interview) -> None:
    import asyncio

    from arena.cli._output import notice
    from arena.errors import ArenaError

    try:
        asyncio.run(_with_progress(held))
    except ArenaError as error:
        error.next_step += f": arena persona interview --go-on {held.stored.id}"
        raise
    except KeyboardInterrupt:
        notice(f"interrupted; go on with: arena persona interview --go-on {held.stored.id}")
        raise typer.Exit(130) from None
    if trouble := held.keep():
        notice(trouble)


async def _with_progress(held: Interview) -> None:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from arena.cli._output import side
    from arena.schema.event import CallMade, Event, StatementAnswered

    spec: InterviewSpec = held.stored.spec
    if {spec.user.id, spec.rater.id} == {"offline"}:
        side().print("offline model: rules, no key, no network", style="dim")
    seats = held.seats()
    total = sum(len(seat.sitting.instrument.items) for seat in seats)
    columns = (
        TextColumn("[bold]statements"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[now]}"),
    )
    with Progress(*columns, console=side()) as bar:
        task = bar.add_task("", total=total, now="")
        held.wait = lambda text: bar.update(task, now=text)
        calls, dollars = 0, 0.0

        def hear(event: Event) -> None:
            nonlocal calls, dollars
            if isinstance(event, StatementAnswered):
                bar.advance(task)
            elif isinstance(event, CallMade):
                calls += 1
                dollars += event.cost_usd or 0.0
                bar.update(task, now=f"{calls} calls" + (f", {dollars:.2f} USD" if dollars else ""))

        await held.hold(hear)


def _draw(name: str, runs_dir: Path, *, as_json: bool) -> None:
    from dataclasses import asdict

    from arena.checks.interview import found_in
    from arena.cli._output import print_json
    from arena.cli.persona._levels import draw

    stored, found = found_in(name, runs_dir)
    if as_json:
        source = {"id": stored.id, "source": stored.spec.source, "spec": stored.spec.model_dump(mode="json")}
        print_json({**source, "instruments": [asdict(one) for one in found]})
        return
    draw(stored, found)
