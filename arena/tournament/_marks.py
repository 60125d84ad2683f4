"""What a run's journal says of the run itself."""

from __future__ import annotations

from collections.abc import Sequence

from arena.errors import UsageError
from arena.journal import RunFolder
from arena.schema.event import Event, PromptUsed, RunStarted
from arena.schema.run import StoredRun


def beginning(events: Sequence[Event], folder: RunFolder) -> StoredRun:
    """What the run was started with: its first line, or the copy beside the journal. Raises UsageError."""
    begun = next((event for event in events if isinstance(event, RunStarted)), None)
    found = begun or folder.beginning()
    if found is None:
        raise UsageError(
            f"the journal of {folder.run_id} has no beginning", next_step="start a new run: arena tournament"
        )
    return found.run


def known_prompts(events: Sequence[Event]) -> set[str]:
    """Hashes of the prompts whose words a journal holds."""
    return {event.sha256 for event in events if isinstance(event, PromptUsed)}


def judge_prompts(events: Sequence[Event]) -> dict[str, int]:
    """Judge prompt -> the version that a journal began with."""
    used = [event for event in events if isinstance(event, PromptUsed) and event.name.startswith("judge/")]
    return {event.name: event.version for event in reversed(used)}
