"""From journals to tables: new complete lines only, in bulk, in one transaction, any number of times."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from arena.errors import UsageError
from arena.journal import Damage, Reading, RunFolder, read_from
from arena.schema.event import Event
from arena.store._fold import MAIN, Fold
from arena.store._rows import TAKEN_BY, MatchRow, ReadRow, SessionRow, TurnRow
from arena.store._sql import statement

if TYPE_CHECKING:
    from arena.store._connect import Connection

_OFFSETS = """
SELECT run_id, journal, path, byte_offset, head_sha256, n_lines, n_damaged, epoch_us(ingested_at)
FROM ingested
WHERE run_id = $run
"""
_ATTEMPTS = """
SELECT match, max(attempt)
FROM (
    SELECT match, attempt FROM matches WHERE run_id = $run AND status <> 'planned'
    UNION ALL
    SELECT match, attempt FROM sessions WHERE run_id = $run
)
GROUP BY match
"""
_FORGET_RUN = (
    "DELETE FROM runs WHERE run_id = ?",
    "DELETE FROM personas WHERE run_id = ?",
    "DELETE FROM scenarios WHERE run_id = ?",
    "DELETE FROM contestants WHERE run_id = ?",
    "DELETE FROM matches WHERE run_id = ?",
    "DELETE FROM sessions WHERE run_id = ?",
    "DELETE FROM turns WHERE run_id = ?",
    "DELETE FROM calls WHERE run_id = ?",
    "DELETE FROM verdicts WHERE run_id = ?",
    "DELETE FROM probes WHERE run_id = ?",
    "DELETE FROM prompts WHERE run_id = ?",
    "DELETE FROM standings WHERE run_id = ?",
    "DELETE FROM interviews WHERE run_id = ?",
    "DELETE FROM interview_responses WHERE run_id = ?",
    "DELETE FROM judgings WHERE run_id = ?",
    "DELETE FROM ingested WHERE run_id = ?",
)
_FORGET_ATTEMPTS = (
    "DELETE FROM sessions WHERE run_id = $run AND match IN (SELECT unnest($matches::VARCHAR[]))",
    "DELETE FROM turns WHERE run_id = $run AND match IN (SELECT unnest($matches::VARCHAR[]))",
    "DELETE FROM verdicts WHERE run_id = $run AND match IN (SELECT unnest($matches::VARCHAR[]))",
    "DELETE FROM probes WHERE run_id = $run AND match IN (SELECT unnest($matches::VARCHAR[]))",
)
_RECOUNT = """
UPDATE matches
SET n_sessions = (SELECT count(*) FROM sessions s WHERE s.run_id = matches.run_id AND s.match = matches.match),
    n_turns = (SELECT count(*) FROM turns t WHERE t.run_id = matches.run_id AND t.match = matches.match)
WHERE run_id = $run AND match IN (SELECT unnest($matches::VARCHAR[]))
"""


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What an ingest found.

    `new_events` counts complete lines that were read now; `damage` lists lines that cannot be read and were stepped
    over; `behind` counts bytes after the last complete line (a line being written); `rebuilt` says that the journals
    were not the ones read before, so that the rows of the run were made anew. `set_aside` is where a damaged database
    was put before a new one was built, and `restored` the other runs that were brought back into it; their standings
    are still to be computed.
    """

    run_id: str
    new_events: int
    damage: tuple[Damage, ...]
    behind: int
    rebuilt: bool = False
    set_aside: Path | None = None
    restored: tuple[str, ...] = ()


def ingest(connection: Connection, folder: RunFolder) -> IngestReport:
    """Bring the tables up to the journals of a run.

    Raises:
        UsageError: the folder holds no journal.
    """
    journals = folder.journals()
    if not journals:
        raise UsageError(f"{folder.path} holds no journal", next_step="see `arena runs` for the runs there are")
    run_id = folder.run_id
    connection.begin()
    known = {row[1]: ReadRow(*row) for row in connection.execute(_OFFSETS, {"run": run_id}).fetchall()}
    rebuilt = not _goes_on(known, journals)
    if rebuilt:
        known = {}
        for text in _FORGET_RUN:
            connection.execute(text, [run_id])
    readings = [_Continued.read(run_id, path, known.get(path.stem)) for path in journals]
    fold = Fold(run_id, dict(connection.execute(_ATTEMPTS, {"run": run_id}).fetchall()))
    for reading in readings:
        fold.take(reading.row.journal, reading.events)
    _write(connection, run_id, fold)
    write(connection, "ingested", ReadRow._fields, [reading.row for reading in readings if reading.is_news])
    connection.commit()
    return IngestReport(
        run_id=run_id,
        new_events=sum(len(reading.events) for reading in readings),
        damage=tuple(damage for reading in readings for damage in reading.damage),
        behind=sum(reading.behind for reading in readings),
        rebuilt=rebuilt,
    )


def write(connection: Connection, table: str, fields: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    """Write rows by `sql/into_<table>.sql`: one statement, one list a column (40 times as fast as row by row)."""
    if rows:
        columns = dict(zip(fields, map(list, zip(*rows, strict=True)), strict=True))
        connection.execute(statement(f"into_{table}"), columns)


def _write(connection: Connection, run_id: str, fold: Fold) -> None:
    if restarted := fold.restarted():
        for text in _FORGET_ATTEMPTS:
            connection.execute(text, {"run": run_id, "matches": restarted})
    for kind, table in TAKEN_BY.items():
        write(connection, table, kind._fields, fold.rows(kind))
    if touched := sorted(_touched(fold).union(restarted)):
        connection.execute(_RECOUNT, {"run": run_id, "matches": touched})


def _touched(fold: Fold) -> set[str]:
    return {row.match for row in fold.rows(MatchRow)}.union(
        (row.match for row in fold.rows(SessionRow)), (row.match for row in fold.rows(TurnRow))
    )


def _goes_on(known: dict[str, ReadRow], journals: Sequence[Path]) -> bool:
    """Whether the journals still are what was read before, and perhaps more.

    Where the run's own journal is gone the tables are all there is of it: they are kept, not made anew from the rest.
    """
    there = {path.stem: path for path in journals}
    if MAIN in known and MAIN not in there:
        known = {name: row for name, row in known.items() if name in there}
    return all(
        name in there and there[name].stat().st_size >= row.byte_offset and _head(there[name]) == row.head_sha256
        for name, row in known.items()
    )


def _head(path: Path) -> str:
    with path.open("rb") as file:
        line = file.readline()
    return hashlib.sha256(line).hexdigest() if line.endswith(b"\n") else ""


@dataclass(frozen=True, slots=True)
class _Continued:
    """The new lines of one journal, and how far it has been read with them."""

    row: ReadRow
    events: list[Event]
    damage: list[Damage]
    behind: int
    is_news: bool

    @classmethod
    def read(cls, run_id: str, path: Path, before: ReadRow | None) -> _Continued:
        start, lines, damaged = (before.byte_offset, before.n_lines, before.n_damaged) if before else (0, 0, 0)
        reading: Reading = read_from(path, start)
        damage = [Damage(path, found.line + lines, found.why) for found in reading.damage]
        row = ReadRow(
            run_id=run_id,
            journal=path.stem,
            path=str(path),
            byte_offset=reading.end,
            head_sha256=_head(path),
            n_lines=lines + len(reading.events) + len(damage),
            n_damaged=damaged + len(damage),
            ingested=time.time_ns() // 1000,
        )
        behind = max(0, path.stat().st_size - reading.end)
        return cls(row, reading.events, damage, behind, is_news=reading.end > start)
