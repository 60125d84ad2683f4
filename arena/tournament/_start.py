"""Making runs: a new one from a specification, or an interrupted one from its journal."""

from __future__ import annotations

import secrets
import time
from pathlib import Path

from arena.errors import UsageError
from arena.files import nearest
from arena.journal import Journal, RunFolder, StoredAnswers, read
from arena.schema.event import RunStarted
from arena.schema.run import RunSpec, StoredRun
from arena.store import Store
from arena.tournament._backends import check_models
from arena.tournament._lineup import line_up, provenance
from arena.tournament._run import Run, known_prompts
from arena.tournament._schedule import plan_matches


def start(spec: RunSpec) -> Run:
    """A new run of `spec`, planned and with its journal open. Nothing is paid yet.

    Raises:
        UsageError, BadFiles, MissingKey: something named in the specification does not exist or does not fit.
        JournalUnwritable: the runs folder cannot be written.
    """
    check_models(spec)
    lineup = line_up(spec)
    run_id = time.strftime("%Y%m%d-%H%M%S-") + secrets.token_hex(2)
    stored = StoredRun(
        run_id=run_id,
        spec=spec,
        provenance=provenance(),
        personas={p.id: p.model_dump(mode="json") for p in lineup.personas},
        scenarios={s.id: s.model_dump(mode="json") for s in lineup.scenarios},
        matches=plan_matches(lineup, spec),
    )
    folder = RunFolder(Path(spec.runs_dir) / run_id)
    return Run(stored, folder, Journal(folder.journal), Store(Path(spec.db)), fresh=True)


def resume(name: str, runs_dir: Path, db: Path | None = None, concurrency: int | None = None) -> Run:
    """The run `name` (an id, a unique beginning of one, or `latest`), ready to go on where its journal ends.

    Args:
        name: which run.
        runs_dir: where journals are.
        db: the database; by default the one the run was started with.
        concurrency: matches at once; by default as the run was started. Nothing that is said depends on it.

    Raises:
        UsageError: there is no such run, or its journal has no beginning.
        RunStopped: another process is playing it.
    """
    folder = find_run(name, runs_dir)
    journal = Journal(folder.journal)
    try:
        reading = read(folder.journal)
        stored = next((event.run for event in reading.events if isinstance(event, RunStarted)), None)
        if stored is None:
            raise UsageError(
                f"the journal of {folder.run_id} has no beginning", next_step="start a new run: arena tournament"
            )
    except BaseException:
        journal.close()
        raise
    answers = StoredAnswers.by_match(reading.events)
    if concurrency is not None:
        spec = RunSpec.model_validate({**stored.spec.model_dump(), "concurrency": concurrency})
        stored = stored.model_copy(update={"spec": spec})
    store = Store(db if db is not None else Path(stored.spec.db))
    run = Run(stored, folder, journal, store, fresh=False, answers=answers)
    run.prompts_seen |= known_prompts(reading.events)
    return run


def find_run(name: str, runs_dir: Path) -> RunFolder:
    """The folder of a run, by id, unique beginning, path, or `latest`. Raises UsageError."""
    if (Path(name) / "journal.jsonl").exists():
        return RunFolder(Path(name))
    ids = sorted(path.parent.name for path in runs_dir.glob("*/journal.jsonl")) if runs_dir.is_dir() else []
    if name == "latest" and ids:
        return RunFolder(runs_dir / ids[-1])
    fits = [run_id for run_id in ids if run_id.startswith(name)] if name else []
    if len(fits) == 1 or name in fits:
        return RunFolder(runs_dir / (name if name in fits else fits[0]))
    raise UsageError(
        f"{len(fits)} runs begin with {name!r}" if fits else f"there is no run {name!r} in {runs_dir}",
        choices=fits[:5] or nearest(name, ids) or ids[-3:],
        next_step="`arena runs` lists them; another folder is chosen with --runs-dir",
    )
