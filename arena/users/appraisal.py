"""How a person took the assistant's last reply, as the engine reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Happening = Literal["repeat", "misread", "too_long", "off_topic", "refuses", "forgets", "remembers", "owns_error"]
"""What can happen in a reply: six things that drain patience, two that refill it. Progress is a judgement."""


@dataclass(frozen=True, slots=True)
class Appraisal:
    """Four judgements, each -2 to 2 with 0 for neither, and what happened."""

    progress: int = 0
    understood: int = 0
    respected: int = 0
    effort: int = 0
    """Negative: the reply cost the person work; positive: it saved some."""
    happened: frozenset[Happening] = frozenset()
    noticed: str = ""

    @property
    def progressed(self) -> bool:
        """The reply got the person further."""
        return self.progress > 0
