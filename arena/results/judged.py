"""What a run has to show, or the message that says why it has nothing to show yet."""

from __future__ import annotations

from dataclasses import dataclass

from arena.errors import UsageError
from arena.store import MatchScore, RunSummary, Store


@dataclass(frozen=True, slots=True)
class Judged:
    """A run with its match means; at least one match is completed and judged."""

    summary: RunSummary
    scores: list[MatchScore]


def judged(store: Store, run_id: str) -> Judged:
    """The match means of a run.

    Raises:
        UsageError: no match of it is completed, or none was judged; with the next step.
    """
    summary = summary_of(store, run_id)
    if not summary.n_completed:
        raise UsageError(f"no match of {run_id} was completed", next_step=_what_now(summary))
    scores = store.match_scores(run_id)
    if not any(score.value is not None for score in scores):
        raise UsageError(
            f"nothing in {run_id} was judged, so there are no scores",
            next_step=f"read the dialogues (arena show {run_id}), or play with judges (arena tournament --judge)",
        )
    return Judged(summary, scores)


def summary_of(store: Store, run_id: str) -> RunSummary:
    """One run of the store, by its full id."""
    return next(summary for summary in store.runs() if summary.run_id == run_id)


def unfinished(summary: RunSummary) -> str:
    """What to say of a run that is not over; empty when it is."""
    if summary.ended:
        return ""
    done = summary.n_completed + summary.n_void + summary.n_failed
    return f"{summary.run_id} is not finished: {done} of {summary.n_planned} matches are done"


def how_to_finish(summary: RunSummary) -> str:
    """The next step with a run that is not over."""
    return f"wait for it, or go on with it: arena tournament --resume {summary.run_id}"


def _what_now(summary: RunSummary) -> str:
    if not summary.ended:
        return how_to_finish(summary)
    return f"`arena show {summary.run_id}` says why each failed; fix the cause and play again"
