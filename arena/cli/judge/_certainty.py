"""How often a judge is right, or of one mind with somebody, by how certain it says it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

    from arena.judges.calibration import Covered


def by_certainty(title: str, points: Iterable[Covered], what: str) -> Text:
    """A line for each certainty from which on answers are kept; `what` heads the share of them that counts."""
    from arena.cli._output import table

    rows = [
        (f"{c.certainty}", f"{c.coverage:.0%}", "–" if c.accuracy is None else f"{c.accuracy:.0%}", c.n) for c in points
    ]
    return table(title, [("certainty from", "right"), ("kept", "right"), (what, "right"), ("n", "right")], rows)
