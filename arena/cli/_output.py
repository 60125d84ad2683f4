"""Screens of the command line: tables, errors, JSON. Everything a model wrote is shown harmless."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.text import Text

from arena.cli._table import lay_out
from arena.errors import ArenaError, BadFiles, WrongNames
from arena.text.safe import visible

WIDE = 100
"""Columns from which there is room to spare."""


class _Screen(Console):
    """A console whose reader may have enough (`| head`), which is no error."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


@cache
def screen() -> Console:
    """Standard output."""
    return _Screen(highlight=False)


@cache
def side() -> Console:
    """Standard error: progress, notices and errors, so that output can be piped."""
    return Console(stderr=True, highlight=False)


def safe(text: str, style: str = "") -> Text:
    """Text from anywhere, with control characters made visible and no markup read."""
    return Text(visible(text), style=style)


def print_json(value: Any) -> None:
    """`value` (JSON types) as indented JSON on standard output; `null` for a number that is none or is infinite."""
    sys.stdout.write(json.dumps(_finite(value), ensure_ascii=True, indent=2, default=str, allow_nan=False) + "\n")


def _finite(value: Any) -> Any:
    """JSON knows neither NaN nor infinity."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    return [_finite(one) for one in value] if isinstance(value, list | tuple) else value


def show_error(error: ArenaError) -> None:
    """One rendered message: the fact, the choices, the next step."""
    body = Text("\n").join(_message(one) for one in (error.errors if isinstance(error, WrongNames) else (error,)))
    side().print(Panel(body, title=escape(error.title), title_align="left", border_style="red", expand=False))


def _message(error: ArenaError) -> Text:
    body = Text(visible(error.fact))
    if isinstance(error, BadFiles):
        for problem in error.problems:
            body.append("\n" + visible(str(problem)))
    if error.choices:
        body.append("\nperhaps: ", style="dim")
        body.append(visible(", ".join(error.choices)))
    if error.next_step:
        body.append("\nnext: ", style="dim")
        body.append(visible(error.next_step), style="bold")
    return body


def notice(text: str) -> None:
    """A line on standard error."""
    side().print(safe(text, "yellow"))


def table(title: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[object]]) -> Text:
    """A table of harmless cells, as wide as the screen at most. `columns` are (heading, `left` | `right`)."""
    gap = 2 if screen().width >= WIDE else 1
    body = [
        [cell if isinstance(cell, Text) else safe("" if cell is None else str(cell)) for cell in row] for row in rows
    ]
    right = [justify == "right" for _, justify in columns]
    lines = lay_out([heading for heading, _ in columns], right, body, screen().width, gap)
    return Text("\n", no_wrap=True, overflow="ignore").join([safe(title, "italic"), lines]) if title else lines


def number(value: float | None, digits: int = 2) -> str:
    """A number for a person; a dash where there is none (which is not zero)."""
    return "–" if value is None else f"{value:.{digits}f}"


def interval(mean: float | None, low: float | None, high: float | None, digits: int = 2) -> str:
    """`3.41 [3.10, 3.72]`, or the mean alone where no interval exists."""
    if mean is None or low is None or high is None:
        return number(mean, digits)
    return f"{mean:.{digits}f} [{low:.{digits}f}, {high:.{digits}f}]"
