"""Making runs: a new one from a specification, or an interrupted one from its journal."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from arena.errors import UsageError
from arena.files import nearest
from arena.journal import Journal, RunFolder, latest, new_name, read
from arena.models.human import Ask
from arena.schema.event import RunStarted
from arena.schema.run import Budget, RunSpec, StoredRun
from arena.store import Store
from arena.tournament._damage import recovered
from arena.tournament._marks import beginning, judge_prompts, known_prompts
from arena.tournament._run import Run
from arena.tournament._schedule import left_out, plan_matches
from arena.tournament._shard import check_processes
from arena.tournament.backends import check_human, check_models
from arena.tournament.lineup import check_contestants, line_up, provenance
from arena.tournament.outlook import account_for, check_limits, check_raised, raised


def start(spec: RunSpec, ask: Ask | None = None) -> Run:
    """A new run of `spec`, planned and with its journal open. Nothing is paid yet.

    Args:
        spec: what to play.
        ask: puts questions to the person at the terminal, where the specification has a `human` model.

    Raises:
        UsageError, BadFiles, MissingKey: something named in the specification does not exist or does not fit.
        JournalUnwritable: the runs folder cannot be written.
    """
    check_models(spec, ask)
    _check_cache(spec)
    _check_db(Path(spec.db))
    lineup = line_up(spec)
    check_contestants(lineup.contestants)
    run_id = new_name(Path(spec.runs_dir), datetime.now())  # names are in local time
    stored = StoredRun(
        run_id=run_id,
        spec=spec,
        provenance=provenance(),
        personas={p.id: p.model_dump(mode="json") for p in lineup.personas},
        scenarios={s.id: s.model_dump(mode="json") for s in lineup.scenarios},
        matches=plan_matches(lineup, spec),
    )
    check_processes(stored)
    account = account_for(stored, Path(spec.db))
    check_limits(spec.budget, account.forecast)
    folder = RunFolder(Path(spec.runs_dir) / run_id)
    run = Run(stored, folder, Journal(folder.journal), Store(Path(spec.db)), fresh=True, ask=ask, account=account)
    run.notes = tuple(left_out(lineup))
    return run


def resume(
    name: str,
    runs_dir: Path,
    db: Path | None = None,
    concurrency: int | None = None,
    ask: Ask | None = None,
    budget: Budget | None = None,
) -> Run:
    """The run `name` (an id, a unique beginning of one, or `latest`), ready to go on where its journal ends.

    Args:
        name: which run.
        runs_dir: where journals are.
        db: the database; by default the one the run was started with.
        concurrency: matches at once; by default as the run was started. Nothing that is said depends on it.
        ask: puts questions to the person at the terminal, where one plays.
        budget: other limits; those that are not set stay as the run was started.

    Raises:
        UsageError: there is no such run, its journal has no beginning, it wants a person and there is none, or a limit
            is used up already.
        RunStopped: another process is playing it.
    """
    folder = find_run(name, runs_dir)
    journal = Journal(folder.journal)
    try:
        reading = read(folder.journal)
        stored = beginning(reading.events, folder)
        check_human(stored.spec, ask)
        check_contestants(plan.contestant for plan in stored.matches)
        stored = stored.model_copy(update={"spec": _other_pace(stored.spec, concurrency, budget)})
        where = db if db is not None else Path(stored.spec.db)
        _check_db(where)
        account = account_for(stored, where, reading.events)
        check_raised(budget or Budget(), account.spent)
    except BaseException:
        journal.close()
        raise
    answers, notes = recovered(reading, stored)
    fresh = not any(isinstance(event, RunStarted) for event in reading.events)
    run = Run(stored, folder, journal, Store(where), fresh=fresh, answers=answers, ask=ask, account=account)
    run.prompts_seen |= known_prompts(reading.events)
    run.notes = notes
    run.judged_with |= judge_prompts(reading.events)
    return run


def _check_cache(spec: RunSpec) -> None:
    if spec.cache is not None and Path(spec.cache).exists() and not Path(spec.cache).is_dir():
        raise UsageError(f"the cache {spec.cache} is a file", next_step="name a folder: --cache-dir DIR")


def _check_db(path: Path) -> None:
    """Refuse what can never be a database before anything is played. Raises UsageError."""
    folder = next((parent for parent in path.parents if parent.exists()), path.parent)
    if path.is_dir() or not folder.is_dir():
        fact = "it is a folder" if path.is_dir() else f"{folder} is no folder"
        raise UsageError(f"{path} cannot be the database: {fact}", next_step="name a file: --db FILE")


def _other_pace(spec: RunSpec, concurrency: int | None, budget: Budget | None) -> RunSpec:
    """What may differ in a resumed run: nothing that is said depends on it."""
    given = {} if concurrency is None else {"concurrency": concurrency}
    limits = raised(spec.budget, budget or Budget())
    return RunSpec.model_validate({**spec.model_dump(), **given, "budget": limits})


def find_run(name: str, runs_dir: Path) -> RunFolder:
    """The folder of a run, by id, unique beginning, folder, journal, or `latest`. Raises UsageError."""
    path = Path(name)
    if (path / "journal.jsonl").exists():
        return RunFolder(path)
    if path.name == "journal.jsonl" and path.is_file():
        return RunFolder(path.parent)
    ids = sorted(path.parent.name for path in runs_dir.glob("*/journal.jsonl")) if runs_dir.is_dir() else []
    if name == "latest" and ids:
        return RunFolder(runs_dir / latest(ids))
    fits = [run_id for run_id in ids if run_id.startswith(name)] if name else []
    if len(fits) == 1 or name in fits:
        return RunFolder(runs_dir / (name if name in fits else fits[0]))
    if not fits and path.exists():
        raise UsageError(
            f"there is no journal.jsonl in {name}"
            if path.is_dir()
            else f"{name} is a file, but no run's journal.jsonl",
            choices=ids[-3:],
            next_step="name a run by its id or its folder; `arena runs` lists them",
        )
    raise UsageError(
        f"{len(fits)} runs begin with {name!r}" if fits else f"there is no run {name!r} in {runs_dir}",
        choices=fits[:5] or nearest(name, ids) or ids[-3:],
        next_step="`arena runs` lists them; another folder is chosen with --runs-dir",
    )
