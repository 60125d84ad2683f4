"""Checking scenarios: each by itself, and all together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from arena.errors import Problem
from arena.files import Document, find_all, shared_ids, try_all
from arena.scenarios._load import read
from arena.schema.scenario import Scenario


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check of scenario files found."""

    problems: tuple[Problem, ...]
    documents: tuple[Document[Scenario], ...]
    """Those that are sound by themselves, in the order of the files."""

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The sound ones."""
        return tuple(document.record for document in self.documents)

    @property
    def ok(self) -> bool:
        """Whether all files can be used."""
        return not self.problems


def check(paths: Iterable[Path]) -> CheckReport:
    """Read all files (of folders, all in them) and report every problem.

    Raises:
        UsageError: a path leads nowhere.
    """
    documents, problems = try_all(find_all("scenarios", paths), read)
    problems += shared_ids("scenario", [(document, document.record.id) for document in documents])
    return CheckReport(tuple(problems), tuple(documents))
