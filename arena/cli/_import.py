"""`arena import prefeval`: published benchmarks become scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

imports = typer.Typer(no_args_is_help=True, help="Turn published benchmarks into scenarios.")


def add_to(app: typer.Typer) -> None:
    """Hang the group into the tree."""
    app.add_typer(imports, name="import")


@imports.callback()
def _group() -> None:
    """Turn published benchmarks into scenarios."""


@imports.command(
    "prefeval",
    help="""PrefEval items (a checkout of amazon-science/PrefEval, CC-BY-NC-4.0) become one scenario a file.

[bold]Examples[/bold]

  arena import prefeval ~/PrefEval --out scenarios/prefeval --topic travel_restaurant --turns 10

  arena tournament --scenarios scenarios/prefeval --contestants plain,window?turns=6,transcript,notebook,reminder
""",
)
def prefeval(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the checkout, or its benchmark_dataset folder")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="where the scenario files go")],
    form: Annotated[
        Literal["explicit", "choice", "persona"], typer.Option(help="how the preference is shown")
    ] = "explicit",
    topic: Annotated[list[str] | None, typer.Option(help="only this topic (repeat for more)")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="at most this many items of each topic")] = None,
    turns: Annotated[int, typer.Option(min=0, max=300, help="filler turns between preference and question")] = 10,
    one_session: Annotated[bool, typer.Option("--one-session", help="the published form: all in one session")] = False,
    seed: Annotated[int, typer.Option(help="shuffles the options")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="print what was written as JSON")] = False,
) -> None:
    """Import PrefEval items."""
    from arena import scenarios
    from arena.cli._output import notice, print_json, safe, screen

    report = scenarios.import_prefeval(
        folder, out, scenarios.PrefEvalForm(form, tuple(topic or ()), limit, turns, one_session=one_session, seed=seed)
    )
    for problem in report.skipped:
        notice(problem)
    if as_json:
        print_json({"written": [str(path) for path in report.written], "skipped": list(report.skipped)})
        return
    screen().print(safe(f"{len(report.written)} scenarios in {out}", "green"))
    screen().print(f"next: [bold]arena tournament --scenarios {out} --contestants plain,notebook,transcript[/bold]")
