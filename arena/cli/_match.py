"""`arena play`: one match, streamed turn by turn, with verdicts at the margin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from arena.cli._stage import StageWriter
    from arena.tournament import Run

_EXAMPLES = """

[bold]Examples[/bold]

  arena play ines-varga smaller-flat notebook

  arena play ./me.yaml smaller-flat "window?turns=4" --model openai/gpt-4o-mini

  arena play marcus-bell bad-back-at-work oversharer --json
"""


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    what = "Play one match and watch it, turn by turn."
    app.command(name="play", help=what + _EXAMPLES, short_help=what)(play)


def play(
    persona: Annotated[str, typer.Argument(help="a name or file: arena persona list")],
    scenario: Annotated[str, typer.Argument(help="a name or file: arena scenario list")],
    contestant: Annotated[str, typer.Argument(help="such as notebook or window?turns=4")],
    model: Annotated[str | None, typer.Option(help="model of all three parties")] = None,
    user_model: Annotated[str | None, typer.Option(help="model that plays the person")] = None,
    contestant_model: Annotated[str | None, typer.Option(help="model inside the contestant")] = None,
    judge_model: Annotated[str | None, typer.Option(help="model that judges")] = None,
    api_base: Annotated[str | None, typer.Option(metavar="URL", help="an OpenAI-compatible endpoint")] = None,
    sessions: Annotated[int | None, typer.Option(min=1, help="only the first so many sessions")] = None,
    db: Annotated[str | None, typer.Option(metavar="FILE", help="the DuckDB file (default arena.duckdb)")] = None,
    runs_dir: Annotated[str | None, typer.Option(metavar="DIR", help="where journals go (default runs)")] = None,
    judge: Annotated[bool, typer.Option("--judge/--no-judge", help="score the dialogue")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="print each event as a line of JSON")] = False,
) -> None:
    """Play one match and watch it, turn by turn."""
    from arena.cli._stage import StageWriter
    from arena.schema.run import RunSpec
    from arena.tournament import override, override_models, start

    spec = override(
        RunSpec(name="play"),
        personas=(persona,),
        scenarios=(scenario,),
        contestants=(contestant,),
        sessions=sessions,
        db=db,
        runs_dir=runs_dir,
        judge=judge,
    )
    ids = {p: m or model for p, m in (("user", user_model), ("contestant", contestant_model), ("judge", judge_model))}
    run = start(override_models(spec, ids, api_base))
    _stream(run, StageWriter(run.stored, as_json=as_json))


def _stream(run: Run, writer: StageWriter) -> None:
    import asyncio

    from arena.cli._output import notice
    from arena.cli._tournament import resume_command
    from arena.errors import ArenaError

    try:
        asyncio.run(_watch(run, writer))
    except ArenaError as error:
        if error.exit_code in (3, 6):
            error.next_step += f": {resume_command(run)}"
        raise
    except KeyboardInterrupt:
        notice(f"interrupted; resume with: {resume_command(run)}")
        raise typer.Exit(130) from None
    writer.close(run.folder.run_id)


async def _watch(run: Run, writer: StageWriter) -> None:
    async for said in run.play():
        writer.hear(said)
