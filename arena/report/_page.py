"""The page itself: one HTML file with its pictures inside, no script, nothing fetched."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from math import inf
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined

from arena.errors import UsageError
from arena.models.prices import FREE
from arena.report import _numbers as numbers
from arena.report._gather import gather
from arena.report._records import Report
from arena.results import in_words
from arena.results.offers import AXES
from arena.results.outcomes import COLUMNS
from arena.schema.measure import BY_NAME
from arena.store import Store
from arena.text.safe import visible
from arena.text.words import counted

_KINDS = {"leak": "Secrets that reached somebody", "worst": "Least liked", "best": "Best liked"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart on the page: its heading, what it shows in words (also for who cannot see it), the SVG, its numbers.

    `numbers` is None where a table on the page has them already.
    """

    name: str
    title: str
    caption: str
    svg: str
    numbers: numbers.Table | None = None

    @property
    def address(self) -> str:
        """The picture as an address: inside an `img` an SVG can run nothing."""
        return "data:image/svg+xml;base64," + base64.b64encode(self.svg.encode()).decode()


def write(store: Store, run: str, path: Path) -> int:
    """Write the page about `run` to `path`; its size in bytes.

    Raises:
        UsageError: no match was completed, none was judged, the extra is missing, or the file cannot be written.
    """
    report = gather(store, run)
    page = render(report, list(_pictures(report)))
    try:
        path.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}", next_step="name a file that can be written") from error
    return len(page.encode())


def render(report: Report, pictures: list[Picture]) -> str:
    """The page as HTML. Every text is escaped by the template engine, control characters are made visible."""
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    env.filters |= {"seen": visible, "score": numbers.score, "percent": numbers.percent, "count": "{:,}".format}
    env.filters |= {"counted": counted, "titled": lambda text: text[:1].upper() + text[1:]}
    template = env.from_string(files("arena.report").joinpath("page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        report=report,
        style=files("arena.report").joinpath("page.css").read_text(encoding="utf-8"),
        pictures={picture.name: picture for picture in pictures},
        kinds=_KINDS,
        words=in_words,
        notes=in_words.leaderboard_notes(report.leaderboard),
        outcomes=COLUMNS,
        shares={measure for measure in COLUMNS if BY_NAME[measure].high == 1},
        spec=yaml.safe_dump(report.contents.spec, sort_keys=False, allow_unicode=True),
        errors=numbers.errors(report) if any(row.error for row in report.errors) else None,
        inf=inf,
        sources=numbers.sources(report.study) if report.study else None,
        widths=numbers.widths(report.outlook) if report.outlook else None,
        flows={flow: numbers.flows(report, flow) for flow in ("forbidden", "allowed")},
        free=_free(report),
        again=f"arena tournament {shlex.quote(report.summary.run_id)}.yaml",
    )


def _pictures(report: Report) -> Iterator[Picture]:
    try:
        from arena.report import _charts as charts  # noqa: PLC0415  # an extra
    except ImportError:
        raise UsageError(
            "a report draws its charts with Altair and vl-convert, which are not installed",
            next_step="pip install 'persona-arena[report]'",
        ) from None
    order = numbers.order(report)
    liked = [row for row in report.standings if row.measure == "likability.overall"]
    ranked = sorted(liked, key=lambda row: order.index(row.contestant))
    yield Picture(
        "likability",
        "Likability",
        "Mean of seven dimensions after every reply, 1 to 5; the line is the 95 % interval over people.",
        charts.svg(charts.likability(ranked)),
    )
    here = {m: word for m, word in charts.DIMENSIONS.items() if any(row.measure == m for row in report.standings)}
    if here:
        drawn = charts.svg(charts.dimensions(report.standings, order))
        missing = [word for measure, word in charts.DIMENSIONS.items() if measure not in here]
        yield Picture("dimensions", "What is liked", _dimensions(missing), drawn, numbers.dimensions(report, here))
    if len({mean.session for mean in report.sessions}) > 1:
        words = "Likability by session of the course, mean over people."
        drawn = charts.svg(charts.sessions(report.sessions, order))
        yield Picture("sessions", "Over the sessions", words, drawn, numbers.sessions(report))
    if report.distances:
        words = "Answers that help and do not contradict the preference, by sessions since it was last shown."
        drawn = charts.svg(charts.distances(report.distances, order))
        yield Picture("distances", "Preferences over distance", words, drawn, numbers.distances(report))
    for axis in report.axes:
        words = "Filled: nobody is at least as good in score and all costs and better in one (the Pareto front)."
        drawn = charts.svg(charts.offers(report.places, axis, order))
        yield Picture(axis, f"Likability against {AXES[axis]}", words, drawn, numbers.offers(report, axis))


def _dimensions(missing: list[str]) -> str:
    words = "The dimensions of likability, 1 to 5, each over the replies it applies to."
    return words + (f" Never at issue in this run: {', '.join(missing)}." if missing else "")


def _free(report: Report) -> set[str]:
    """The parties whose model costs nothing."""
    run = report.summary
    models = {"user": run.user_model, "contestant": run.contestant_model, "judge": run.judge_model}
    return {party for party, model in models.items() if model in FREE}
