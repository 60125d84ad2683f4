"""`arena import propersim`: published personas become persona files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from arena.cli._import import imports


def add_to(_: typer.Typer) -> None:
    """The command hangs in the group of `arena import`."""


@imports.command(
    "propersim",
    help="""ProPerSim personas (a checkout, Apache-2.0) become one persona a file, with names of their own.

[bold]Examples[/bold]

  arena import propersim ~/ProPerSim --out personas/propersim

  arena persona interview personas/propersim --runs 3
""",
)
def propersim(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="the checkout, or its storage folder")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="where the persona files go")],
    as_json: Annotated[bool, typer.Option("--json", help="print what was written as JSON")] = False,
) -> None:
    """Import the ProPerSim personas."""
    from arena import personas
    from arena.cli._output import notice, print_json, safe, screen

    report = personas.import_propersim(folder, out)
    for problem in report.skipped:
        notice(problem)
    if as_json:
        print_json({"written": [str(path) for path in report.written], "skipped": list(report.skipped)})
        return
    screen().print(safe(f"{len(report.written)} personas in {out}", "green"))
    screen().print(f"next: [bold]arena persona check {out}[/bold]")
