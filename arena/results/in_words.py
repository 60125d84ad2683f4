"""What belongs to reading a leaderboard, in the words that the terminal and the page share. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from math import isinf

from arena.results.power import Power
from arena.results.statistics import ENOUGH_PERSONAS
from arena.results.variance import NOW, TWICE, Outlook, Study
from arena.store import LeaderboardRow
from arena.text.words import counted

OUTCOMES_TITLE = "what people got out of it"
OUTCOMES_NOTE = (
    "success: got what they came for · over-asks: of the facts asked for, those not needed · "
    "personal 1 to 4 · natural, coherent 1 to 5"
)
ERRORS_TITLE = "preferences followed, and how not (PrefEval)"
ERRORS_NOTE = "n: answers in which a preference was at issue · kept, by code: share (matches)"
DISTANCES_TITLE = "preferences followed, by sessions since they were last shown"
NEVER = "never shown"
WIDTHS_TITLE = "a difference between two contestants is known to within"
WIDTHS_NOTE = "half of the 95 % interval, average over all pairs, for people drawn anew (any such: scenarios as well)"
SOURCES_NOTE = "what all contestants share (no “contestant” in its name) cancels when they are compared"


def leaderboard_notes(rows: Sequence[LeaderboardRow]) -> list[str]:
    """One line for each thing to know: scales, what decides the order, what the words mean, how sure it is."""
    lines = [
        "likability 1 to 5, and the order (Bradley–Terry on paired matches) · follows: preferences, where at issue",
        f"told: facts to be withheld that reached the third party · gives: facts it needs{_brackets(rows)}",
    ]
    if seeds := max((row.worst_seeds or 0 for row in rows), default=0):
        contexts = max((row.worst_contexts or 0 for row in rows), default=0)
        lines.append(
            f"worst: violation@n, a fact counts once told in any seed (n={seeds}) "
            f"and any message session ({contexts} over all people)"
        )
    if any(None in (row.preference.mean, row.violation.mean, row.completeness.mean) for row in rows if row.n_completed):
        lines.append("–: nothing of the kind was at issue")
    return [*lines, *_cautions(rows)]


def _brackets(rows: Sequence[LeaderboardRow]) -> str:
    return " · brackets: 95 %, over people" if any(row.likability.low is not None for row in rows) else ""


def _cautions(rows: Sequence[LeaderboardRow]) -> list[str]:
    """What the numbers cannot say: too few people for an interval, nobody to be ranked with."""
    people = max((row.n_personas for row in rows), default=0)
    said = certainty(people, approximate=any(row.approximate for row in rows))
    lines = [said] if said else []
    if rows and all(row.rank is None for row in rows):
        lines.append("no ranks: nobody else completed the same person, scenario and seed")
    return lines


def certainty(people: int, *, approximate: bool) -> str:
    """What is to be said of intervals from so many people; nothing where they are enough, or where there are none."""
    if people == 1:
        return f"one person: no intervals; {ENOUGH_PERSONAS} people or more make them reliable"
    if approximate and people:
        return f"approximate: intervals from {people} people; {ENOUGH_PERSONAS} or more make them reliable"
    return ""


def widths_notes(study: Study) -> list[str]:
    """What belongs to reading the widths of a study."""
    lines = [WIDTHS_NOTE]
    if study.design.seeds == 1:
        lines.append("more seeds: not known, since this run has one (--seeds 2 will tell)")
    if study.design.scenarios == 1:
        lines.append("more scenarios: not known, since this run has one (two will tell)")
    if study.design.people < ENOUGH_PERSONAS:
        lines.append(
            f"approximate: the spread of {study.design.people} people; {ENOUGH_PERSONAS} or more make it reliable"
        )
    return lines


def best_buy(ahead: Outlook) -> str:
    """Which doubling narrows a comparison most: all of them take twice the matches. Empty where none can be said."""
    now, *others = [row for row in ahead.rows if row.name == NOW or row.name.endswith(TWICE)]
    known = [row for row in others if not isinf(row.half_width)]
    if not known or isinf(now.half_width):
        return ""
    best = min(known, key=lambda row: row.half_width)
    rest = ", ".join(f"{width(row.half_width)} with {row.name}" for row in known if row is not best)
    what = best.name.removesuffix(TWICE)
    return (
        f"for twice the matches, {what} narrow it most: {width(best.half_width)} instead of {width(now.half_width)}"
        f"{f' ({rest})' if rest else ''}"
    )


def width(half: float) -> str:
    """`± 0.120`; a dash where nothing can be said."""
    return "–" if isinf(half) else f"± {half:.3f}"


def apart(found: Power) -> str:
    """The first two of a ranking: how far apart they are, and what it would take to be sure."""
    difference = found.difference
    pair = f"{found.first} less {found.second}: {difference.mean:+.2f} likability"
    if difference.low is not None and difference.high is not None:
        pair += f" [{difference.low:.2f}, {difference.high:.2f}]"
    pair += " on paired matches"
    if found.separated:
        return f"{pair}; the top two are apart"
    if found.more is None:
        why = "there is no difference to find" if difference.n_personas > 1 else "one person tells nothing of it"
        return f"{pair}; {why}"
    return (
        f"{pair}; to tell the top two apart: about {found.more:,} more people "
        f"({found.needed:,} in all, {100 * found.power:.0f} % power, if the difference is as it seems)"
    )


def distance(sessions: int | None) -> str:
    """How long ago a preference was last shown."""
    if sessions is None:
        return NEVER
    return "same session" if sessions == 0 else f"{counted(sessions, 'session')} ago"
