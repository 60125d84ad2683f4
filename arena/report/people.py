"""A picture of a set of people: where they stand, how they write, and who is near whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import altair as alt
import vl_convert

from arena.errors import UsageError
from arena.personas import Diversity

_SIDE = 330
_FORMATS = (".svg", ".png", ".pdf")
_COLOURS = {"one": "#0072b2", "close": "#d55e00"}


def draw(found: Diversity, path: Path) -> int:
    """Write the picture as SVG, PNG or PDF, by the file's suffix; the number of bytes written.

    Raises:
        UsageError: another suffix, or the file cannot be written.
    """
    if path.suffix not in _FORMATS:
        raise UsageError(f"no picture can be written as `{path.suffix or path.name}`", choices=_FORMATS)
    version = ".".join(alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2])
    spec = _picture(found).to_dict()
    match path.suffix:
        case ".svg":
            data = vl_convert.vegalite_to_svg(spec, vl_version=version).encode("utf-8")
        case ".png":
            data = vl_convert.vegalite_to_png(spec, vl_version=version, scale=2)
        case _:
            data = vl_convert.vegalite_to_pdf(spec, vl_version=version)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror}") from error
    return len(data)


def _picture(found: Diversity) -> alt.TopLevelMixin:
    close = {name for pair in found.close for name in (pair.one, pair.two)}
    rows = [
        {
            "name": point.name,
            "warmth": point.warmth,
            "dominance": point.dominance,
            "age": point.age,
            "words": point.words,
            "patience": point.patience,
            "what": "close" if point.id in close else "one",
        }
        for point in found.points
    ]
    circle = _scatter(rows, ("warmth", [-1, 1]), ("dominance", [-1, 1]))
    aged = [row for row in rows if row["age"] is not None]
    writing = _scatter(aged, ("age", [15, 95]), ("words", [0, max(point.words for point in found.points) + 5]))
    whole: alt.VConcatChart = (circle | writing) & _distances(found)
    titled: alt.VConcatChart = whole.properties(title=f"{len(rows)} people").configure_view(stroke="#c9c9c9")
    return titled


def _scatter(rows: list[dict[str, Any]], across: tuple[str, list[int]], up: tuple[str, list[int]]) -> alt.LayerChart:
    titles = {"words": "words in a usual message"}
    x = alt.X(f"{across[0]}:Q", scale=alt.Scale(domain=across[1]), title=across[0])
    y = alt.Y(f"{up[0]}:Q", scale=alt.Scale(domain=up[1]), title=titles.get(up[0], up[0]))
    colour = alt.Color("what:N", scale=alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values())), legend=None)
    base = alt.Chart(alt.InlineData(values=rows)).encode(x=x, y=y, color=colour)
    dots = base.mark_point(filled=True, opacity=1).encode(size=alt.Size("patience:Q", legend=None))
    both: alt.LayerChart = dots + base.mark_text(dy=-10, fontSize=9).encode(text="name:N")
    return both.properties(width=_SIDE, height=_SIDE)


def _distances(found: Diversity) -> alt.Chart:
    names = [point.id for point in found.points]
    cells = [
        {"one": one, "two": two, "distance": pair.distance}
        for pair in found.pairs
        for one, two in ((pair.one, pair.two), (pair.two, pair.one))
    ]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=cells))
        .mark_rect()
        .encode(
            x=alt.X("one:N", sort=names, title=None),
            y=alt.Y("two:N", sort=names, title=None),
            color=alt.Color("distance:Q", scale=alt.Scale(scheme="viridis"), title="distance"),
        )
        .properties(width=2 * _SIDE, height=max(160, 18 * len(names)))
    )
    return chart
