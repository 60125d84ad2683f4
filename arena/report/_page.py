"""The page itself: one HTML file with its pictures inside, no script, nothing fetched."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined

from arena.errors import UsageError
from arena.report._gather import gather
from arena.report._records import Report
from arena.results.offers import AXES
from arena.results.outcomes import COLUMNS
from arena.schema.measure import BY_NAME
from arena.store import Store
from arena.text.safe import visible

_KINDS = {"leak": "Secrets that reached somebody", "worst": "Least liked", "best": "Best liked"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart on the page: its heading, what it says in words (also for who cannot see it), and the SVG."""

    name: str
    title: str
    caption: str
    svg: str

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
    env.filters |= {"seen": visible, "score": _score, "percent": _percent, "count": "{:,}".format}
    template = env.from_string(files("arena.report").joinpath("page.html.j2").read_text(encoding="utf-8"))
    return template.render(
        report=report,
        style=files("arena.report").joinpath("page.css").read_text(encoding="utf-8"),
        pictures={picture.name: picture for picture in pictures},
        kinds=_KINDS,
        outcomes=COLUMNS,
        shares={measure for measure in COLUMNS if BY_NAME[measure].high == 1},
        spec=yaml.safe_dump(report.contents.spec, sort_keys=False, allow_unicode=True),
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
    liked = [row for row in report.standings if row.measure == "likability.overall"]
    ranked = sorted(liked, key=lambda row: (row.rank is None, row.rank or 0, row.contestant))
    yield Picture(
        "likability",
        "Likability",
        "Mean of seven dimensions after every reply, 1 to 5; the line is the 95 % interval over people.",
        charts.svg(charts.likability(ranked)),
    )
    if sum(row.measure in charts.DIMENSIONS for row in report.standings):
        words = "The seven dimensions: 1 near the middle, 5 at the rim. One that never applied has no corner."
        yield Picture("radar", "What is liked", words, charts.svg(charts.radar(report.standings)))
    if len({mean.session for mean in report.sessions}) > 1:
        words = "Likability by session of the course, mean over people."
        yield Picture("sessions", "Over the sessions", words, charts.svg(charts.sessions(report.sessions)))
    if report.distances:
        words = "Answers that help and do not contradict the preference, by sessions since it was last shown."
        yield Picture("distances", "Preferences over distance", words, charts.svg(charts.distances(report.distances)))
    for flow, title in (("forbidden", "Secrets told"), ("allowed", "Facts given")):
        if any(row.flow == flow for row in report.flows):
            words = "Facts by recipient: in how many messages each was told, of how many."
            yield Picture(flow, title, words, charts.svg(charts.flows(report.flows, flow)))
    for axis in report.axes:
        words = "Filled: nobody is at least as good in score and all costs and better in one (the Pareto front)."
        title = f"Likability against {AXES[axis]}"
        yield Picture(axis, title, words, charts.svg(charts.offers(report.places, axis)))


def _score(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.0f} %"
