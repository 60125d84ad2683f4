"""Names become records: who plays, before anything is paid."""

from __future__ import annotations

import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from itertools import chain
from pathlib import Path
from typing import TypeVar

from arena import __version__, assistants, personas, scenarios
from arena.errors import BadFiles, UsageError, WrongNames
from arena.schema.persona import Persona
from arena.schema.run import Provenance, RunSpec
from arena.schema.scenario import Scenario

T = TypeVar("T")

_TOLD_PACKAGES = ("duckdb", "evalica", "langgraph", "litellm", "pydantic")


@dataclass(frozen=True, slots=True)
class Lineup:
    """The records behind the names of a specification."""

    personas: tuple[Persona, ...]
    scenarios: tuple[Scenario, ...]
    contestants: tuple[str, ...]


def line_up(spec: RunSpec) -> Lineup:
    """Look up every name. Raises UsageError, WrongNames or BadFiles, which name the nearest known ones."""
    wrong: list[UsageError] = []
    found = {s.id: s for s in chain.from_iterable(_each(spec.scenarios, scenarios.find, wrong))}
    if spec.sessions is not None:
        found = {key: scenarios.shorten(s, spec.sessions) for key, s in found.items()}
    brought = [s.person for s in found.values() if s.person is not None]
    everybody = {p.id: p for p in brought}
    if not found or any(s.person is None for s in found.values()):
        invited = chain.from_iterable(_each(spec.personas, personas.find, wrong))
        everybody = {p.id: p for p in invited} | everybody
    names = tuple(dict.fromkeys(_each(spec.contestants, assistants.canonical, wrong)))
    if wrong:
        raise wrong[0] if len(wrong) == 1 else WrongNames(wrong)
    for kind, named in (("contestant", names), ("scenario", found), ("persona", everybody)):
        if not named:
            shown = f"name some: --{kind}s; `arena {kind} list` shows all there are"
            raise UsageError(f"no {kind}s are named", next_step=shown)
    return Lineup(tuple(everybody.values()), tuple(found.values()), names)


def _each(names: Iterable[str], find: Callable[[str], T], wrong: list[UsageError]) -> list[T]:
    """What is found; what is wrong with the other names goes into `wrong`. Problems in files end it at once."""
    found: list[T] = []
    for name in names:
        try:
            found.append(find(name))
        except BadFiles:
            raise
        except UsageError as error:
            wrong.append(error)
    return found


def check_contestants(names: Iterable[str]) -> None:
    """Load what is code of the user's, before anything is paid. Raises UsageError."""
    for name in dict.fromkeys(names):
        assistants.verify(name)


def provenance() -> Provenance:
    """What made this run: versions, platform and the commit of the working folder, where there is one."""
    return Provenance(
        arena_version=__version__,
        python=platform.python_version(),
        platform=f"{sys.platform} {platform.machine()}",
        packages={name: _version(name) for name in _TOLD_PACKAGES},
        git_commit=_commit(),
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "absent"


def _commit() -> str:
    try:
        done = subprocess.run(  # fixed arguments
            ["git", "rev-parse", "--short=12", "HEAD"],  # noqa: S607  # whichever git the user has
            capture_output=True,
            text=True,
            timeout=5,
            check=False,
            cwd=Path.cwd(),
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()
