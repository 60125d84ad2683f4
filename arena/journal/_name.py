"""Names of runs: they sort as the runs of a folder were started, whatever the clock says."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path

_STAMP = "%Y%m%d-%H%M%S"
_NAME = re.compile(r"(\d{8}-\d{6})-[0-9a-f]+")


def new_name(folder: Path, now: datetime) -> str:
    """A name for a run that is started in `folder`: when that was, and what tells it from others of the same second.

    A clock is set back, and once a year summer time repeats an hour. A run that would then seem older than one that is
    there already is named for the second after that one, so that the last name always is the latest run.

    Args:
        folder: where the runs are; it need not exist.
        now: local time.
    """
    there = [time for path in folder.glob("*/journal.jsonl") if (time := _time_in(path.parent.name)) is not None]
    started = max([now.replace(microsecond=0), *(time + timedelta(seconds=1) for time in there)])
    return f"{started.strftime(_STAMP)}-{secrets.token_hex(2)}"


def _time_in(name: str) -> datetime | None:
    found = _NAME.fullmatch(name)
    try:
        return datetime.strptime(found[1], _STAMP) if found else None  # names are in local time
    except ValueError:
        return None
