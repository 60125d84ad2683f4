"""What other judgings of the run say of the same things, from their journals beside its own. Read only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from arena.journal import read_from
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


@dataclass(slots=True)
class _Part:
    """One journal, as far as it has been read."""

    offset: int = 0
    kind: str = ""
    """Empty for a journal of something else than a judging."""
    said: dict[Place, Said] = field(default_factory=dict)


class OtherJudgings:
    """Reads the journals of other judgings in a run's folder; each time only what is new in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._parts: dict[str, _Part] = {}
        self._busy = Lock()
        self._news = False

    def read(self) -> Others | None:
        """All that they say; None where nothing is new, or while another thread reads.

        A journal that cannot be read now is left for the next time.
        """
        if not self._busy.acquire(blocking=False):
            return None
        try:
            return self._read()
        except OSError:
            return None
        finally:
            self._busy.release()

    def _read(self) -> Others | None:
        sizes = {path.name: path.stat().st_size for path in sorted(self.folder.glob(f"{_PREFIX}*.jsonl"))}
        gone = [name for name in self._parts if name not in sizes]
        for name in gone:
            del self._parts[name]
        fresh = [name for name, size in sizes.items() if self._grew(name, size)]
        self._news |= bool(fresh or gone)  # also of a reading that breaks off here
        for name in fresh:
            self._take(name)
        if not self._news:
            return None
        self._news = False
        return self._together()

    def _grew(self, name: str, size: int) -> bool:
        known = self._parts.get(name)
        if known is not None and size < known.offset:
            del self._parts[name]  # another file under the same name
            known = None
        return known is None or size > known.offset

    def _take(self, name: str) -> None:
        part = self._parts.get(name, _Part())
        reading = read_from(self.folder / name, part.offset)
        part.offset = reading.end
        judging = name.removeprefix(_PREFIX).removesuffix(".jsonl")
        for event in reading.events:
            if isinstance(event, JudgingStarted):
                part.kind = event.judging.kind
            elif isinstance(event, VerdictGiven):
                verdict = event.verdict
                part.said[Place.of(event)] = Said(judging, verdict.status, verdict.value, verdict.judge)
        self._parts[name] = part

    def _together(self) -> Others:
        parts = {
            name.removeprefix(_PREFIX).removesuffix(".jsonl"): part for name, part in self._parts.items() if part.kind
        }
        models = tuple(sorted(name for name, part in parts.items() if part.kind != "label"))
        people = tuple(sorted(name for name, part in parts.items() if part.kind == "label"))
        said: dict[Place, tuple[Said, ...]] = {}
        for name in (*models, *people):
            for place, one in parts[name].said.items():
                said[place] = (*said.get(place, ()), one)
        return Others(models, people, said)
