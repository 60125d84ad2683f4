"""How long a call is: as measured where calls like it are in the store, else as stated here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

from arena.store import CallLength


@dataclass(frozen=True, slots=True)
class Length:
    """One call on average: tokens read and written, seconds until it is answered."""

    input_tokens: float
    output_tokens: float
    latency_s: float
    n: int = 0
    """Calls it was measured on; 0 where it is stated."""


def _stated(input_tokens: int, output_tokens: int) -> Length:
    """A second until the first word, then sixty tokens a second: a middling hosted model."""
    return Length(input_tokens, output_tokens, 1.0 + output_tokens / 60)


STATED = MappingProxyType(
    {
        "user/turn": _stated(3700, 130),
        "assistant/reply": _stated(1900, 220),
        "assistant/reply-lecturer": _stated(3500, 400),
        "assistant/reply-oversharer": _stated(2200, 260),
        "assistant/notebook": _stated(1900, 300),
        "assistant/embed": Length(60, 0, 0.3),
        "judge/likability": _stated(5300, 420),
        "judge/dimension": _stated(3050, 70),
        "judge/acknowledge": _stated(1400, 70),
        "judge/hallucinate": _stated(950, 70),
        "judge/helpful": _stated(1200, 80),
        "judge/violate": _stated(1900, 80),
        "judge/reveal": _stated(1300, 110),
        "judge/recall": _stated(500, 60),
        "judge/factual": _stated(650, 70),
        "judge/session": _stated(2900, 380),
        "judge/role": _stated(1600, 400),
        "judge/realism": _stated(2200, 300),
    }
)
"""Prompt name -> length where nothing is measured: the shipped prompts as the default tournament renders them, with
answers as long as hosted models write."""
_OTHER = _stated(2000, 200)
_FEWEST = 5
"""Measured calls from which their mean is taken."""


class Lengths:
    """Lengths by prompt (`name@version`), model and contestant.

    Args:
        measured: what the store has; rows of the same prompt and model are added up.
    """

    def __init__(self, measured: Iterable[CallLength] = ()) -> None:
        self._exact: dict[tuple[str, str, str], Length] = {}
        self._any: dict[tuple[str, str], Length] = {}
        for row in measured:
            length = Length(row.input_tokens, row.output_tokens, row.latency_s, row.n)
            self._exact[row.prompt, row.model, row.contestant] = length
            before = self._any.get((row.prompt, row.model))
            self._any[row.prompt, row.model] = length if before is None else _pooled(before, length)

    def of(self, prompt: str, model: str, contestant: str = "") -> Length:
        """The length measured with this contestant, else with any, else as stated."""
        for found in (self._exact.get((prompt, model, contestant)), self._any.get((prompt, model))):
            if found is not None and found.n >= _FEWEST:
                return found
        return STATED.get(prompt.partition("@")[0], _OTHER)


def _pooled(one: Length, other: Length) -> Length:
    n = one.n + other.n

    def mean(a: float, b: float) -> float:
        return (a * one.n + b * other.n) / n

    return Length(
        mean(one.input_tokens, other.input_tokens),
        mean(one.output_tokens, other.output_tokens),
        mean(one.latency_s, other.latency_s),
        n,
    )
