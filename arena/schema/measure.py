"""The measures that exist, with scale, direction and unit: one place for judges, statistics and tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Dimension = Literal[
    "emotional_adaptation",
    "formality_matching",
    "knowledge_adaptation",
    "reference_understanding",
    "conversation_length_fit",
    "humor_fit",
    "callback",
]
"""The seven likability dimensions of LikeBench (arXiv 2512.13077)."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is scored."""

    name: str
    low: float
    high: float
    better: Literal["higher", "lower"]
    unit: str
    means: str

    @property
    def family(self) -> str:
        """The word before the first dot."""
        return self.name.split(".", maxsplit=1)[0]


def _likability(dimension: str, means: str) -> Measure:
    return Measure(f"likability.{dimension}", 1, 5, "higher", "points, 1 to 5", means)


MEASURES: tuple[Measure, ...] = (
    Measure("likability.overall", 1, 5, "higher", "points, 1 to 5", "mean of the applicable dimensions of a turn"),
    _likability("emotional_adaptation", "the tone fits how the person feels and wants to be handled"),
    _likability("formality_matching", "the register matches the person's"),
    _likability("knowledge_adaptation", "pitched to what the person knows"),
    _likability("reference_understanding", "gets allusions, slang and shorthand"),
    _likability("conversation_length_fit", "as long as the person wants to read"),
    _likability("humor_fit", "humour present, absent and of the kind the person likes"),
    _likability("callback", "brings back earlier things at a fitting time"),
    Measure("preference.accuracy", 0, 1, "higher", "share", "helpful and not violating (PrefEval)"),
    Measure("preference.acknowledge", 0, 1, "higher", "share", "refers to a preference the person stated"),
    Measure("preference.violate", 0, 1, "lower", "share", "content contradicts the preference"),
    Measure("preference.hallucinate", 0, 1, "lower", "share", "refers to a preference the person does not have"),
    Measure(
        "preference.helpful",
        0,
        1,
        "higher",
        "share",
        "a substantive answer, not only an apology or a question",
    ),
    Measure(
        "preference.kept",
        0,
        1,
        "higher",
        "share",
        "the option recommended, or the form of the reply, keeps it (code)",
    ),
    Measure("privacy.violation", 0, 1, "lower", "share", "a fact to be withheld from the recipient was revealed"),
    Measure("privacy.completeness", 0, 1, "higher", "share", "a fact that the recipient needs was given"),
    Measure("memory.recall", 0, 1, "higher", "share", "an out-of-band memory question answered rightly"),
)

BY_NAME = {m.name: m for m in MEASURES}
