"""`arena tournament`: play many matches and rank the contestants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from arena.cli._progress import Progress
    from arena.schema.run import RunSpec
    from arena.tournament import Run

_EXAMPLES = """

[bold]Examples[/bold]

  arena tournament                                        the shipped cast on the offline model, no key needed

  arena tournament --contestants plain,notebook --seeds 3

  arena tournament --model openai/gpt-4o-mini --judge-model anthropic/claude-sonnet-4-5

  arena tournament --model openai/llama --api-base http://127.0.0.1:8000/v1

  arena tournament SPEC.yaml --json

  arena tournament --resume latest

  arena tournament --watch                                on the screen, match by match
"""


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    what = "Play a tournament and show its leaderboard."
    app.command(name="tournament", help=what + _EXAMPLES, short_help=what)(tournament)


def tournament(
    spec: Annotated[Path | None, typer.Argument(metavar="[SPEC.yaml]", help="a file with the keys of a run")] = None,
    contestants: Annotated[str | None, typer.Option(metavar="A,B", help="such as plain,window?turns=4")] = None,
    personas: Annotated[str | None, typer.Option(metavar="A,B", help="names, files or folders")] = None,
    scenarios: Annotated[str | None, typer.Option(metavar="A,B", help="names, files or folders")] = None,
    model: Annotated[str | None, typer.Option(help="model of all three parties")] = None,
    user_model: Annotated[str | None, typer.Option(help="model that plays the people")] = None,
    contestant_model: Annotated[str | None, typer.Option(help="model inside the contestants")] = None,
    judge_model: Annotated[str | None, typer.Option(help="model that judges")] = None,
    api_base: Annotated[str | None, typer.Option(metavar="URL", help="an OpenAI-compatible endpoint")] = None,
    seeds: Annotated[int | None, typer.Option(min=1, help="play each match so many times")] = None,
    sessions: Annotated[int | None, typer.Option(min=1, help="only the first so many sessions")] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="matches at once")] = None,
    db: Annotated[str | None, typer.Option(metavar="FILE", help="the DuckDB file (default arena.duckdb)")] = None,
    runs_dir: Annotated[str | None, typer.Option(metavar="DIR", help="where journals go (default runs)")] = None,
    resume: Annotated[str | None, typer.Option(metavar="RUN", help="go on with a run: its id, or latest")] = None,
    judge: Annotated[bool | None, typer.Option("--judge/--no-judge", help="score the dialogues")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the leaderboard as JSON")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="watch it on the screen")] = False,
) -> None:
    """Play a tournament and show its leaderboard."""
    from arena.tournament import override, override_models, read_spec

    named = (contestants, personas, scenarios, model, user_model, contestant_model, judge_model, api_base, seeds)
    if resume is not None:
        _refuse([spec, *named, sessions, judge])
        _resume(resume, Path(runs_dir or "runs"), Path(db) if db else None, concurrency, as_json=as_json)
        return
    effective = override(
        read_spec(spec),
        contestants=_names(contestants),
        personas=_names(personas),
        scenarios=_names(scenarios),
        seeds=seeds,
        sessions=sessions,
        concurrency=concurrency,
        db=db,
        runs_dir=runs_dir,
        judge=judge,
    )
    ids = {p: m or model for p, m in (("user", user_model), ("contestant", contestant_model), ("judge", judge_model))}
    _start(override_models(effective, ids, api_base), as_json=as_json)


def _names(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(name.strip() for name in text.split(",") if name.strip())


def _start(spec: RunSpec, *, as_json: bool) -> None:
    from arena.tournament import start

    _play(start(spec), as_json=as_json)


def _refuse(given: list[object]) -> None:
    """A resumed run keeps its specification: anything else would make two runs of one."""
    from arena.errors import UsageError

    if any(value is not None for value in given):
        raise UsageError(
            "a resumed run keeps the specification it was started with",
            next_step="use --resume alone (with --concurrency, --runs-dir, --db, --json), or start a new run",
        )


def _resume(name: str, runs_dir: Path, db: Path | None, concurrency: int | None, *, as_json: bool) -> None:
    from arena.tournament import resume

    _play(resume(name, runs_dir, db, concurrency), as_json=as_json)


def _play(run: Run, *, as_json: bool) -> None:
    import asyncio

    from arena.cli._board import show_leaderboard
    from arena.cli._progress import Progress
    from arena.errors import ArenaError, NothingLeft

    with Progress(run) as progress:
        try:
            asyncio.run(_watch(run, progress))
        except ArenaError as error:
            if error.exit_code in (3, 6):
                error.next_step += f": {resume_command(run)}"
            raise
        except KeyboardInterrupt:
            progress.stop()
            _interrupted(run)
            raise typer.Exit(130) from None
    if not progress.completed:
        raise NothingLeft(
            f"all {progress.failed} matches failed: {progress.last_reason}" if progress.failed else "nothing to play",
            next_step=f"see `arena show {run.folder.run_id}`, mend the cause and run again",
        )
    show_leaderboard(run.store, run.folder.run_id, as_json=as_json)


async def _watch(run: Run, progress: Progress) -> None:
    async for said in run.play():
        progress.hear(said)


def resume_command(run: Run) -> str:
    """What to type to go on with this run."""
    folder = run.folder.path.parent
    where = "" if str(folder) == "runs" else f" --runs-dir {folder}"
    db = "" if str(run.store.path) == "arena.duckdb" else f" --db {run.store.path}"
    return f"arena tournament --resume {run.folder.run_id}{where}{db}"


def _interrupted(run: Run) -> None:
    from arena.cli._output import notice

    notice("interrupted; calls in flight were dropped, everything answered is in the journal")
    notice(f"resume with: {resume_command(run)}")
