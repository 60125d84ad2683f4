"""A journal with damaged lines: which matches are played again, and what to say."""

from __future__ import annotations

from arena.journal import Reading, StoredAnswers, harmed
from arena.schema.run import StoredRun


def recovered(reading: Reading, stored: StoredRun) -> tuple[dict[str, StoredAnswers], tuple[str, ...]]:
    """What a journal knows of each match, those with damaged lines as unfinished; and a sentence for each damage."""
    answers = StoredAnswers.by_match(reading.events)
    harm = harmed(reading, {plan.key for plan in stored.matches})
    for match, lines in harm.items():
        again = answers.setdefault(match, StoredAnswers())
        again.outcome, again.lost_in_transport, again.holes = "", False, lines
    notes = [f"{d.path}:{d.line}: this line is damaged and was stepped over ({d.why})" for d in reading.damage]
    if harm:
        who = ", ".join(f"{p.persona} x {p.scenario} x {p.contestant}" for p in stored.matches if p.key in harm)
        notes.append(f"played again with their recorded answers, because they may miss something: {who}")
    return answers, tuple(notes)
