"""A list of choices behind a person's words: how it is written, and how to read past it."""

from __future__ import annotations

from collections.abc import Sequence

_HEADING = "\n\nTo choose from:\n"


def with_choices(text: str, choices: Sequence[str]) -> str:
    """`text` followed by the choices as a list; `text` alone when there are none."""
    return text + _HEADING + "\n".join(f"- {choice}" for choice in choices) if choices else text


def own_words(text: str) -> str:
    """`text` without a list of choices behind it: what the person said themselves."""
    return text.partition(_HEADING)[0]


def listed(text: str) -> list[str]:
    """The choices of the list behind a person's words; empty where there is none."""
    return [line.removeprefix("- ") for line in text.partition(_HEADING)[2].splitlines() if line.startswith("- ")]
