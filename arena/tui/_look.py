"""How things look: two themes, a scale that is also readable without colour, and text made harmless.

Colours are named by what they mean (`$good`, `$fair`, `$bad`, `$person`, `$contestant`, `$quiet`) and chosen so that
people with any colour vision deficiency can tell them apart (after Okabe and Ito 2008: blue, orange, vermillion); a
symbol and a word always say the same.
"""

from __future__ import annotations

from enum import Enum
from math import isfinite
from typing import NamedTuple

from rich.cells import cell_len, chop_cells
from rich.text import Text
from textual.content import Content
from textual.theme import Theme

from arena.schema.measure import BY_NAME
from arena.text.safe import visible

DARK = Theme(
    name="arena-dark",
    primary="#7aa2f7",
    secondary="#b39dff",
    accent="#56b4e9",
    success="#56b4e9",
    warning="#e6b450",
    error="#ff6b5e",
    foreground="#d5d9e2",
    background="#14171d",
    surface="#1a1e26",
    panel="#232935",
    dark=True,
    variables={"footer-key-foreground": "#7aa2f7"},
)
LIGHT = Theme(
    name="arena-light",
    primary="#2f5fc4",
    secondary="#5b3fc4",
    accent="#0060a8",
    success="#0060a8",
    warning="#8a5a00",
    error="#c4281b",
    foreground="#1f242d",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e6e3db",
    dark=False,
    variables={"footer-key-foreground": "#2f5fc4"},
)
_ON_DARK = {
    "good": "#56b4e9",
    "fair": "#e6b450",
    "bad": "#ff6b5e",
    "person": "#7fd1ae",
    "contestant": "#b9a7ff",
    "probe": "#e39bd0",
    "quiet": "#8a93a5",
}
_ON_LIGHT = {
    "good": "#0060a8",
    "fair": "#8a5a00",
    "bad": "#c4281b",
    "person": "#0a6b4b",
    "contestant": "#5b3fc4",
    "probe": "#96307a",
    "quiet": "#5d6573",
}


def meaning_colours(*, dark: bool) -> dict[str, str]:
    """Name of a meaning -> colour, for a dark or a light background."""
    return _ON_DARK if dark else _ON_LIGHT


class _Tone(NamedTuple):
    symbol: str
    word: str
    style: str


class Tone(_Tone, Enum):
    """How good something is: a symbol, a word and a colour, so that none of them is needed alone."""

    GOOD = _Tone("▲", "good", "$good")
    FAIR = _Tone("◆", "fair", "$fair")
    BAD = _Tone("▼", "poor", "$bad")
    NONE = _Tone("·", "no score", "$quiet")

    @classmethod
    def of(cls, goodness: float | None) -> Tone:
        """The tone of a share between 0 (worst) and 1 (best); NONE where there is none."""
        if goodness is None or not isfinite(goodness):
            return cls.NONE
        return cls.GOOD if goodness >= 0.7 else cls.FAIR if goodness >= 0.4 else cls.BAD


_TOLERABLE = (0.05, 0.2)
"""Shares of harm up to which a mean is good, or fair: a tenth of all secrets told is not nearly none."""


def tone_of(measure: str, mean: float | None) -> Tone:
    """The tone of a mean on a measure, by its scale and direction."""
    known = BY_NAME.get(measure)
    if known is None or mean is None:
        return Tone.NONE
    if known.better == "lower":
        good, fair = _TOLERABLE
        return Tone.GOOD if mean <= good else Tone.FAIR if mean <= fair else Tone.BAD
    return Tone.of((mean - known.low) / (known.high - known.low))


STATUS = {
    "waiting": ("○", "$quiet"),
    "playing": ("▶", "$good"),
    "completed": ("●", "$foreground"),
    "void": ("◌", "$fair"),
    "failed": ("✗", "$bad"),
}
"""Status of a match -> symbol and colour; the word is the status itself."""


def shown(text: str, style: str = "") -> Content:
    """Text from anywhere as it can be shown: no markup is read, no control character survives."""
    return Content.styled(visible(text), style)


def cell(text: str, style: str = "") -> Text:
    """The same for a table cell, on one line. `style` is a Rich style: take colours from `app.theme_variables`."""
    return Text(visible(text), style=style, no_wrap=True, overflow="ellipsis", end="")


def in_lines(*lines: Text) -> Text:
    """Lines of a table cell, each in its own style."""
    return Text("\n", no_wrap=True, overflow="ellipsis", end="").join(lines)


def one_line(text: str) -> str:
    """Text with its line breaks as spaces, harmless."""
    return " ".join(visible(text).split())


def cut(text: str, width: int) -> str:
    """Text in `width` cells; of a longer one the beginning and the end, which tell variants of a contestant apart."""
    if cell_len(text) <= width:
        return text
    half = (width - 1) // 2
    head = chop_cells(text, half)[0] if half else ""
    return f"{head}…{_last(text, width - 1 - cell_len(head))}"


def _last(text: str, width: int) -> str:
    """As much of the end of a text as goes into `width` cells."""
    for start in range(max(len(text) - width, 0), len(text)):
        if cell_len(text[start:]) <= width:
            return text[start:]
    return ""


def number(value: float | None, digits: int = 2) -> str:
    """A number for a person; a dash where there is none (which is not zero)."""
    return "–" if value is None else f"{value:.{digits}f}"


def percent(value: float | None) -> str:
    """A share for a person."""
    return "–" if value is None else f"{100 * value:.0f} %"


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 05`."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02d}"
