"""After a damaged database was built anew: the standings of the other runs, and what to say."""

from __future__ import annotations

from arena.errors import ArenaError
from arena.results.standings import compute
from arena.store import IngestReport, Store


def tell_mended(store: Store, report: IngestReport) -> list[str]:
    """Finish a rebuilding: rank the runs that came back; sentences for a person, none where nothing was damaged."""
    if report.set_aside is None:
        return []
    lines = [
        f"{store.path} was damaged: it is now {report.set_aside.name}, and a new one was built from the journals of "
        f"{1 + len(report.restored)} {'run' if not report.restored else 'runs'}"
    ]
    for run in report.restored:
        try:
            compute(store, run)
        except ArenaError as error:
            lines.append(f"{run} has no standings yet: {error.fact}. Later: arena ingest {run}")
    return lines
