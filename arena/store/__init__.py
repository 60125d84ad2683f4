"""DuckDB behind one door: migrations, ingest from journals, typed queries. Importing it does not load DuckDB."""

from arena.store._ingest import IngestReport
from arena.store._store import Store
from arena.store.records import (
    AskedProbe,
    Bounded,
    Cost,
    JudgedVerdict,
    LeaderboardRow,
    MatchScore,
    MatchSummary,
    PreferenceAtDistance,
    PreferenceErrors,
    PrivacyFlow,
    RunSummary,
    SpokenTurn,
    StandingRow,
    Transcript,
    TranscriptSession,
    TranscriptVerdict,
)

__all__ = [
    "AskedProbe",
    "Bounded",
    "Cost",
    "IngestReport",
    "JudgedVerdict",
    "LeaderboardRow",
    "MatchScore",
    "MatchSummary",
    "PreferenceAtDistance",
    "PreferenceErrors",
    "PrivacyFlow",
    "RunSummary",
    "SpokenTurn",
    "StandingRow",
    "Store",
    "Transcript",
    "TranscriptSession",
    "TranscriptVerdict",
]
