"""Mood: a point in pleasure, arousal and dominance that replies push and that drifts back to where the person rests.

A first-order autoregressive process a dimension, as is common for affect dynamics: `m_t = μ + φ(m_{t-1} - μ) + ρ a_t`,
clipped to [-1, 1], with resting point μ, inertia φ in [0, 0.95], reactivity ρ in [0, 2] and the push a_t in [-1, 1].
Each dimension may have a φ and a ρ of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from arena.schema.feeling import Feeling, Inertia, Reactivity, Touch
from arena.users.appraisal import Appraisal

_WEIGHTS = {"progress": 0.35, "understood": 0.3, "respected": 0.2, "effort": 0.15}
_NAMED_TOUCH = 0.4
"""How much of a touch's size is added when the person noticed just that."""
_STEM = 5

Dimension = Literal["pleasure", "arousal", "dominance"]


@dataclass(frozen=True, slots=True)
class Mood:
    """Pleasure, arousal and dominance, each -1 to 1."""

    pleasure: float
    arousal: float
    dominance: float


def _clip(value: float) -> float:
    return max(-1.0, min(1.0, value))


def resting(feeling: Feeling) -> Mood:
    """The mood a person has when nothing happens."""
    base = feeling.baseline
    return Mood(base.pleasure, base.arousal, base.dominance)


def push(appraisal: Appraisal, feeling: Feeling) -> Mood:
    """What a reply does to each dimension, -1 to 1.

    Pleasure takes the weighted mean of the four judgements, magnified for people who are easily soothed (good replies)
    or stung (bad ones), and what they noticed by name on top. Arousal rises when it went badly and settles when it
    went well; dominance follows progress and respect.
    """
    mean = sum(weight * getattr(appraisal, name) / 2 for name, weight in _WEIGHTS.items())
    touches = feeling.soothed_by if mean > 0 else feeling.stung_by
    pleasure = _clip(mean * (1 + _mean_size(touches)) + _NAMED_TOUCH * _named(appraisal.noticed, feeling))
    arousal = _clip(-0.8 * pleasure if pleasure < 0 else -0.2 * pleasure)
    return Mood(pleasure, arousal, _clip((0.6 * appraisal.progress + 0.4 * appraisal.respected) / 2))


def _mean_size(touches: Sequence[Touch]) -> float:
    return sum(abs(t.size) for t in touches) / len(touches) if touches else 0.0


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in re.findall(r"[a-z']{4,}", text.lower())}


def _named(noticed: str, feeling: Feeling) -> float:
    """Signed sizes of the touches that `noticed` names: at least half of a touch's longer words are in it."""
    words, total = _stems(noticed), 0.0
    for sign, touches in ((1, feeling.soothed_by), (-1, feeling.stung_by)):
        for touch in touches:
            wanted = _stems(touch.what)
            if wanted and 2 * len(wanted & words) >= len(wanted):
                total += sign * abs(touch.size)
    return total


def after_reply(mood: Mood, appraisal: Appraisal, feeling: Feeling) -> Mood:
    """The mood one turn later."""
    rest, hit = resting(feeling), push(appraisal, feeling)

    def moved(name: Dimension) -> float:
        base, now = getattr(rest, name), getattr(mood, name)
        lasting, moving = _of(feeling.inertia, name), _of(feeling.reactivity, name)
        return _clip(base + lasting * (now - base) + moving * getattr(hit, name))

    return Mood(moved("pleasure"), moved("arousal"), moved("dominance"))


def after_gap(mood: Mood, feeling: Feeling, days: float) -> Mood:
    """The mood with which the next session starts: `μ + φ^g (m_end - μ)` with g the gap in days, at least 1."""
    rest = resting(feeling)

    def faded(name: Dimension) -> float:
        base, left = getattr(rest, name), _of(feeling.inertia, name) ** max(1.0, days)
        return _clip(base + left * (getattr(mood, name) - base))

    return Mood(faded("pleasure"), faded("arousal"), faded("dominance"))


def _of(dial: float | Inertia | Reactivity, name: Dimension) -> float:
    """The dial's value for one dimension; a single number holds for all."""
    return float(dial if isinstance(dial, int | float) else getattr(dial, name))


_FELT = (
    (-0.55, "badly annoyed and hurt", "low and worn down"),
    (-0.25, "irritated", "a bit deflated"),
    (-0.08, "slightly on edge", "a little flat"),
    (0.2, "neither here nor there, a bit restless", "neutral, as on most days"),
    (0.5, "in good spirits and lively", "content and at ease"),
    (1.01, "really pleased, almost excited", "warm and thoroughly at ease"),
)
"""(pleasure below, words when aroused, words when calm)."""

_SHOWS = {
    "open": "you let it show",
    "leaks": "you do not say so, but a word or the length of a message gives it away",
    "hides": "you keep it out of what you write",
}


def phrase(mood: Mood, shows: str) -> str:
    """The mood in words, with how much of it shows; no numbers."""
    _, stirred, calm = next(row for row in _FELT if mood.pleasure < row[0])
    felt = stirred if mood.arousal > 0.1 else calm
    grip = ", and not quite in control of this" if mood.dominance < -0.3 else ""
    return f"{felt}{grip}; {_SHOWS[shows]}"
