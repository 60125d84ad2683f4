"""`arena persona diversity`: how far a set of people is spread, and who is nearly somebody else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from arena.cli._options import Json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.text import Text

    from arena.personas import Diversity

_WIDE, _HIGH = 57, 19
_MARKS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_MOST_PAIRS = 5

Paths = Annotated[
    list[str] | None, typer.Argument(metavar="PATH", help="names, files or folders; everybody if omitted")
]


def diversity(
    paths: Paths = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="write a picture: .svg, .png or .pdf")
    ] = None,
    as_json: Json = False,
) -> None:
    """How far a set of personas is spread, and who is nearly somebody else.

    Distance goes from 0 (the same) to 1 (different in everything): numbers, labels, facets, knowledge and wishes
    (Gower 1971). Likeness of words compares samples, lines and habits. Exit code 1 when two are nearly the same.

    Examples: arena persona diversity · arena persona diversity personas/ --plot people.svg
    """
    from arena import personas
    from arena.cli._output import notice, print_json
    from arena.errors import UsageError

    people = {who.id: who for name in paths or _everybody() for who in personas.find(name)}
    if len(people) < 2:
        raise UsageError("a set of at least two people is needed", next_step="name a folder, or several people")
    found = personas.diversity(list(people.values()))
    if plot is not None:
        _draw(found, plot)
        notice(f"written: {plot}")
    if as_json:
        print_json(_plain(found))
    else:
        _show(found)
        _tell_of_sketches(found, [who.id for who in people.values() if who.traits == type(who.traits)()])
    if found.close:
        raise typer.Exit(1)


def _everybody() -> list[str]:
    from arena.files import available

    return [str(path) for path in available("personas").values()]


def _draw(found: Diversity, path: Path) -> None:
    from arena.errors import UsageError

    try:
        from arena.report.people import draw
    except ImportError as error:
        raise UsageError(
            f"a picture needs {error.name}, which is not installed", next_step="pip install 'persona-arena[report]'"
        ) from error
    draw(found, path)


def _plain(found: Diversity) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "people": [asdict(point) for point in found.points],
        "spread": [asdict(spread) for spread in found.spreads],
        "labels": {name: dict(counts) for name, counts in found.labels.items()},
        "pairs": [asdict(pair) | {"close": pair.close} for pair in found.pairs],
    }


def _show(found: Diversity) -> None:
    from arena.cli._output import number, safe, screen, table

    screen().print(safe(f"{len(found.points)} people", "bold"))
    screen().print(_circle(found))
    rows = [
        (s.name, _bar(s.covered), f"{s.covered:.0%}", *map(_short, (s.low, s.middle, s.high))) for s in found.spreads
    ]
    headings = [
        ("", "left"),
        ("covered", "left"),
        ("", "right"),
        ("low", "right"),
        ("middle", "right"),
        ("high", "right"),
    ]
    screen().print(table("", headings, rows))
    counted = [
        (name, ", ".join(f"{what.replace('_', ' ')} {n}" for what, n in c.items())) for name, c in found.labels.items()
    ]
    screen().print(table("", [("", "left"), ("how many", "left")], counted))
    nearest = [*found.close, *(pair for pair in found.pairs if not pair.close)][: max(_MOST_PAIRS, len(found.close))]
    pairs = [(p.one, p.two, number(p.distance), number(p.likeness), "nearly the same" * p.close) for p in nearest]
    headings = [("nearest", "left"), ("", "left"), ("distance", "right"), ("like words", "right"), ("", "left")]
    screen().print(table("", headings, pairs))
    if not found.close:
        screen().print(safe("nobody is nearly somebody else", "green"))


def _tell_of_sketches(found: Diversity, bare: list[str]) -> None:
    """Why people of whom little is written lie close together."""
    from arena.cli._output import notice

    named = [id for id in bare if any(id in (pair.one, pair.two) for pair in found.close)]
    if named:
        notice(
            f"of {', '.join(named)} no traits are written, so they count as ordinary in everything that is not: "
            f"`arena persona check` says what would make a portrait of a sketch"
        )


def _counts(counts: Mapping[str, int]) -> str:
    return " · ".join(f"{n} {what.replace('_', ' ')}" for what, n in counts.items())


def _short(value: float) -> str:
    return f"{value:.2g}" if abs(value) < 10 else f"{value:.0f}"


def _bar(share: float, width: int = 20) -> str:
    full = round(max(0.0, min(1.0, share)) * width)
    return "█" * full + "░" * (width - full)


def _circle(found: Diversity) -> Text:
    """Warmth from left to right, dominance from bottom to top; a letter for each person, names beside it."""
    from arena.cli._output import safe

    grid = [[" "] * _WIDE for _ in range(_HIGH)]
    for column in range(_WIDE):
        grid[_HIGH // 2][column] = "─"
    for row in range(_HIGH):
        grid[row][_WIDE // 2] = "│"
    grid[_HIGH // 2][_WIDE // 2] = "┼"
    taken: set[tuple[int, int]] = set()
    names = []
    for mark, point in zip(_MARKS, found.points, strict=False):
        row, column = _free(
            round((1 - point.dominance) / 2 * (_HIGH - 1)), round((point.warmth + 1) / 2 * (_WIDE - 1)), taken
        )
        grid[row][column] = mark
        names.append(f"{mark} {point.name}")
    lines = [
        "leads".center(_WIDE),
        *("".join(row) for row in grid),
        "follows".center(_WIDE),
        "cool" + "warm".rjust(_WIDE - 4),
    ]
    side = [*[""] * 1, *names]
    height = max(len(lines), len(side))
    padded = zip(lines + [""] * (height - len(lines)), side + [""] * (height - len(side)), strict=True)
    return safe("\n".join(f"{line.ljust(_WIDE)}  {name}".rstrip() for line, name in padded))


def _free(row: int, column: int, taken: set[tuple[int, int]]) -> tuple[int, int]:
    """The cell, or the nearest free one to its right or left."""
    order = sorted(range(_WIDE), key=lambda other: (abs(other - column), other < column))
    place = next(((row, other) for other in order if (row, other) not in taken), (row, column))
    taken.add(place)
    return place
