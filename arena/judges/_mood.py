"""A person's state in words, as a judge is told it: numbers of the engine stay with the engine."""

from __future__ import annotations

from bisect import bisect_right

from arena.schema.dialogue import PersonState

UNKNOWN = "not known; read it from what they wrote"

_BOUNDS = (-0.6, -0.2, 0.2, 0.6)
_PLEASURE = ("miserable", "in low spirits", "neither up nor down", "in good spirits", "delighted")
_AROUSAL = ("drained", "quiet", "", "restless", "agitated")
_BRIGHT_AROUSAL = ("at peace", "calm", "", "lively", "excited")
_SHORT_OF_PATIENCE = 2.0


def mood_of(state: PersonState | None) -> str:
    """How the person feels, such as `in low spirits, restless`, and whether their patience runs out."""
    if state is None:
        return UNKNOWN
    arousal = _BRIGHT_AROUSAL if state.pleasure >= 0 else _AROUSAL
    parts = [_word(_PLEASURE, state.pleasure), _word(arousal, state.arousal)]
    if state.patience < _SHORT_OF_PATIENCE:
        parts.append("losing patience with the assistant")
    return ", ".join(part for part in parts if part)


def _word(scale: tuple[str, ...], value: float) -> str:
    return scale[bisect_right(_BOUNDS, value)]
