"""What other judgings of the run say of the same things, from their journals beside its own. Read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from arena.journal import read
from arena.schema.event import JudgingStarted, VerdictGiven
from arena.tui._seen import Place, Said

_PREFIX = "journal-"


@dataclass(frozen=True, slots=True)
class Others:
    """The other judgings of a run: their names, those of models first, and what each says of what."""

    models: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    said: Mapping[Place, tuple[Said, ...]] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, as `arena judge judgings` has them."""
        return (*self.models, *self.people)


Print = tuple[tuple[str, int], ...]
"""What there is to read: names of journals and their sizes. Two that are equal need not be read again."""


def fingerprint(folder: Path) -> Print:
    """The journals of other judgings in a run's folder; empty where there is no such folder."""
    try:
        return tuple(sorted((path.name, path.stat().st_size) for path in folder.glob(f"{_PREFIX}*.jsonl")))
    except OSError:
        return ()


def others_in(folder: Path) -> Others:
    """What the other judgings in a run's folder say; a journal of something else is passed over."""
    kinds: dict[str, str] = {}
    said: dict[Place, dict[str, Said]] = {}
    for name, _ in fingerprint(folder):
        events = read(folder / name).events
        started = next((event for event in events if isinstance(event, JudgingStarted)), None)
        if started is None:
            continue
        judging = name.removeprefix(_PREFIX).removesuffix(".jsonl")
        kinds[judging] = started.judging.kind
        for event in events:
            if isinstance(event, VerdictGiven):
                verdict = event.verdict
                place = Place.of(event)
                said.setdefault(place, {})[judging] = Said(judging, verdict.status, verdict.value, verdict.judge)
    models = tuple(name for name, kind in kinds.items() if kind != "label")
    people = tuple(name for name, kind in kinds.items() if kind == "label")
    ordered = {place: tuple(its[name] for name in (*models, *people) if name in its) for place, its in said.items()}
    return Others(models, people, ordered)
