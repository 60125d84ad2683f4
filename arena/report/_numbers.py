"""Tables of the page: the numbers behind each chart, and what is told best as a table at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from arena.report._records import Report
from arena.results.in_words import distance, width
from arena.results.offers import AXES
from arena.results.variance import Outlook, Study
from arena.store import PrivacyFlow

_KINDS = ("unaware", "inconsistency", "hallucination", "unhelpful")
DASH = "–"


@dataclass(frozen=True, slots=True)
class Table:
    """Headings, and rows that begin with what they are about."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """One fact and one recipient: for each contestant `told of messages`, and the share; None where it never arose."""

    attribute: str
    recipient: str
    cells: tuple[tuple[str, float] | None, ...]


@dataclass(frozen=True, slots=True)
class Flows:
    """Facts by recipient, and what each contestant did with them."""

    contestants: tuple[str, ...]
    rows: tuple[Told, ...]


def percent(value: float | None) -> str:
    """A share for a person; a dash where there is none (which is not zero)."""
    return DASH if value is None else f"{100 * value:.0f} %"


def score(value: float | None) -> str:
    """A number for a person; a dash where there is none (which is not zero)."""
    return DASH if value is None else f"{value:.2f}"


def dimensions(report: Report, words: dict[str, str]) -> Table:
    """Means by dimension. `words`: measure -> its word."""
    means = {(row.contestant, row.measure): row.mean for row in report.standings}
    names = [name for name in order(report) if any((name, measure) in means for measure in words)]
    rows = ((word, *(score(means.get((name, measure))) for name in names)) for measure, word in words.items())
    return Table(("dimension", *names), tuple(rows))


def sources(study: Study) -> Table:
    """Where match scores come from, largest source first."""
    return Table(("source", "share"), tuple((str(part), percent(part.share)) for part in study.components))


def widths(outlook: Outlook) -> Table:
    """How far off a difference may be in runs of other sizes."""
    head = ("", "people", "scenarios", "seeds", "matches", *(["dollars"] if outlook.is_priced else []))
    rows = (
        (
            row.name,
            *map(str, row.design),
            f"{row.matches:,}",
            *([f"{row.cost_usd or 0:.2f}"] if outlook.is_priced else []),
            width(row.half_width),
            width(row.half_width_over_scenarios),
        )
        for row in outlook.rows
    )
    return Table((*head, "these scenarios", "any such"), tuple(rows))


def sessions(report: Report) -> Table:
    """Means by session."""
    found = {(mean.contestant, mean.session): mean.interval.mean for mean in report.sessions}
    numbers = sorted({mean.session for mean in report.sessions})
    names = _those(report, (mean.contestant for mean in report.sessions))
    return Table(
        ("contestant", *(f"session {n}" for n in numbers)),
        tuple((name, *(score(found.get((name, n))) for n in numbers)) for name in names),
    )


def distances(report: Report) -> Table:
    """Shares followed with the number of answers, by sessions since the preference was shown."""
    found = {(row.contestant, row.sessions_since): row for row in report.distances}
    known = sorted({row.sessions_since for row in report.distances}, key=lambda d: (d is None, d or 0))
    names = _those(report, (row.contestant for row in report.distances))
    body = [
        [f"{percent(row.mean)} (n={row.n})" if (row := found.get((name, d))) else DASH for d in known] for name in names
    ]
    return Table(
        ("contestant", *map(distance, known)), tuple((name, *cells) for name, cells in zip(names, body, strict=True))
    )


def offers(report: Report, axis: str) -> Table:
    """Score and one cost, those on the front first."""
    rows = (
        (place.contestant, score(place.mean), _cost(getattr(place, axis), axis), "yes" if place.on_front else "no")
        for place in report.places
    )
    return Table(("contestant", "likability", AXES[axis], "on the front"), tuple(rows))


def errors(report: Report) -> Table:
    """How preferences were followed, and how not; shares of the answers in which one was at issue."""
    kinds = [kind for kind in _KINDS if any(row.error == kind for row in report.errors)]
    shares = {(row.contestant, row.error): row.share for row in report.errors}
    scored = {row.contestant: row.n_scored for row in report.errors}
    kept = {row.contestant: row for row in report.standings if row.measure == "preference.kept"}
    body = (
        (
            name,
            *(percent(shares.get((name, kind), 0.0)) for kind in ("", *kinds)),
            str(scored[name]),
            f"{percent(kept[name].mean)} ({kept[name].n_matches})" if name in kept else DASH,
        )
        for name in _those(report, scored)
    )
    return Table(("contestant", "followed", *kinds, "n", "kept, by code"), tuple(body))


def flows(report: Report, flow: str) -> Flows:
    """What became of facts that were to be withheld (`forbidden`) or were needed (`allowed`)."""
    its = [row for row in report.flows if row.flow == flow]
    found = {(row.attribute, row.recipient, row.contestant): row for row in its}
    names = _those(report, (row.contestant for row in its))
    rows = (
        Told(
            attribute.replace("_", " "),
            recipient.replace("_", " "),
            tuple(_told(found.get((attribute, recipient, name))) for name in names),
        )
        for attribute, recipient in sorted({(row.attribute, row.recipient) for row in its})
    )
    return Flows(tuple(names), tuple(rows))


def _told(row: PrivacyFlow | None) -> tuple[str, float] | None:
    return None if row is None else (f"{round(row.revealed * row.n)} of {row.n}", row.revealed)


def order(report: Report) -> list[str]:
    """The contestants as the leaderboard has them; so they stand in every table and have their colours."""
    return [row.contestant for row in report.leaderboard]


def _those(report: Report, names: Iterable[str]) -> Sequence[str]:
    there = set(names)
    return [name for name in order(report) if name in there]


def _cost(value: float, axis: str) -> str:
    return (
        f"{value:.4f}" if axis == "usd_per_match" else f"{value:,.0f}" if axis == "tokens_per_match" else score(value)
    )
