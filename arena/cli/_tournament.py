"""`arena tournament`: play many matches and rank the contestants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from arena.cli._options import ApiBase, ConfirmAbove, MaxCost, MaxTokens, Yes

if TYPE_CHECKING:
    from threading import Event

    from arena.cli._progress import Progress
    from arena.schema.run import Budget, RunSpec
    from arena.tournament import Run

_EXAMPLES = """

[bold]Examples[/bold]

  arena tournament                                        the shipped cast on the offline model, no key needed

  arena tournament --contestants plain,notebook --seeds 3

  arena tournament --model openai/gpt-4o-mini --judge-model anthropic/claude-sonnet-4-5

  arena tournament --model openai/llama --api-base http://127.0.0.1:8000/v1

  arena tournament --contestants ./my_agent.py:reply,plain,notebook --isolate

  arena tournament --model openai/llama --judge-model openai/gpt-4o-mini --judge-model anthropic/claude-sonnet-4-5

  arena tournament SPEC.yaml --json

  arena tournament --model openai/gpt-4o-mini --dry-run       what it will take, before anything is paid

  arena tournament --ablate notebook:memory               the same assistant with every memory that ships

  arena tournament --ablate "notebook:guard=none,minimise"

  arena tournament --model openai/gpt-4o-mini --cache      what was asked before is not paid again (arena cache)

  arena tournament --resume latest --max-cost 10

  arena tournament --watch                                on the screen, replies while they are written
"""


def add_to(app: typer.Typer) -> None:
    """Hang the command into the tree."""
    what = "Play a tournament and show its leaderboard."
    app.command(name="tournament", help=what + _EXAMPLES, short_help=what)(tournament)


def tournament(
    spec: Annotated[Path | None, typer.Argument(metavar="SPEC.yaml", help="a file with the keys of a run")] = None,
    contestants: Annotated[str | None, typer.Option(metavar="A,B", help="such as plain,window?turns=4")] = None,
    personas: Annotated[str | None, typer.Option(metavar="A,B", help="names, files or folders")] = None,
    scenarios: Annotated[str | None, typer.Option(metavar="A,B", help="names, files or folders")] = None,
    model: Annotated[str | None, typer.Option(help="model for all three parties")] = None,
    user_model: Annotated[str | None, typer.Option(help="model that plays the people")] = None,
    contestant_model: Annotated[str | None, typer.Option(help="model inside the contestants")] = None,
    judge_model: Annotated[
        list[str] | None, typer.Option(metavar="MODEL", help="model that judges; may be given again for a panel")
    ] = None,
    samples: Annotated[
        int | None, typer.Option(min=1, max=20, help="how often each judge answers each question")
    ] = None,
    api_base: ApiBase = None,
    rpm: Annotated[int | None, typer.Option(min=1, help="requests a minute to each endpoint, at most")] = None,
    tpm: Annotated[int | None, typer.Option(min=1, help="tokens a minute to each endpoint, at most")] = None,
    seeds: Annotated[int | None, typer.Option(min=1, help="how often each match is played")] = None,
    sessions: Annotated[int | None, typer.Option(min=1, metavar="N", help="play only the first N sessions")] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="matches at once")] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, help="share a run on the offline model among this many processes")
    ] = None,
    db: Annotated[str | None, typer.Option(metavar="FILE", help="the DuckDB file (default arena.duckdb)")] = None,
    runs_dir: Annotated[str | None, typer.Option(metavar="DIR", help="where journals go (default runs)")] = None,
    cache: Annotated[
        bool, typer.Option("--cache", help="do not pay again for a call that an earlier run has made")
    ] = False,
    cache_dir: Annotated[
        str | None, typer.Option(metavar="DIR", help="keep that cache in this folder (default arena-cache)")
    ] = None,
    resume: Annotated[str | None, typer.Option(metavar="RUN", help="resume a run: its id, or latest")] = None,
    judge: Annotated[bool | None, typer.Option("--judge/--no-judge", help="score the dialogues")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the leaderboard as JSON")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="watch it on the screen")] = False,
    max_cost: MaxCost = None,
    max_tokens: MaxTokens = None,
    max_time: Annotated[str | None, typer.Option(metavar="DURATION", help="stop after 45m, 2h30m, ... of play")] = None,
    confirm_above: ConfirmAbove = None,
    yes: Yes = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what it will take and play nothing")] = False,
    ablate: Annotated[
        str | None, typer.Option(metavar="NAME:SLOT", help="one contestant with one slot changed: notebook:memory")
    ] = None,
    isolate: Annotated[
        bool, typer.Option("--isolate", help="run each contestant of your own in its own process")
    ] = False,
) -> None:
    """Play a tournament and show its leaderboard."""
    from arena.assistants import in_own_process
    from arena.cli._budget import limits
    from arena.cli._watch import require_terminal
    from arena.schema.run import DEFAULT_CACHE
    from arena.tournament import override, override_models, raised, read_spec

    budget = limits(max_cost, max_tokens, max_time, confirm_above)
    if watch:
        require_terminal()
    named = (
        contestants,
        personas,
        scenarios,
        model,
        user_model,
        contestant_model,
        judge_model or None,
        samples,
        api_base,
        rpm,
        tpm,
        seeds,
    )
    if resume is not None:
        _refuse([spec, *named, sessions, judge, ablate, isolate or None, cache or None, cache_dir, processes])
        run = _resume(resume, Path(runs_dir or "runs"), Path(db) if db else None, concurrency, budget)
        if _may_go_on(run, yes=yes, dry_run=dry_run, as_json=as_json):
            _play(run, as_json=as_json, on_screen=watch)
        return
    given = {"contestants": contestants or ablate, "personas": personas, "scenarios": scenarios}
    written = read_spec(spec, [key for key, value in given.items() if value is not None])
    effective = override(
        written,
        contestants=_contestants(contestants, ablate),
        personas=_names(personas),
        scenarios=_names(scenarios),
        seeds=seeds,
        sessions=sessions,
        concurrency=concurrency,
        processes=processes,
        db=db,
        runs_dir=runs_dir,
        judge=judge,
        samples=samples,
        cache=cache_dir or ((written.cache or DEFAULT_CACHE) if cache else None),
        budget=raised(written.budget, budget),
    )
    if isolate:
        effective = override(effective, contestants=tuple(in_own_process(name) for name in effective.contestants))
    first, panel = (judge_model[0], judge_model[1:]) if judge_model else (model, [])
    ids = {p: m or model for p, m in (("user", user_model), ("contestant", contestant_model), ("judge", first))}
    begun = _begin(
        override_models(effective, ids, api_base, panel, rpm=rpm, tpm=tpm), yes=yes, dry_run=dry_run, as_json=as_json
    )
    if begun is not None:
        _play(begun, as_json=as_json, on_screen=watch)


def _names(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(name.strip() for name in text.split(",") if name.strip())


def _contestants(listed: str | None, ablate: str | None) -> tuple[str, ...] | None:
    """Who plays: those listed, and those that an ablation tries. Raises UsageError."""
    from arena.assistants import ablation

    named = _names(listed)
    return named if ablate is None else (*(named or ()), *ablation(ablate))


def _refuse(given: list[object]) -> None:
    """A resumed run keeps its specification: anything else would make two runs of one."""
    from arena.errors import UsageError

    if any(value is not None for value in given):
        raise UsageError(
            "a resumed run keeps the specification it was started with",
            next_step="use --resume alone (with --concurrency, --runs-dir, --db, --json, --watch, --dry-run, --yes and "
            "the limits --max-cost, --max-tokens, --max-time), or start a new run",
        )


def _begin(spec: RunSpec, *, yes: bool, dry_run: bool, as_json: bool) -> Run | None:
    """A new run, if it is wanted when its price is known."""
    from arena.cli._budget import consent, show_forecast
    from arena.cli._output import notice
    from arena.results.bias import repeated, shared_families
    from arena.tournament import forecast_of, is_free, precision_of, start

    for warning in (*shared_families(spec), *repeated(spec)):
        notice(warning)
    if dry_run:
        show_forecast(forecast_of(spec), as_json=as_json, precision=precision_of(spec))
        if spec.cache is not None:
            notice("calls that the cache can answer are counted as if they were paid")
        return None
    if not is_free(spec):
        consent(forecast_of(spec), spec, spent=None, yes=yes)
    elif spec.cache is not None:
        notice("nobody is paid in this run, so it needs no cache: rules answer at once, and always alike")
    return start(spec)


def _resume(name: str, runs_dir: Path, db: Path | None, concurrency: int | None, budget: Budget) -> Run:
    from arena.tournament import resume

    return resume(name, runs_dir, db, concurrency, budget=budget)


def _may_go_on(run: Run, *, yes: bool, dry_run: bool, as_json: bool) -> bool:
    """Whether to play the rest of a run; its journal is closed where not."""
    from arena.cli._budget import consent, show_forecast
    from arena.tournament import forecast_left, is_free

    spec = run.stored.spec
    try:
        if not dry_run:
            if not is_free(spec):
                consent(forecast_left(run), spec, spent=run.account.spent, yes=yes)
            return True
    except BaseException:
        run.journal.close()
        raise
    run.journal.close()
    show_forecast(forecast_left(run), as_json=as_json)
    return False


def _play(run: Run, *, as_json: bool, on_screen: bool) -> None:
    import asyncio

    from arena.cli._board import show_leaderboard
    from arena.cli._output import notice
    from arena.cli._progress import Progress
    from arena.cli._watch import play_on_screen
    from arena.errors import ArenaError, BudgetSpent, NothingLeft, StoreUnavailable

    progress = Progress(run)
    told = _stopped_by_a_signal()
    try:
        if on_screen:
            play_on_screen(run, progress, told.is_set)
        else:
            asyncio.run(_watch(run, progress))
    except ArenaError as error:
        if error.exit_code in (3, 6):
            error.next_step += f": {resume_command(run)}" + (
                f" {error.raised}" if isinstance(error, BudgetSpent) else ""
            )
        raise
    except KeyboardInterrupt:
        progress.stop()
        _interrupted(run)
        raise typer.Exit(130) from None
    if not progress.completed:
        raise NothingLeft(_nothing(progress), next_step=_mend(run, progress))
    if run.store_fault is not None:
        raise StoreUnavailable(
            f"the run is played and in its journal, but not in the database: {run.store_fault.fact}",
            next_step=f"free space, correct its permissions or choose another file with --db: {run.ingest_command}",
        )
    show_leaderboard(run.store, run.folder.run_id, as_json=as_json)
    if progress.lost:
        notice(f"{progress.lost} matches that got no answer can be played again: {resume_command(run)}")


def _stopped_by_a_signal() -> Event:
    """Let SIGTERM, which a service or a container is stopped with, end a run as Ctrl-C does; set once that was sent."""
    import signal
    from threading import Event

    told = Event()

    def stop(*_: object) -> None:
        told.set()
        signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGTERM, stop)
    return told


def _nothing(progress: Progress) -> str:
    """Why no match can be ranked."""
    left_out = [f"{n} {kind}" for kind in ("failed", "void") if (n := progress.outcomes[kind])]
    return f"{' and '.join(left_out)}, none completed: {progress.last_reason}" if left_out else "nothing to play"


def _mend(run: Run, progress: Progress) -> str:
    if progress.lost:
        return f"fix the cause; what got no answer is then played again: {resume_command(run)}"
    return f"see `arena show {run.folder.run_id}`, fix the cause and run again"


async def _watch(run: Run, progress: Progress) -> None:
    from arena.tournament import play_and_judge

    with progress:
        async for said in play_and_judge(run):
            progress.hear(said)


def resume_command(run: Run) -> str:
    """What to type to go on with this run."""
    models = run.stored.spec.models
    command = "play" if "human" in {models.user.id, models.contestant.id} else "tournament"
    return f"arena {command} --resume {run.folder.run_id}{run.options}"


def _interrupted(run: Run) -> None:
    import logging
    import signal
    import sys

    from arena.cli._budget import flags
    from arena.cli._output import notice

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all that is left is to say so
    logging.getLogger("asyncio").disabled = True  # it would speak of tasks that a second Ctrl-C left behind,
    sys.unraisablehook = lambda _: None  # and Python of their connections
    notice("interrupted; calls in flight were dropped, everything answered is in the journal")
    notice(f"resume with: {resume_command(run)}{flags(run.stored.spec.budget)}")
