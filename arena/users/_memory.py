"""What a person carries from session to session: what they told, and a sentence on how each talk went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from arena.schema.dialogue import EndReason
from arena.users.asking import topic
from arena.users.wishes import Told


@dataclass(slots=True)
class Memory:
    """Grows over a match. Days count from its start."""

    facts: set[str] = field(default_factory=set)
    """Keys of facts told, in any session."""
    wishes: set[Told] = field(default_factory=set)
    day: float = 0.0
    _digests: list[tuple[float, str]] = field(default_factory=list)

    def keep(self, digest: str) -> None:
        """Remember a session that was played today."""
        self._digests.append((self.day, digest))

    def earlier(self) -> tuple[str, ...]:
        """One entry a session, oldest first, each with how long ago it was."""
        return tuple(f"{_ago(self.day - day)}: {text}" for day, text in self._digests)


def _ago(days: float) -> str:
    if days < 1:
        return "Earlier today"
    if days < 2:
        return "Yesterday"
    if days < 14:
        return f"{round(days)} days ago"
    return f"{round(days / 7)} weeks ago" if days < 60 else f"{round(days / 30)} months ago"


def digest(about: str, facts: Iterable[str], wishes: Iterable[str], went: str) -> str:
    """A session in a sentence or two: what it was about, what was told (topics, no values), how it went."""
    parts = [about.rstrip(". ") + "." if about else "Just a chat."]
    if told := [topic(key) for key in facts]:
        parts.append("You told it your " + ", ".join(told) + ".")
    if wanted := list(wishes):
        parts.append("You let it know what you want: " + "; ".join(w.rstrip(". ") for w in wanted) + ".")
    return " ".join([*parts, went])


def how_it_went(ended: EndReason | None, satisfied: bool) -> str:
    """The last sentence of a digest."""
    if ended == "goal_met" or (ended in (None, "max_turns", "script_over") and satisfied):
        return "It helped."
    return "You gave up on it." if ended in ("patience", "vanished") else "It was left unfinished."
