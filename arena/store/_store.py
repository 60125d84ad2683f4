"""The store: a path, opened for each operation and closed at once, so that other programs can read between."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, fields
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from arena.errors import StoreUnavailable
from arena.journal import RunFolder
from arena.schema.event import MatchEvent
from arena.store import _about_run, _again, _export, _people, _queries, _spending
from arena.store._export import Form
from arena.store._fold import MAIN
from arena.store._ingest import IngestReport, ingest, write
from arena.store.judged import JudgingCost, JudgingSummary, OneVerdict, Recorded, UsedPrompt
from arena.store.on_people import Appearances, OfPeople, OwnTurn
from arena.store.records import (
    Answer,
    CallLength,
    Cost,
    Exported,
    JudgedVerdict,
    LeaderboardRow,
    MatchScore,
    MatchSummary,
    PreferenceAtDistance,
    PreferenceErrors,
    Price,
    PrivacyFlow,
    RunContents,
    RunSummary,
    Spending,
    StandingRow,
    Transcript,
)

if TYPE_CHECKING:
    from arena.store._connect import Connection

T = TypeVar("T")


class Store:
    """The database of runs. Nothing is held between two operations; one operation at a time in a process.

    Every method raises StoreUnavailable when the file cannot be used: it is damaged, newer than this version, or kept
    open by another program for longer than `patience_s`. The journals have everything, so nothing is lost.

    Args:
        path: the DuckDB file; made by the first ingest.
        patience_s: how long to wait, in seconds, for another program to let go of the file.
    """

    def __init__(self, path: Path, patience_s: float = 10.0) -> None:
        self.path = path
        self._patience_s = patience_s
        self._one_at_a_time = Lock()
        self._is_current = False

    def ingest(self, folder: RunFolder) -> IngestReport:
        """Bring the tables up to the journals of a run. The same lines twice change nothing.

        A database that is damaged is set aside, and a new one is built from the journals of this run and of those
        beside it.

        Raises:
            UsageError: the folder holds no journal.
        """
        from arena.store._mend import mended  # noqa: PLC0415  # duckdb is loaded when it is first needed

        def once(one: RunFolder) -> IngestReport:
            return self._do(lambda connection: ingest(connection, one), read_only=False)

        return mended(self.path, folder, once)

    def write_standings(self, run: str, rows: Sequence[StandingRow], journal: str = MAIN) -> None:
        """Replace what was computed for a run from one of its journals."""

        def replace(connection: Connection) -> None:
            connection.begin()
            _queries.forget_standings(connection, run, journal)
            write(connection, "standings", [field.name for field in fields(StandingRow)], list(map(astuple, rows)))
            connection.commit()

        self._do(replace, read_only=False)

    def runs(self) -> list[RunSummary]:
        """All runs, latest first."""
        return self._do(_queries.runs)

    def resolve_run(self, prefix: str | None = None) -> str:
        """The id of the run that begins like this; the latest run for None.

        Raises:
            UsageError: there is none, or there are several; with the nearest ids.
        """
        return self._do(lambda connection: _queries.resolve_run(connection, prefix))

    def leaderboard(self, run: str, journal: str = MAIN) -> list[LeaderboardRow]:
        """One row a contestant, best likability first; empty before standings are computed."""
        return self._do(lambda connection: _queries.leaderboard(connection, run, journal))

    def standings(self, run: str, measure: str | None = None, journal: str = MAIN) -> list[StandingRow]:
        """Where contestants stand on a measure (on all for None), best first."""
        return self._do(lambda connection: _queries.standings(connection, run, measure, journal))

    def matches(self, run: str) -> list[MatchSummary]:
        """All matches of a run."""
        return self._do(lambda connection: _queries.matches(connection, run))

    def transcript(self, run: str, match: str, journal: str = MAIN) -> Transcript:
        """Everything said and judged in the match whose key, or `persona/scenario/contestant/seed`, begins like this.

        Raises:
            UsageError: there is none, or there are several; with the nearest names.
        """
        return self._do(lambda connection: _queries.transcript(connection, run, match, journal))

    def match_scores(self, run: str, journal: str = MAIN) -> list[MatchScore]:
        """Match means of every measure, completed matches only."""
        return self._do(lambda connection: _queries.match_scores(connection, run, journal))

    def verdict_rows(self, run: str, measures: Sequence[str], journal: str = MAIN) -> list[JudgedVerdict]:
        """Verdicts of whatever status on these measures, of matches of whatever status."""
        return self._do(lambda connection: _queries.verdict_rows(connection, run, measures, journal))

    def preference_errors(self, run: str, journal: str = MAIN) -> list[PreferenceErrors]:
        """Kinds of preference errors by contestant (empty: followed), most frequent first."""
        return self._do(lambda connection: _queries.preference_errors(connection, run, journal))

    def preference_by_distance(self, run: str, journal: str = MAIN) -> list[PreferenceAtDistance]:
        """How well preferences are followed, by sessions since the person last showed them."""
        return self._do(lambda connection: _queries.preference_by_distance(connection, run, journal))

    def privacy_flows(self, run: str, journal: str = MAIN) -> list[PrivacyFlow]:
        """Which fact reached whom, by contestant."""
        return self._do(lambda connection: _queries.privacy_flows(connection, run, journal))

    def costs(self, run: str) -> list[Cost]:
        """Calls, tokens and money by party and contestant, over all journals and attempts."""
        return self._do(lambda connection: _queries.costs(connection, run))

    def spending(self, run: str) -> list[Spending]:
        """As `costs`, by prompt and model besides."""
        return self._do(lambda connection: _spending.spending(connection, run))

    def measures_of(self, run: str) -> dict[str, tuple[str, ...]]:
        """Prompt of a judge (`name@version`) -> the measures it answered in this run."""
        return self._do(lambda connection: _spending.measures_of(connection, run))

    def lengths(self) -> list[CallLength]:
        """How long calls were, over all runs in the database."""
        return self._do(_spending.lengths)

    def prices(self, run: str) -> list[Price]:
        """What each contestant's own calls took in its completed matches."""
        return self._do(lambda connection: _about_run.prices(connection, run))

    def contents(self, run: str) -> RunContents:
        """What a run was made of, to see whether two runs can be compared."""
        return self._do(lambda connection: _about_run.contents(connection, run))

    def recorded(self, run: str) -> Recorded:
        """What a run was made of, and its finished matches."""
        return self._do(lambda connection: _again.recorded(connection, run))

    def dialogue(self, run: str, match: str) -> list[MatchEvent]:
        """What was said in a match, as the events it came from: to be judged once more."""
        return self._do(lambda connection: _again.dialogue(connection, run, match))

    def verdicts(self, run: str, journals: Sequence[str], measures: Sequence[str] = ()) -> list[OneVerdict]:
        """Every verdict of some judgings of a run (on all measures for none named), in matches that were played out."""
        return self._do(lambda connection: _again.verdicts(connection, run, journals, measures))

    def judging_costs(self, run: str) -> list[JudgingCost]:
        """What each judging of a run took, its own first, and over how many judged turns."""
        return self._do(lambda connection: _spending.judging_costs(connection, run))

    def judgings(self, run: str) -> list[JudgingSummary]:
        """All judgings of a run, its own first."""
        return self._do(lambda connection: _again.judgings(connection, run))

    def prompts(self, run: str) -> list[UsedPrompt]:
        """The words of every prompt that a run and its later judgings used."""
        return self._do(lambda connection: _about_run.prompts(connection, run))

    def own_turns(self, run: str) -> list[OwnTurn]:
        """What people said for themselves, in order within each match."""
        return self._do(lambda connection: _people.own_turns(connection, run))

    def of_people(self, run: str) -> list[OfPeople]:
        """Scored verdicts on realism, of each measure those of the latest check that has any."""
        return self._do(lambda connection: _people.of_people(connection, run))

    def appearances(self, people: Sequence[str]) -> Appearances:
        """The matches in which these people were played to the end, in whatever run and however they were written."""
        return self._do(lambda connection: _people.appearances(connection, people))

    def export(self, run: str, form: Form, folder: Path) -> list[Exported]:
        """Write every table and view of a run to a file of its own, `<table>.<form>`, in an existing folder.

        Raises:
            UsageError: the folder cannot be written.
        """
        return self._do(lambda connection: _export.export(connection, run, form, folder))

    def ask(self, run: str, statement: str) -> Answer:
        """What somebody's own SQL answers; it can read the tables and do nothing else. `$run` is the run's id.

        Raises:
            UsageError: the statement is wrong, in DuckDB's words, or would do more than read.
        """
        from arena.store._ask import ask  # noqa: PLC0415  # duckdb is loaded when it is first needed

        return self._do(lambda connection: ask(connection, run, statement))

    def _do(self, work: Callable[[Connection], T], *, read_only: bool = True) -> T:
        from arena.store import _connect, migrations  # noqa: PLC0415  # duckdb is loaded when it is first needed

        if read_only and not self.path.exists():
            raise StoreUnavailable(f"there is no database {self.path} yet", next_step="run `arena ingest RUN`")

        def once() -> T:
            if not (self._is_current and self.path.exists()):
                migrations.bring_forward(self.path)
                self._is_current = True
            with _connect.opened(self.path, read_only=read_only) as connection:
                return work(connection)

        with self._one_at_a_time:
            return _connect.patiently(self.path, self._patience_s, once)
