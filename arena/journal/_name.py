"""Names of runs: they sort as the runs of a folder were started, whatever the clock says."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

_STAMP = "%Y%m%d-%H%M%S"
_BRANCH = "-branch"
_NAME = re.compile(rf"(\d{{8}}-\d{{6}})-[0-9a-f]+(?:{_BRANCH})?")


def new_name(folder: Path, now: datetime, *, branch: bool = False) -> str:
    """A name for a run that is started in `folder`: when that was, and what tells it from others of the same second.

    A clock is set back, and once a year summer time repeats an hour. A run that would then seem older than one that is
    there already is named for the second after that one, so that the last name always is the latest run.

    Args:
        folder: where the runs are; it need not exist.
        now: local time.
        branch: whether it goes on from a reply of another run; it is never the latest one.
    """
    there = [time for path in folder.glob("*/journal.jsonl") if (time := _time_in(path.parent.name)) is not None]
    started = max([now.replace(microsecond=0), *(time + timedelta(seconds=1) for time in there)])
    return f"{started.strftime(_STAMP)}-{secrets.token_hex(2)}{_BRANCH if branch else ''}"


def is_branch(run_id: str) -> bool:
    """Whether a run goes on from a reply of another: a try, which `latest` passes over."""
    return run_id.endswith(_BRANCH)


def latest(run_ids: Sequence[str]) -> str:
    """The last of these (there must be one) that is no branch; the last one where all are."""
    return next((run_id for run_id in reversed(run_ids) if not is_branch(run_id)), run_ids[-1])


def _time_in(name: str) -> datetime | None:
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], _STAMP) if found else None  # names are in local time
    except ValueError:
        return None
