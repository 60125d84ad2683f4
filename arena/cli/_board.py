"""The leaderboard on the screen: likability first, preference adherence and privacy beside it; no composite."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.text import Text

from arena.cli._output import WIDE, interval, notice, number, print_json, safe, screen, table
from arena.schema.measure import BY_NAME

if TYPE_CHECKING:
    from arena.errors import UsageError
    from arena.results.outcomes import Outcomes
    from arena.results.power import Power
    from arena.store import Bounded, LeaderboardRow, MatchScore, PreferenceAtDistance, StandingRow, Store

OWN = "journal"
"""The journal of a run's own verdicts."""

_COLUMNS = [
    ("rank", "right"),
    ("contestant", "left"),
    ("likability", "right"),
    ("follows", "right"),
    ("told", "right"),
    ("worst", "right"),
    ("gives", "right"),
    ("matches", "right"),
]


def show_leaderboard(store: Store, run: str, *, as_json: bool, journal: str = OWN) -> None:
    """Print the leaderboard of a run, with what belongs to reading it."""
    from arena.results.in_words import apart, leaderboard_notes
    from arena.results.judged import how_to_finish, summary_of, unfinished
    from arena.results.outcomes import outcomes

    rows = store.leaderboard(run, journal)
    separation = _separation(store.match_scores(run, journal), rows)
    came = outcomes(store.standings(run, None, journal), [row.contestant for row in rows])
    errors, distances = store.preference_errors(run, journal), store.preference_by_distance(run, journal)
    if as_json:
        print_json(
            {
                "run": run,
                "judging": journal,
                "leaderboard": [asdict(row) for row in rows],
                "power": asdict(separation) if separation else None,
                "outcomes": [asdict(row) for row in came],
                "preference_errors": [asdict(row) for row in errors],
                "preference_by_distance": [asdict(row) for row in distances],
            }
        )
        return
    summary = summary_of(store, run)
    if said := unfinished(summary):
        notice(f"{said}. {how_to_finish(summary)}")
    elif not rows:
        notice(f"nothing in {run} was judged, so there is no leaderboard; the dialogues: arena show {run}")
    if not rows:
        return
    screen().print()
    screen().print(table(f"leaderboard of {named(run, journal)}", _COLUMNS, [_cells(row) for row in rows]))
    for line in leaderboard_notes(rows):
        screen().print(safe(line, "dim"))
    if separation:
        screen().print(safe(apart(separation)))
    _show_outcomes(came)
    if any(row.error for row in errors):
        _show_errors(store, run, journal, [row.contestant for row in rows])


def _show_outcomes(rows: list[Outcomes]) -> None:
    from arena.results.in_words import OUTCOMES_NOTE, OUTCOMES_TITLE
    from arena.results.outcomes import COLUMNS

    if not rows:
        return
    columns = [("contestant", "left"), *((word, "right") for word in COLUMNS.values())]
    body = [[row.contestant, *(_outcome(row.by_measure.get(measure)) for measure in COLUMNS)] for row in rows]
    screen().print()
    screen().print(table(OUTCOMES_TITLE, columns, body))
    screen().print(safe(OUTCOMES_NOTE, "dim"))


def _outcome(row: StandingRow | None) -> str:
    if row is None:
        return "–"
    return f"{100 * row.mean:.0f} %" if BY_NAME[row.measure].high == 1 else number(row.mean)


def named(run: str, journal: str) -> str:
    """The run, and whose verdicts they are where they are not its own."""
    return run if journal == OWN else f"{run}, by {journal.removeprefix('journal-')}"


def _separation(scores: list[MatchScore], rows: list[LeaderboardRow]) -> Power | None:
    """What it would take to tell the first two apart; None without two that were compared."""
    from arena.results.power import power

    top = [row.contestant for row in rows if row.rank is not None][:2]
    return power(scores, "likability.overall", top[0], top[1]) if len(top) == 2 else None


def _cells(row: LeaderboardRow) -> list[object]:
    matches = str(row.n_completed)
    if left_out := [f"{n} {word}" for n, word in ((row.n_void, "void"), (row.n_failed, "failed")) if n]:
        matches += f" ({', '.join(left_out)})"
    worst = "–" if row.worst.mean is None else f"{100 * row.worst.mean:.0f} %"
    return [
        _rank(row.rank, row.rank_low, row.rank_high),
        safe(row.contestant, "bold"),
        _bounded(row.likability, 1),
        _bounded(row.preference, 100),
        _bounded(row.violation, 100),
        worst,
        _bounded(row.completeness, 100),
        matches,
    ]


def _rank(rank: int | None, low: int | None, high: int | None) -> Text:
    shown = Text(number(rank, 0), style="bold")
    if low is not None and low != high:
        shown.append(f" ({low}–{high})", style="dim")
    return shown


def _bounded(value: Bounded, times: int) -> Text:
    if value.mean is None:
        return Text("–")
    digits, unit = (2, "") if times == 1 else (0, " %")
    shown = Text(number(value.mean * times, digits) + unit)
    if value.low is not None and value.high is not None:
        between = " " if screen().width >= WIDE else "\n"
        shown.append(f"{between}[{value.low * times:.{digits}f}, {value.high * times:.{digits}f}]", style="dim")
    return shown


def _show_errors(store: Store, run: str, journal: str, order: list[str]) -> None:
    from arena.results.in_words import ERRORS_NOTE, ERRORS_TITLE

    errors = store.preference_errors(run, journal)
    kinds = [k for k in ("unaware", "inconsistency", "hallucination", "unhelpful") if any(e.error == k for e in errors)]
    by_contestant: dict[str, dict[str, float]] = {}
    scored: dict[str, int] = {}
    for row in errors:
        by_contestant.setdefault(row.contestant, {})[row.error or "followed"] = row.share
        scored[row.contestant] = row.n_scored
    kept = {row.contestant: row for row in store.standings(run, "preference.kept", journal)}
    columns = [("contestant", "left"), *((k, "right") for k in ("followed", *kinds, "n", "kept,\nby code"))]
    body = [
        [
            name,
            *(f"{100 * (shares.get(kind) or 0):.0f} %" for kind in ("followed", *kinds)),
            scored[name],
            f"{100 * kept[name].mean:.0f} % ({kept[name].n_matches})" if name in kept else "–",
        ]
        for name, shares in sorted(by_contestant.items(), key=lambda item: order.index(item[0]))
    ]
    screen().print()
    screen().print(table(ERRORS_TITLE, columns, body))
    screen().print(safe(ERRORS_NOTE, "dim"))
    _show_distances(store.preference_by_distance(run, journal), order)


def _show_distances(found_at: list[PreferenceAtDistance], order: list[str]) -> None:
    from arena.results.in_words import DISTANCES_TITLE, distance

    rows = [row for row in found_at if row.measure == "preference.accuracy"]
    distances = sorted({row.sessions_since for row in rows}, key=lambda d: (d is None, d or 0))
    found = {(row.contestant, row.sessions_since): row for row in rows}
    names = sorted({row.contestant for row in rows}, key=order.index)
    columns = [("contestant", "left"), *((distance(d), "right") for d in distances)]
    body = [
        [name, *(f"{100 * r.mean:.0f} % (n={r.n})" if (r := found.get((name, d))) else "–" for d in distances)]
        for name in names
    ]
    screen().print()
    screen().print(table(DISTANCES_TITLE, columns, body))


def standings_on(store: Store, run: str, measure: str, journal: str = OWN) -> list[StandingRow]:
    """Where everybody stands on one measure, best first. Raises UsageError for a measure that was not scored."""
    rows = sorted(
        store.standings(run, measure, journal), key=lambda row: (row.rank is None, row.rank or 0, row.contestant)
    )
    if not rows:
        known = sorted({row.measure for row in store.standings(run, None, journal)})
        raise not_scored(measure, known, run)
    return rows


def not_scored(measure: str, known: list[str], run: str) -> UsageError:
    """What to say of a measure that is not among those that were scored."""
    from arena.errors import UsageError
    from arena.files import nearest

    return UsageError(
        f"{measure!r} was not scored in {run}",
        choices=nearest(measure, known) or known,
        next_step="arena leaderboard --json lists what was",
    )


def show_measure(store: Store, run: str, measure: str, *, as_json: bool, journal: str = OWN) -> None:
    """Print where everybody stands on one measure. Raises UsageError for a measure that was not scored."""
    rows = standings_on(store, run, measure, journal)
    if as_json:
        print_json([asdict(row) for row in rows])
        return
    columns = [
        ("rank", "right"),
        ("contestant", "left"),
        ("mean", "right"),
        ("matches", "right"),
        ("people", "right"),
    ]
    body = [
        (
            _rank(r.rank, r.rank_low, r.rank_high),
            r.contestant,
            interval(r.mean, r.low, r.high),
            r.n_matches,
            r.n_personas,
        )
        for r in rows
    ]
    screen().print(table(f"{measure} in {named(run, journal)}", columns, body))
