"""The append-only record of a run: the truth that the store is built from and resume reads."""

from arena.journal._name import is_branch, latest, new_name
from arena.journal._owner import is_written
from arena.journal._read import Damage, Reading, StoredAnswers, harmed, read, read_from
from arena.journal._recorded import Diverged, RecordedModel, Scribe
from arena.journal._write import Journal, RunFolder, as_line

__all__ = [
    "Damage",
    "Diverged",
    "Journal",
    "Reading",
    "RecordedModel",
    "RunFolder",
    "Scribe",
    "StoredAnswers",
    "as_line",
    "harmed",
    "is_branch",
    "is_written",
    "latest",
    "new_name",
    "read",
    "read_from",
]
