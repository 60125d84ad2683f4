"""`arena play`: one match, streamed turn by turn, with verdicts at the margin; or with you in it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import ApiBase

if TYPE_CHECKING:
    from collections.abc import Callable

    from arena.cli._stage import StageWriter
    from arena.models.human import Ask
    from arena.tournament import Announcement, Run

_EXAMPLES = """

[bold]Examples[/bold]

  arena play ines-varga smaller-flat notebook

  arena play ./me.yaml smaller-flat "window?turns=4" --model openai/gpt-4o-mini

  arena play marcus-bell bad-back-at-work oversharer --json

  arena play ines-varga smaller-flat notebook --as user      you are Ines

  arena play ines-varga smaller-flat --as assistant          you are the assistant, scored as you go

  arena play --resume latest                                 go on where it was left
"""


class Part(StrEnum):
    """Whom the person at the terminal plays."""

    USER = "user"
    ASSISTANT = "assistant"


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    what = "Play one match and watch it, turn by turn; or play in it yourself."
    app.command(name="play", help=what + _EXAMPLES, short_help=what)(play)


def play(
    persona: Annotated[str | None, typer.Argument(help="a name or file: arena persona list")] = None,
    scenario: Annotated[str | None, typer.Argument(help="a name or file: arena scenario list")] = None,
    contestant: Annotated[str | None, typer.Argument(help="such as window?turns=4 or ./my_agent.py:reply")] = None,
    part: Annotated[Part | None, typer.Option("--as", help="play this part yourself")] = None,
    model: Annotated[str | None, typer.Option(help="model for all three parties")] = None,
    user_model: Annotated[str | None, typer.Option(help="model that plays the person")] = None,
    contestant_model: Annotated[str | None, typer.Option(help="model inside the contestant")] = None,
    judge_model: Annotated[str | None, typer.Option(help="model that judges")] = None,
    api_base: ApiBase = None,
    sessions: Annotated[int | None, typer.Option(min=1, metavar="N", help="play only the first N sessions")] = None,
    db: Annotated[str | None, typer.Option(metavar="FILE", help="the DuckDB file (default arena.duckdb)")] = None,
    runs_dir: Annotated[str | None, typer.Option(metavar="DIR", help="where journals go (default runs)")] = None,
    judge: Annotated[bool, typer.Option("--judge/--no-judge", help="score the dialogue")] = True,
    resume: Annotated[str | None, typer.Option(metavar="RUN", help="resume a run: its id, or latest")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print each event as a line of JSON")] = False,
    isolate: Annotated[bool, typer.Option("--isolate", help="run a contestant of your own in its own process")] = False,
) -> None:
    """Play one match and watch it, turn by turn; or play in it yourself."""
    from arena.assistants import in_own_process
    from arena.schema.run import RunSpec
    from arena.tournament import override, override_models, start
    from arena.tournament import resume as go_on

    if resume is not None:
        _refuse([persona, scenario, contestant, part, model, user_model, contestant_model, judge_model, api_base])
        play_run(
            lambda ask: go_on(resume, Path(runs_dir or "runs"), Path(db) if db else None, ask=ask), as_json=as_json
        )
        return
    if isolate and contestant is not None:
        contestant = in_own_process(contestant)
    spec = override(
        RunSpec(name="play"),
        **_cast(persona, scenario, contestant, part),
        sessions=sessions,
        db=db,
        runs_dir=runs_dir,
        judge=judge,
    )
    ids = {p: m or model for p, m in (("user", user_model), ("contestant", contestant_model), ("judge", judge_model))}
    if part is not None:
        ids["user" if part is Part.USER else "contestant"] = "human"
    play_run(lambda ask: start(override_models(spec, ids, api_base), ask), as_json=as_json)


def _refuse(given: list[object]) -> None:
    from arena.errors import UsageError

    if any(value is not None for value in given):
        raise UsageError(
            "a resumed run keeps the specification it was started with",
            next_step="use --resume alone (with --runs-dir, --db, --json), or start a new run",
        )


def _cast(
    persona: str | None, scenario: str | None, contestant: str | None, part: Part | None
) -> dict[str, tuple[str, ...]]:
    """Who plays whom. An assistant played by hand knows its session; what was before, the player knows by heart."""
    from arena.errors import UsageError

    if part is Part.ASSISTANT:
        if contestant is not None:
            raise UsageError("you are the contestant", next_step=f"leave out {contestant!r}, or --as assistant")
        contestant = "plain"
    names = {"personas": persona, "scenarios": scenario, "contestants": contestant}
    for kind, name in names.items():
        if name is None:
            one = kind.removesuffix("s")
            raise UsageError(f"no {one} is named", next_step=f"`arena {one} list` shows all there are")
    return {kind: (name,) for kind, name in names.items() if name is not None}


def play_run(
    make: Callable[[Ask], Run],
    *,
    as_json: bool,
    heard_by: Callable[[StageWriter], Callable[[Announcement], None]] = lambda writer: writer.hear,
) -> Run:
    """Make the run and play it: on the screen where a person plays and has one, else line by line.

    `heard_by` says who hears what is announced, given the writer that would.
    """
    import sys

    from arena.cli._by_hand import Lines, has_screen, part_of, play_on_screen
    from arena.cli._stage import StageWriter
    from arena.tui import Desk

    desk, lines = Desk(), Lines()
    on_screen = has_screen() and not as_json
    run = make(desk.ask if on_screen else lines.ask)
    run.watched = sys.stdout.isatty() and not as_json
    writer = StageWriter(run.stored, as_json=as_json)
    if on_screen and part_of(run.stored) is not None:
        _guarded(run, lambda: play_on_screen(run, desk, writer.note))
    else:
        lines.sit_down(run.stored)
        try:
            _guarded(run, lambda: _stream(run, heard_by(writer), lines.hear))
        finally:
            writer.stop()
    writer.close(run.folder.run_id)
    return run


def _guarded(run: Run, work: Callable[[], None]) -> None:
    from arena.cli._output import notice
    from arena.cli._tournament import resume_command
    from arena.errors import ArenaError

    try:
        work()
    except ArenaError as error:
        if error.exit_code in (3, 6):
            error.next_step += f": {resume_command(run)}"
        raise
    except KeyboardInterrupt:
        notice(f"interrupted; resume with: {resume_command(run)}")
        raise typer.Exit(130) from None


def _stream(run: Run, *hear: Callable[[Announcement], None]) -> None:
    import asyncio

    async def follow() -> None:
        async for said in run.play():
            for ear in hear:
                ear(said)

    asyncio.run(follow())
