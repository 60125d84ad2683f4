"""Small charts of text, and words for a person's state. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from arena.schema.dialogue import PersonState

_EIGHTHS = " ▁▂▃▄▅▆▇█"
MOOD = (-1.0, 1.0)
SATISFACTION = (-2.0, 1.0)


def bars(values: Sequence[float], scale: tuple[float, float], width: int, height: int = 1) -> list[str]:
    """A bar for each of the last `width` values, as `height` lines of text, the top one first.

    The scale is fixed, so that charts can be compared; the lowest value still shows a sliver.
    """
    low, high = scale
    shares = [min(max((value - low) / (high - low), 0.0), 1.0) for value in values[-width:]]
    eighths = [max(round(share * 8 * height), 1) for share in shares]
    return ["".join(_EIGHTHS[min(max(e - 8 * row, 0), 8)] for e in eighths) for row in reversed(range(height))]


def mood_word(state: PersonState) -> str:
    """How the person feels, after the quadrants of pleasure and arousal (Russell 1980)."""
    pleased, stirred = state.pleasure, state.arousal
    if pleased >= 0.5:
        return "delighted" if stirred > 0.2 else "happy"
    if pleased >= 0.15:
        return "cheerful" if stirred > 0.2 else "at ease"
    if pleased > -0.15:
        return "alert" if stirred > 0.2 else "neutral"
    if pleased > -0.5:
        return "annoyed" if stirred > 0.0 else "let down"
    return "angry" if stirred > 0.0 else "miserable"


def satisfaction_word(state: PersonState) -> str:
    """How content the person is with the conversation."""
    value = state.satisfaction
    if value >= 0.5:
        return "content"
    if value >= 0.0:
        return "fair"
    return "not content" if value > -1.0 else "fed up"


def patience_word(state: PersonState, budget: float) -> str:
    """How much patience is left of what the person came with."""
    share = state.patience / budget if budget else 0.0
    if share >= 0.75:
        return "plenty"
    if share >= 0.4:
        return "some"
    return "little" if share > 0.1 else "none left"


def span(low: float | None, mean: float, high: float | None, scale: tuple[float, float], width: int) -> str:
    """A mean with its interval on a fixed scale, `width` characters: `  ├──●────┤   `."""
    cells = ["·"] * width
    at = _cell(mean, scale, width)
    if low is not None and high is not None:
        left, right = _cell(low, scale, width), _cell(high, scale, width)
        cells[left : right + 1] = ["─"] * (right - left + 1)
        cells[left], cells[right] = "├", "┤"
    cells[at] = "●"
    return "".join(cells)


def _cell(value: float, scale: tuple[float, float], width: int) -> int:
    low, high = scale
    return round(min(max((value - low) / (high - low), 0.0), 1.0) * (width - 1))
